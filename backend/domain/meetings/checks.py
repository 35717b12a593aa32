"""What a coordinator may publish: each fault is named with its field."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from backend.domain.meetings.local_time import LocalTime, city_day, local_time
from backend.domain.meetings.records import Adviser, Manner, MeetingKind, SlotRule
from backend.domain.meetings.refusals import UnfitTime
from backend.domain.meetings.rules import minutes_between
from backend.domain.office import Office

FARTHEST = timedelta(days=2 * 365)
MOST_TIMES = 2000
"""Times ahead that one adviser can have; a rule that would make more is a mistake."""
_MINUTES = range(5, 8 * 60 + 1)
_LONGEST_GAP = 240
_LONGEST_TEXT = 200
_LARGEST_TRAINING = 1000
_MEETS_SOMEWHERE = frozenset({MeetingKind.SERVICE_POINT, MeetingKind.ELSEWHERE})


def check_manner(manner: Manner, *, adviser: Adviser) -> None:
    if not manner.languages or not set(manner.languages).issubset(adviser.languages):
        raise UnfitTime(field="languages", reason="language")
    if len(manner.place) > _LONGEST_TEXT or (manner.kind in _MEETS_SOMEWHERE and not manner.place):
        raise UnfitTime(field="place", reason="text")


def check_rule(rule: SlotRule, *, office: Office, now: datetime) -> None:
    today = city_day(now)
    if rule.ends <= rule.starts:
        raise UnfitTime(field="to", reason="ends_first")
    if rule.minutes not in _MINUTES or rule.minutes > minutes_between(rule.starts, rule.ends):
        raise UnfitTime(field="minutes", reason="short" if rule.minutes < _MINUTES.start else "long")
    if not 0 <= rule.gap_minutes <= _LONGEST_GAP:
        raise UnfitTime(field="gap", reason="gap")
    if office.hours and rule.weekday not in office.hours:
        raise UnfitTime(field="weekday", reason="closed")
    if rule.valid_from > today + FARTHEST:
        raise UnfitTime(field="from_day", reason="far")
    if rule.valid_until is not None:
        _check_last_day(rule.valid_until, first=rule.valid_from, today=today)


def _check_last_day(last: date, *, first: date, today: date) -> None:
    if last < first:
        raise UnfitTime(field="until", reason="past" if last < today else "ends_first")
    if last > today + FARTHEST:
        raise UnfitTime(field="until", reason="far")


def check_times(day: date, *, starts: time, ends: time, now: datetime) -> tuple[LocalTime, datetime]:
    """The start and the end as moments."""
    start, end = local_time(day, starts), local_time(day, ends)
    if ends <= starts:
        raise UnfitTime(field="to", reason="ends_first")
    if start is None:
        raise UnfitTime(field="from", reason="no_such_hour")
    if end is None:
        raise UnfitTime(field="to", reason="no_such_hour")
    if start.at <= now:
        raise UnfitTime(field="from", reason="past", at=start.at)
    if start.at > now + FARTHEST:
        raise UnfitTime(field="day", reason="far", at=start.at)
    return start, end.at


def check_length(starts_at: datetime, ends_at: datetime) -> None:
    minutes = int((ends_at - starts_at).total_seconds()) // 60
    if minutes not in _MINUTES:
        raise UnfitTime(field="to", reason="short" if minutes < _MINUTES.start else "long")


def check_leave(*, first: date, last: date, now: datetime) -> None:
    today = city_day(now)
    if last < first:
        raise UnfitTime(field="last", reason="ends_first")
    if last < today:
        raise UnfitTime(field="last", reason="past")
    if last > today + FARTHEST:
        raise UnfitTime(field="last", reason="far")


def check_training(*, title: Mapping[str, str], languages: Collection[str], place: str, capacity: int) -> None:
    """Its name has to be there in every language of the product."""
    if any(not title.get(language, "").strip() or len(title[language]) > _LONGEST_TEXT for language in languages):
        raise UnfitTime(field="title", reason="text")
    if not place.strip() or len(place) > _LONGEST_TEXT:
        raise UnfitTime(field="place", reason="text")
    if not 1 <= capacity <= _LARGEST_TRAINING:
        raise UnfitTime(field="capacity", reason="capacity")
