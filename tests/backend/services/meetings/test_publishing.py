"""Coordinators publish times and take them back."""

from datetime import date, time
from typing import Any

import pytest

from backend.bootstrap import Backend
from backend.domain.meetings.checks import MOST_TIMES
from backend.domain.meetings.records import Manner, MeetingKind, RuleId, SlotId
from backend.domain.meetings.refusals import UnfitTime
from backend.domain.office import Office, OpenHours
from backend.domain.refusals import NotFound
from backend.services.meetings import publishing
from backend.services.meetings.listing import times_ahead
from backend.services.meetings.office_hours import next_opening
from backend.services.ports import Unit
from tests.backend.services.meetings.booking_house import FACE_TO_FACE, TUESDAY, BookingHouse

OFFICE = Office(hours=dict.fromkeys(range(5), OpenHours(opens=time(9), closes=time(15))))


@pytest.fixture
def house(backend: Backend) -> BookingHouse:
    return BookingHouse(backend=backend)


@pytest.fixture
def quick(sqlite_backend: Backend) -> BookingHouse:
    """Where the database makes no difference."""
    return BookingHouse(backend=sqlite_backend)


def starts(house: BookingHouse) -> list[str]:
    return [f"{one.slot.starts_at:%d.%m. %H}" for one in house.backend.read(times_ahead, now=house.now)]


def publish(house: BookingHouse, **rule: object) -> publishing.PublishedRule:
    made = house.rule(**rule)  # type: ignore[arg-type]  # by name
    return house.backend.run(publishing.publish_rule, OFFICE, adviser=house.pirkko, rule=made, now=house.now)


def test_a_rule_publishes_eight_weeks_without_holidays(house: BookingHouse) -> None:
    made = publish(house, weekday=4, ends=time(10))

    assert len(made.slots) == 6, "eight Fridays without Christmas Day and New Year's Day"
    assert starts(house) == ["27.11. 07", "04.12. 07", "11.12. 07", "18.12. 07", "08.01. 07", "15.01. 07"]


def test_a_week_later_there_is_one_week_more_and_nothing_twice(house: BookingHouse) -> None:
    publish(house, ends=time(10))
    assert house.backend.run(publishing.extend, OFFICE, now=house.now) == 0
    before = starts(house)
    house.later(hours=7 * 24)

    added = [house.backend.run(publishing.extend, OFFICE, now=house.now) for _ in range(2)]

    assert added == [1, 0]
    assert starts(house) == [*before[1:], "19.01. 07"]


def test_only_one_process_extends_in_an_hour(house: BookingHouse) -> None:
    publish(house, ends=time(10))
    house.later(hours=7 * 24)

    assert [house.backend.run(publishing.keep_extended, OFFICE, holder=holder, now=house.now) for holder in ("a", "b")] == [1, 0]


def test_a_time_that_was_withdrawn_does_not_come_back(house: BookingHouse) -> None:
    first = publish(house, ends=time(10)).slots[0]
    house.backend.run(publishing.withdraw_slot, slot=first.id, cancels=False, now=house.now)

    assert house.backend.run(publishing.extend, OFFICE, now=house.now) == 0
    assert starts(house)[0] == "01.12. 07"


def test_a_leave_takes_times_away_and_gives_them_back(house: BookingHouse) -> None:
    publish(house, ends=time(10))
    alice = house.somebody("alice")
    mine = house.books(alice, house.backend.read(times_ahead, now=house.now)[0].slot)
    before = starts(house)

    given = house.backend.run(publishing.add_leave, adviser=house.pirkko.id, first=TUESDAY, last=date(2026, 12, 2), reason="loma", now=house.now)

    assert [one.cancelled.id if one.cancelled else None for one in given.withdrawn] == [mine.id, None]
    assert starts(house) == before[2:]
    assert house.hours_of(alice.person) == []
    assert house.backend.run(publishing.extend, OFFICE, now=house.now) == 0, "not while the leave is there"
    assert house.backend.run(publishing.remove_leave, OFFICE, leave=given.leave.id, now=house.now) == 2
    assert starts(house) == before
    with pytest.raises(NotFound):
        house.backend.run(publishing.remove_leave, OFFICE, leave=given.leave.id, now=house.now)


