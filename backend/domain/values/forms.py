"""The forms values take outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Value = dict[str, Any]
KINDS = ("amount", "date", "time", "datetime", "date_range", "people", "email", "phone")
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A value somebody said in passing; `start` and `end` are tokens."""

    kind: str
    start: int
    end: int
    value: Value


def one_of(values: Sequence[Value]) -> Value | None:
    """The one value, or what is ambiguous between several; None for none, or too many to ask back."""
    distinct = [value for at, value in enumerate(values) if value not in values[:at]]
    if not distinct or len(distinct) > _MOST_CANDIDATES:
        return None
    return distinct[0] if len(distinct) == 1 else {"ambiguous": True, "candidates": distinct}
