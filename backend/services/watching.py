"""Whether the product works, as it can say itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.services.ports import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """The last sign of life of a part: how it was, how many seconds ago."""

    state: str
    age: float


def figures(unit: Unit, *, now: datetime) -> Mapping[str, float]:
    """Gauges by name."""
    return unit.health.figures(now=now)


def signs_of_life(unit: Unit, *, now: datetime) -> Mapping[str, Sign]:
    """By part; a part that was never heard of is not among them."""
    return {part: Sign(state=state, age=(now - at).total_seconds()) for part, (at, state, _) in unit.health.heartbeats().items()}


def broken_invariants(unit: Unit) -> Sequence[str]:
    """Sentences that each name what is wrong in the database and where; empty where all is well."""
    return unit.health.broken_invariants()
