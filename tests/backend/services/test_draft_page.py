import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.clock import Clock
from backend.domain.ideas import Decision, DraftState, IdeaState, SubmissionState, What
from backend.domain.ids import ConversationId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Kind
from backend.domain.interview.judging import Ambiguous, Complaint
from backend.domain.interview.record import SheetId
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.draft_page import DraftPage, Mark, list_ideas, open_page
from backend.services.draft_saving import DraftClosed, FieldChanged, NotAnAnswer, Typed, save_field
from backend.services.draft_words import complaint_text, mark_text, state_text, submission_text
from backend.services.ports import Sheets, Unit
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from tests.backend.services.draft_house import FROM_PITCH, TITLE, Group, change, conversation_of, given, join, person_of, start_group
from tests.databases import PostgresServer
from tests.times import NOON

LATER = NOON + timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class House:
    backend: Backend
    group: Group
    alice: ConversationId
    bob: ConversationId

    def open(self, who: ConversationId) -> DraftPage:
        return self.backend.read(open_page, self.backend.content, conversation=who, idea=self.group.idea, language="fi", now=LATER)

    def save(self, who: ConversationId, field: str, text: str, *, version: int = 0, language: str = "fi") -> DraftPage:
        typed = Typed(field=field, text=text, version=version)
        return self.backend.run(save_field, self.backend.content, conversation=who, idea=self.group.idea, typed=typed, language=language, now=LATER)

    def answers(self) -> Mapping[str, Answer]:
        return self.backend.read(lambda unit: unit.sheets.answers(self.group.sheet))


@pytest.fixture
def house(backend: Backend) -> House:
    """Alice and Bob in a group, each in a conversation of their own."""
    alice, bob = conversation_of(backend, "alice"), conversation_of(backend, "bob")
    made = House(backend=backend, group=start_group(backend, alice), alice=alice, bob=bob)
    join(backend, made.group, bob, name="Bob")
    return made


def test_the_page_shows_each_field_with_where_its_text_comes_from(house: House) -> None:
    house.save(house.bob, "aims", "Kukaan ei jää yksin")
    page = house.open(house.alice)
    shown = {field.question.id: (field.text, field.mark, field.author, field.is_own, field.version) for field in page.fields}
    assert shown == {
        **{question.id: ("", Mark.MISSING, "", False, 0) for question in house.backend.content.forms["application"].questions},
        "name": (TITLE, Mark.PITCH, "", False, 1),
        "place": (FROM_PITCH["place"], Mark.PITCH, "", False, 1),
        "aims": ("Kukaan ei jää yksin", Mark.GROUP, "Bob", False, 1),
    }
    assert [question.id for question in page.view.current.missing] == [id_ for id_ in shown if id_ not in {"name", "place", "aims"}]
    assert mark_text(house.backend.content, page.field("aims"), "fi", now=LATER) == "Bob, tänään klo 12.05"
    assert mark_text(house.backend.content, page.field("aims"), "en", now=LATER + timedelta(days=1)) == "Bob, 23 November 2026 at 12:05"
    assert mark_text(house.backend.content, house.open(house.bob).field("aims"), "fi", now=LATER) == "sinä, tänään klo 12.05"


def test_what_is_typed_is_kept_with_who_typed_it_and_touches_the_idea(house: House) -> None:
    page = house.save(house.bob, "aims", "  Kukaan ei jää yksin\n")
    kept = house.answers()["aims"]
    bob = house.backend.read(person_of, house.bob)
    assert kept == given("aims", "Kukaan ei jää yksin", author="Bob")
    assert (kept.person, kept.version, kept.at) == (bob, 1, LATER)
    assert page.field("aims").text == "Kukaan ei jää yksin"
    assert page.view.idea.touched_at == LATER
    events = house.backend.read(lambda unit: unit.events.of(house.group.idea))
    assert [event.type for event in events] == ["draft.field_saved"]
    assert "yksin" not in repr(events)


def test_a_text_over_the_pitchs_becomes_the_groups_own(house: House) -> None:
    page = house.save(house.alice, "name", "Kahvit ja neuvot", version=1)
    assert (page.field("name").mark, page.field("name").version) == (Mark.GROUP, 2)


def test_the_same_text_again_changes_nothing(house: House) -> None:
    """A save whose answer was lost is sent again, over a version that is gone."""
    house.save(house.bob, "aims", "Yhdessä")
    assert house.save(house.bob, "aims", "Yhdessä ").field("aims").version == 1
    assert house.save(house.alice, "name", TITLE, version=1).field("name").mark is Mark.PITCH


