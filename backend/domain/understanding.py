"""What the dialogue server made of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredTopic:
    topic: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Understanding:
    """`topics` are what the message asks, in the text's order: empty where the bot would ask back.

    `candidates` are the likeliest topics, best first, for "did you mean" buttons. `language` is fi, en, sv, ru or
    other. `answers` tells by slot how likely the message is what is said while that is asked for (between 0 and 1, in all 1 at
    most); empty where nobody listened for it. `is_crisis` is true where somebody may be in danger: nothing else counts then.
    """

    language: str
    topics: tuple[ScoredTopic, ...]
    candidates: tuple[ScoredTopic, ...]
    answers: Mapping[str, float] = field(default_factory=dict)
    is_crisis: bool = False
    is_language_certain: bool = False
