"""A time zone as calendars carry it with them: when its clocks change, as rules for the years to come.

Outlook goes by yearly rules alone (MS-STANOICAL 2.2.47). The library writes lists of days, and an hour late in spring; so the
rules are read off the zone itself here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_HOUR = timedelta(hours=1)
_WEEK = timedelta(days=7)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shift:
    """The clocks change at `at`, by the clock that was valid until then."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def is_last_of_month(self) -> bool:
        return (self.at + _WEEK).month != self.at.month

    @property
    def rule(self) -> tuple[int, int, int, int]:
        """Month, weekday and clock: the same each year where the change follows a rule."""
        return self.at.month, self.at.weekday(), self.at.hour, self.at.minute


def vtimezone(zone: ZoneInfo, *, first: datetime, last: datetime) -> Timezone:
    """The zone for events from `first` to `last`."""
    years = range(first.astimezone(zone).year - 1, last.astimezone(zone).year + 1)
    shifts = [shift for year in years for shift in _shifts(zone, year)]
    made = Timezone()
    made.add("TZID", zone.key)
    if not shifts:
        at = datetime(years[0], 1, 1, tzinfo=zone)
        made.add_component(_steady(at))
    for _, same in groupby(sorted(shifts, key=lambda shift: (shift.is_summer, shift.at)), key=lambda shift: shift.is_summer):
        made.add_component(_observance(list(same), years=years))
    return made


def _shifts(zone: ZoneInfo, year: int) -> Iterator[_Shift]:
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        before, after = moment.astimezone(zone), (moment + _HOUR).astimezone(zone)
        offsets = before.utcoffset(), after.utcoffset()
        if offsets[0] is not None and offsets[1] is not None and offsets[0] != offsets[1]:
            at = (moment + _HOUR + offsets[0]).replace(tzinfo=None)
            yield _Shift(at=at, before=offsets[0], after=offsets[1], name=after.tzname() or "", is_summer=bool(after.dst()))
        moment += _HOUR


def _observance(shifts: Sequence[_Shift], *, years: range) -> TimezoneStandard | TimezoneDaylight:
    """A rule where all the years keep to the last such weekday of the month; else each day by itself."""
    first = shifts[0]
    made = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    made.add("DTSTART", first.at)
    made.add("TZOFFSETFROM", first.before)
    made.add("TZOFFSETTO", first.after)
    made.add("TZNAME", first.name)
    if len(shifts) == len(years) and all(shift.is_last_of_month for shift in shifts) and len({shift.rule for shift in shifts}) == 1:
        made.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": first.at.month, "BYDAY": f"-1{_WEEKDAYS[first.at.weekday()]}"}))
    elif len(shifts) > 1:
        made.add("RDATE", [shift.at for shift in shifts[1:]])
    return made


def _steady(at: datetime) -> TimezoneStandard:
    made = TimezoneStandard()
    made.add("DTSTART", at.replace(tzinfo=None))
    made.add("TZOFFSETFROM", at.utcoffset())
    made.add("TZOFFSETTO", at.utcoffset())
    made.add("TZNAME", at.tzname())
    return made
