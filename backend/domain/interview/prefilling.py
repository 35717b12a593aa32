"""Answers of one form made into answers of another: the group's own words, joined in a language."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from backend.domain.interview.answers import Answers, AnswerState
from backend.domain.interview.form import Form, Kind, Question, Source, Value

Shown: TypeAlias = Callable[[Question, Value], str]
"""A value in the words of the language."""


def prefilled(form: Form, pitch_form: Form, answers: Answers, *, shown: Shown, language: str) -> Mapping[str, Value]:
    """What the pitch's answers say to the form's questions, by question; what they do not say is not there.

    A free text stays whole and as it was written; only values are `shown`.
    """
    given = {name: answer.value for name, answer in answers.items() if answer.state is AnswerState.GIVEN and answer.value is not None}
    known = [(question, given[question.id]) for question in pitch_form.questions if question.id in given]
    words = {question.id: _whole(value, shown(question, value), question.kind) for question, value in known}
    values = {question.id: value for question, value in known}
    found = {question.id: _value(question.source, values, words, language) for question in form.questions if question.source is not None}
    return {name: value for name, value in found.items() if value is not None}


def _whole(value: Value, short: str, kind: Kind) -> str:
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    return value if kind is Kind.TEXT and isinstance(value, str) else short


def _value(source: Source, values: Mapping[str, Value], words: Mapping[str, str], language: str) -> Value | None:
    if source.same:
        return values.get(source.same)
    lines = [part.fillings[language](words) for part in source.parts if part.needs <= words.keys()]
    return "\n".join(lines) or None
