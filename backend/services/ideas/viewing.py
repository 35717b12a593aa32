"""An idea with what is written in its pitch and its draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.content import Content
from backend.domain.ideas import DraftState, Idea, IdeaState, PitchState, What
from backend.domain.interview.answers import Answers, AnswerState, Given, applies
from backend.domain.interview.form import Form, Question
from backend.domain.refusals import NotFound
from backend.services.interview_words import shown
from backend.services.pitching import APPLICATION, PITCH
from backend.services.ports import Unit

_LONGEST_TITLE = 60
_NO_GIVEN: Given = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What is written on one form: the questions that apply, those answered and those still open."""

    form: Form
    answers: Answers
    questions: tuple[Question, ...]

    @property
    def answered(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if is_given(self.answers, question))

    @property
    def missing(self) -> tuple[Question, ...]:
        """What should still be told; what may be left out does not count."""
        return tuple(question for question in self.questions if not is_given(self.answers, question) and not question.is_optional)

    @property
    def percent(self) -> int:
        """The share of what is to be told that is there, whole."""
        wanted = [question for question in self.questions if not question.is_optional]
        return 100 - 100 * len(self.missing) // len(wanted) if wanted else 100


@dataclass(frozen=True, kw_only=True, slots=True)
class IdeaView:
    """`draft` is None before one is made."""

    idea: Idea
    pitch: Written
    draft: Written | None

    @property
    def is_begun(self) -> bool:
        return bool(self.pitch.answered)

    @property
    def what(self) -> What:
        """What of it the group works on now."""
        return What.PITCH if self.draft is None else What.DRAFT

    @property
    def current(self) -> Written:
        return self.pitch if self.draft is None else self.draft

    @property
    def is_sent(self) -> bool:
        """Whether what the group works on now is with the coordinators."""
        return self.idea.draft_state is DraftState.SENT if self.draft is not None else self.idea.pitch_state is PitchState.SENT

    @property
    def can_be_sent(self) -> bool:
        return self.idea.state is IdeaState.ACTIVE and not self.is_sent and self.is_begun

    def title(self, content: Content, language: str) -> str:
        """Its name, or the beginning of what is to be done."""
        for name in ("title", "what"):
            answer = self.pitch.answers.get(name)
            if answer is not None and isinstance(answer.value, str):
                return answer.value if len(answer.value) <= _LONGEST_TITLE else f"{answer.value[:_LONGEST_TITLE].rstrip()}…"
        return content.text("idea.untitled", language)


def form_of(content: Content, id_: str) -> Form:
    """Raises NotFound where the content has no such form."""
    form = content.forms.get(id_)
    if form is None:
        raise NotFound
    return form


def view_of(unit: Unit, content: Content, idea: Idea, *, given: Given = _NO_GIVEN) -> IdeaView:
    draft = None if idea.draft is None else _written(form_of(content, APPLICATION), unit.sheets.answers(idea.draft), given)
    return IdeaView(idea=idea, pitch=_written(form_of(content, PITCH), unit.sheets.answers(idea.pitch), given), draft=draft)


def views_of(unit: Unit, content: Content, ideas: Sequence[Idea], *, given: Given = _NO_GIVEN) -> list[IdeaView]:
    return [view_of(unit, content, idea, given=given) for idea in ideas]


def is_given(answers: Answers, question: Question) -> bool:
    answer = answers.get(question.id)
    return answer is not None and answer.state is AnswerState.GIVEN


def whole_text(content: Content, written: Written, question: Question, language: str) -> str:
    """The answer in full, as it stands in a document; empty where there is none."""
    answer = written.answers.get(question.id)
    if answer is None or answer.value is None:
        return ""
    return answer.value if isinstance(answer.value, str) and not question.choices else shown(content, question, answer.value, language)


def plain_content(written: Written) -> Mapping[str, object]:
    """The answers as they stand, as JSON: what is kept of a submission."""
    return {
        question.id: {"value": answer.value, "author": answer.author, "origin": answer.origin}
        for question in written.answered
        for answer in [written.answers[question.id]]
    }


def _written(form: Form, answers: Answers, given: Given) -> Written:
    return Written(form=form, answers=answers, questions=tuple(question for question in form.questions if applies(question, answers, given)))
