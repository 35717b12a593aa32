"""The words by which a message shows what it is: an order to the bot, a question to it, a request."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.interview.phrases import Phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Signals:
    """Phrases of all languages together, and what the topics are.

    `controls` say what a message asks of the form itself. `fillers` say nothing. `openers` begin a question, `tellers` only seem to.
    `addressing` speaks to the bot or the office, `matters` of the funding. `requests` begin a wish. `here` points at this very conversation.
    `corrections` take something back, `changes` name what is to be changed. `kinds` is answer, task or control by topic;
    `ideas` are the topics that a description of one's own idea sounds like.
    """

    controls: Mapping[str, tuple[Phrase, ...]]
    yes: tuple[Phrase, ...]
    no: tuple[Phrase, ...]
    enough: tuple[Phrase, ...]
    resumes: tuple[Phrase, ...]
    fillers: tuple[Phrase, ...]
    openers: tuple[Phrase, ...]
    tellers: tuple[Phrase, ...]
    breaks: tuple[Phrase, ...]
    addressing: tuple[Phrase, ...]
    matters: tuple[Phrase, ...]
    requests: tuple[Phrase, ...]
    here: tuple[Phrase, ...]
    corrections: tuple[Phrase, ...]
    changes: tuple[Phrase, ...]
    kinds: Mapping[str, str]
    ideas: frozenset[str]
