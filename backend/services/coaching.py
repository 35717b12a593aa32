"""The one gentle follow-up about a thin answer. Its reply is added to the answer; without one the answer stays as it is."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.interview.coaching import follow_up_to
from backend.domain.interview.form import FollowUp, Question, Value
from backend.services.asking import Asking


def open_follow_up(asking: Asking) -> FollowUp | None:
    """The one that waits for its reply; None where the form no longer has it."""
    question = asking.question
    name = asking.interview.follow_up
    return next((follow_up for follow_up in question.follow_ups if follow_up.id == name), None) if question is not None else None


def coach(asking: Asking, question: Question, value: Value, *, parts: Sequence[str]) -> bool:
    """Says the parts and asks the follow-up that the answer calls for; False, and nothing is said, where it calls for none."""
    answer = asking.answers[question.id]
    follow_up = follow_up_to(question, value, is_coached=answer.is_coached) if isinstance(value, str) else None
    if follow_up is None:
        return False
    asking.save(replace(answer, is_coached=True))
    asking.ask(question, parts=parts, follow_up=follow_up)
    return True
