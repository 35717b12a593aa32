"""Joint meetings and trainings: published with so many seats; people sign up, wait for a seat, and leave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.domain.ids import ConversationId, PersonId
from backend.domain.meetings.checks import check_length, check_times, check_training
from backend.domain.meetings.local_time import first_moment
from backend.domain.meetings.records import Seat, SeatState, Training, TrainingId, TrainingKind, TrainingState
from backend.domain.meetings.refusals import MeetingBegun, UnfitTime
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.ports import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedUp:
    """With a seat, or `place` in the waiting list, from 1; 0 with a seat. `is_new` is False where they were signed up before."""

    training: Training
    seat: Seat
    place: int
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSignUp:
    """Cancelled, begun, or past the day until which one can sign up."""

    training: Training


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """`promoted` got the seat from the waiting list and has to be told."""

    training: Training
    seat: Seat
    promoted: Seat | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelledTraining:
    """`seats` are those that were signed up or waited, who have to be told."""

    training: Training
    seats: tuple[Seat, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingPlan:
    """In the city's time. `sign_up_until` is the last day."""

    kind: TrainingKind
    title: Mapping[str, str]
    about: Mapping[str, str]
    day: date
    starts: time
    ends: time
    place: str
    capacity: int
    sign_up_until: date


def publish_training(unit: Unit, *, plan: TrainingPlan, languages: Collection[str], now: datetime) -> Training:
    """Raises UnfitTime."""
    check_training(title=plan.title, languages=languages, place=plan.place, capacity=plan.capacity)
    start, ends_at = check_times(plan.day, starts=plan.starts, ends=plan.ends, now=now)
    check_length(start.at, ends_at)
    closes = min(first_moment(plan.sign_up_until + timedelta(days=1)), start.at)
    if plan.sign_up_until > plan.day or closes <= now:
        raise UnfitTime(field="sign_up_until", reason="late" if plan.sign_up_until > plan.day else "past")
    made = unit.trainings.publish(
        kind=plan.kind,
        title=plan.title,
        about=plan.about,
        starts_at=start.at,
        ends_at=ends_at,
        place=plan.place.strip(),
        capacity=plan.capacity,
        sign_up_until=closes,
    )
    unit.events.append(type="training.published", actor="coordinator", object=made.id, now=now)
    return made


def list_trainings(unit: Unit, *, now: datetime, shows_cancelled: bool = False) -> Sequence[Training]:
    """Those that are not over, by their start."""
    return [one for one in unit.trainings.list(after=now) if shows_cancelled or one.state is TrainingState.PUBLISHED]


def open_trainings(unit: Unit, *, now: datetime) -> Sequence[Training]:
    """Those one can sign up for, be it on the waiting list."""
    return [one for one in list_trainings(unit, now=now) if now < one.sign_up_until]


def own_seats(unit: Unit, *, person: PersonId, now: datetime) -> Sequence[SignedUp]:
    """What the person is signed up for or waits for and is not over."""
    found = unit.trainings.own(person, now=now)
    return [SignedUp(training=training, seat=seat, place=_place(unit, seat), is_new=False) for training, seat in found]


def sign_up(unit: Unit, *, training: TrainingId, person: PersonId, conversation: ConversationId, now: datetime) -> SignedUp | NoSignUp:
    """A seat while there are any, then a place in the waiting list. Raises NotFound."""
    found = _locked(unit, training)
    there = unit.trainings.seat_of(training, person)
    if there is not None:
        return SignedUp(training=found, seat=there, place=_place(unit, there), is_new=False)
    if found.state is TrainingState.CANCELLED or found.sign_up_until <= now:
        return NoSignUp(training=found)
    number = _free_seat(unit, found)
    since = now if number else _behind_all(unit, training, now=now)
    made = unit.trainings.take(training, number=number, person=person, conversation=conversation, now=since)
    if made is None:
        raise ChangedMeanwhile
    unit.events.append(type="training.signed_up" if number else "training.waits", actor="person", object=made.id, now=now)
    return SignedUp(training=_locked(unit, training), seat=made, place=_place(unit, made), is_new=True)


def leave_training(unit: Unit, *, training: TrainingId, person: PersonId, now: datetime) -> Left:
    """Until it begins; the first who waits gets the seat. Raises NotFound, also where they are not signed up, or MeetingBegun."""
    found = _locked(unit, training)
    there = unit.trainings.seat_of(training, person)
    if there is None:
        raise NotFound
    if found.starts_at <= now:
        raise MeetingBegun
    left = unit.trainings.change_seat(there, state=SeatState.CANCELLED, number=there.number)
    if left is None:
        raise ChangedMeanwhile
    promoted = promote(unit, training=training, now=now) if there.state is SeatState.BOOKED else ()
    unit.events.append(type="training.left", actor="person", object=there.id, now=now)
    return Left(training=_locked(unit, training), seat=left, promoted=next(iter(promoted), None))


def promote(unit: Unit, *, training: TrainingId, now: datetime) -> tuple[Seat, ...]:
    """Gives free seats to those who wait, the first first; whom. Also for seats that an erasure left behind."""
    found = _locked(unit, training)
    if found.state is TrainingState.CANCELLED or found.starts_at <= now:
        return ()
    promoted = []
    for one in [seat for seat in unit.trainings.seats(training) if seat.state is SeatState.WAITING]:
        number = _free_seat(unit, found)
        seat = unit.trainings.change_seat(one, state=SeatState.BOOKED, number=number) if number else None
        if seat is None:
            break
        promoted.append(seat)
    return tuple(promoted)


def cancel_training(unit: Unit, *, training: TrainingId, now: datetime) -> CancelledTraining:
    """Raises NotFound where it was cancelled before as well."""
    _locked(unit, training)
    if not unit.trainings.cancel(training):
        raise NotFound
    unit.events.append(type="training.cancelled", actor="coordinator", object=training, now=now)
    return CancelledTraining(training=_locked(unit, training), seats=tuple(unit.trainings.seats(training)))


def _locked(unit: Unit, training: TrainingId) -> Training:
    found = unit.trainings.lock(training)
    if found is None:
        raise NotFound
    return found


def _free_seat(unit: Unit, training: Training) -> int:
    """The lowest free number; 0 where there is none."""
    taken = {seat.number for seat in unit.trainings.seats(training.id) if seat.state is SeatState.BOOKED}
    return next((number for number in range(1, training.capacity + 1) if number not in taken), 0)


def _behind_all(unit: Unit, training: TrainingId, *, now: datetime) -> datetime:
    """After all who wait, also where their clock was ahead of ours: a place that was told stays."""
    waiting = [seat.since for seat in unit.trainings.seats(training) if seat.state is SeatState.WAITING]
    return max([now, *(since + timedelta(microseconds=1) for since in waiting)])


def _place(unit: Unit, seat: Seat) -> int:
    waiting = [one.id for one in unit.trainings.seats(seat.training) if one.state is SeatState.WAITING]
    return waiting.index(seat.id) + 1 if seat.id in waiting else 0
