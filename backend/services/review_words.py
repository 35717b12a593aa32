"""What a group has sent, as a coordinator reads it in two minutes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import What
from backend.domain.interview.form import Form, Question
from backend.services.ideas.viewing import form_of, plain_content, view_of
from backend.services.interview_words import shown
from backend.services.pitching import APPLICATION, PITCH
from backend.services.ports import Unit
from backend.services.reviewing import Sent, sent_under
from backend.services.rounds import as_of, deadline_line

_FORMS = {What.PITCH: PITCH, What.DRAFT: APPLICATION}


def submission_text(unit: Unit, content: Content, *, number: int, what: What, now: datetime) -> str:
    """What was sent, in the group's own words under the form's labels, and which answers have changed since.

    Raises NotFound, NothingWaiting, SubmissionTakenBack.
    """
    sent = sent_under(unit, number=number, what=what)
    language = content.default_language
    one = sent.submission
    form = form_of(content, _FORMS[one.what])
    told = one.content
    return content.text(
        "reviewing.shown",
        language,
        number=sent.idea.number,
        title=sent.title or content.text("reviewing.untitled", language),
        what=content.text(f"reviewing.what.{one.what}", language),
        sent_on=one.sent_at.astimezone(CITY_ZONE).date(),
        state=content.text(f"reviewing.state.{one.decision or one.state}", language, by=one.answered_by),
        reasons=one.reasons,
        deadline=deadline_line(as_of(unit, content), language, now),
        written_in=content.wordings[content.language(sent.idea.language)].name,
        answers=tuple(_line(content, question, told[question.id]["value"], language) for question in form.questions if question.id in told),
        open=tuple(_label(question, language) for question in form.questions if question.id not in told and not question.is_optional and not question.when),
        changed=_changed(unit, content, sent, form, language),
    )


def _label(question: Question, language: str) -> str:
    label = question.label[language]
    return f"{label[:1].upper()}{label[1:]}"


def _line(content: Content, question: Question, value: Any, language: str) -> str:  # noqa: ANN401 - JSON, as it was sent
    whole = value if isinstance(value, str) and not question.choices else shown(content, question, value, language)
    return f"{_label(question, language)}: {whole}"


def _changed(unit: Unit, content: Content, sent: Sent, form: Form, language: str) -> Sequence[str]:
    """The labels alone: what the group has not sent again is not for coordinators to read."""
    view = view_of(unit, content, sent.idea)
    written = view.pitch if sent.submission.what is What.PITCH else view.draft
    now_there = {} if written is None else plain_content(written)
    return tuple(_label(question, language) for question in form.questions if _value(now_there, question) != _value(sent.submission.content, question))


def _value(told: Mapping[str, Any], question: Question) -> Any:  # noqa: ANN401 - JSON
    return told.get(question.id, {}).get("value")
