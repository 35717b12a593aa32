"""Who waits for an earlier time is offered what becomes free, the longest waiting first, one after the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.ids import PersonId
from backend.domain.meetings.records import (
    MOST_MEETINGS,
    OFFERED_FOR,
    Booking,
    BookingId,
    BookingState,
    Party,
    Slot,
    Waiting,
    WaitingState,
    Wish,
)
from backend.domain.refusals import NotFound
from backend.domain.reminders import is_quiet
from backend.services.ports import Unit

LEASE = "offer_times"
_AT_A_TIME = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """`booking` holds `slot` for who waits until `booking.hold_until`; it is taken with `confirm`."""

    waiting: Waiting
    booking: Booking
    slot: Slot


@dataclass(frozen=True, kw_only=True, slots=True)
class Offers:
    """`lapsed` were not answered in time, and their people wait on."""

    made: tuple[Offer, ...]
    lapsed: tuple[Waiting, ...]


def wait_for_earlier(unit: Unit, *, party: Party, wish: Wish, booking: BookingId | None = None, now: datetime) -> Waiting:
    """Puts the person on the list, or gives who is on it a new wish at the end of it. `booking` is their meeting that an earlier one would replace."""
    stop_waiting(unit, person=party.person, now=now)
    made = unit.waiting.add(party, booking=booking, wish=wish, now=now)
    if made is None:
        raise NotFound
    return made


def stop_waiting(unit: Unit, *, person: PersonId, now: datetime) -> bool:
    """Takes the person off the list, and lets go what is offered to them; False where they were not on it."""
    unit.bookings.lock_group(team=None, person=person)
    there = unit.waiting.of(person)
    if there is None:
        return False
    _let_go(unit, there, now=now)
    return unit.waiting.change(there, state=WaitingState.GONE)


def decline(unit: Unit, *, offer: BookingId, person: PersonId, now: datetime) -> Waiting:
    """The time goes to the next who waits; they wait on for another. Raises NotFound where it is not offered to them any more."""
    unit.bookings.lock_group(team=None, person=person)
    there = unit.waiting.offered(offer)
    if there is None or there.party.person != person:
        raise NotFound
    _let_go(unit, there, now=now)
    _wait_on(unit, there)
    return there


def offer_waiting(unit: Unit, *, now: datetime) -> Offers:
    """Offers the free times that fit to those who wait, one each; what was not answered in time goes on to the next. Nothing at night."""
    lapsed = tuple(one for one in unit.waiting.list() if _has_lapsed(unit, one, now) and _wait_on(unit, one))
    if is_quiet(now):
        return Offers(made=(), lapsed=lapsed)
    offers = (_offer(unit, one, now=now) for one in unit.waiting.list() if one.state is WaitingState.WAITING)
    return Offers(made=tuple(offer for offer in offers if offer is not None), lapsed=lapsed)


def keep_offering(unit: Unit, *, holder: str, now: datetime) -> Offers:
    """`offer_waiting`, by one process at a time."""
    is_ours = unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME)
    return offer_waiting(unit, now=now) if is_ours else Offers(made=(), lapsed=())


def _has_lapsed(unit: Unit, waiting: Waiting, now: datetime) -> bool:
    if waiting.state is not WaitingState.OFFERED:
        return False
    held = None if waiting.offer is None else unit.bookings.get(waiting.offer)
    return held is None or held.state is not BookingState.HELD or held.hold_until <= now


def _wait_on(unit: Unit, waiting: Waiting) -> bool:
    declined = () if waiting.offered_slot is None else (waiting.offered_slot,)
    return unit.waiting.change(waiting, state=WaitingState.WAITING, declined=declined)


def _let_go(unit: Unit, waiting: Waiting, *, now: datetime) -> None:
    held = None if waiting.offer is None else unit.bookings.get(waiting.offer)
    if held is not None and held.state is BookingState.HELD:
        unit.bookings.change(held, state=BookingState.EXPIRED.value, ended_at=now)


def _offer(unit: Unit, waiting: Waiting, *, now: datetime) -> Offer | None:
    unit.bookings.lock_group(team=waiting.party.team, person=waiting.party.person)
    own = None if waiting.booking is None else unit.bookings.get(waiting.booking)
    meeting = None if own is None or own.state is not BookingState.BOOKED else unit.slots.get(own.slot)
    ahead = unit.bookings.future(team=waiting.party.team, person=waiting.party.person, now=now)
    if meeting is None and len(ahead) >= MOST_MEETINGS:
        return None
    for slot in unit.slots.became_free_after(waiting.since, now=now):
        is_earlier = meeting is None or slot.starts_at < meeting.starts_at
        if is_earlier and slot.id not in waiting.declined and waiting.wish.fits(slot):
            offer = _hold(unit, waiting, slot, replaces=None if meeting is None or own is None else own.id, now=now)
            if offer is not None:
                return offer
    return None


def _hold(unit: Unit, waiting: Waiting, slot: Slot, *, replaces: BookingId | None, now: datetime) -> Offer | None:
    if unit.slots.lock(slot.id) != slot:
        return None
    unit.bookings.expire_on(slot.id, now=now)
    held = unit.bookings.insert(slot=slot.id, party=waiting.party, replaces=replaces, hold_until=min(now + OFFERED_FOR, slot.starts_at), now=now)
    if held is None or not unit.waiting.change(waiting, state=WaitingState.OFFERED, offer=held.id, slot=slot.id, until=held.hold_until):
        return None
    return Offer(waiting=waiting, booking=held, slot=slot)
