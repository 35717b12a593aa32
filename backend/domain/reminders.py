"""When people are reminded: never at night, and of what is due only the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.domain.clock import CITY_ZONE
from backend.domain.programme import Round

IDEA_STEPS = (14, 7, 2, 0)
"""Days before a round closes on which an unfinished idea is reminded of."""
CLOSING_STEP = 7
"""Days before a round closes on which those are told who asked for it."""
_DAY_BEGINS = time(8)
_DAY_ENDS = time(20)


def is_quiet(now: datetime) -> bool:
    """From 20 to 8 o'clock in the city nobody is reminded of anything."""
    return not _DAY_BEGINS <= now.astimezone(CITY_ZONE).time() < _DAY_ENDS


def morning(day: date) -> datetime:
    """When the day's reminders go out."""
    return datetime.combine(day, _DAY_BEGINS, CITY_ZONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """`name` tells the step apart from the round's others. Whoever did something after `since` knows already."""

    name: str
    since: datetime
    days_left: int


def due_of_idea(round_: Round, *, now: datetime) -> Due | None:
    """The newest step that is due in the open round; None at night, and where the round is not open."""
    return _newest([(str(days), round_.closes - timedelta(days=days)) for days in IDEA_STEPS], round_, now)


def due_of_round(round_: Round, *, now: datetime) -> Due | None:
    """`opened` from the round's first day, `closing` a week before its last; a round of a week or less has no second one."""
    closing = round_.closes - timedelta(days=CLOSING_STEP)
    steps = [("opened", round_.opens), *([("closing", closing)] if closing > round_.opens else [])]
    return _newest(steps, round_, now)


def _newest(steps: Sequence[tuple[str, date]], round_: Round, now: datetime) -> Due | None:
    """`steps` stand in the order of their days. What was not known yet is due when it becomes known."""
    today = now.astimezone(CITY_ZONE).date()
    due = [(name, day) for name, day in steps if day <= today]
    if is_quiet(now) or not round_.opens <= today <= round_.closes or not due:
        return None
    name, day = due[-1]
    moments = [morning(max(day, round_.opens)), *([round_.known_since] if round_.known_since is not None else [])]
    return Due(name=name, since=max(moments), days_left=(round_.closes - today).days)