def test_a_leave_of_one_adviser_leaves_the_others_times(house: BookingHouse) -> None:
    matti = house.adviser("Matti")
    house.slot(9)
    house.slot(9, adviser=matti)
    house.backend.run(publishing.add_leave, adviser=matti.id, first=TUESDAY, last=TUESDAY, reason="", now=house.now)

    assert [one.slot.adviser_name for one in house.backend.read(times_ahead, now=house.now)] == ["Pirkko"]


def test_a_leave_of_the_whole_office_is_known_to_its_hours(house: BookingHouse) -> None:
    house.slot(9)
    house.backend.run(publishing.add_leave, adviser=None, first=TUESDAY, last=date(2026, 11, 26), reason="", now=house.now)
    house.later(hours=8)

    found = house.backend.read(next_opening, OFFICE, now=house.now)

    assert (starts(house), found is not None and f"{found.at:%d.%m. %H}") == ([], "27.11. 09")


def test_an_ended_rule_keeps_what_is_booked(house: BookingHouse) -> None:
    made = publish(house, ends=time(10))
    house.books(house.somebody("alice"), made.slots[1])

    ended = house.backend.run(publishing.end_rule, rule=made.rule.id, now=house.now)

    assert (len(ended.withdrawn), [slot.id for slot in ended.kept]) == (len(made.slots) - 1, [made.slots[1].id])
    assert starts(house) == ["01.12. 07"]
    assert house.backend.run(publishing.extend, OFFICE, now=house.now) == 0
    with pytest.raises(NotFound):
        house.backend.run(publishing.end_rule, rule=RuleId(made.rule.id), now=house.now)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (("to", "ends_first"), {"starts": time(15), "ends": time(9)}),
        (("to", "ends_first"), {"starts": time(9), "ends": time(9)}),
        (("minutes", "long"), {"ends": time(9, 30)}),
        (("minutes", "long"), {"minutes": 481, "starts": time(0), "ends": time(23)}),
        (("minutes", "short"), {"minutes": 4}),
        (("minutes", "short"), {"minutes": -45}),
        (("gap", "gap"), {"gap": -1}),
        (("gap", "gap"), {"gap": 241}),
        (("weekday", "closed"), {"weekday": 5}),
        (("minutes", "too_many"), {"minutes": 5, "gap": 0, "starts": time(0), "ends": time(23, 59)}),
        (("from_day", "far"), {"valid_from": date(2036, 11, 24)}),
        (("until", "past"), {"valid_until": date(2026, 11, 22)}),
        (("until", "far"), {"valid_until": date(2036, 11, 22)}),
        (("until", "ends_first"), {"valid_from": date(2026, 12, 24), "valid_until": date(2026, 12, 1)}),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(quick: BookingHouse, fault: tuple[str, str], rule: dict[str, object]) -> None:
    with pytest.raises(UnfitTime) as refused:
        publish(quick, **rule)

    assert (refused.value.field, refused.value.reason) == fault
    assert starts(quick) == []
    assert quick.backend.read(rules) == 0


def rules(unit: Unit) -> int:
    return len(unit.slots.rules())


def test_a_rule_that_overlaps_saves_nothing_of_itself(house: BookingHouse) -> None:
    there = house.slot(13, day=date(2026, 12, 29))
    with pytest.raises(UnfitTime) as refused:
        publish(house)

    assert (refused.value.field, refused.value.reason, refused.value.other) == ("from", "overlaps", there)
    assert starts(house) == ["29.12. 11"]
    assert house.backend.read(rules) == 0


def test_ten_thousand_times_at_once_are_too_many(quick: BookingHouse) -> None:
    for weekday in range(5):
        publish(quick, weekday=weekday, minutes=10, gap=0, starts=time(9), ends=time(16))
    with pytest.raises(UnfitTime) as refused:
        publish(quick, weekday=0, minutes=5, gap=0, starts=time(16), ends=time(23, 59))

    assert refused.value.reason == "too_many"
    assert len(starts(quick)) < MOST_TIMES


