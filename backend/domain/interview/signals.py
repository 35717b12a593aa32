"""The words by which a message shows what it is: an order to the bot, a question to it, a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.domain.interview.phrases import Phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Typical:
    """Of answers to the questions of one slot: what they are full of, and the topics that they are taken for."""

    words: tuple[Phrase, ...]
    topics: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Signals:
    """Phrases of all languages together, and what the topics are.

    `controls` say what a message asks of the form itself. `fillers` say nothing. `openers` begin a question, `tellers` only seem to.
    `addressing` speaks to the bot or the office, `matters` of the funding. `requests` begin a wish. `here` points at this very conversation.
    `corrections` take something back, `changes` name what is to be changed. `kinds` is answer, task or control by topic;
    `ideas` are the topics that a description of one's own idea sounds like; `announcements` say that there is one.
    A clause that begins with one of `conditions` says nothing by itself; after one of
    `turns` comes what counts. `typical` is by slot.
    `question_words` are the openers that a name begins with just as well. `plans`, `offers`, `undecided`, `leaving` and `mistakes` are what they
    say, and decide nothing alone: with other features of a message they have `weights`, by the feature's name. `heard_weights` weigh
    what they come to against what the dialogue server heard.
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
    announcements: tuple[Phrase, ...] = ()
    question_words: tuple[Phrase, ...] = ()
    plans: tuple[Phrase, ...] = ()
    offers: tuple[Phrase, ...] = ()
    undecided: tuple[Phrase, ...] = ()
    leaving: tuple[Phrase, ...] = ()
    mistakes: tuple[Phrase, ...] = ()
    conditions: tuple[Phrase, ...] = ()
    turns: tuple[Phrase, ...] = ()
    typical: Mapping[str, Typical] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    heard_weights: Mapping[str, float] = field(default_factory=dict)
