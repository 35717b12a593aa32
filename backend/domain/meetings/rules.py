"""The times that a rule makes on a day, and on which days it makes them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from backend.domain.meetings.local_time import local_time
from backend.domain.meetings.records import Leave, SlotRule
from backend.domain.office import Office

AHEAD = timedelta(weeks=8)
"""How far ahead the times of rules are published."""


def times_of(rule: SlotRule, *, first: date, last: date, office: Office, leaves: Sequence[Leave]) -> list[tuple[datetime, datetime]]:
    """The times from `first` to `last`, both included, in UTC and in order; none on holidays, leaves and days on which the office is closed."""
    return [times for day in _days(rule, first, last) if _is_open(rule, day, office, leaves) for times in times_on(rule, day)]


def times_on(rule: SlotRule, day: date) -> Iterator[tuple[datetime, datetime]]:
    """By the city's clock. A time that the clocks skip is left out; of one that they show twice, the first is meant."""
    length, step = timedelta(minutes=rule.minutes), timedelta(minutes=rule.minutes + rule.gap_minutes)
    wall, ends = datetime.combine(day, rule.starts), datetime.combine(day, rule.ends)
    busy_until = datetime.min.replace(tzinfo=UTC)
    while wall + length <= ends:
        start = local_time(day, wall.time())
        if start is not None and start.at >= busy_until:
            yield start.at, start.at + length
            busy_until = start.at + step
        wall += step


def makes_any(rule: SlotRule) -> bool:
    return datetime.combine(date.min, rule.starts) + timedelta(minutes=rule.minutes) <= datetime.combine(date.min, rule.ends)


def minutes_between(starts: time, ends: time) -> int:
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def _days(rule: SlotRule, first: date, last: date) -> Iterator[date]:
    begins = max(first, rule.valid_from)
    until = last if rule.valid_until is None else min(last, rule.valid_until)
    day = begins + timedelta(days=(rule.weekday - begins.weekday()) % 7)
    while day <= until:
        yield day
        day += timedelta(weeks=1)


def _is_open(rule: SlotRule, day: date, office: Office, leaves: Sequence[Leave]) -> bool:
    if any(leave.covers(day, adviser=rule.adviser) for leave in leaves) or office.is_closed_on(day):
        return False
    return not office.hours or day.weekday() in office.hours
