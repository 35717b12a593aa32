"""Who waits for an earlier time is told when one becomes free, one after the other."""

from datetime import date, timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.meetings.records import OFFERED_FOR, MeetingKind, Party, Slot, WaitingState, Wish
from backend.domain.refusals import NotFound
from backend.services.meetings import booking, waiting
from backend.services.meetings.booking import Booked, Taken
from backend.services.meetings.waiting import Offers
from backend.services.ports import Unit
from tests.backend.services.meetings.booking_house import BookingHouse

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def house(backend: Backend) -> BookingHouse:
    return BookingHouse(backend=backend)


def offers(house: BookingHouse) -> Offers:
    return house.backend.run(waiting.offer_waiting, now=house.now)


def offered(house: BookingHouse) -> list[tuple[str, Slot]]:
    return [(offer.waiting.party.person, offer.slot) for offer in offers(house).made]


def waits(house: BookingHouse, party: Party, **wish: object) -> None:
    house.backend.run(waiting.wait_for_earlier, party=party, wish=Wish(**wish), now=house.now)  # type: ignore[arg-type]  # by name


def given_back(house: BookingHouse, hour: int = 9) -> Slot:
    """A time that somebody had booked and cancels a minute later."""
    slot, somebody = house.slot(hour), house.somebody(f"somebody {hour} {house.now}")
    mine = house.books(somebody, slot)
    house.later(minutes=1)
    house.backend.run(booking.cancel, booking=mine.id, person=somebody.person, now=house.now)
    return slot


def test_what_is_given_back_is_kept_for_the_first_who_waits_and_then_for_the_next(house: BookingHouse) -> None:
    alice, bob, charlie = house.somebody("alice"), house.somebody("bob"), house.somebody("charlie")
    for someone in (alice, bob):
        waits(house, someone)
        house.later(minutes=1)
    slot = given_back(house)

    first = offers(house)
    assert [(offer.waiting.party, offer.slot) for offer in first.made] == [(alice, slot)]
    assert first.made[0].booking.hold_until == house.now + OFFERED_FOR
    assert isinstance(house.backend.run(booking.hold, slot=slot.id, party=charlie, now=house.now), Taken)
    assert offered(house) == []
    house.later(minutes=31)
    second = offers(house)
    assert [one.party for one in second.lapsed] == [alice]
    assert [(offer.waiting.party, offer.slot) for offer in second.made] == [(bob, slot)]
    house.later(minutes=31)
    assert offers(house).made == (), "nobody is offered the same time twice"
    assert house.free() == [9]


def test_an_offer_is_taken_with_one_tap(house: BookingHouse) -> None:
    alice = house.somebody("alice")
    waits(house, alice)
    slot = given_back(house)
    [offer] = offers(house).made

    booked = house.backend.run(booking.confirm, booking=offer.booking.id, person=alice.person, now=house.now)

    assert isinstance(booked, Booked)
    assert (booked.slot, house.hours_of(alice.person)) == (slot, [9])
    assert house.backend.read(waiting_of, party=alice) is None
    given_back(house, 10)
    assert offered(house) == []


def waiting_of(unit: Unit, *, party: Party) -> WaitingState | None:
    found = unit.waiting.of(party.person)
    return None if found is None else found.state


def test_an_earlier_time_takes_the_place_of_the_meeting_they_have(house: BookingHouse) -> None:
    alice, thursday = house.somebody("alice"), house.slot(9, day=THURSDAY)
    mine = house.books(alice, thursday)
    house.books(alice, house.slot(12, day=THURSDAY))
    house.backend.run(waiting.wait_for_earlier, party=alice, wish=Wish(), booking=mine.id, now=house.now)
    house.later(minutes=1)
    house.slot(9, day=date(2026, 11, 27))
    assert offered(house) == [], "Friday is later than Thursday"
    slot = given_back(house)

    [offer] = offers(house).made
    booked = house.backend.run(booking.confirm, booking=offer.booking.id, person=alice.person, now=house.now)

    assert isinstance(booked, Booked)
    assert booked.moved_from is not None
    assert (booked.slot, booked.moved_from.id, booked.booking.uid) == (slot, mine.id, mine.uid)
    assert house.hours_of(alice.person) == [9, 12]


def test_what_was_free_already_is_not_offered(house: BookingHouse) -> None:
    house.slot()
    house.later(minutes=1)
    waits(house, house.somebody("alice"))

    assert offered(house) == []


def test_only_what_fits_the_wish_is_offered(house: BookingHouse) -> None:
    alice, bob, charlie, dora = (house.somebody(name) for name in ("alice", "bob", "charlie", "dora"))
    waits(house, alice, kind=MeetingKind.PHONE)
    waits(house, bob, languages=("ru",))
    waits(house, charlie, latest=house.now + timedelta(hours=2))
    waits(house, dora, languages=("en", "fi"), earliest=house.now, latest=house.now + timedelta(days=2))
    slot = given_back(house)

    assert offered(house) == [(dora.person, slot)]


def test_nobody_is_offered_anything_at_night(house: BookingHouse) -> None:
    alice = house.somebody("alice")
    waits(house, alice)
    house.later(hours=9)
    slot = given_back(house, 15)

    assert offered(house) == []
    house.later(hours=11)
    assert offered(house) == [(alice.person, slot)]


def test_who_says_no_waits_on_and_the_next_is_offered_it(house: BookingHouse) -> None:
    alice, bob = house.somebody("alice"), house.somebody("bob")
    waits(house, alice)
    house.later(minutes=1)
    waits(house, bob)
    slot = given_back(house)
    [offer] = offers(house).made

    with pytest.raises(NotFound):
        house.backend.run(waiting.decline, offer=offer.booking.id, person=bob.person, now=house.now)
    house.backend.run(waiting.decline, offer=offer.booking.id, person=alice.person, now=house.now)

    assert offered(house) == [(bob.person, slot)]
    with pytest.raises(NotFound):
        house.backend.run(waiting.decline, offer=offer.booking.id, person=alice.person, now=house.now)


def test_who_waits_no_more_lets_the_offer_go(house: BookingHouse) -> None:
    alice = house.somebody("alice")
    waits(house, alice)
    given_back(house)
    offers(house)

    assert [house.backend.run(waiting.stop_waiting, person=alice.person, now=house.now) for _ in range(2)] == [True, False]
    assert house.free() == [9]
    assert offered(house) == []


def test_another_choice_does_not_lose_the_offer(house: BookingHouse) -> None:
    alice, ten = house.somebody("alice"), house.slot(10)
    waits(house, alice)
    given_back(house)
    [offer] = offers(house).made
    house.holds(alice, ten)

    assert isinstance(house.backend.run(booking.confirm, booking=offer.booking.id, person=alice.person, now=house.now), Booked)


def test_whoever_has_two_meetings_is_offered_no_third(house: BookingHouse) -> None:
    alice, bob = house.somebody("alice"), house.somebody("bob")
    house.books(alice, house.slot(12))
    house.books(alice, house.slot(13))
    waits(house, alice)
    waits(house, bob)
    slot = given_back(house)

    assert offered(house) == [(bob.person, slot)]


def test_only_one_process_offers_at_a_time(house: BookingHouse) -> None:
    waits(house, house.somebody("alice"))
    given_back(house)

    assert [len(house.backend.run(waiting.keep_offering, holder=holder, now=house.now).made) for holder in ("a", "b")] == [1, 0]
