"""Holding, confirming, moving and cancelling a meeting, on both databases."""

import pytest

from backend.bootstrap import Backend
from backend.domain.meetings.records import HELD_FOR, BookingId, BookingState, Outcome, SlotId
from backend.domain.meetings.refusals import MeetingBegun, MeetingNotBegun, SlotBooked
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.meetings import booking, publishing
from backend.services.meetings.booking import Booked, Gone, Held, Taken, TooMany
from backend.services.ports import Unit
from tests.backend.services.meetings.booking_house import BookingHouse


@pytest.fixture
def house(backend: Backend) -> BookingHouse:
    return BookingHouse(backend=backend)


def test_a_chosen_time_is_held_and_nobody_elses(house: BookingHouse) -> None:
    alice, bob = house.somebody("alice"), house.somebody("bob")
    nine, ten, eleven, twelve, one = (house.slot(hour) for hour in (9, 10, 11, 12, 13))

    held = house.holds(alice, ten)
    turned_away = house.backend.run(booking.hold, slot=ten.id, party=bob, now=house.now)

    assert turned_away == Taken(slot=ten, free=(nine, eleven, twelve)), "the three nearest, in their order"
    assert (held.state, held.hold_until - held.made_at) == (BookingState.HELD, HELD_FOR)
    assert house.free() == [9, 11, 12, 13]
    assert one.id not in [slot.id for slot in turned_away.free]


