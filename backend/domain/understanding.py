"""What the dialogue server made of a message."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredTopic:
    topic: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Understanding:
    """`topics` are what the message asks, in the text's order: empty where the bot would ask back.

    `candidates` are the likeliest topics, best first, for "did you mean" buttons. `language` is fi, en, sv, ru or
    other. `is_crisis` is true where somebody may be in danger: nothing else counts then.
    """

    language: str
    topics: tuple[ScoredTopic, ...]
    candidates: tuple[ScoredTopic, ...]
    is_crisis: bool = False
    is_language_certain: bool = False
