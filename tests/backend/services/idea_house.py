"""Groups with ideas, made by the services' own ports: what coordinators and the clock do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.bootstrap import Backend
from backend.domain.ideas import DraftState, Idea, IdeaId, PitchState, TeamId, What
from backend.domain.ids import ConversationId, PersonId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Value
from backend.domain.interview.record import SheetId
from backend.domain.messages import Channel, Utterance
from backend.domain.programme import PublishedRound
from backend.services import chatting
from backend.services.ideas.viewing import plain_content, view_of
from backend.services.ports import Unit
from backend.services.rounds import publish_round
from tests.backend.services.asking import Person
from tests.times import NOON

COFFEE: Mapping[str, Value] = {"title": "Kahvit kaikille", "what": "keitetään kahvit", "amount_eur": {"eur": 5000}}


@dataclass
class House:
    """Alice's group with one idea, of which three questions are answered."""

    backend: Backend
    begun_at: datetime = NOON
    language: str = "fi"
    answers: Mapping[str, Value] = field(default_factory=lambda: COFFEE)
    alice: Person = field(init=False)
    team: TeamId = field(init=False, default=TeamId(""))
    id: IdeaId = field(init=False, default=IdeaId(""))

    def __post_init__(self) -> None:
        self.alice = someone(self.backend, "alice", language=self.language, at=self.begun_at)
        self.backend.run(self._begin)

    def _begin(self, unit: Unit) -> None:
        owner = person_of(unit, self.alice)
        self.team = unit.teams.start(owner=owner, now=self.begun_at)
        pitch = unit.sheets.start(form="pitch", now=self.begun_at)
        idea = unit.ideas.start(team=self.team, pitch=pitch, programme="joensuu-kake-2", language=self.language, now=self.begun_at)
        unit.events.append(type="idea.begun", actor="person", object=idea.id, now=self.begun_at)
        self.id = idea.id
        for question, value in self.answers.items():
            _give(unit, pitch, question, value, owner, now=self.begun_at)

    @property
    def idea(self) -> Idea:
        found = self.found
        assert found is not None
        return found

    @property
    def found(self) -> Idea | None:
        return self.backend.read(lambda unit: next((idea for idea in unit.ideas.list() if idea.id == self.id), None))

    @property
    def number(self) -> int:
        return self.idea.number

    def joined_by(self, name: str, *, at: datetime = NOON, language: str = "fi") -> Person:
        person = someone(self.backend, name, language=language, at=at)
        self.backend.run(lambda unit: unit.teams.join(self.team, person=person_of(unit, person), now=at))
        return person

    def says(self, question: str, value: Value, *, at: datetime, what: What = What.PITCH) -> None:
        """An answer, as the chat keeps one."""

        def give(unit: Unit) -> None:
            sheet = self.idea.pitch if what is What.PITCH else self.idea.draft
            assert sheet is not None
            _give(unit, sheet, question, value, person_of(unit, self.alice), now=at)
            assert unit.ideas.change(self.idea, now=at)

        self.backend.run(give)

    def becomes(self, *, at: datetime, **values: str) -> None:
        assert self.backend.run(lambda unit: unit.ideas.change(self.idea, now=at, **values))

    def drafts(self, *, at: datetime, **answers: Value) -> None:
        def make(unit: Unit) -> None:
            sheet = unit.sheets.start(form="application", now=at)
            assert unit.ideas.change(self.idea, now=at, draft_id=sheet, draft_state=DraftState.OPEN.value)
            for question, value in answers.items():
                _give(unit, sheet, question, value, person_of(unit, self.alice), now=at)

        self.backend.run(make)

    def sends(self, what: What = What.PITCH, *, at: datetime) -> None:
        def send(unit: Unit) -> None:
            view = view_of(unit, self.backend.content, self.idea)
            written = view.pitch if what is What.PITCH else view.draft
            assert written is not None
            assert unit.ideas.send(self.id, what, content=plain_content(written), person=person_of(unit, self.alice), now=at)
            state = {"pitch_state": PitchState.SENT.value} if what is What.PITCH else {"draft_state": DraftState.SENT.value}
            assert unit.ideas.change(self.idea, now=at, **state)

        self.backend.run(send)


def someone(backend: Backend, name: str, *, language: str = "fi", at: datetime = NOON) -> Person:
    """Somebody with a private chat of their own, who has not written anything yet."""
    person = Person(backend=backend, address=name, now=at)

    def start(unit: Unit) -> ConversationId:
        conversation, _ = unit.conversations.start(channel=Channel.TELEGRAM, address=name, is_private=True, now=at)
        unit.conversations.set_language(conversation.id, language, is_chosen=True)
        unit.conversations.record_notice(conversation.id, version=backend.content.notice_version, language=language, channel=Channel.TELEGRAM, now=at)
        return conversation.id

    person.conversation = backend.run(start)
    return person


def person_of(unit: Unit, somebody: Person) -> PersonId:
    conversation = unit.conversations.get(somebody.conversation)
    assert conversation is not None
    return conversation.person


def heard(somebody: Person) -> list[Utterance]:
    """Everything the bot has said to them so far."""
    return [one for one in somebody.backend.read(chatting.read, conversation=somebody.conversation, after=0) if not one.is_from_person]


def told(somebody: Person) -> list[str]:
    return [one.text for one in heard(somebody)]


def buttons(utterance: Utterance) -> Sequence[str]:
    return [button.label for button in utterance.buttons]


def round_of(backend: Backend, opens: date, closes: date, *, now: datetime, starts: date | None = None, allows_past: bool = False) -> PublishedRound:
    return backend.run(publish_round, backend.content, opens=opens, closes=closes, earliest_start=starts or closes, allows_past=allows_past, now=now)


def _give(unit: Unit, sheet: SheetId, question: str, value: Value, person: PersonId, *, now: datetime) -> None:
    answer = Answer(question=question, state=AnswerState.GIVEN, value=value, at=now)
    unit.sheets.write(sheet, answer, turn=None, person=person, now=now)
