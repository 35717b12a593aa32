"""From the scores of a message and of its parts to what it asks: which topics, in its order, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.understanding.labels import ELSEWHERE, UNCLEAR, is_topic

SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})
OUT_OF_SCOPE = "out_of_scope"
QUESTION = "ask_"  # how the names of questions begin
CANDIDATES = 3


@dataclass(frozen=True)
class Thresholds:
    """Chosen on writers that the classifier had not seen."""

    accept: float = 0.4  # below it the bot asks back
    elsewhere: float = 0.5  # from it on a message that is no topic of ours is out of scope
    question: float = 0.5  # a part of a message that asks counts from here on ...
    task: float = 0.85  # ... and one that wants something done from here on ...
    place: int = 4  # ... if its topic is among as many first guesses for the whole message


@dataclass(frozen=True)
class Scored:
    topic: str
    confidence: float


@dataclass(frozen=True)
class Reading:
    """`topics` is empty where the bot should ask back."""

    topics: tuple[Scored, ...]
    candidates: tuple[Scored, ...]


Shares = dict[str, float]  # label -> probability


@dataclass(frozen=True)
class Part:
    """Of a message: its probabilities, and whether it has the form of a question."""

    shares: Shares
    asks: bool


def _ranked(shares: Shares) -> list[Scored]:
    """The topics; that a message is from elsewhere or unclear is no topic."""
    topics = [Scored(topic, share) for topic, share in shares.items() if is_topic(topic)]
    return sorted(topics, key=lambda scored: -scored.confidence)


def _first_of_each(found: list[Scored]) -> list[Scored]:
    best: dict[str, Scored] = {}
    for scored in found:
        if scored.topic not in best or best[scored.topic].confidence < scored.confidence:
            best[scored.topic] = Scored(scored.topic, scored.confidence)
    order = dict.fromkeys(scored.topic for scored in found)
    return [best[topic] for topic in order]


def _is_shown(part: Part, limits: Thresholds) -> bool:
    """A question about the programme needs the form of a question; other topics need more certainty."""
    first = _ranked(part.shares)[0]
    if first.topic.startswith(QUESTION):
        return part.asks and first.confidence >= limits.question
    return first.topic != OUT_OF_SCOPE and first.confidence >= limits.task


def _of_parts(whole: Sequence[Scored], parts: Sequence[Part], limits: Thresholds) -> list[Scored]:
    """Topics that single parts show clearly and that the whole message does not speak against."""
    likely = {scored.topic for scored in whole[: limits.place]}
    firsts = [_ranked(part.shares)[0] for part in parts if _is_shown(part, limits)]
    return _first_of_each([first for first in firsts if first.topic in likely or first.topic in SMALL_TALK])


def read(whole: Shares, parts: Sequence[Part], limits: Thresholds) -> Reading:
    ranked = _ranked(whole)
    candidates = tuple(ranked[:CANDIDATES])
    first = ranked[0]
    matters = [scored for scored in _of_parts(ranked, parts, limits) if scored.topic not in SMALL_TALK]
    if len(matters) > 1 and first.topic in {scored.topic for scored in matters}:
        return Reading(tuple(matters), candidates)
    if first.topic in SMALL_TALK and matters:
        return Reading((matters[0],), candidates)
    if whole.get(UNCLEAR, 0.0) > first.confidence:
        return Reading((), candidates)
    if first.topic == OUT_OF_SCOPE or whole.get(ELSEWHERE, 0.0) >= limits.elsewhere:
        share = whole.get(OUT_OF_SCOPE, 0.0) + whole.get(ELSEWHERE, 0.0)
        return Reading((Scored(OUT_OF_SCOPE, share),) if share >= limits.accept else (), candidates)
    return Reading((first,) if first.confidence >= limits.accept else (), candidates)
