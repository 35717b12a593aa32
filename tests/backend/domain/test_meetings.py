"""The times that rules make, by the city's clock; and when people are there next."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.local_time import local_time
from backend.domain.meetings.records import AdviserId, Leave, LeaveId, Manner, MeetingKind, RuleId, SlotRule
from backend.domain.meetings.rules import times_of, times_on
from backend.domain.office import Office, OpenHours, Opening, holiday_name

PIRKKO = AdviserId("pirkko")
DAYS = OpenHours(opens=time(9), closes=time(15))
OFFICE = Office(hours=dict.fromkeys(range(5), DAYS))
CLOCKS_GO_FORWARD, CLOCKS_GO_BACK = date(2027, 3, 28), date(2026, 10, 25)


def rule(
    weekday: int, starts: time, ends: time, *, minutes: int = 45, gap: int = 15, valid_from: date = date(2026, 1, 1), until: date | None = None
) -> SlotRule:
    manner = Manner(kind=MeetingKind.PHONE, place="", languages=("fi",))
    hours = {"weekday": weekday, "starts": starts, "ends": ends, "minutes": minutes, "gap_minutes": gap}
    return SlotRule(id=RuleId("r"), adviser=PIRKKO, manner=manner, valid_from=valid_from, valid_until=until, **hours)  # type: ignore[arg-type]  # gathered by name


def leave(first: date, last: date, *, adviser: AdviserId | None = PIRKKO) -> Leave:
    return Leave(id=LeaveId("l"), adviser=adviser, first=first, last=last, reason="")


def walls(times: list[tuple[datetime, datetime]]) -> list[str]:
    return [f"{start.astimezone(CITY_ZONE):%d.%m. %H:%M}-{end.astimezone(CITY_ZONE):%H:%M}" for start, end in times]


def days(times: list[tuple[datetime, datetime]]) -> list[date]:
    return sorted({start.astimezone(CITY_ZONE).date() for start, _ in times})


def test_tuesdays_from_9_to_15_with_45_minutes_and_15_between_are_six_times() -> None:
    made = walls(list(times_on(rule(1, time(9), time(15)), date(2026, 11, 24))))

    assert made == [f"24.11. {hour:02}:00-{hour:02}:45" for hour in range(9, 15)]


def test_a_time_that_would_end_too_late_is_not_made() -> None:
    assert walls(list(times_on(rule(1, time(9), time(10, 44)), date(2026, 11, 24)))) == ["24.11. 09:00-09:45"]


def test_the_hour_that_does_not_exist_is_left_out() -> None:
    made = walls(list(times_on(rule(6, time(2), time(6), minutes=30, gap=0), CLOCKS_GO_FORWARD)))

    assert made == ["28.03. 02:00-02:30", "28.03. 02:30-04:00", "28.03. 04:00-04:30", "28.03. 04:30-05:00", "28.03. 05:00-05:30", "28.03. 05:30-06:00"]


def test_of_the_hour_that_exists_twice_the_first_is_meant() -> None:
    made = list(times_on(rule(6, time(3), time(5), minutes=60, gap=0), CLOCKS_GO_BACK))

    assert [start for start, _ in made] == [datetime(2026, 10, 25, 0, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)]


@given(
    day=st.sampled_from([CLOCKS_GO_FORWARD, CLOCKS_GO_BACK, date(2027, 10, 31), date(2026, 3, 29)]) | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    starts=st.times(),
    ends=st.times(),
    minutes=st.integers(5, 180),
    gap=st.integers(0, 60),
)
def test_times_of_a_day_never_overlap_and_last_as_long_as_said(day: date, starts: time, ends: time, minutes: int, gap: int) -> None:
    starts, ends = starts.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    made = list(times_on(rule(day.weekday(), starts, ends, minutes=minutes, gap=gap), day))

    assert all(end - start == timedelta(minutes=minutes) for start, end in made)
    assert all(later[0] - earlier[1] >= timedelta(minutes=gap) for earlier, later in pairwise(made))
    for start, _ in made:
        wall = start.astimezone(CITY_ZONE)
        assert wall.date() == day
        assert starts <= wall.time()
        assert (wall.hour * 60 + wall.minute - starts.hour * 60 - starts.minute) % (minutes + gap) == 0


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)), wall=st.times(), hour=st.integers(0, 23))
def test_a_local_time_shows_what_it_was_asked_for_or_is_none(day: date, wall: time, hour: int) -> None:
    found = local_time(day, wall)
    on_the_day = local_time(CLOCKS_GO_BACK, time(hour, 30))

    assert found is None or found.at.astimezone(CITY_ZONE).replace(tzinfo=None) == datetime.combine(day, wall)
    assert on_the_day is not None
    assert on_the_day.is_first_of_two == (hour == 3)


def test_the_same_clock_time_on_both_sides_of_the_change() -> None:
    weeks = times_of(rule(0, time(9), time(10)), first=date(2027, 3, 15), last=date(2027, 4, 12), office=Office(), leaves=())

    assert [f"{start:%d.%m. %H:%M}" for start, _ in weeks] == ["15.03. 07:00", "22.03. 07:00", "05.04. 06:00", "12.04. 06:00"], "29.3. is Easter Monday"


def test_no_times_on_holidays_leaves_and_closed_days() -> None:
    sundays = rule(6, time(9), time(10))
    fridays = rule(4, time(9), time(10))
    december = {"first": date(2026, 12, 1), "last": date(2026, 12, 31)}

    assert days(times_of(sundays, **december, office=Office(), leaves=())) == [date(2026, 12, day) for day in (13, 20, 27)]
    assert days(times_of(fridays, **december, office=OFFICE, leaves=())) == [date(2026, 12, day) for day in (4, 11, 18)]
    closed = Office(hours=OFFICE.hours, closed_days=frozenset({date(2026, 12, 11)}))
    assert days(times_of(fridays, **december, office=closed, leaves=())) == [date(2026, 12, day) for day in (4, 18)]
    for whose in (PIRKKO, None):
        away = (leave(date(2026, 12, 4), date(2026, 12, 11), adviser=whose),)
        assert days(times_of(fridays, **december, office=OFFICE, leaves=away)) == [date(2026, 12, 18)]
    others = (leave(date(2026, 12, 4), date(2026, 12, 11), adviser=AdviserId("matti")),)
    assert len(days(times_of(fridays, **december, office=OFFICE, leaves=others))) == 3
    assert times_of(sundays, **december, office=OFFICE, leaves=()) == []


def test_a_rule_makes_nothing_before_and_after_its_days() -> None:
    some = rule(1, time(9), time(10), valid_from=date(2026, 12, 3), until=date(2026, 12, 15))

    assert days(times_of(some, first=date(2026, 11, 1), last=date(2027, 1, 1), office=Office(), leaves=())) == [date(2026, 12, 8), date(2026, 12, 15)]


def city(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("asked", "opens", "feast"),
    [
        (city(12, 5, 20), city(12, 7, 9), date(2026, 12, 6)),  # the evening before Independence Day, a Sunday
        (city(12, 3, 16), city(12, 4, 9), None),  # a Thursday evening
        (city(12, 4, 8), city(12, 4, 9), None),  # before it opens
        (city(12, 4, 15), city(12, 7, 9), date(2026, 12, 6)),  # the moment it closes
        (city(12, 24, 10), city(12, 28, 9), date(2026, 12, 24)),  # Christmas Eve itself
    ],
)
def test_people_are_there_next_when_the_office_opens_again(asked: datetime, opens: datetime, feast: date | None) -> None:
    assert OFFICE.next_opening(asked) == Opening(at=opens, closes_at=opens.replace(hour=15), is_open=False, feast=feast)


def test_in_office_hours_they_are_there_now() -> None:
    assert OFFICE.next_opening(city(12, 4, 10)) == Opening(at=city(12, 4, 10), closes_at=city(12, 4, 15), is_open=True, feast=None)


def test_days_on_which_all_are_away_are_passed_over() -> None:
    found = OFFICE.next_opening(city(11, 23, 16), away=lambda day: day < date(2026, 11, 26))

    assert found is not None
    assert found.at == city(11, 26, 9)


def test_nothing_is_said_of_an_office_without_hours_or_closed_for_good() -> None:
    assert Office().next_opening(city(11, 23, 16)) is None
    assert OFFICE.next_opening(city(11, 23, 16), away=lambda _: True) is None


def test_a_holiday_is_called_as_in_the_middle_of_a_sentence() -> None:
    sixth = date(2026, 12, 6)

    assert {code: holiday_name(sixth, code) for code in ("fi", "en", "sv", "xx")} == {
        "fi": "itsenäisyyspäivä",
        "en": "Independence Day",
        "sv": "självständighetsdagen",
        "xx": "Independence Day",
    }
    assert holiday_name(date(2026, 12, 7), "fi") == ""
