"""What the office fills in itself: hours, contacts, places. Everything may be unset, and then nothing is invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays

from backend.domain.clock import CITY_ZONE

_LONGEST_WAIT_DAYS = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenHours:
    """The hours of one weekday, in the city's time."""

    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherFunder:
    name: Mapping[str, str]
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """`hours` by weekday, Monday is 0; empty where the office has not told them. Texts are by language."""

    hours: Mapping[int, OpenHours] = field(default_factory=dict)
    closed_days: frozenset[date] = frozenset()
    answer_within_days: int = 1
    phone: str = ""
    email: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Mapping[str, str], ...] = ()
    controller: Mapping[str, str] = field(default_factory=dict)
    privacy_contact: Mapping[str, str] = field(default_factory=dict)
    other_funders: tuple[OtherFunder, ...] = ()

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email or self.address)

    def promise(self, now: datetime) -> datetime | None:
        """The latest time of an adviser's answer: closing time of the working day `answer_within_days` after today.

        None where the office has not told its hours: then no time is promised.
        """
        if not self.hours:
            return None
        day = now.astimezone(CITY_ZONE).date()
        left = self.answer_within_days
        for _ in range(_LONGEST_WAIT_DAYS):
            day += timedelta(days=1)
            hours = self.hours_on(day)
            left -= hours is not None
            if hours is not None and left == 0:
                return datetime.combine(day, hours.closes, CITY_ZONE)
        return None

    def hours_on(self, day: date) -> OpenHours | None:
        """The hours of that day; None on closed days and Finnish public holidays."""
        is_closed = day in self.closed_days or day in holidays.country_holidays("FI", years=day.year)
        return None if is_closed else self.hours.get(day.weekday())
