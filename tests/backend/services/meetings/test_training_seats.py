"""Joint meetings and trainings: seats, the waiting list, the last seat."""

from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.domain.meetings.records import Party, SeatState, Training, TrainingKind
from backend.domain.meetings.refusals import MeetingBegun, UnfitTime
from backend.domain.refusals import NotFound
from backend.services.meetings import training_seats
from backend.services.meetings.training_seats import NoSignUp, SignedUp, TrainingPlan
from backend.store.unit import SqlUnit
from tests.backend.services.meetings.booking_house import BookingHouse
from tests.times import NOON

TITLE = {"fi": "Hakuilta", "en": "An evening for applicants"}


@pytest.fixture
def house(backend: Backend) -> BookingHouse:
    return BookingHouse(backend=backend)


@pytest.fixture
def quick(sqlite_backend: Backend) -> BookingHouse:
    """Where the database makes no difference."""
    return BookingHouse(backend=sqlite_backend)


def plan(**changed: Any) -> TrainingPlan:
    what: dict[str, Any] = {"kind": TrainingKind.TRAINING, "title": TITLE, "about": {}, "place": "Pääkirjasto", "capacity": 2}
    when: dict[str, Any] = {"day": date(2026, 12, 2), "starts": time(17), "ends": time(19), "sign_up_until": date(2026, 12, 1)}
    return TrainingPlan(**(what | when | changed))


def published(house: BookingHouse, **changed: Any) -> Training:
    return house.backend.run(training_seats.publish_training, plan=plan(**changed), languages=("fi", "en"), now=house.now)


def signs_up(house: BookingHouse, party: Party, training: Training) -> SignedUp:
    found = house.backend.run(training_seats.sign_up, training=training.id, person=party.person, conversation=party.conversation, now=house.now)
    assert isinstance(found, SignedUp)
    return found


def test_seats_go_in_order_and_then_the_waiting_list_begins(house: BookingHouse) -> None:
    training = published(house)
    signed = [signs_up(house, house.somebody(name), training) for name in ("alice", "bob", "charlie", "dora")]

    assert [(one.seat.state, one.seat.number, one.place) for one in signed] == [
        (SeatState.BOOKED, 1, 0),
        (SeatState.BOOKED, 2, 0),
        (SeatState.WAITING, 0, 1),
        (SeatState.WAITING, 0, 2),
    ]
    [now] = house.backend.read(training_seats.list_trainings, now=house.now)
    assert (now.taken, now.waiting, now.is_full) == (2, 2, True)


def test_signing_up_again_gives_the_same_seat(house: BookingHouse) -> None:
    alice, training = house.somebody("alice"), published(house)
    signed = [signs_up(house, alice, training) for _ in range(5)]

    assert [one.is_new for one in signed] == [True, False, False, False, False]
    assert len({one.seat.id for one in signed}) == 1


def test_a_seat_that_is_given_up_goes_to_the_first_who_waits(house: BookingHouse) -> None:
    training = published(house)
    alice, bob, charlie, dora = (house.somebody(name) for name in ("alice", "bob", "charlie", "dora"))
    for someone in (alice, bob, charlie, dora):
        signs_up(house, someone, training)
        house.later(minutes=1)

    left = house.backend.run(training_seats.leave_training, training=training.id, person=alice.person, now=house.now)

    assert left.promoted is not None
    assert (left.promoted.person, left.promoted.number, left.promoted.state) == (charlie.person, 1, SeatState.BOOKED)
    assert [one.place for one in house.backend.read(training_seats.own_seats, person=dora.person, now=house.now)] == [1]
    assert house.backend.read(training_seats.own_seats, person=alice.person, now=house.now) == []
    assert signs_up(house, alice, training).place == 2, "at the end of the list"
    with pytest.raises(NotFound):
        house.backend.run(training_seats.leave_training, training=training.id, person=house.somebody("eve").person, now=house.now)


def test_who_leaves_the_waiting_list_moves_nobody_to_a_seat(house: BookingHouse) -> None:
    training = published(house)
    people = [house.somebody(name) for name in ("alice", "bob", "charlie", "dora")]
    for someone in people:
        signs_up(house, someone, training)

    left = house.backend.run(training_seats.leave_training, training=training.id, person=people[2].person, now=house.now)

    assert left.promoted is None
    assert left.training.waiting == 1


