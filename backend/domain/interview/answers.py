"""What was answered, what is still to ask, and how long that takes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from backend.domain.ids import PersonId
from backend.domain.interview.form import Condition, Form, Question, Value


class AnswerState(StrEnum):
    """`later`: put off, asked once more after the others. `left`: left open for good."""

    GIVEN = "given"
    LATER = "later"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`text` is what the person wrote; empty for a press. `is_coached`: a follow-up was asked about it already.

    `origin` is person, or pitch where it was taken over from one. `author` is the name the others of the team see.
    `version`, `at` and `person` are the store's; None and 0 where it was not kept yet.
    """

    question: str
    state: AnswerState
    value: Value | None = None
    text: str = ""
    is_coached: bool = False
    origin: str = "person"
    author: str = ""
    person: PersonId | None = field(default=None, compare=False)
    version: int = field(default=0, compare=False)
    at: datetime | None = field(default=None, compare=False)


Answers: TypeAlias = Mapping[str, Answer]
Given: TypeAlias = Mapping[str, str]


def applies(question: Question, answers: Answers, given: Given) -> bool:
    """Whether the question is to be asked at all, as far as is known now."""
    return all(_holds(condition, answers, given) for condition in question.when)


def _holds(condition: Condition, answers: Answers, given: Given) -> bool:
    if condition.question in given:
        return given[condition.question] in condition.options
    answer = answers.get(condition.question)
    if answer is None or answer.state is not AnswerState.GIVEN:
        return False
    if not condition.options:
        return True
    values = answer.value if isinstance(answer.value, list) else [_option(answer.value)]
    return bool(condition.options.intersection(values))


def _option(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


def questions_left(form: Form, answers: Answers, given: Given) -> tuple[Question, ...]:
    """Those never answered in the form's order, then those put off."""
    asked = [question for question in form.questions if applies(question, answers, given)]
    new = [question for question in asked if question.id not in answers]
    put_off = [question for question in asked if question.id in answers and answers[question.id].state is AnswerState.LATER]
    return (*new, *put_off)


def next_question(form: Form, answers: Answers, given: Given) -> Question | None:
    """None where the form is done."""
    return next(iter(questions_left(form, answers, given)), None)


def previous_question(form: Form, answers: Answers, given: Given, *, current: str) -> Question | None:
    """The nearest one before the current that was asked already; where the form is done, its last."""
    ids = [question.id for question in form.questions]
    before = form.questions[: ids.index(current)] if current in ids else form.questions
    return next((question for question in reversed(before) if question.id in answers and applies(question, answers, given)), None)


def skipped(question: Question, answers: Answers) -> Answer:
    """What a skip comes to: an answer once given stays; what is needed is asked once more before it is left open."""
    old = answers.get(question.id)
    if old is not None and old.state is AnswerState.GIVEN:
        return old
    is_final = question.is_optional or old is not None
    return Answer(question=question.id, state=AnswerState.LEFT if is_final else AnswerState.LATER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    questions: int
    minutes: int


def progress(form: Form, answers: Answers, given: Given) -> Progress:
    """What is likely left; whole minutes, at least one where there is any question.

    A question that an answer still to come will most likely tell in passing is not counted.
    """
    open_ones = questions_left(form, answers, given)
    to_come = {question.id for question in open_ones}
    left = [question for question in open_ones if not question.taken_in & to_come]
    return Progress(questions=len(left), minutes=math.ceil(sum(question.seconds for question in left) / 60))


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryLine:
    """`value` is None where the question is still open."""

    question: Question
    value: Value | None


def summary(form: Form, answers: Answers, given: Given) -> tuple[SummaryLine, ...]:
    """Every question that is asked, in the form's order."""
    asked = [question for question in form.questions if applies(question, answers, given)]
    return tuple(SummaryLine(question=question, value=answers[question.id].value if question.id in answers else None) for question in asked)
