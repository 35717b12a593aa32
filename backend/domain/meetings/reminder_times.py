"""When people are reminded of a meeting or a training: never at night, and early enough to still come or to say no."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from backend.domain.clock import CITY_ZONE
from backend.domain.reminders import is_quiet, morning

STEPS = (("48h", timedelta(hours=48)), ("3h", timedelta(hours=3)))
"""By name, how long before the beginning; the earliest first."""
LOOKS_AHEAD = timedelta(hours=72)
"""No step of a meeting that begins later than this is due."""
_TO_GET_READY = timedelta(hours=1)
_LAST_HOUR = time(19)


def step_at(starts_at: datetime, *, before: timedelta, known_since: datetime) -> datetime | None:
    """When the step is sent; None where the meeting was booked later than it is due.

    A step of the night waits for eight in the morning where that leaves an hour; else it is sent the evening before,
    or, where nobody had booked by then, in the morning after all.
    """
    wanted = starts_at - before
    if known_since >= wanted:
        return None
    if not is_quiet(wanted):
        return wanted
    evening, eight = _around(wanted)
    if starts_at - eight >= _TO_GET_READY:
        return eight
    if known_since < evening:
        return evening
    return eight if eight < starts_at else None


def due_step(starts_at: datetime, *, known_since: datetime, reminded: Collection[str], now: datetime) -> str | None:
    """The newest step that is due, unless it was sent; None at night, and once it has begun. What was missed before it is not made up for."""
    if is_quiet(now) or now >= starts_at:
        return None
    sent = [(name, step_at(starts_at, before=before, known_since=known_since)) for name, before in STEPS]
    due = [name for name, at in sent if at is not None and at <= now]
    return due[-1] if due and due[-1] not in reminded else None


def _around(night: datetime) -> tuple[datetime, datetime]:
    """The last hour of the day before the night in which that moment is, and the morning after."""
    local = night.astimezone(CITY_ZONE)
    eight = morning(local.date())
    if night >= eight:
        eight = morning(local.date() + timedelta(days=1))
    evening = datetime.combine(eight.date() - timedelta(days=1), _LAST_HOUR, CITY_ZONE)
    return evening.astimezone(UTC), eight.astimezone(UTC)