def test_nobody_writes_over_what_they_have_not_seen(house: House) -> None:
    house.save(house.bob, "aims", "Bobin tavoite")
    with pytest.raises(FieldChanged) as refused:
        house.save(house.alice, "aims", "Alicen tavoite")
    theirs = refused.value.theirs
    assert (theirs.text, theirs.author, theirs.at, theirs.version) == ("Bobin tavoite", "Bob", LATER, 1)
    assert house.answers()["aims"].value == "Bobin tavoite"
    assert house.save(house.alice, "aims", "Alicen tavoite", version=1).field("aims").text == "Alicen tavoite"


def test_an_emptied_field_is_missing_again_and_its_version_goes_on(house: House) -> None:
    house.save(house.bob, "aims", "Bobin tavoite")
    page = house.save(house.bob, "aims", " \n", version=1)
    field = page.field("aims")
    assert (field.text, field.mark, field.version, field.author) == ("", Mark.MISSING, 2, "Bob")
    assert house.answers()["aims"] == Answer(question="aims", state=AnswerState.LATER, author="Bob")
    house.save(house.bob, "aims", "Toinen tavoite", version=2)
    with pytest.raises(FieldChanged):
        house.save(house.alice, "aims", "Alicen tavoite", version=1)


def test_emptying_what_is_empty_writes_nothing(house: House) -> None:
    assert house.save(house.alice, "aims", "").field("aims").version == 0
    assert "aims" not in house.answers()


class Unversioned:
    """Sheets whose answers always have the version that was typed over: the guard taken away."""

    def __init__(self, sheets: Sheets, *, version: int) -> None:
        self._sheets = sheets
        self._version = version

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sheets, name)

    def answers(self, sheet: SheetId) -> Mapping[str, Answer]:
        return {id_: replace(answer, version=self._version) for id_, answer in self._sheets.answers(sheet).items()}


class Unlocked(Unversioned):
    """Sheets that lock nothing, and that two read at the same moment."""

    def __init__(self, sheets: Sheets, *, both: threading.Barrier) -> None:
        super().__init__(sheets, version=0)
        self._waits: list[threading.Barrier] = [both]

    def lock(self, sheet: SheetId) -> int:
        return 0

    def answers(self, sheet: SheetId) -> Mapping[str, Answer]:
        found = self._sheets.answers(sheet)
        if self._waits:
            self._waits.pop().wait(timeout=20)
        return found


class Beside:
    """A unit with other sheets."""

    def __init__(self, unit: Unit, sheets: Unversioned) -> None:
        self._unit = unit
        self.sheets = sheets

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)


def test_without_the_version_the_other_text_would_be_overwritten(house: House) -> None:
    """The negative control of the guard against overwriting."""
    house.save(house.bob, "aims", "Bobin tavoite")
    typed = Typed(field="aims", text="Alicen tavoite", version=0)

    def unguarded(unit: Unit) -> DraftPage:
        beside: Any = Beside(unit, Unversioned(unit.sheets, version=typed.version))
        return save_field(beside, house.backend.content, conversation=house.alice, idea=house.group.idea, typed=typed, language="fi", now=LATER)

    house.backend.run(unguarded)
    assert house.answers()["aims"].value == "Alicen tavoite"


def _at_once(house: House, *texts: str) -> list[str]:
    def save(text: str) -> str:
        try:
            return house.save(house.alice, "aims", text).field("aims").text
        except FieldChanged as refused:
            return f"409 {refused.theirs.text}"

    with ThreadPoolExecutor(max_workers=len(texts)) as pool:
        return list(pool.map(save, texts))


def test_of_many_who_save_at_once_one_is_kept_and_the_others_are_told(house: House) -> None:
    texts = [f"Tavoite numero {number}" for number in range(6)]
    outcomes = _at_once(house, *texts)
    kept = str(house.answers()["aims"].value)
    assert sorted(outcomes) == sorted([kept, *[f"409 {kept}"] * 5])
    assert house.answers()["aims"].version == 1


