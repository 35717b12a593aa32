"""Weeks by their number, as they are written and in each year."""

from backend.domain.values.line import Line
from backend.domain.values.numbers import read_number
from backend.domain.values.stretches import InYear, Stretch, week_numbered

_MOST_WEEKS = 53


def numbered_weeks(line: Line, at: int) -> tuple[int, int, int] | None:
    """The first and last week and where they end: `12`, `12-14`, `12 ja 13`."""
    number = read_number(line, at)
    is_glued = number is None and line.is_digits(at) and len(line.word(at)) <= len(str(_MOST_WEEKS))
    value, end = (number.value, number.end) if number is not None else (int(line.word(at)) if is_glued else 0, at + 1)
    if not 1 <= value <= _MOST_WEEKS or value % 1:
        return None
    first = int(value)
    if line.word(end) == "-" and line.is_digits(end + 1) and first < int(line.word(end + 1)[:3]) <= _MOST_WEEKS:
        return first, int(line.word(end + 1)), end + 2
    if line.word(end) in ("ja", "and") and line.word(end + 1) == str(first + 1) and first < _MOST_WEEKS:
        return first, first + 1, end + 2
    return first, first, end


def weeks_in_year(first: int, last: int) -> InYear:
    """From the Monday of one week to the Sunday of another."""

    def in_year(year: int) -> Stretch | None:
        begin, end = week_numbered(year, first), week_numbered(year, last)
        return None if begin is None or end is None else (begin[0], end[1])

    return in_year
