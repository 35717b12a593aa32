"""What the office fills in itself: hours, contacts, places. Everything may be unset, and then nothing is invented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays

from backend.domain.clock import CITY_ZONE

_LONGEST_WAIT_DAYS = 366
_NAMES_IN = {"fi": "fi", "en": "en_US", "sv": "sv_FI", "uk": "uk"}
"""The languages in which the library knows the holidays, by ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenHours:
    """The hours of one weekday, in the city's time."""

    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """When people are there next, in the city's time: `at` is now where `is_open`. `feast` is the first public holiday before it."""

    at: datetime
    closes_at: datetime
    is_open: bool
    feast: date | None


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
        return None if self.is_closed_on(day) else self.hours.get(day.weekday())

    def is_closed_on(self, day: date) -> bool:
        """Whether it is one of the office's closed days or a Finnish public holiday; its hours are not asked."""
        return day in self.closed_days or is_holiday(day)

    def next_opening(self, now: datetime, *, away: Callable[[date], bool] = lambda _: False) -> Opening | None:
        """When people are there next, or that they are there now; `away` tells of days on which the whole office is away.

        None where the office has not told its hours, or is closed for a year: then nothing is promised.
        """
        if not self.hours:
            return None
        here = now.astimezone(CITY_ZONE)
        feasts: list[date] = []
        for day in (here.date() + timedelta(days=ahead) for ahead in range(_LONGEST_WAIT_DAYS)):
            hours = None if away(day) else self.hours_on(day)
            if hours is not None and (day > here.date() or here.time() < hours.closes):
                at = datetime.combine(day, hours.opens, CITY_ZONE)
                is_open = at <= here
                return Opening(
                    at=here if is_open else at, closes_at=datetime.combine(day, hours.closes, CITY_ZONE), is_open=is_open, feast=next(iter(feasts), None)
                )
            if is_holiday(day):
                feasts.append(day)
        return None


def is_holiday(day: date) -> bool:
    return day in holidays.country_holidays("FI", years=day.year)


def holiday_name(day: date, language: str) -> str:
    """What the public holiday is called, as in the middle of a sentence; empty on other days."""
    # A name of its own keeps its capital in English alone.
    names = holidays.country_holidays("FI", years=day.year, language=_NAMES_IN.get(language, _NAMES_IN["en"]))
    name = str(names.get(day, "")).split(";", maxsplit=1)[0].strip()
    return name if language not in _NAMES_IN or language == "en" else name[:1].lower() + name[1:]
