"""A time is chosen and held, confirmed, moved, cancelled. That nobody gets a taken one is the database's business.

Locks are always taken in the same order: the group, the slot, the booking; the log of events last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.ids import PersonId
from backend.domain.meetings.records import (
    HELD_FOR,
    MOST_MEETINGS,
    Booking,
    BookingId,
    BookingState,
    Meeting,
    MeetingKind,
    Outcome,
    Party,
    Slot,
    SlotId,
    SlotState,
    WaitingState,
)
from backend.domain.meetings.refusals import MeetingBegun, MeetingNotBegun
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.ports import Unit

_OTHERS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """The time is kept for them until `booking.hold_until`; `booking.state` is booked where they have it already."""

    booking: Booking
    slot: Slot


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Somebody else was quicker; `free` are the nearest three of the same kind and language."""

    slot: Slot
    free: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """The time was withdrawn or has begun; `free` as of Taken. `slot` is None where there never was one."""

    slot: Slot | None
    free: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TooMany:
    """The group has as many meetings ahead as it may."""

    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Booked:
    """`is_new` is False where it had been booked before. `moved_from` is the meeting that this one took the place of."""

    booking: Booking
    slot: Slot
    is_new: bool
    moved_from: Booking | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancelled:
    """`is_new` is False where it had been cancelled before."""

    booking: Booking
    slot: Slot
    is_new: bool


def free_slots(
    unit: Unit,
    *,
    now: datetime,
    kind: MeetingKind | None = None,
    language: str | None = None,
    after: datetime | None = None,
    before: datetime | None = None,
    limit: int | None = None,
) -> Sequence[Slot]:
    """What can be booked, by its start; that starts from `after` on and before `before`."""
    return unit.slots.free(now=now, kind=kind, language=language, after=after, before=before, limit=limit)


def free_near(unit: Unit, slot: Slot | None, *, language: str | None, now: datetime, limit: int = _OTHERS) -> tuple[Slot, ...]:
    """The free times nearest to that one, in the order of their start: of its kind where there are any. The first ones for None."""
    if slot is None:
        return tuple(unit.slots.free(now=now, language=language, limit=limit))
    alike = unit.slots.free(now=now, kind=slot.kind, language=language, near=slot.starts_at, limit=limit)
    return tuple(alike or unit.slots.free(now=now, language=language, near=slot.starts_at, limit=limit))


def hold(unit: Unit, *, slot: SlotId, party: Party, now: datetime, replaces: BookingId | None = None) -> Held | Taken | Gone | TooMany:
    """Keeps the time for the party; what the person held before is let go. A time they hold already is not kept longer.

    `replaces` is a booking of theirs that this time shall take the place of: the two count as one meeting.
    """
    unit.bookings.lock_group(team=party.team, person=party.person)
    found = unit.slots.lock(slot)
    if found is None or not _can_be_had(found, now):
        return Gone(slot=found, free=free_near(unit, found, language=party.language, now=now))
    unit.bookings.expire_on(slot, now=now)
    own = unit.bookings.on_slot(slot)
    if own is not None and own.party.person == party.person and (own.state is BookingState.BOOKED or own.replaces == replaces):
        return Held(booking=own, slot=found)
    ahead = unit.bookings.future(team=party.team, person=party.person, now=now)
    if replaces is None and len(ahead) >= MOST_MEETINGS:
        return TooMany(meetings=tuple(ahead))
    if own is not None and own.party.person == party.person:
        made = unit.bookings.change(own, replaces_id=replaces)
    else:
        made = unit.bookings.insert(slot=slot, party=party, replaces=replaces, hold_until=min(now + HELD_FOR, found.starts_at), now=now)
    if made is None:
        return Taken(slot=found, free=free_near(unit, found, language=party.language, now=now))
    unit.bookings.release_holds(party.person, keep=made.id, now=now)
    return Held(booking=made, slot=found)


def confirm(unit: Unit, *, booking: BookingId, person: PersonId, now: datetime) -> Booked | Taken | Gone | TooMany:
    """Books what is held, also late while nobody else took it; what was held for a move moves. Raises NotFound for anybody else's."""
    slot = _locked(unit, _visible(unit, booking, person))
    unit.bookings.expire_on(slot.id, now=now)
    held = _visible(unit, booking, person)
    if held.state is BookingState.BOOKED:
        return Booked(booking=held, slot=slot, is_new=False)
    if held.state not in (BookingState.HELD, BookingState.EXPIRED) or not _can_be_had(slot, now):
        return Gone(slot=slot, free=free_near(unit, slot, language=held.party.language, now=now))
    there = unit.bookings.on_slot(slot.id)
    if there is not None and there.id != held.id:
        return Taken(slot=slot, free=free_near(unit, slot, language=held.party.language, now=now))
    moved_from = _move_away(unit, held, now=now)
    if moved_from is None and len(ahead := _booked_ahead(unit, held.party, now)) >= MOST_MEETINGS:
        return TooMany(meetings=ahead)
    return _book(unit, held, slot, moved_from=moved_from, now=now)


def move(unit: Unit, *, booking: BookingId, to_slot: SlotId, person: PersonId, now: datetime) -> Booked | Taken | Gone | TooMany:
    """The meeting is at the other time at once, and the old time is free. Raises NotFound, MeetingBegun, or ChangedMeanwhile where it is not booked."""
    asked = _visible(unit, booking, person)
    slot = unit.slots.get(asked.slot)
    if asked.state is not BookingState.BOOKED or slot is None:
        raise ChangedMeanwhile
    if slot.starts_at <= now:
        raise MeetingBegun
    held = hold(unit, slot=to_slot, party=asked.party, replaces=booking, now=now)
    return confirm(unit, booking=held.booking.id, person=person, now=now) if isinstance(held, Held) else held


