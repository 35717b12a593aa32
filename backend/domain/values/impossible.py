"""Days and hours that are written as such and that there are not: the 31st of February, 25 o'clock, the hour that summer time skips."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.domain.values.days import scan_days
from backend.domain.values.line import read_line
from backend.domain.values.reading import in_helsinki, read_value

_HOUR = re.compile(r"\b(?:(?:klo|kello|kl|at)\.?\s*(\d{1,2})(?:[.:](\d{2}))?|(\d{1,2}):(\d{2}))(?!\d)", re.IGNORECASE)
_LAST_HOUR = 24
_LAST_MINUTE = 59
_LONGEST = 40


class Sort(StrEnum):
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, kw_only=True, slots=True)
class Impossible:
    """`said` is how it was written."""

    sort: Sort
    said: str


def impossible(text: str, *, now: datetime) -> Impossible | None:
    """The first thing of the calendar that the text names and that there is not."""
    line = read_line(text)
    for days in scan_days(line, in_helsinki(now).date()):
        if days.first is None and days.last is None:
            return Impossible(sort=Sort.DAY, said=line.excerpt(days.start, days.end).strip())
    for found in _HOUR.finditer(text):
        hour, minute = (int(part or 0) for part in (found[1] or found[3], found[2] or found[4]))
        if hour > _LAST_HOUR or minute > _LAST_MINUTE or (hour == _LAST_HOUR and minute):
            return Impossible(sort=Sort.HOUR, said=found[0])
    return Impossible(sort=Sort.HOUR, said=text.strip()) if _is_skipped(text, now) else None


def _is_skipped(text: str, now: datetime) -> bool:
    """Whether one day and one hour are said that the clock does not show on that day."""
    if len(text) > _LONGEST:
        return False
    kinds = {kind: read_value(text, kind=kind, now=now) for kind in ("date", "time", "datetime")}
    return kinds["datetime"] is None and "date" in (kinds["date"] or {}) and "time" in (kinds["time"] or {})