def test_after_the_last_day_nobody_signs_up_and_a_seat_still_goes_on(house: BookingHouse) -> None:
    training = published(house)
    alice, bob, charlie, dora = (house.somebody(name) for name in ("alice", "bob", "charlie", "dora"))
    for someone in (alice, bob, charlie):
        signs_up(house, someone, training)
    house.later(hours=9 * 24)

    late = house.backend.run(training_seats.sign_up, training=training.id, person=dora.person, conversation=dora.conversation, now=house.now)
    left = house.backend.run(training_seats.leave_training, training=training.id, person=alice.person, now=house.now)

    assert isinstance(late, NoSignUp)
    assert left.promoted is not None
    assert left.promoted.person == charlie.person
    assert house.backend.read(training_seats.open_trainings, now=house.now) == []
    house.later(hours=24)
    with pytest.raises(MeetingBegun):
        house.backend.run(training_seats.leave_training, training=training.id, person=bob.person, now=house.now)


def test_a_cancelled_training_tells_whom_and_takes_nobody_any_more(house: BookingHouse) -> None:
    training, alice, bob = published(house, capacity=1), house.somebody("alice"), house.somebody("bob")
    for someone in (alice, bob):
        signs_up(house, someone, training)

    gone = house.backend.run(training_seats.cancel_training, training=training.id, now=house.now)

    assert [(seat.person, seat.state) for seat in gone.seats] == [(alice.person, SeatState.BOOKED), (bob.person, SeatState.WAITING)]
    assert isinstance(
        house.backend.run(training_seats.sign_up, training=training.id, person=house.somebody("eve").person, conversation=alice.conversation, now=house.now),
        NoSignUp,
    )
    assert house.backend.read(training_seats.list_trainings, now=house.now) == []
    with pytest.raises(NotFound):
        house.backend.run(training_seats.cancel_training, training=training.id, now=house.now)


@pytest.mark.parametrize(
    ("fault", "changed"),
    [
        (("title", "text"), {"title": {"fi": "Hakuilta"}}),
        (("title", "text"), {"title": TITLE | {"fi": " "}}),
        (("place", "text"), {"place": " "}),
        (("capacity", "capacity"), {"capacity": 0}),
        (("capacity", "capacity"), {"capacity": 1001}),
        (("to", "ends_first"), {"ends": time(16)}),
        (("from", "past"), {"day": date(2026, 11, 22)}),
        (("sign_up_until", "late"), {"sign_up_until": date(2026, 12, 3)}),
        (("sign_up_until", "past"), {"sign_up_until": date(2026, 11, 22)}),
    ],
)
def test_a_training_that_cannot_be_is_refused_at_its_field(quick: BookingHouse, fault: tuple[str, str], changed: dict[str, Any]) -> None:
    with pytest.raises(UnfitTime) as refused:
        published(quick, **changed)

    assert (refused.value.field, refused.value.reason) == fault
    assert quick.backend.read(training_seats.list_trainings, now=quick.now) == []


def takes(db: sa.Connection, training: Training, party: Party, number: int) -> bool:
    return SqlUnit(db).trainings.take(training.id, number=number, person=party.person, conversation=party.conversation, now=NOON) is not None


def test_the_last_seat_is_one_persons_by_the_database(house: BookingHouse) -> None:
    training, alice, bob = published(house), house.somebody("alice"), house.somebody("bob")
    with house.backend.engine.begin() as db:
        assert [takes(db, training, alice, 1), takes(db, training, bob, 1), takes(db, training, alice, 2)] == [True, False, False]


def test_without_the_indexes_two_sit_on_one_seat_and_one_on_two(house: BookingHouse) -> None:
    training, alice, bob = published(house), house.somebody("alice"), house.somebody("bob")
    with house.backend.engine.begin() as db:
        for index in ("uq_seat_taken", "uq_seat_person"):
            db.exec_driver_sql(f"DROP INDEX {index}")
        assert [takes(db, training, alice, 1), takes(db, training, bob, 1), takes(db, training, alice, 2)] == [True, True, True]


def test_a_seat_left_behind_by_an_erasure_goes_to_who_waits(house: BookingHouse) -> None:
    training, alice, bob = published(house, capacity=1), house.somebody("alice"), house.somebody("bob")
    for someone in (alice, bob):
        signs_up(house, someone, training)
    house.backend.run(lambda unit: unit.erasing.erase(alice.person, turn=None, personal={}, now=house.now))

    promoted = house.backend.run(training_seats.promote, training=training.id, now=house.now)

    assert [(seat.person, seat.number) for seat in promoted] == [(bob.person, 1)]
