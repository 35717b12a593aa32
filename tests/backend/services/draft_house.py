"""A group with an idea whose draft has begun, and its members' conversations."""

from dataclasses import dataclass
from datetime import datetime

from backend.bootstrap import Backend
from backend.domain.ideas import DraftState, Idea, IdeaId, TeamId
from backend.domain.ids import ConversationId, PersonId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Value
from backend.domain.interview.record import SheetId
from backend.domain.messages import Channel
from backend.services.ports import Unit
from tests.times import NOON

TITLE = "Kahvit kaikille"
FROM_PITCH = {"name": TITLE, "place": "kerhohuone Rantakylässä"}


@dataclass(frozen=True, kw_only=True)
class Group:
    team: TeamId
    idea: IdeaId
    sheet: SheetId


def person_of(unit: Unit, conversation: ConversationId) -> PersonId:
    found = unit.conversations.get(conversation)
    assert found is not None
    return found.person


def conversation_of(backend: Backend, name: str) -> ConversationId:
    return backend.run(lambda unit: unit.conversations.start(channel=Channel.WEB, address=name, is_private=True, now=NOON)[0].id)


def given(question: str, value: Value, *, origin: str = "person", author: str = "") -> Answer:
    return Answer(question=question, state=AnswerState.GIVEN, value=value, text=str(value), origin=origin, author=author)


def start_group(backend: Backend, conversation: ConversationId, *, name: str = "Alice", has_draft: bool = True, now: datetime = NOON) -> Group:
    """An idea called TITLE; its draft has what FROM_PITCH says."""
    return backend.run(lambda unit: _start(unit, conversation, name=name, has_draft=has_draft, now=now))


def _start(unit: Unit, conversation: ConversationId, *, name: str, has_draft: bool, now: datetime) -> Group:
    person = person_of(unit, conversation)
    team = unit.teams.start(owner=person, now=now)
    unit.teams.set_name(team, person, name)
    pitch, sheet = unit.sheets.start(form="pitch", now=now), unit.sheets.start(form="application", now=now)
    unit.sheets.write(pitch, given("title", TITLE), turn=None, person=person, now=now)
    idea = unit.ideas.start(team=team, pitch=pitch, programme="joensuu-kake-2", language="fi", now=now)
    for question, value in FROM_PITCH.items():
        unit.sheets.write(sheet, given(question, value, origin="pitch"), turn=None, person=None, now=now)
    if has_draft:
        assert unit.ideas.change(idea, now=now, draft_id=sheet, draft_state=DraftState.OPEN.value)
    return Group(team=team, idea=idea.id, sheet=sheet)


def join(backend: Backend, group: Group, conversation: ConversationId, *, name: str) -> None:
    def service(unit: Unit) -> None:
        person = person_of(unit, conversation)
        assert unit.teams.join(group.team, person=person, now=NOON)
        unit.teams.set_name(group.team, person, name)

    backend.run(service)


def change(backend: Backend, conversation: ConversationId, group: Group, **values: str) -> None:
    def service(unit: Unit) -> None:
        idea = unit.ideas.of_person(group.idea, person=person_of(unit, conversation))
        assert isinstance(idea, Idea)
        assert unit.ideas.change(idea, now=NOON, **values)

    backend.run(service)