@pytest.mark.parametrize(
    ("fault", "day", "hours"),
    [
        (("to", "ends_first"), TUESDAY, (time(10), time(9))),
        (("from", "past"), date(2026, 11, 23), (time(11), time(12, 30))),
        (("from", "past"), date(2026, 11, 23), (time(12), time(12, 30))),
        (("day", "far"), date(2036, 11, 24), (time(9), time(10))),
        (("from", "no_such_hour"), date(2027, 3, 28), (time(3, 30), time(5))),
        (("to", "no_such_hour"), date(2027, 3, 28), (time(2, 30), time(3, 30))),
        (("to", "short"), TUESDAY, (time(9), time(9, 4))),
        (("to", "long"), TUESDAY, (time(9), time(18))),
    ],
)
def test_a_single_time_that_cannot_be_is_refused_at_its_field(quick: BookingHouse, fault: tuple[str, str], day: date, hours: tuple[time, time]) -> None:
    with pytest.raises(UnfitTime) as refused:
        quick.backend.run(publishing.publish_slot, adviser=quick.pirkko, day=day, hours=hours, manner=FACE_TO_FACE, now=quick.now)

    assert (refused.value.field, refused.value.reason) == fault
    assert starts(quick) == []


def test_of_a_time_that_the_clocks_show_twice_the_first_is_published_and_it_is_said(quick: BookingHouse) -> None:
    made = quick.backend.run(
        publishing.publish_slot, adviser=quick.pirkko, day=date(2027, 10, 31), hours=(time(3, 30), time(3, 50)), manner=FACE_TO_FACE, now=quick.now
    )

    assert (made.is_first_of_two, f"{made.slot.starts_at:%H:%M}") == (True, "00:30")


@pytest.mark.parametrize(
    ("field", "manner"),
    [
        ("languages", Manner(kind=MeetingKind.PHONE, place="", languages=("ru",))),
        ("languages", Manner(kind=MeetingKind.PHONE, place="", languages=())),
        ("place", Manner(kind=MeetingKind.SERVICE_POINT, place="", languages=("fi",))),
        ("place", Manner(kind=MeetingKind.VIDEO, place="x" * 201, languages=("fi",))),
    ],
)
def test_a_place_and_a_language_that_cannot_be_are_refused(quick: BookingHouse, field: str, manner: Manner) -> None:
    with pytest.raises(UnfitTime) as refused:
        quick.slot(9, manner=manner)

    assert refused.value.field == field


def test_free_times_are_found_by_kind_language_and_time(house: BookingHouse) -> None:
    phone = Manner(kind=MeetingKind.PHONE, place="", languages=("en",))
    nine, ten, eleven = house.slot(9), house.slot(10, manner=phone), house.slot(11)

    def found(**wanted: Any) -> list[SlotId]:
        return [slot.id for slot in house.backend.read(lambda unit: unit.slots.free(now=house.now, **wanted))]

    assert found() == [nine.id, ten.id, eleven.id]
    assert found(kind=MeetingKind.PHONE) == [ten.id]
    assert found(language="fi") == [nine.id, eleven.id]
    assert found(after=ten.starts_at) == [ten.id, eleven.id]
    assert found(before=ten.starts_at) == [nine.id]
    assert found(near=eleven.starts_at, limit=2) == [ten.id, eleven.id]
    assert found(limit=1) == [nine.id]


def test_a_calendars_secret_is_kept_as_a_hash_and_the_old_one_dies(house: BookingHouse) -> None:
    old, new = (house.backend.run(publishing.new_feed, adviser=house.pirkko.id) for _ in range(2))

    def owner(unit: Unit, secret: str) -> str | None:
        found = unit.advisers.by_feed(publishing.feed_hash(secret))
        return None if found is None else found.name

    assert [house.backend.read(owner, secret) for secret in (old, new)] == [None, "Pirkko"]