def test_without_the_lock_the_second_of_two_would_not_be_told_of_the_firsts_text(content: Content, tmp_path: Path, postgres: PostgresServer) -> None:
    """The negative control of the lock; SQLite has one writer at a time, with it or without."""
    engine = open_engine(postgres.new_database())
    migrate(engine)
    backend = Backend(content=content, clock=Clock(NOON), home=tmp_path, engine=engine, pool=ThreadPoolExecutor(max_workers=2))
    alice = conversation_of(backend, "alice")
    group = start_group(backend, alice)
    both = threading.Barrier(2)

    def save(text: str) -> str:
        typed = Typed(field="aims", text=text, version=0)

        def unguarded(unit: Unit) -> DraftPage:
            beside: Any = Beside(unit, Unlocked(unit.sheets, both=both))
            return save_field(beside, content, conversation=alice, idea=group.idea, typed=typed, language="fi", now=LATER)

        try:
            return backend.run(unguarded).field("aims").text
        except ChangedMeanwhile as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(save, ["Alicen tavoite", "Bobin tavoite"]))
    assert outcomes in (["Alicen tavoite", "ChangedMeanwhile"], ["ChangedMeanwhile", "Bobin tavoite"])
    backend.close()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        *(("amount_eur", text, "Kirjoita se euroina, vaikka") for text in ("0", "-5 €", "paljon", "NaN", "1" + "0" * 400)),
        ("name", "a", "Kerrotko hiukan lisää? Esimerkiksi ”Kahvit kaikille”."),
        ("name", "🎉", "merkistä"),
        ("name", "x" * 201, "201 merkkiä, ja tähän mahtuu 200"),
        ("aims", "ä" * 20_000, "20000 merkkiä, ja tähän mahtuu 4000"),
    ],
)
def test_what_cannot_stand_in_a_field_is_told_and_not_kept(house: House, field: str, text: str, said: str) -> None:
    before = house.answers()
    with pytest.raises(NotAnAnswer) as refused:
        house.save(house.alice, field, text, version=1)
    assert said in complaint_text(house.backend.content, refused.value.question, refused.value.problem, "fi")
    assert house.answers() == before


@pytest.mark.parametrize("text", ["6000", "6 000 €", "noin 6000 euroa", "5 000 – 7 000 €", "6,5 t€"])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_an_amount_is_shown_in_words_that_are_read_as_the_same_amount(house: House, text: str, language: str) -> None:
    shown = house.save(house.alice, "amount_eur", text, language=language).field("amount_eur")
    assert house.save(house.alice, "amount_eur", shown.text, version=99, language=language).field("amount_eur") == shown


def test_what_can_be_understood_in_several_ways_is_asked_back(content: Content) -> None:
    question = content.forms["application"].question("amount_eur")
    assert question is not None
    assert question.kind is Kind.AMOUNT
    told = complaint_text(content, question, Ambiguous(({"eur": 6000}, {"eur": 60000})), "fi")
    assert told == "Tämän voi ymmärtää monella tavalla: 6\u00a0000\u00a0€ ja 60\u00a0000\u00a0€. Kirjoittaisitko tarkemmin?"
    assert complaint_text(content, question, Complaint(key="value_small", facts={"limit": 1}), "en").endswith("Could you check it?")


@pytest.mark.parametrize("text", ["a\x00b ja \ud800 c", "\r\nrivi\r\n\u202ekäännetty", "/start <script>alert(1)</script>"])
def test_hostile_characters_are_made_storable(house: House, text: str) -> None:
    page = house.save(house.alice, "aims", text)
    stored = page.field("aims").text
    assert "\x00" not in stored
    assert "\r" not in stored
    assert stored.encode()
    assert house.open(house.bob).field("aims").text == stored


def test_a_stranger_finds_nothing_and_changes_nothing(house: House) -> None:
    charlie = conversation_of(house.backend, "charlie")
    before = house.answers()
    with pytest.raises(NotFound):
        house.open(charlie)
    with pytest.raises(NotFound):
        house.save(charlie, "aims", "Charlien tavoite")
    assert house.backend.read(list_ideas, house.backend.content, conversation=charlie, language="fi", now=LATER).ideas == ()
    assert house.answers() == before


def test_an_unknown_field_and_an_idea_without_a_draft_are_not_found(house: House) -> None:
    other = start_group(house.backend, house.alice, has_draft=False)
    with pytest.raises(NotFound):
        house.save(house.alice, "salaisuus", "x")
    with pytest.raises(NotFound):
        replace(house, group=other).save(house.alice, "aims", "x")
    page = replace(house, group=other).open(house.alice)
    assert (page.fields, page.is_open) == ((), False)


