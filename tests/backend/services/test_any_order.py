"""Whatever a person does, in whatever order: no answer is lost or doubled, and there is a next question or an end."""

import itertools
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.bootstrap import Backend
from backend.content import load_content
from backend.domain.clock import Clock
from backend.domain.interview.answers import Answer
from backend.domain.interview.record import InterviewState
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from tests.backend.services.interview_house import Chat
from tests.conftest import ROOT
from tests.times import NOON

# Words that answer each question and no other, two for each.
WORDS = {
    "group_name": ("Utran martat", "Noljakan naapurit"),
    "title": ("Kahvit kaikille", "Laulua pihoilla"),
    "what": ("keitetään kahvit", "lauletaan pihalla"),
    "for_whom": ("yksinäisille vanhuksille", "nuorille aikuisille"),
    "change": ("iloa arkeen", "uusia ystäviä"),
    "where": ("kirjastolla", "torin laidalla"),
    "kind": ("juhla", "hanke"),
    "aims": ("osallisuus", "opinnot"),
    "outdoors": ("joo", "ei"),
    "when": ("huhtikuussa 2027", "1.5.2027"),
    "amount": ("5000 e", "seitsemän tonnia"),
    "people": ("20 henkeä", "30 henkeä"),
    "team": ("Matti ja Maija", "koko porukka"),
    "contact": ("alice@example.org", "040 123 4567"),
    "slot": ("ohita", "ohita"),
}
_OPEN = InterviewState.OPEN


_addresses = itertools.count(1)


@cache
def house() -> Backend:
    """One product for all runs, with the practice form; every run has a chat of its own."""
    home = Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "content", home / "content")
    shutil.copy(ROOT / "tests" / "forms" / "practice.yml", home / "content" / "forms")
    engine = open_engine(f"sqlite:///{home / 'kake.db'}")
    migrate(engine)
    content = load_content(home / "content", programme="joensuu-kake-2")
    return Backend(content=content, clock=Clock(NOON), home=home, engine=engine, pool=ThreadPoolExecutor(max_workers=1))


class AnyOrder(RuleBasedStateMachine):
    """The model is a plain dict of what was answered last to each question."""

    @initialize()
    def begin(self) -> None:
        self.chat = Chat(house(), address=f"{next(_addresses)}")
        self.said = self.chat.writes("mulla ois idea", "ask_results")
        self.known: dict[str, str] = {}

    @property
    def top(self) -> tuple[str, str]:
        """The state and the open question of the interview."""
        found = self.chat.interview_of("practice")
        return found.state, found.current

    def is_open(self) -> bool:
        return self.top[0] == _OPEN

    def writes(self, text: str, *topics: str) -> None:
        self.said = self.chat.writes(text, *topics)

    @precondition(is_open)
    @rule(second=st.booleans())
    def answers(self, second: bool) -> None:
        question = self.top[1]
        text = WORDS[question][second]
        self.writes(text)
        if text != "ohita":
            self.known[question] = text

    @precondition(is_open)
    @rule()
    def skips(self) -> None:
        self.writes("en tiedä vielä", "skip")

    @precondition(is_open)
    @rule()
    def goes_back(self) -> None:
        self.writes("takaisin", "go_back")

    @precondition(is_open)
    @rule(text=st.sampled_from(["mitä tarkoitat", "miksi kysyt", "toista", "yhteenveto"]))
    def asks_about_the_question(self, text: str) -> None:
        before = self.top
        self.writes(text)
        assert self.top == before

    @precondition(is_open)
    @rule()
    def interrupts(self) -> None:
        before = self.top
        self.writes("moneltako te aukeatte?", "ask_contact")
        assert "(vastaus: ask_contact)" in self.said
        assert self.top == before

    @precondition(is_open)
    @rule()
    def stops(self) -> None:
        self.writes("lopetetaan tähän", "stop")
        assert self.top[0] == InterviewState.STOPPED

    @precondition(lambda self: self.top[0] == InterviewState.STOPPED)
    @rule()
    def resumes(self) -> None:
        self.writes("jatketaan")
        assert self.top[0] in (_OPEN, InterviewState.DONE)

    @precondition(lambda self: self.top[0] == InterviewState.DONE)
    @rule()
    def greets_afterwards(self) -> None:
        self.writes("moi", "greet")
        assert "(vastaus: greet)" in self.said
        assert self.top[0] == InterviewState.DONE

    @precondition(lambda self: self.is_open() and "amount" in self.known and self.top[1] != "amount")
    @rule(amount=st.integers(min_value=1000, max_value=9999))
    def corrects(self, amount: int) -> None:
        self.writes(f"vaihda summa {amount} euroon")
        self.known["amount"] = f"{amount} euroa"
        assert self.practice_answers()["amount"].value == {"eur": amount}

    @precondition(is_open)
    @rule()
    def sends_an_emoji(self) -> None:
        before = self.top
        self.writes("😀")
        assert self.top == before

    @precondition(is_open)
    @rule()
    def begins_the_other_form_and_leaves_it(self) -> None:
        self.writes("voisko tää sopia teille?", "check_eligibility")
        stack = [one for one in self.chat.interviews() if one.state is _OPEN]
        assert [one.form for one in stack] == ["eligibility", "practice"]
        self.writes("lopeta", "stop")
        self.writes("jatketaan")
        while self.chat.interviews()[0].form == "eligibility":
            self.writes("ohita", "skip")

    @invariant()
    def every_answer_is_there_once(self) -> None:
        if not hasattr(self, "chat"):
            return
        kept = {name: answer.text for name, answer in self.practice_answers().items() if answer.value is not None}
        texts = {name: text for name, text in kept.items() if name != "amount"}
        assert texts == {name: text for name, text in self.known.items() if name != "amount"}
        assert ("amount" in kept) == ("amount" in self.known)

    @invariant()
    def something_is_asked_or_it_is_done(self) -> None:
        if hasattr(self, "chat") and self.is_open():
            assert self.top[1] in WORDS
            assert self.said != ""

    def practice_answers(self) -> dict[str, Answer]:
        one = self.chat.interview_of("practice")
        return dict(self.chat.backend.read(lambda unit: unit.sheets.answers(one.sheet)))


AnyOrder.TestCase.settings = settings(
    max_examples=8, stateful_step_count=20, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
TestAnyOrder = AnyOrder.TestCase
