"""The draft application as a page: a person's ideas, and what stands in each field of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.content import Content
from backend.domain.ideas import DraftState, Idea, IdeaId, IdeaState, Submission
from backend.domain.ids import ConversationId, PersonId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Kind, Question, Value
from backend.domain.refusals import NotFound
from backend.services.exporting import Exported, export_draft
from backend.services.ideas.viewing import IdeaView, view_of, views_of
from backend.services.interview_words import shown
from backend.services.meetings.following_up import open_tasks
from backend.services.ports import Unit
from backend.services.rounds import as_of, deadline_line

ORIGIN_PITCH = "pitch"


class Mark(StrEnum):
    """Where the text of a field comes from."""

    PITCH = "pitch"
    GROUP = "group"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """`text` is as a person would type it. An emptied field keeps its version, author and time."""

    question: Question
    text: str
    mark: Mark
    author: str
    is_own: bool
    at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedIdea:
    view: IdeaView
    submissions: Sequence[Submission]


@dataclass(frozen=True, kw_only=True, slots=True)
class IdeaList:
    """`deadline` is the sentence on the round to go by."""

    ideas: tuple[ListedIdea, ...]
    deadline: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftPage:
    """`fields` are those that apply; there are none before a draft is made. `submissions`: the oldest first.

    `tasks` were agreed on at meetings with an adviser.
    """

    view: IdeaView
    fields: tuple[Field, ...]
    submissions: Sequence[Submission]
    deadline: str
    tasks: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can be written: not while a coordinator reads it, nor once it was withdrawn or has expired."""
        idea = self.view.idea
        return self.view.draft is not None and idea.state is IdeaState.ACTIVE and idea.draft_state is not DraftState.SENT

    def field(self, id_: str) -> Field:
        """Raises NotFound."""
        found = next((field for field in self.fields if field.question.id == id_), None)
        if found is None:
            raise NotFound
        return found


def list_ideas(unit: Unit, content: Content, *, conversation: ConversationId, language: str, now: datetime) -> IdeaList:
    """Every idea of the person's groups, the one touched last first."""
    ideas = unit.ideas.list_of(person_in(unit, conversation))
    listed = tuple(ListedIdea(view=view, submissions=unit.ideas.submissions(view.idea.id)) for view in views_of(unit, content, ideas))
    return IdeaList(ideas=listed, deadline=deadline_line(as_of(unit, content), language, now))


def open_page(unit: Unit, content: Content, *, conversation: ConversationId, idea: IdeaId, language: str, now: datetime) -> DraftPage:
    """Raises NotFound, for another group's idea as well."""
    person = person_in(unit, conversation)
    return page_of(unit, content, idea_of(unit, idea, person=person), person=person, language=language, now=now)


def export_page(unit: Unit, content: Content, *, conversation: ConversationId, idea: IdeaId, form: str, now: datetime) -> Exported:
    """The idea as a pdf, docx or odt; raises NotFound, for another form as well."""
    return export_draft(unit, as_of(unit, content), person=person_in(unit, conversation), idea=idea, form=form, now=now)


def page_of(unit: Unit, content: Content, idea: Idea, *, person: PersonId, language: str, now: datetime) -> DraftPage:
    view = view_of(unit, content, idea)
    written = view.draft
    fields = () if written is None else tuple(_field(content, question, written.answers.get(question.id), person, language) for question in written.questions)
    return DraftPage(
        view=view,
        fields=fields,
        submissions=unit.ideas.submissions(idea.id),
        deadline=deadline_line(as_of(unit, content), language, now),
        tasks=open_tasks(unit, idea.id),
    )


def person_in(unit: Unit, conversation: ConversationId) -> PersonId:
    found = unit.conversations.get(conversation)
    if found is None:
        raise NotFound
    return found.person


def idea_of(unit: Unit, idea: IdeaId, *, person: PersonId) -> Idea:
    found = unit.ideas.of_person(idea, person=person)
    if found is None:
        raise NotFound
    return found


def _field(content: Content, question: Question, answer: Answer | None, person: PersonId, language: str) -> Field:
    if answer is None:
        return Field(question=question, text="", mark=Mark.MISSING, author="", is_own=False, at=None, version=0)
    return Field(
        question=question,
        text="" if answer.value is None else _as_typed(content, question, answer.value, language),
        mark=_mark(answer),
        author=answer.author,
        is_own=answer.person == person,
        at=answer.at,
        version=answer.version,
    )


def _mark(answer: Answer) -> Mark:
    if answer.state is not AnswerState.GIVEN:
        return Mark.MISSING
    return Mark.PITCH if answer.origin == ORIGIN_PITCH else Mark.GROUP


def _as_typed(content: Content, question: Question, value: Value, language: str) -> str:
    """The value whole, in words that are read as the same value again."""
    if question.kind is Kind.TEXT:
        return str(value)
    said = value.get("text") if isinstance(value, dict) else None
    return str(said) if said else shown(content, question, value, language)
