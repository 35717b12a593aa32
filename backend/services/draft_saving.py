"""One field of a draft application kept as it was typed, unless somebody else has changed it meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from backend.content import Content
from backend.domain.ideas import IdeaId
from backend.domain.ids import ConversationId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Question, Value
from backend.domain.interview.judging import Accepted, Ambiguous, Complaint, Judgement, judge
from backend.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from backend.domain.text import MAX_CHARACTERS, gate, is_blank
from backend.services.draft_page import DraftPage, Field, idea_of, page_of, person_in
from backend.services.ports import Unit


class DraftClosed(Refusal):
    """A coordinator reads it now, or it was withdrawn or has expired."""

    key = "draft_closed"


class FieldChanged(ChangedMeanwhile):
    """Somebody else changed the field since it was read; `theirs` is what stands there now."""

    key = "field_changed"

    def __init__(self, theirs: Field) -> None:
        super().__init__()
        self.theirs = theirs


class NotAnAnswer(Refusal):
    """The text cannot stand in the field."""

    key = "not_an_answer"

    def __init__(self, question: Question, problem: Complaint | Ambiguous) -> None:
        super().__init__()
        self.question = question
        self.problem = problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What was typed into a field; `version` is that of the answer it was typed over, 0 for none."""

    field: str
    text: str
    version: int


def save_field(unit: Unit, content: Content, *, conversation: ConversationId, idea: IdeaId, typed: Typed, language: str, now: datetime) -> DraftPage:
    """The page as it stands afterwards.

    Raises NotFound, DraftClosed, NotAnAnswer, FieldChanged; ChangedMeanwhile where the idea itself changed in the same moment.
    """
    person = person_in(unit, conversation)
    sheet = idea_of(unit, idea, person=person).draft
    if sheet is None:
        raise NotFound
    unit.sheets.lock(sheet)
    # Read again under the lock: whoever held it has touched the idea.
    found = idea_of(unit, idea, person=person)
    page = page_of(unit, content, found, person=person, language=language, now=now)
    there = page.field(typed.field)
    if not page.is_open or page.view.draft is None:
        raise DraftClosed
    text = gate(typed.text)
    value = _read(there.question, typed.text, storable=text, now=now)
    old = page.view.draft.answers.get(typed.field)
    if value == (None if old is None else old.value):
        return page
    if typed.version != there.version:
        raise FieldChanged(there)
    member = unit.teams.member(found.team, person)
    # An emptied field keeps its row: its version must never come to stand for another text.
    state = AnswerState.LATER if value is None else AnswerState.GIVEN
    answer = Answer(question=typed.field, state=state, value=value, text=text, author="" if member is None else member.name)
    unit.sheets.write(sheet, answer, turn=None, person=person, now=now)
    if not unit.ideas.change(found, now=now):
        raise ChangedMeanwhile
    unit.events.append(type="draft.field_saved", actor="person", object=found.id, now=now, data={"field": typed.field, "is_empty": value is None})
    return page_of(unit, content, idea_of(unit, idea, person=person), person=person, language=language, now=now)


def _read(question: Question, text: str, *, storable: str, now: datetime) -> Value | None:
    """The text as a value; None where the field was emptied."""
    if is_blank(text):
        return None
    judged = _judged(question, text.strip(), storable=storable, now=now)
    if isinstance(judged, Accepted):
        return judged.value
    raise NotAnAnswer(question, judged)


def _judged(question: Question, text: str, *, storable: str, now: datetime) -> Judgement:
    """`storable` is the text as it can be stored, which may be cut: so the length is that of the whole."""
    limit = min(MAX_CHARACTERS, question.limits.max_length)
    if len(text) > limit:
        return Complaint(key="text_long", facts={"limit": limit, "length": len(text)})
    return judge(question, storable, now=now)
