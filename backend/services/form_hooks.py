"""What a form needs beyond its file: facts from outside, choices made at run time, and what happens at its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from backend.domain.interview.answers import Answers, Given
from backend.domain.interview.form import Choice, Question
from backend.domain.interview.record import Interview
from backend.domain.messages import Button, Reply
from backend.services.speaking import Voice

if TYPE_CHECKING:
    from backend.services.asking import Asking


def _nothing_given(_voice: Voice) -> Given:
    return {}


def _nothing_offered(_voice: Voice, _interview: Interview, _question: Question) -> Sequence[Choice]:
    return ()


def _nothing_told(_voice: Voice, _interview: Interview, _question: Question, _answers: Answers) -> Sequence[str]:
    return ()


def _nothing_done(_voice: Voice, _interview: Interview, _answers: Answers) -> Sequence[Reply]:
    return ()


def _nothing_carried(_voice: Voice, _interview: Interview) -> Answers:
    return {}


def _nothing_noted(_voice: Voice, _interview: Interview) -> None:
    return None


def _nobody(_voice: Voice, _interview: Interview) -> str:
    return ""


def _asked_plainly(_asking: Asking, _question: Question) -> Around:
    return Around()


def _reads_nothing(_voice: Voice, _interview: Interview, _question: Question, _text: str) -> bool:
    return False


def _takes_nothing(_asking: Asking, _question: Question, _text: str) -> bool:
    return False


def _nothing_to_choose(_voice: Voice, _text: str) -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """How a question is asked: what is said before it, its own words, and its buttons; what is empty or None is as the file has it."""

    parts: Sequence[str] = ()
    wording: str = ""
    buttons: Sequence[Button] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FormHooks:
    """`on_done` runs in the transaction of the last answer, and again after each later change of one; it returns what is said.

    `on_answer` runs after each answer, of which it is given the question; what it returns is said before the next question.

    `choose` may ask which of several things is meant before the form begins; it returns whether it did. `on_begun` runs
    before the first question, `on_saved` after each answer. `carried` are answers known from elsewhere, `author` the name
    an answer is signed with. `opening` is the question that the message which begins the form may answer already.

    `around` tells how a question is asked. `take` may serve words that answer it, and returns whether it did; `reads` tells of which
    words it would. `answered_first` is the topic whose answer comes before the questions, where a message began the form.
    """

    given: Callable[[Voice], Given] = _nothing_given
    offered: Callable[[Voice, Interview, Question], Sequence[Choice]] = _nothing_offered
    on_done: Callable[[Voice, Interview, Answers], Sequence[Reply]] = _nothing_done
    on_answer: Callable[[Voice, Interview, Question, Answers], Sequence[str]] = _nothing_told
    choose: Callable[[Voice, str], bool] = _nothing_to_choose
    on_begun: Callable[[Voice, Interview], None] = _nothing_noted
    on_saved: Callable[[Voice, Interview], None] = _nothing_noted
    carried: Callable[[Voice, Interview], Answers] = _nothing_carried
    author: Callable[[Voice, Interview], str] = _nobody
    around: Callable[[Asking, Question], Around] = _asked_plainly
    reads: Callable[[Voice, Interview, Question, str], bool] = _reads_nothing
    take: Callable[[Asking, Question, str], bool] = _takes_nothing
    opening: str = ""
    answered_first: str = ""


Hooks: TypeAlias = Mapping[str, FormHooks]
"""By form id; a form without an entry needs nothing."""
