"""What a form needs beyond its file: facts from outside, choices made at run time, and what happens at its end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from backend.domain.interview.answers import Answers, Given
from backend.domain.interview.form import Choice, Question
from backend.domain.interview.record import Interview
from backend.domain.messages import Reply
from backend.services.speaking import Voice


def _nothing_given(_voice: Voice) -> Given:
    return {}


def _nothing_offered(_voice: Voice, _interview: Interview, _question: Question) -> Sequence[Choice]:
    return ()


def _nothing_done(_voice: Voice, _interview: Interview, _answers: Answers) -> Sequence[Reply]:
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FormHooks:
    """`on_done` runs in the transaction of the last answer, and again after each later change of one; it returns what is said."""

    given: Callable[[Voice], Given] = _nothing_given
    offered: Callable[[Voice, Interview, Question], Sequence[Choice]] = _nothing_offered
    on_done: Callable[[Voice, Interview, Answers], Sequence[Reply]] = _nothing_done


Hooks: TypeAlias = Mapping[str, FormHooks]
"""By form id; a form without an entry needs nothing."""
