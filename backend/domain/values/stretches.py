"""Stretches of days, and the years they fall in when nobody says one."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from backend.domain.values.number_words import Case
from backend.domain.values.phrases import Join

Stretch = tuple[date, date]
InYear = Callable[[int], Stretch | None]
FIRST_YEAR, LAST_YEAR = 1900, 2200
_LEAP_SEARCH = 9


class Sort(Enum):
    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    FEAST = "feast"


class Turn(Enum):
    NEXT = "next"
    COMING = "coming"
    THIS = "this"
    LAST = "last"
    AFTER_NEXT = "after next"


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Days somebody named, tokens `start` to before `end`.

    An end that is None is open; both None: a day there never is. `in_year` is there where no year was said. `day` is the
    one day meant where a feast is longer, `week` the Monday of a weekday's week where that was said. `other` is a second, equally fair reading. `is_sure` is false for what might
    be something else in a message that nobody asked a date in.
    """

    start: int
    end: int
    sort: Sort
    first: date | None = None
    last: date | None = None
    in_year: InYear | None = None
    day: date | None = None
    week: date | None = None
    other: Stretch | None = None
    case: Case = Case.BASIC
    part: str = ""
    portion: str = ""
    is_approx: bool = False
    is_sure: bool = True
    may_be_time: bool = False
    join: Join | None = None

    @property
    def is_possible(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def is_one_day(self) -> bool:
        return self.first is not None and self.first == self.last


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def a_day(year: int, month: int, day: int) -> date | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(calendar.month_abbr) - 1):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def one_day(month: int, day: int) -> InYear:
    def in_year(year: int) -> Stretch | None:
        found = a_day(year, month, day)
        return None if found is None else (found, found)

    return in_year


def whole_months(first: int, last: int) -> InYear:
    """From the first day of one month to the last of another, the next year's where it comes earlier in the year."""

    def in_year(year: int) -> Stretch | None:
        return date(year, first, 1), month_end(year if last >= first else year + 1, last)

    return in_year


def _years(today: date) -> range:
    return range(today.year - 1, min(today.year + _LEAP_SEARCH, LAST_YEAR))


def coming(in_year: InYear, today: date) -> Stretch | None:
    """The next to come; what has not ended yet counts."""
    found = (in_year(year) for year in _years(today))
    return next((stretch for stretch in found if stretch is not None and stretch[1] >= today), None)


def turned(in_year: InYear, today: date, turn: Turn | None) -> Stretch | None:
    """The next, this or last one of something that is once a year."""
    now = coming(in_year, today)
    if turn in (None, Turn.COMING) or now is None:
        return now
    if turn is Turn.LAST:
        past = [stretch for stretch in map(in_year, range(today.year - 2, today.year + 1)) if stretch is not None and stretch[1] < today]
        return past[-1] if past else None
    if turn is Turn.THIS:
        return now if now[0] <= today or now[0].year == today.year else in_year(today.year)
    return now if now[0] > today else coming(in_year, now[1] + timedelta(days=1))


def yearly(days: Days, in_year: InYear, today: date, turn: Turn | None = None) -> Days:
    """The days in the year they are meant in."""
    stretch = turned(in_year, today, turn)
    if stretch is None:
        return replace(days, first=None, last=None, in_year=in_year)
    return replace(days, first=stretch[0], last=stretch[1], in_year=in_year if turn is None else None)


def in_that_year(days: Days, year: int) -> Days:
    """The days in a year that was said with them."""
    stretch = None if days.in_year is None else days.in_year(year)
    if stretch is None:
        return replace(days, first=None, last=None, day=None, in_year=None)
    moved = None if days.day is None or days.first is None else stretch[0] + (days.day - days.first)
    return replace(days, first=stretch[0], last=stretch[1], day=moved, in_year=None)


def week_of(day: date) -> Stretch:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_numbered(year: int, number: int) -> Stretch | None:
    """An ISO week, Monday to Sunday; None where the year has no such week."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=6)


_PORTIONS_OF_YEAR = {"begin": (1, 3), "middle": (5, 8), "end": (10, 12), "first half": (1, 6), "second half": (7, 12)}
_PORTIONS_OF_WEEK = {"begin": (0, 2), "middle": (2, 2), "end": (3, 6), "first half": (0, 2), "second half": (3, 6)}
_PORTIONS_OF_MONTH = {"begin": (1, 10), "middle": (11, 20), "end": (21, 31), "first half": (1, 15), "second half": (16, 31)}
_PORTIONS_OF_SEASON = {"begin": (0, 0), "middle": (1, 1), "end": (2, 2), "first half": (0, 1), "second half": (1, 2)}


def portion_of(stretch: Stretch, portion: str, sort: Sort) -> Stretch:
    """The beginning, middle or end of a week, month, season or year."""
    first, last = stretch
    if sort is Sort.WEEK:
        begin, end = _PORTIONS_OF_WEEK[portion]
        return first + timedelta(days=begin), first + timedelta(days=end)
    if sort is Sort.MONTH:
        begin, end = _PORTIONS_OF_MONTH[portion]
        return first.replace(day=begin), last.replace(day=min(end, last.day))
    if sort is Sort.SEASON:
        begin, end = _PORTIONS_OF_SEASON[portion]
        from_month, to_month = months_later(first, begin), months_later(first, end)
        return from_month, month_end(to_month.year, to_month.month)
    begin, end = _PORTIONS_OF_YEAR[portion]
    return date(first.year, begin, 1), month_end(first.year, end)


def portioned(in_year: InYear, portion: str, sort: Sort) -> InYear:
    def in_that(year: int) -> Stretch | None:
        stretch = in_year(year)
        return None if stretch is None else portion_of(stretch, portion, sort)

    return in_that


def turn_between(first: InYear, second: InYear) -> InYear:
    """From the last third of one month to the first third of the next."""

    def in_year(year: int) -> Stretch | None:
        before, after = first(year), second(year)
        if before is None or after is None:
            return None
        end = after if after[0] > before[0] else second(year + 1)
        return None if end is None else (portion_of(before, "end", Sort.MONTH)[0], portion_of(end, "begin", Sort.MONTH)[1])

    return in_year