def release(unit: Unit, *, booking: BookingId, person: PersonId, now: datetime) -> None:
    """Lets a held time go; nothing happens where it is not held any more. Raises NotFound for anybody else's."""
    _locked(unit, _visible(unit, booking, person))
    held = _visible(unit, booking, person)
    if held.state is BookingState.HELD:
        unit.bookings.change(held, state=BookingState.EXPIRED.value, ended_at=now)


def cancel(unit: Unit, *, booking: BookingId, person: PersonId, now: datetime) -> Cancelled:
    """The time is free at once. Raises NotFound, MeetingBegun, or ChangedMeanwhile where it was moved or never booked."""
    slot = _locked(unit, _visible(unit, booking, person))
    asked = _visible(unit, booking, person)
    if asked.state is BookingState.CANCELLED:
        return Cancelled(booking=asked, slot=slot, is_new=False)
    if asked.state is BookingState.DONE or (asked.state is BookingState.BOOKED and slot.starts_at <= now):
        raise MeetingBegun
    if asked.state is not BookingState.BOOKED:
        raise ChangedMeanwhile
    done = end_booking(unit, asked, by="person", now=now)
    return Cancelled(booking=done, slot=slot, is_new=True)


def end_booking(unit: Unit, booking: Booking, *, by: str, now: datetime) -> Booking:
    """Cancels what is booked, under its slot's lock. Raises ChangedMeanwhile."""
    done = unit.bookings.change(booking, state=BookingState.CANCELLED.value, ended_at=now, sequence=booking.sequence + 1)
    if done is None:
        raise ChangedMeanwhile
    unit.events.append(type="meeting.cancelled", actor=by, object=booking.id, now=now)
    return done


def own_bookings(unit: Unit, *, person: PersonId, now: datetime) -> Sequence[Meeting]:
    """The booked meetings of the person and their teams that are not over, by their start."""
    return unit.bookings.own(person, now=now)


def expire_holds(unit: Unit, *, now: datetime) -> int:
    """Lets go what nobody confirmed; how many there were. A time whose hold ran out is free without it."""
    return unit.bookings.expire_holds(now=now)


def mark_outcome(unit: Unit, *, booking: BookingId, outcome: Outcome, notes: str | None = None, now: datetime) -> Booking:
    """Whether they came, and the adviser's notes; may be told again. Raises NotFound, MeetingNotBegun, ChangedMeanwhile."""
    asked = unit.bookings.get(booking)
    if asked is None:
        raise NotFound
    slot = _locked(unit, asked)
    met = unit.bookings.get(booking)
    if met is None or met.state not in (BookingState.BOOKED, BookingState.DONE):
        raise ChangedMeanwhile
    if slot.starts_at > now:
        raise MeetingNotBegun
    kept = met.notes if notes is None else notes
    done = unit.bookings.change(met, state=BookingState.DONE.value, outcome=outcome.value, notes=kept)
    if done is None:
        raise ChangedMeanwhile
    unit.events.append(type=f"meeting.{outcome.value}", actor="coordinator", object=booking, now=now)
    return done


def _visible(unit: Unit, booking: BookingId, person: PersonId) -> Booking:
    found = unit.bookings.visible(booking, person=person)
    if found is None:
        raise NotFound
    return found


def _locked(unit: Unit, booking: Booking) -> Slot:
    unit.bookings.lock_group(team=booking.party.team, person=booking.party.person)
    slot = unit.slots.lock(booking.slot)
    if slot is None:
        raise NotFound
    return slot


def _can_be_had(slot: Slot, now: datetime) -> bool:
    return slot.state is SlotState.PUBLISHED and slot.starts_at > now


def _booked_ahead(unit: Unit, party: Party, now: datetime) -> tuple[Meeting, ...]:
    ahead = unit.bookings.future(team=party.team, person=party.person, now=now)
    return tuple(one for one in ahead if one.booking.state is BookingState.BOOKED)


def _move_away(unit: Unit, held: Booking, *, now: datetime) -> Booking | None:
    """The meeting that gives way to this one; None where there is none, or it was cancelled meanwhile."""
    old = None if held.replaces is None else unit.bookings.visible(held.replaces, person=held.party.person)
    slot = None if old is None else unit.slots.get(old.slot)
    if old is None or slot is None or old.state is not BookingState.BOOKED or slot.starts_at <= now:
        return None
    return unit.bookings.change(old, state=BookingState.MOVED.value, ended_at=now)


def _book(unit: Unit, held: Booking, slot: Slot, *, moved_from: Booking | None, now: datetime) -> Booked:
    uid, sequence = (held.uid, held.sequence) if moved_from is None else (moved_from.uid, moved_from.sequence + 1)
    booked = unit.bookings.book(held, now=now, uid=uid, sequence=sequence)
    if booked is None:
        raise ChangedMeanwhile
    waiting = unit.waiting.offered(held.id)
    if waiting is not None:
        unit.waiting.change(waiting, state=WaitingState.TAKEN, offer=held.id, slot=slot.id)
    data = {"from": moved_from.id} if moved_from is not None else {}
    unit.events.append(type="meeting.moved" if moved_from is not None else "meeting.booked", actor="person", object=booked.id, now=now, data=data)
    return Booked(booking=booked, slot=slot, is_new=True, moved_from=moved_from)
