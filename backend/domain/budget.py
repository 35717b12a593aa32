"""A budget as people write it: a line or a comma for each kind of cost, each with its sum."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.domain.values import find_values, read_value

_TOTAL = re.compile(r"^\W*(?:yhteensä|yht\b|summa|kaikkiaan|total|altogether|in all)", re.IGNORECASE)
# A comma between digits belongs to a number: "1 000,50".
_BETWEEN = re.compile(r"[\n;]+|,(?!\d)|(?<!\d),| ja | and ", re.IGNORECASE)
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetLine:
    what: str
    euros: int | float


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    lines: tuple[BudgetLine, ...]

    @property
    def total(self) -> int | float:
        return sum(line.euros for line in self.lines)


def budget_of(text: str) -> Budget | None:
    """The lines and what they come to; None where some line has no sum that could be added up. A line of the total is none."""
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if any(map(str.isalnum, piece)) and not _TOTAL.match(piece)]
    lines = [line for piece in pieces if (line := _line(piece)) is not None]
    return Budget(lines=tuple(lines)) if lines and len(lines) == len(pieces) else None


def _line(piece: str) -> BudgetLine | None:
    amounts = [found for found in find_values(piece, now=_NO_TIME) if found.kind == "amount"]
    if len(amounts) > 1:
        return None
    said = amounts[0].text if amounts else _bare_number(piece)
    value = amounts[0].value if amounts else read_value(said, kind="amount", now=_NO_TIME)
    if value is None or not isinstance(value.get("eur"), int | float):
        return None
    return BudgetLine(what=piece.replace(said, "", 1).strip(" :–-,."), euros=value["eur"])


def _bare_number(piece: str) -> str:
    """The number at the end: "palkkiot 1000"."""
    found = re.search(r"\d[\d\s.,]*$", piece)
    return found[0].strip() if found else ""