def test_five_taps_on_one_time_hold_it_once_and_not_longer(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    first = house.holds(alice, slot)
    house.later(minutes=2)

    assert [house.holds(alice, slot) for _ in range(4)] == [first] * 4


def test_five_taps_on_confirming_book_it_once(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    held = house.holds(alice, slot)

    booked = [house.confirms(alice, held) for _ in range(5)]

    assert [one.is_new for one in booked] == [True, False, False, False, False]
    assert {one.booking.version for one in booked} == {2}
    assert house.holds(alice, slot).state is BookingState.BOOKED


def test_a_hold_that_ran_out_goes_to_the_next_who_asks(house: BookingHouse) -> None:
    alice, bob, slot = house.somebody("alice"), house.somebody("bob"), house.slot()
    held = house.holds(alice, slot)
    house.later(minutes=10)

    assert house.free() == [9]
    house.books(bob, slot)
    late = house.backend.run(booking.confirm, booking=held.id, person=alice.person, now=house.now)
    assert late == Taken(slot=slot, free=())


def test_whoever_confirms_late_gets_it_where_nobody_else_took_it(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    held = house.holds(alice, slot)
    house.later(minutes=30)
    house.backend.run(booking.expire_holds, now=house.now)

    assert house.confirms(alice, held).booking.state is BookingState.BOOKED


def test_another_choice_lets_the_first_go(house: BookingHouse) -> None:
    alice, nine, ten = house.somebody("alice"), house.slot(9), house.slot(10)
    house.holds(alice, nine)
    house.holds(alice, ten)

    assert house.free() == [9]


def test_a_choice_that_fails_keeps_what_was_held(house: BookingHouse) -> None:
    alice, bob, nine, ten = house.somebody("alice"), house.somebody("bob"), house.slot(9), house.slot(10)
    house.holds(bob, ten)
    house.holds(alice, nine)
    house.backend.run(booking.hold, slot=ten.id, party=alice, now=house.now)

    assert house.free() == []


def test_a_group_has_two_meetings_ahead_at_most(house: BookingHouse) -> None:
    alone = house.somebody("alice")
    bob = house.somebody("bob", team_of=alone)
    charlie = house.somebody("charlie")
    nine, ten, eleven = house.slot(9), house.slot(10), house.slot(11)
    house.books(bob, nine)
    dora = house.somebody("dora", team_of=bob)
    house.books(dora, ten)

    third = house.backend.run(booking.hold, slot=eleven.id, party=bob, now=house.now)

    assert isinstance(third, TooMany)
    assert [meeting.slot for meeting in third.meetings] == [nine, ten]
    assert house.books(charlie, eleven), "another is not meant"


def test_two_of_a_group_cannot_confirm_a_third_that_both_hold(house: BookingHouse) -> None:
    bob = house.somebody("bob", team_of=house.somebody("alice"))
    dora = house.somebody("dora", team_of=bob)
    house.books(bob, house.slot(9))
    house.holds(bob, house.slot(10))

    assert isinstance(house.backend.run(booking.hold, slot=house.slot(11).id, party=dora, now=house.now), TooMany)


def test_a_late_confirmation_does_not_make_a_third(house: BookingHouse) -> None:
    alice = house.somebody("alice")
    late = house.holds(alice, house.slot(9))
    house.later(minutes=10)
    house.books(alice, house.slot(10))
    house.books(alice, house.slot(11))

    assert isinstance(house.backend.run(booking.confirm, booking=late.id, person=alice.person, now=house.now), TooMany)


def test_meetings_that_are_over_do_not_count(house: BookingHouse) -> None:
    alice, later = house.somebody("alice"), house.slot(15)
    house.books(alice, house.slot(9))
    house.books(alice, house.slot(10))
    house.later(hours=24)

    assert house.books(alice, later)


def test_a_move_frees_the_old_time_at_once_and_keeps_the_calendars_name(house: BookingHouse) -> None:
    alice, bob, nine, ten = house.somebody("alice"), house.somebody("bob"), house.slot(9), house.slot(10)
    first = house.books(alice, nine)

    moved = house.backend.run(booking.move, booking=first.id, to_slot=ten.id, person=alice.person, now=house.now)

    assert isinstance(moved, Booked)
    assert moved.moved_from is not None
    assert (moved.moved_from.id, moved.moved_from.state) == (first.id, BookingState.MOVED)
    assert (moved.booking.uid, moved.booking.sequence, moved.booking.party) == (first.uid, 1, first.party)
    assert (house.hours_of(alice.person), house.free()) == ([10], [9])
    assert house.books(bob, nine)


def test_a_move_that_is_held_first_takes_place_when_confirmed(house: BookingHouse) -> None:
    alice = house.somebody("alice")
    nine, ten, eleven = house.slot(9), house.slot(10), house.slot(11)
    house.books(alice, ten)
    first = house.books(alice, nine)
    held = house.holds(alice, eleven, replaces=first.id)
    before = house.hours_of(alice.person)
    house.confirms(alice, held)

    assert (before, house.hours_of(alice.person)) == ([9, 10], [10, 11]), "with two meetings already"


def test_a_move_to_a_taken_time_leaves_the_meeting_where_it_was(house: BookingHouse) -> None:
    alice, bob, nine, ten = house.somebody("alice"), house.somebody("bob"), house.slot(9), house.slot(10)
    first = house.books(alice, nine)
    house.books(bob, ten)

    assert isinstance(house.backend.run(booking.move, booking=first.id, to_slot=ten.id, person=alice.person, now=house.now), Taken)
    assert house.hours_of(alice.person) == [9]


def test_a_held_move_of_a_meeting_cancelled_meanwhile_is_a_meeting_of_its_own(house: BookingHouse) -> None:
    alice, nine, ten = house.somebody("alice"), house.slot(9), house.slot(10)
    first = house.books(alice, nine)
    held = house.holds(alice, ten, replaces=first.id)
    house.backend.run(booking.cancel, booking=first.id, person=alice.person, now=house.now)

    booked = house.confirms(alice, held)

    assert (booked.moved_from, booked.booking.sequence) == (None, 0)
    assert booked.booking.uid != first.uid


def test_cancelling_frees_the_time_and_a_second_tap_says_so(house: BookingHouse) -> None:
    alice, bob, slot = house.somebody("alice"), house.somebody("bob"), house.slot()
    mine = house.books(alice, slot)

    done = [house.backend.run(booking.cancel, booking=mine.id, person=alice.person, now=house.now) for _ in range(2)]

    assert [(one.is_new, one.booking.sequence) for one in done] == [(True, 1), (False, 1)]
    assert house.books(bob, slot)


def test_nobody_else_can_do_anything_to_a_meeting(house: BookingHouse) -> None:
    alice, bob, nine, ten = house.somebody("alice"), house.somebody("bob"), house.slot(9), house.slot(10)
    held = house.holds(alice, nine)
    for act in (booking.confirm, booking.cancel, booking.release):
        with pytest.raises(NotFound):
            house.backend.run(act, booking=held.id, person=bob.person, now=house.now)
    with pytest.raises(NotFound):
        house.backend.run(booking.move, booking=held.id, to_slot=ten.id, person=bob.person, now=house.now)
    with pytest.raises(NotFound):
        house.backend.run(booking.cancel, booking=BookingId("none"), person=bob.person, now=house.now)


def test_others_of_the_group_can_move_and_cancel_it(house: BookingHouse) -> None:
    bob = house.somebody("bob", team_of=house.somebody("alice"))
    dora = house.somebody("dora", team_of=bob)
    mine, ten = house.books(bob, house.slot(9)), house.slot(10)
    moved = house.backend.run(booking.move, booking=mine.id, to_slot=ten.id, person=dora.person, now=house.now)
    assert isinstance(moved, Booked)

    house.backend.run(booking.cancel, booking=moved.booking.id, person=dora.person, now=house.now)

    assert house.hours_of(bob.person) == []


def test_nobody_moves_another_groups_meeting_with_a_hold_of_their_own(house: BookingHouse) -> None:
    alice, bob = house.somebody("alice"), house.somebody("bob")
    mine = house.books(alice, house.slot(9))
    held = house.holds(bob, house.slot(10), replaces=mine.id)

    assert house.confirms(bob, held).moved_from is None
    assert house.hours_of(alice.person) == [9]


def test_what_has_begun_is_neither_booked_nor_moved_nor_cancelled(house: BookingHouse) -> None:
    alice, bob, ten = house.somebody("alice"), house.somebody("bob"), house.slot(10)
    nine, fifteen = house.slot(9), house.slot(15)
    mine, held = house.books(alice, nine), house.holds(bob, ten)
    house.later(hours=23)

    with pytest.raises(MeetingBegun):
        house.backend.run(booking.cancel, booking=mine.id, person=alice.person, now=house.now)
    with pytest.raises(MeetingBegun):
        house.backend.run(booking.move, booking=mine.id, to_slot=fifteen.id, person=alice.person, now=house.now)
    assert house.backend.run(booking.hold, slot=nine.id, party=bob, now=house.now) == Gone(slot=nine, free=(fifteen,))
    assert house.backend.run(booking.confirm, booking=held.id, person=bob.person, now=house.now) == Gone(slot=ten, free=(fifteen,))
    assert house.backend.run(booking.hold, slot=SlotId("none"), party=bob, now=house.now) == Gone(slot=None, free=(fifteen,))


def test_a_moved_meetings_old_button_is_dead(house: BookingHouse) -> None:
    alice, ten = house.somebody("alice"), house.slot(10)
    old = house.books(alice, house.slot(9))
    moved = house.backend.run(booking.move, booking=old.id, to_slot=ten.id, person=alice.person, now=house.now)
    assert isinstance(moved, Booked)

    with pytest.raises(ChangedMeanwhile):
        house.backend.run(booking.cancel, booking=old.id, person=alice.person, now=house.now)

    def current(unit: Unit) -> BookingId:
        return unit.bookings.current(old).id

    assert house.backend.read(current) == moved.booking.id


def test_a_time_withdrawn_while_it_is_held_is_gone_for_the_one_who_confirms(house: BookingHouse) -> None:
    alice, slot, other = house.somebody("alice"), house.slot(), house.slot(10)
    held = house.holds(alice, slot)
    withdrawn = house.backend.run(publishing.withdraw_slot, slot=slot.id, cancels=False, now=house.now)

    late = house.backend.run(booking.confirm, booking=held.id, person=alice.person, now=house.now)

    assert isinstance(late, Gone)
    assert (withdrawn.cancelled, late.free) == (None, (other,))


def test_a_time_confirmed_before_it_is_withdrawn_stays_unless_the_coordinator_cancels_it(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    mine = house.books(alice, slot)

    with pytest.raises(SlotBooked):
        house.backend.run(publishing.withdraw_slot, slot=slot.id, cancels=False, now=house.now)
    assert house.hours_of(alice.person) == [9]
    gone = house.backend.run(publishing.withdraw_slot, slot=slot.id, cancels=True, now=house.now)

    assert gone.cancelled is not None
    assert (gone.cancelled.id, gone.cancelled.state, gone.cancelled.sequence) == (mine.id, BookingState.CANCELLED, 1)
    assert (house.hours_of(alice.person), house.free()) == ([], [])
    with pytest.raises(NotFound):
        house.backend.run(publishing.withdraw_slot, slot=slot.id, cancels=True, now=house.now)


def test_after_a_meeting_it_is_told_who_came_and_notes_are_kept(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    mine = house.books(alice, slot)
    with pytest.raises(MeetingNotBegun):
        house.backend.run(booking.mark_outcome, booking=mine.id, outcome=Outcome.CAME, now=house.now)
    house.later(hours=24)

    house.backend.run(booking.mark_outcome, booking=mine.id, outcome=Outcome.DID_NOT_COME, notes="soitettu", now=house.now)
    done = house.backend.run(booking.mark_outcome, booking=mine.id, outcome=Outcome.CAME, now=house.now)

    assert (done.state, done.outcome, done.notes) == (BookingState.DONE, Outcome.CAME, "soitettu")


def test_a_step_of_reminding_is_taken_once(house: BookingHouse) -> None:
    mine = house.books(house.somebody("alice"), house.slot())

    def remind(unit: Unit) -> list[bool]:
        return [unit.bookings.mark_reminded(mine.id, step) for step in ("48h", "48h", "3h")]

    assert house.backend.run(remind) == [True, False, True]


def test_what_happened_to_a_meeting_is_in_the_log_without_words(house: BookingHouse) -> None:
    alice, ten = house.somebody("alice"), house.slot(10)
    mine = house.books(alice, house.slot(9))
    moved = house.backend.run(booking.move, booking=mine.id, to_slot=ten.id, person=alice.person, now=house.now)
    assert isinstance(moved, Booked)
    house.backend.run(booking.cancel, booking=moved.booking.id, person=alice.person, now=house.now)

    def log(unit: Unit) -> list[tuple[str, dict[str, object]]]:
        return [(event.type, dict(event.data)) for one in (mine, moved.booking) for event in unit.events.of(one.id)]

    assert house.backend.read(log) == [("meeting.booked", {}), ("meeting.moved", {"from": mine.id}), ("meeting.cancelled", {})]


def test_a_hold_is_let_go_by_its_owner(house: BookingHouse) -> None:
    alice, slot = house.somebody("alice"), house.slot()
    held = house.holds(alice, slot)
    for _ in range(2):
        house.backend.run(booking.release, booking=held.id, person=alice.person, now=house.now)

    assert house.free() == [9]
    assert isinstance(house.backend.run(booking.hold, slot=slot.id, party=house.somebody("bob"), now=house.now), Held)