@pytest.mark.parametrize("values", [{"draft_state": DraftState.SENT.value}, {"state": IdeaState.WITHDRAWN.value}, {"state": IdeaState.EXPIRED.value}])
def test_what_a_coordinator_reads_or_was_put_away_can_only_be_read(house: House, values: dict[str, str]) -> None:
    change(house.backend, house.alice, house.group, **values)
    assert not house.open(house.alice).is_open
    with pytest.raises(DraftClosed):
        house.save(house.alice, "aims", "Yhdessä")
    assert "aims" not in house.answers()


@pytest.mark.parametrize("state", [DraftState.OPEN, DraftState.CHANGES_ASKED, DraftState.READY])
def test_in_every_other_state_it_can_be_written(house: House, state: DraftState) -> None:
    change(house.backend, house.alice, house.group, draft_state=state.value)
    assert house.save(house.alice, "aims", "Yhdessä").field("aims").text == "Yhdessä"


def test_the_list_has_the_ideas_of_all_the_persons_groups_the_last_touched_first(house: House) -> None:
    newer = start_group(house.backend, house.bob, has_draft=False, now=LATER)
    for who, ideas in ((house.bob, [newer.idea, house.group.idea]), (house.alice, [house.group.idea])):
        found = house.backend.read(list_ideas, house.backend.content, conversation=who, language="fi", now=LATER)
        assert [one.view.idea.id for one in found.ideas] == ideas


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_state_and_every_step_has_its_words(house: House, language: str) -> None:
    content = house.backend.content
    told = set()
    for values in (
        *({"draft_state": state.value} for state in DraftState if state is not DraftState.NONE),
        *({"draft_state": DraftState.OPEN.value, "state": state.value} for state in IdeaState),
    ):
        change(house.backend, house.alice, house.group, **values)
        page = house.open(house.alice)
        told.add(state_text(content, page.view.idea, page.submissions, language))
    assert len(told) == 6


def test_the_deadline_is_that_of_the_round_that_is_known(house: House) -> None:
    content = house.backend.content
    assert house.open(house.alice).deadline == content.text("rounds.deadline.unknown", "fi")
    day = NOON.date()
    house.backend.run(
        lambda unit: unit.rounds.publish(content.programme.id, opens=day, closes=day + timedelta(9), earliest_start=day + timedelta(30), now=NOON)
    )
    assert "2.12." in house.open(house.alice).deadline


def test_what_was_sent_is_told_step_by_step(house: House) -> None:
    content = house.backend.content

    def send(unit: Unit, /, now: datetime) -> None:
        assert unit.ideas.send(house.group.idea, What.DRAFT, content={}, person=person_of(unit, house.alice), now=now)

    def settle(unit: Unit, /, state: SubmissionState, values: Mapping[str, str | datetime]) -> None:
        waiting = unit.ideas.waiting(house.group.idea, What.DRAFT)
        assert waiting is not None
        assert unit.ideas.settle(waiting, state=state, **values)

    def told() -> list[tuple[str, ...]]:
        return [submission_text(content, one, "fi", now=LATER) for one in house.open(house.alice).submissions]

    assert told() == []
    house.backend.run(send, NOON)
    change(house.backend, house.alice, house.group, draft_state=DraftState.SENT.value)
    sent = "Luonnos lähetettiin tänään klo 12.00."
    assert told() == [(sent,)]
    page = house.open(house.alice)
    assert state_text(content, page.view.idea, page.submissions, "fi") == "Luonnos lähetetty – odotetaan vahvistusta."
    house.backend.run(settle, SubmissionState.RECEIVED, {"received_at": LATER})
    received = "Neuvoja vastaanotti sen tänään klo 12.05."
    assert told() == [(sent, received)]
    page = house.open(house.alice)
    assert state_text(content, page.view.idea, page.submissions, "fi").startswith("Luonnos vastaanotettu.")
    decided: Mapping[str, str | datetime] = {
        "decision": Decision.CHANGE.value,
        "answered_by": "Neuvoja Nina",
        "answered_at": LATER,
        "reasons": "Kuluista puuttuu tila.",
    }
    house.backend.run(settle, SubmissionState.ANSWERED, decided)
    assert told() == [(sent, received, "Neuvoja Nina vastasi tänään klo 12.05 ja toivoo muutoksia.")]
    house.backend.run(send, LATER)
    house.backend.run(settle, SubmissionState.TAKEN_BACK, {})
    assert told()[1] == ("Luonnos lähetettiin tänään klo 12.05.", "Otitte sen takaisin.")
