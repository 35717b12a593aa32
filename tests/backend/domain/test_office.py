"""When an adviser's answer is promised."""

from datetime import UTC, date, datetime, time

import pytest

from backend.domain.clock import CITY_ZONE
from backend.domain.office import Office, OpenHours

_LONG = OpenHours(opens=time(9), closes=time(15))
_SHORT = OpenHours(opens=time(9), closes=time(13))
_OFFICE = Office(hours={0: _LONG, 1: _LONG, 2: _LONG, 3: _LONG, 4: _SHORT})


def city(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        (city(2026, 11, 23, 10), city(2026, 11, 24, 15)),  # Monday in office hours: Tuesday
        (city(2026, 11, 23, 22), city(2026, 11, 24, 15)),  # Monday night: Tuesday
        (city(2026, 11, 26, 12), city(2026, 11, 27, 13)),  # Thursday: Friday closes early
        (city(2026, 11, 27, 12), city(2026, 11, 30, 15)),  # Friday: Monday
        (city(2026, 12, 23, 12), city(2026, 12, 28, 15)),  # Christmas Eve, Christmas Day and the day after are holidays
        (city(2027, 1, 5, 12), city(2027, 1, 7, 15)),  # Epiphany
    ],
)
def test_an_answer_is_promised_by_closing_time_of_the_next_working_day(asked: datetime, promised: datetime) -> None:
    assert _OFFICE.promise(asked) == promised


def test_the_day_is_the_citys_whatever_zone_the_clock_is_in() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # Tuesday half past midnight in Joensuu

    assert _OFFICE.promise(late) == city(2026, 11, 25, 15)


def test_no_time_is_promised_where_no_hours_are_told() -> None:
    assert Office().promise(city(2026, 11, 23, 10)) is None


def test_closed_days_do_not_count() -> None:
    office = Office(hours=_OFFICE.hours, closed_days=frozenset({date(2026, 11, 24)}))

    assert office.promise(city(2026, 11, 23, 10)) == city(2026, 11, 25, 15)


def test_two_days_to_answer_are_two_working_days() -> None:
    office = Office(hours=_OFFICE.hours, answer_within_days=2)

    assert office.promise(city(2026, 11, 26, 10)) == city(2026, 11, 30, 15)


def test_an_office_that_is_closed_every_day_promises_nothing() -> None:
    sundays_of_a_closed_year = frozenset(date.fromordinal(date(2026, 11, 23).toordinal() + n) for n in range(400))

    assert Office(hours={6: _LONG}, closed_days=sundays_of_a_closed_year).promise(city(2026, 11, 23, 10)) is None
