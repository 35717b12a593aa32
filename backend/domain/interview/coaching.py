"""Whether an answer is so thin that one gentle question about it helps, and what the reply makes of it."""

from backend.domain.interview.form import FollowUp, Question
from backend.domain.interview.phrases import holds, joined, spans, uncovered, words_of
from backend.domain.interview.signals import Signals

_SAID_AT_MOST = 60
_SHORT_NO = 3
_ENDS = (".", "!", "?", "…")


def follow_up_to(question: Question, value: str, *, is_coached: bool) -> FollowUp | None:
    """The first that the answer calls for; None where it says enough or one was asked already."""
    if is_coached:
        return None
    return next((follow_up for follow_up in question.follow_ups if _is_called_for(follow_up, value)), None)


def _is_called_for(follow_up: FollowUp, value: str) -> bool:
    is_short = follow_up.fewer_words is None or len(words_of(value)) < follow_up.fewer_words
    return is_short and not holds(follow_up.lacks, joined(value))


def wording(follow_up: FollowUp, value: str, *, language: str, count: int) -> str:
    """How the follow-up is asked for the `count`th time, the first being 1."""
    wordings = follow_up.asks[language]
    return wordings[(count - 1) % len(wordings)]({"said": cut(value)})


def cut(value: str) -> str:
    """The answer short enough to be quoted: whole words of its beginning, in one line."""
    line = " ".join(value.split())
    if len(line) <= _SAID_AT_MOST:
        return line.rstrip(".!…")
    short = line[:_SAID_AT_MOST]
    return f"{(short.rpartition(' ')[0] or short).rstrip(' .,;:!?–-')}…"


def adds_nothing(text: str, signals: Signals) -> bool:
    """True where a follow-up was answered with a mere yes, "nothing else", "well", or a short no ("ei kukaan erityisesti")."""
    line = joined(text)
    is_no = any(start == 0 for start, _, _ in spans(signals.no, line)) and len(line.split()) <= _SHORT_NO
    return is_no or not uncovered([*signals.yes, *signals.no, *signals.enough, *signals.fillers], line)


def added(value: str, more: str) -> str:
    """The answer with the reply after it, each as it was written."""
    first = value.rstrip()
    return f"{first}{'' if first.endswith(_ENDS) else '.'} {more.strip()}"
