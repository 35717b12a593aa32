"""Days as values: one day, one day with a part of it, or a stretch of days."""

from collections.abc import Sequence
from datetime import date

from backend.domain.values.calendar_words import PART_BY_WORD
from backend.domain.values.days import find_days
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.stretches import Days, Sort, Stretch

_TOLD_PARTS = frozenset({"forenoon", "afternoon", "evening"})


def range_form(days: Days, stretch: Stretch | None = None) -> Value:
    first, last = stretch or (days.first, days.last)
    value: Value = {name: end.isoformat() for name, end in (("from", first), ("to", last)) if end is not None}
    return {**value, "approx": True} if days.is_approx else value


def parts_said(line: Line, start: int, end: int) -> list[str]:
    """The parts of the day named between two tokens, in order, each once."""
    parts = [PART_BY_WORD[line.word(at)] for at in range(start, end) if line.word(at) in PART_BY_WORD and PART_BY_WORD[line.word(at)] in _TOLD_PARTS]
    return list(dict.fromkeys(parts))


def parts_of_each(line: Line, found: Sequence[Days]) -> list[list[str]]:
    """The parts of the day said with each naming; one that has none takes the next one's."""
    parts: list[list[str]] = []
    for at, days in enumerate(found):
        start = 0 if at == 0 else days.start
        end = len(line) if at + 1 == len(found) else found[at + 1].start
        parts.append([days.part] if days.part else parts_said(line, start, end))
    for at in range(len(parts) - 2, -1, -1):
        parts[at] = parts[at] or parts[at + 1]
    return parts


def date_forms(days: Days, parts: Sequence[str]) -> list[Value]:
    """A day's value in each of its readings."""
    if days.day is not None and days.first is not None and days.last is not None:
        return [{"date": days.day.isoformat(), **_part(part)} for part in parts or ("",)]
    stretches = [(days.first, days.last), *([days.other] if days.other else [])]
    forms: list[Value] = []
    for first, last in stretches:
        if first is not None and first == last:
            forms.extend({"date": first.isoformat(), **_part(part)} for part in parts or ("",))
        else:
            forms.append(range_form(days, (first, last)) if first is not None and last is not None else range_form(days))
    return forms


def _part(part: str) -> Value:
    return {"part": part} if part in _TOLD_PARTS else {}


def read_date(line: Line, today: date) -> Value | None:
    """The day, or the week, month or other stretch, a line names when asked for a day."""
    found = find_days(line, today)
    parts = parts_of_each(line, found)
    return one_of([form for days, said in zip(found, parts, strict=True) for form in date_forms(days, said)])


def _range_forms(days: Days) -> list[Value]:
    return [range_form(days), *([range_form(days, days.other)] if days.other else [])]


def read_date_range(line: Line, today: date) -> Value | None:
    """From which day to which a line says; one day begins and ends on itself."""
    return one_of([form for days in find_days(line, today) for form in _range_forms(days)])


def found_day(days: Days, parts: Sequence[str]) -> Found | None:
    """The naming as something said in passing."""
    value = one_of(date_forms(days, parts))
    if value is None:
        return None
    is_day = days.is_one_day or days.day is not None
    return Found("date" if is_day and days.sort is not Sort.YEAR else "date_range", days.start, days.end, value)
