"""Which times people ask for, in their own words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.windows import SpokenWish, Window
from backend.domain.meetings.wishes import wish_in
from backend.domain.values.impossible import Impossible, Sort
from tests.times import NOON

TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)
NEXT_WEEK_AFTERNOONS = Window(first=date(2026, 11, 30), last=date(2026, 12, 6), starts=time(12), ends=time(17))


def on(day: date, *, starts: time | None = None, ends: time | None = None) -> Window:
    return Window(first=day, last=day, starts=starts, ends=ends)


@pytest.mark.parametrize(
    ("said", "windows"),
    [
        ("ensi viikolla iltapäivällä", [NEXT_WEEK_AFTERNOONS]),
        ("next week in the afternoon", [NEXT_WEEK_AFTERNOONS]),
        ("ti tai ke klo 12 jälkeen", [on(TUESDAY, starts=time(12)), on(WEDNESDAY, starts=time(12))]),
        ("aamulla", [Window(ends=time(12))]),
        ("iltaisin", [Window(starts=time(16))]),
        ("perjantaina puol kolme", [on(FRIDAY, starts=time(14, 30), ends=time(14, 30))]),
        ("friday at half past two", [on(FRIDAY, starts=time(14, 30), ends=time(14, 30))]),
        ("kahden viikon päästä", [on(date(2026, 12, 7))]),
        ("huomenna aamulla", [on(TUESDAY, ends=time(12))]),
        ("ennen perjantaita", [Window(last=date(2026, 11, 26))]),
        ("klo 9-11", [Window(starts=time(9), ends=time(11))]),
        ("tiistaisin", [Window(weekdays=frozenset({1}))]),
        ("arkisin aamulla", [Window(weekdays=frozenset(range(5)), ends=time(12))]),
        ("joulukuussa", [Window(first=date(2026, 12, 1), last=date(2026, 12, 31))]),
        ("puhelimitse huomenna", [on(TUESDAY)]),
        ("ei kun keskiviikkona", [on(WEDNESDAY)]),
        ("ei tiistaina vaan keskiviikkona", [on(WEDNESDAY)]),
    ],
)
def test_days_and_hours_are_understood(said: str, windows: list[Window]) -> None:
    assert wish_in(said, now=NOON) == SpokenWish(windows=tuple(windows))


def test_the_hour_that_comes_twice_is_either_of_the_two() -> None:
    wish = wish_in("31.10.2027 klo 3.30", now=datetime(2027, 10, 25, 9, 0, tzinfo=UTC))
    both = [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert [at.astimezone(CITY_ZONE).hour for at in both] == [3, 3]
    assert [wish.fits(at) for at in both] == [True, True]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("31.2. klo 10", Impossible(sort=Sort.DAY, said="31.2.")),
        ("28.3.2027 klo 3.30", Impossible(sort=Sort.HOUR, said="28.3.2027 klo 3.30")),
        ("klo 25", Impossible(sort=Sort.HOUR, said="klo 25")),
    ],
)
def test_what_there_is_not_is_named_and_read_as_nothing_else(said: str, wrong: Impossible) -> None:
    assert wish_in(said, now=NOON) == SpokenWish(wrong=wrong)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("mahdollisimman pian", SpokenWish(is_soon=True)),
        ("as soon as possible", SpokenWish(is_soon=True)),
        ("aikaisemmin", SpokenWish(wants_earlier=True)),
        ("ei käy, joku toinen", SpokenWish(wants_others=True)),
        ("another time", SpokenWish(wants_others=True)),
        ("en sittenkään", SpokenWish(wants_none=True)),
        ("no thanks", SpokenWish(wants_none=True)),
        ("en pääse tiistaina", SpokenWish(denied=(on(TUESDAY),))),
        ("en pääse ennen klo 12", SpokenWish(denied=(Window(ends=time(12)),))),
        ("joo", SpokenWish()),
        ("kahvihetkistä naapureille", SpokenWish()),
    ],
)
def test_what_is_no_time_is_told_apart(said: str, wish: SpokenWish) -> None:
    assert wish_in(said, now=NOON) == wish


@pytest.mark.parametrize(
    ("said", "is_past"), [("eilen", True), ("tänään klo 8", True), ("viime viikolla", True), ("tänään klo 14", False), ("huomenna", False)]
)
def test_what_has_passed_is_known(said: str, is_past: bool) -> None:
    assert wish_in(said, now=NOON).is_past(NOON) is is_past


def test_a_time_fits_what_was_wished_and_not_what_was_denied() -> None:
    morning = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    wish = wish_in("en pääse tiistaina", now=NOON)
    assert [wish.fits(morning + timedelta(days=days)) for days in (0, 1, 7)] == [False, True, True]
    assert [wish_in("iltapäivällä", now=NOON).fits(morning + timedelta(hours=hours)) for hours in (0, 3, 7, 8)] == [False, True, True, False]


def test_the_nearest_is_near_by_day_first() -> None:
    wish = wish_in("keskiviikkona klo 9", now=NOON)
    tuesday, wednesday, friday = (datetime(2026, 11, day, hour, 0, tzinfo=UTC) for day, hour in ((24, 7), (25, 11), (27, 7)))
    assert sorted([friday, tuesday, wednesday], key=wish.distance) == [wednesday, tuesday, friday]


@pytest.mark.parametrize("said", ["", "?", "😀", "a" * 5000, "klo klo klo", "31.31.31 99:99", "٣ ٤", "\u202e tiistai"])
def test_any_text_is_read_without_a_fall(said: str) -> None:
    assert isinstance(wish_in(said, now=NOON), SpokenWish)
