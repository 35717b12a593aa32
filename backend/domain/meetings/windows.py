"""Stretches of time that somebody would like, and whether a meeting falls into one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.domain.clock import CITY_ZONE
from backend.domain.values.impossible import Impossible


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Days from `first` to `last` and, on each of them, starts from `starts` on and before `ends`, by the city's clock; None is open.

    Where the two are the same, that very time is meant.
    """

    first: date | None = None
    last: date | None = None
    starts: time | None = None
    ends: time | None = None
    weekdays: frozenset[int] = frozenset()

    @property
    def is_exact(self) -> bool:
        return self.first is not None and self.first == self.last and self.starts is not None and self.starts == self.ends

    def admits(self, at: datetime) -> bool:
        local = at.astimezone(CITY_ZONE)
        return self._admits_day(local.date()) and self._admits_time(local.time())

    def _admits_day(self, day: date) -> bool:
        is_within = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return is_within and (not self.weekdays or day.weekday() in self.weekdays)

    def _admits_time(self, wall: time) -> bool:
        if self.starts is not None and self.starts == self.ends:
            return wall == self.starts
        return (self.starts is None or self.starts <= wall) and (self.ends is None or wall < self.ends)

    def distance(self, at: datetime) -> timedelta:
        """How far off a time is: its days first, then its hour."""
        local = at.astimezone(CITY_ZONE).replace(tzinfo=None)
        days = timedelta(0)
        if self.first is not None and local.date() < self.first:
            days = self.first - local.date()
        elif self.last is not None and local.date() > self.last:
            days = local.date() - self.last
        return days + self._hours_off(local)

    def _hours_off(self, local: datetime) -> timedelta:
        if self._admits_time(local.time()):
            return timedelta(0)
        ends = [datetime.combine(local.date(), end) for end in (self.starts, self.ends) if end is not None]
        return min(abs(local - end) for end in ends)

    def is_over(self, now: datetime) -> bool:
        local = now.astimezone(CITY_ZONE)
        if self.last is None or self.last > local.date():
            return False
        return self.last < local.date() or (self.ends is not None and self.ends <= local.time())


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenWish:
    """Any of the `windows` will do, none of those `denied`. `wrong` is a day or an hour that was named and that there is not."""

    windows: tuple[Window, ...] = ()
    denied: tuple[Window, ...] = ()
    is_soon: bool = False
    wants_earlier: bool = False
    wants_others: bool = False
    wants_none: bool = False
    wrong: Impossible | None = None

    @property
    def is_empty(self) -> bool:
        return self == SpokenWish()

    @property
    def names_time(self) -> bool:
        return bool(self.windows or self.denied)

    def mentions(self, at: datetime) -> bool:
        """Whether it is among what was named, wished or not."""
        return any(window.admits(at) for window in (*self.windows, *self.denied))

    @property
    def is_exact(self) -> bool:
        """Whether one single moment was named."""
        return len(self.windows) == 1 and self.windows[0].is_exact

    def denies(self, at: datetime) -> bool:
        return any(window.admits(at) for window in self.denied)

    def fits(self, at: datetime) -> bool:
        if self.denies(at):
            return False
        return not self.windows or any(window.admits(at) for window in self.windows)

    def distance(self, at: datetime) -> timedelta:
        return min((window.distance(at) for window in self.windows), default=timedelta(0))

    def is_past(self, now: datetime) -> bool:
        return bool(self.windows) and all(window.is_over(now) for window in self.windows)

    @property
    def first_day(self) -> date | None:
        """From which day on; None where any day will do."""
        days = [window.first for window in self.windows]
        return None if None in days or not days else min(day for day in days if day is not None)

    @property
    def last_day(self) -> date | None:
        days = [window.last for window in self.windows]
        return None if None in days or not days else max(day for day in days if day is not None)
