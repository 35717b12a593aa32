"""Answers that come along: several in one message, and changes to earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backend.domain.interview.answers import Answer, Answers, AnswerState, Given, applies
from backend.domain.interview.form import READ_KINDS, Form, Kind, Question, Value
from backend.domain.interview.judging import Accepted, Complaint, Hit, beyond, hits, judge
from backend.domain.interview.phrases import holds, joined, spans, words_of
from backend.domain.interview.signals import Signals
from backend.domain.values import FoundValue, find_values
from backend.domain.values.recurring import is_recurring

_CHOSEN = (Kind.CHOICE, Kind.CHOICES)
_LONGEST_CHANGE = 16


def take_all(form: Form, text: str, *, answers: Answers, given: Given, now: datetime, asked: str = "") -> Mapping[str, Value]:
    """What the text says in passing of questions not answered yet: surely said, never a free text, no words used twice.

    `asked` is the question that the text answers, empty for a message that begins the form.
    """
    passing = _Passing(text, now)
    found: dict[str, Value] = {}
    known = dict(answers)
    for question in form.questions:
        if question.id in answers or not _is_taken(question, asked) or not applies(question, known, given):
            continue
        value = passing.said_of(question)
        if value is not None:
            found[question.id] = value
            known[question.id] = Answer(question=question.id, state=AnswerState.GIVEN, value=value)
    return found


def _is_taken(question: Question, asked: str) -> bool:
    return question.is_taken and (not asked or not question.taken_in or asked in question.taken_in)


class _Passing:
    """A message while answers are taken out of it."""

    def __init__(self, text: str, now: datetime) -> None:
        self._line = joined(text)
        self._used: list[Hit] = []
        self._values: dict[str, list[dict[str, Any]]] = {}
        for found in _lasting(text, now):
            self._values.setdefault(found.kind, []).append(found.value)

    def said_of(self, question: Question) -> Value | None:
        return self._chosen(question) if question.kind in _CHOSEN else self._value(question)

    def _chosen(self, question: Question) -> Value | None:
        found = [hit for hit in hits(question.choices, self._line, is_answer=False) if not self._is_used(hit)]
        said = [choice.id for choice in question.choices if any(hit.choice == choice.id for hit in found)]
        if not said or (question.kind is Kind.CHOICE and len(said) > 1):
            return None
        self._used.extend(found)
        return said if question.kind is Kind.CHOICES else said[0]

    def _is_used(self, hit: Hit) -> bool:
        """True where the words told another answer: "eläkeläiskerho" says who applies, and not yet for whom."""
        return any(used.start <= hit.start and hit.end <= used.end for used in self._used)

    def _value(self, question: Question) -> Value | None:
        for kind in READ_KINDS.get(question.kind, ()):
            there = self._values.get(kind, [])
            if len(there) == 1 and not there[0].get("ambiguous") and beyond(question.limits, there[0]) is None:
                return dict(self._values.pop(kind)[0])
        return None


def _lasting(text: str, now: datetime) -> Sequence[FoundValue]:
    """The values said; of what comes again and again ("joka tiistai") a day is none."""
    found = find_values(text, now=now)
    return [one for one in found if one.kind not in ("date", "datetime")] if is_recurring(text) else found


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """`value` is None where only the question was named: it is asked again."""

    question: Question
    value: Value | None


def correction(
    form: Form, text: str, *, answers: Answers, given: Given, last: str, current: Question | None, signals: Signals, now: datetime
) -> Correction | None:
    """A change of an earlier answer: "vaihda summa 6000:een", "ei kun 7000"; None where the text is no such thing.

    `last` is the question answered last.
    """
    line = joined(text)
    if len(line.split()) > _LONGEST_CHANGE:
        return None
    answered = [question for question in form.questions if question.id in answers and applies(question, answers, given)]
    begins = [end for start, end, _ in spans([*signals.corrections, *signals.changes], line) if start == 0]
    if not begins:
        return None
    rest = _after(text, max(begins), line)
    called = _called(answered, line)
    if called is not None:
        return _changed(called, rest, now)
    if not holds(signals.corrections, line) or not rest:
        return None
    return _meant(answered, rest, last=last, current=current, now=now)


def _meant(answered: Sequence[Question], rest: str, *, last: str, current: Question | None, now: datetime) -> Correction | None:
    """Which answer a bare new value changes: the last one, else the only one of its kind, unless the open question reads it."""
    just = [question for question in answered if question.id == last and question is not current]
    changes = [change for question in just if (change := _changed(question, rest, now)).value is not None]
    if not changes and (current is None or isinstance(judge(_strict(current), rest, now=now), Complaint)):
        measured = [question for question in answered if question.kind in READ_KINDS]
        changes = [change for question in measured if (change := _changed(question, rest, now)).value is not None]
    return changes[0] if len(changes) == 1 else None


def _after(text: str, end: int, line: str) -> str:
    """The text as written after the words that end at `end` of its joined line."""
    count = len(line[:end].split())
    for place, character in enumerate(text):
        if character.isspace() and len(words_of(text[:place])) >= count:
            return text[place:].strip(" ,:;-–")
    return ""


def _called(questions: Sequence[Question], line: str) -> Question | None:
    called = [(end - start, question.id, question) for question in questions for start, end, _ in spans(question.calls, line)]
    return max(called)[2] if called else None


def _changed(question: Question, rest: str, now: datetime) -> Correction:
    """The new value where it is said with it; a free text must be given anew as a whole."""
    if question.kind in (Kind.TEXT, Kind.COMPUTED):
        return Correction(question=question, value=None)
    judged = judge(_strict(question), rest, now=now)
    return Correction(question=question, value=judged.value if isinstance(judged, Accepted) else None)


def _strict(question: Question) -> Question:
    """The question as one that takes values only: any words would do for a free one."""
    return replace(question, is_free=False)
