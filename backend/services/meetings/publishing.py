"""Coordinators publish the times at which people can meet an adviser, and take them back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from backend.domain.ids import new_secret
from backend.domain.meetings.checks import MOST_TIMES, check_leave, check_length, check_manner, check_rule, check_times
from backend.domain.meetings.local_time import city_day, first_moment
from backend.domain.meetings.records import Adviser, AdviserId, Booking, BookingState, Leave, LeaveId, Manner, RuleId, Slot, SlotId, SlotRule, SlotState
from backend.domain.meetings.refusals import SlotBooked, UnfitTime
from backend.domain.meetings.rules import AHEAD, times_of
from backend.domain.office import Office
from backend.domain.refusals import NotFound
from backend.services.meetings.booking import end_booking
from backend.services.ports import Unit

LEASE = "extend_times"
EVERY = timedelta(hours=1)
_LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRule:
    """`slots` are the times of the next weeks that it made at once."""

    rule: SlotRule
    slots: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedSlot:
    """`is_first_of_two`: the clocks show the time twice on that day, and the first is meant."""

    slot: Slot
    is_first_of_two: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """`cancelled` is the meeting that was booked then: its people have to be told."""

    slot: Slot
    cancelled: Booking | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EndedRule:
    """`kept` are its meetings that stay because they are booked."""

    rule: SlotRule
    withdrawn: tuple[Slot, ...]
    kept: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenLeave:
    leave: Leave
    withdrawn: tuple[Withdrawn, ...]


def add_adviser(unit: Unit, *, name: str, languages: Sequence[str], now: datetime) -> Adviser:
    """Raises UnfitTime where the name or the languages are missing."""
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        raise UnfitTime(field="name", reason="text")
    if not languages:
        raise UnfitTime(field="languages", reason="language")
    made = unit.advisers.add(name=name.strip(), languages=languages)
    unit.events.append(type="adviser.added", actor="coordinator", object=made.id, now=now)
    return made


def new_feed(unit: Unit, *, adviser: AdviserId) -> str:
    """The secret of the adviser's calendar address; the one before it dies. Only its hash is kept."""
    secret = new_secret()
    unit.advisers.set_feed(adviser, feed_hash(secret))
    return secret


def feed_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def publish_rule(unit: Unit, office: Office, *, adviser: Adviser, rule: SlotRule, now: datetime) -> PublishedRule:
    """With its times of the next weeks; all of them or, where one does not fit, none. Raises UnfitTime."""
    rule = replace(rule, valid_from=max(rule.valid_from, city_day(now)))
    check_manner(rule.manner, adviser=adviser)
    check_rule(rule, office=office, now=now)
    unit.advisers.lock(adviser.id)
    times = _times_ahead(unit, office, rule, now=now)
    if unit.slots.count(adviser.id, after=now) + len(times) > MOST_TIMES:
        raise UnfitTime(field="minutes", reason="too_many")
    unit.slots.add_rule(rule)
    made = tuple(_publish(unit, adviser, one, manner=rule.manner, rule=rule.id, now=now) for one in times)
    unit.events.append(type="times.published", actor="coordinator", object=rule.id, now=now, data={"times": len(made)})
    return PublishedRule(rule=rule, slots=made)


def publish_slot(unit: Unit, *, adviser: Adviser, day: date, hours: tuple[time, time], manner: Manner, now: datetime) -> PublishedSlot:
    """One time by itself, also on a day on which the office is closed. Raises UnfitTime."""
    check_manner(manner, adviser=adviser)
    start, ends_at = check_times(day, starts=hours[0], ends=hours[1], now=now)
    check_length(start.at, ends_at)
    unit.advisers.lock(adviser.id)
    if unit.slots.count(adviser.id, after=now) >= MOST_TIMES:
        raise UnfitTime(field="day", reason="too_many")
    made = _publish(unit, adviser, (start.at, ends_at), manner=manner, rule=None, now=now)
    unit.events.append(type="times.published", actor="coordinator", object=made.id, now=now, data={"times": 1})
    return PublishedSlot(slot=made, is_first_of_two=start.is_first_of_two)


def extend(unit: Unit, office: Office, *, now: datetime) -> int:
    """Publishes what the rules make in the weeks ahead and is not there yet; how many times were added."""
    advisers = {one.id: one for one in unit.advisers.list()}
    added = 0
    for rule in unit.slots.rules():
        unit.advisers.lock(rule.adviser)
        known = unit.slots.known_starts(rule.id, after=now)
        missing = [times for times in _times_ahead(unit, office, rule, now=now) if times[0] not in known]
        made = (unit.slots.publish(advisers[rule.adviser], times, manner=rule.manner, rule=rule.id, now=now) for times in missing)
        added += sum(one is not None for one in made)
    return added


def keep_extended(unit: Unit, office: Office, *, holder: str, now: datetime) -> int:
    """`extend`, once an hour, by whichever process comes first."""
    return extend(unit, office, now=now) if unit.leases.take(LEASE, holder=holder, now=now, until=now + EVERY) else 0


def withdraw_slot(unit: Unit, *, slot: SlotId, cancels: bool, now: datetime) -> Withdrawn:
    """Nobody can have the time any more; whoever only held it will hear that it is gone.

    Raises NotFound, or SlotBooked where it is booked and `cancels` is False.
    """
    found = unit.slots.lock(slot)
    if found is None or found.state is not SlotState.PUBLISHED:
        raise NotFound
    there = unit.bookings.on_slot(slot)
    if there is not None and there.state is BookingState.BOOKED and not cancels:
        raise SlotBooked
    unit.slots.withdraw(slot, state=SlotState.WITHDRAWN)
    return Withdrawn(slot=found, cancelled=_turn_out(unit, there, now=now))


def end_rule(unit: Unit, *, rule: RuleId, now: datetime) -> EndedRule:
    """Its free times go, and no more are made; what is booked stays. Raises NotFound."""
    ended = unit.slots.rule(rule)
    if ended is None or not unit.slots.end_rule(rule):
        raise NotFound
    slots = _locked(unit, unit.slots.published(after=now, before=now + 2 * AHEAD, rule=rule))
    booked = {slot.id for slot in slots if (there := unit.bookings.on_slot(slot.id)) is not None and there.state is BookingState.BOOKED}
    for slot in slots:
        if slot.id not in booked:
            unit.slots.withdraw(slot.id, state=SlotState.WITHDRAWN)
            _turn_out(unit, unit.bookings.on_slot(slot.id), now=now)
    unit.events.append(type="times.ended", actor="coordinator", object=rule, now=now)
    return EndedRule(rule=ended, withdrawn=tuple(slot for slot in slots if slot.id not in booked), kept=tuple(slot for slot in slots if slot.id in booked))


def add_leave(unit: Unit, *, adviser: AdviserId | None, first: date, last: date, reason: str, now: datetime) -> GivenLeave:
    """No times on those days; meetings that were booked are cancelled, and their people have to be told. Raises UnfitTime."""
    check_leave(first=first, last=last, now=now)
    for one in sorted(unit.advisers.list(), key=lambda one: one.number):
        if adviser in (None, one.id):
            unit.advisers.lock(one.id)
    leave = unit.advisers.add_leave(adviser=adviser, first=first, last=last, reason=reason)
    begins, ends = max(now, first_moment(first)), first_moment(last + timedelta(days=1))
    slots = _locked(unit, unit.slots.published(after=begins, before=ends, adviser=adviser))
    for slot in slots:
        unit.slots.withdraw(slot.id, state=SlotState.ON_LEAVE)
    withdrawn = tuple(Withdrawn(slot=slot, cancelled=_turn_out(unit, unit.bookings.on_slot(slot.id), now=now)) for slot in slots)
    unit.events.append(type="leave.added", actor="coordinator", object=leave.id, now=now)
    return GivenLeave(leave=leave, withdrawn=withdrawn)


def remove_leave(unit: Unit, office: Office, *, leave: LeaveId, now: datetime) -> int:
    """The rules' times of those days are published again; how many. Single ones stay withdrawn. Raises NotFound."""
    if unit.advisers.remove_leave(leave) is None:
        raise NotFound
    added = extend(unit, office, now=now)
    unit.events.append(type="leave.removed", actor="coordinator", object=leave, now=now)
    return added


def _times_ahead(unit: Unit, office: Office, rule: SlotRule, *, now: datetime) -> list[tuple[datetime, datetime]]:
    today = city_day(now)
    times = times_of(rule, first=today, last=today + AHEAD, office=office, leaves=unit.advisers.leaves(since=today))
    return [one for one in times if one[0] > now]


def _publish(unit: Unit, adviser: Adviser, times: tuple[datetime, datetime], *, manner: Manner, rule: RuleId | None, now: datetime) -> Slot:
    made = unit.slots.publish(adviser, times, manner=manner, rule=rule, now=now)
    slot = None if made is None else unit.slots.get(made)
    if slot is None:
        raise UnfitTime(field="from", reason="overlaps", at=times[0], other=unit.slots.overlapping(adviser.id, starts_at=times[0], ends_at=times[1]))
    return slot


def _locked(unit: Unit, slots: Sequence[Slot]) -> list[Slot]:
    """Those still published once their locks are had, in the order in which everybody takes them."""
    locked = (unit.slots.lock(slot.id) for slot in sorted(slots, key=lambda one: (one.starts_at, one.id)))
    return [slot for slot in locked if slot is not None and slot.state is SlotState.PUBLISHED]


def _turn_out(unit: Unit, booking: Booking | None, *, now: datetime) -> Booking | None:
    """Ends what takes a slot that is withdrawn; the booking where it was more than a hold."""
    if booking is None:
        return None
    if booking.state is BookingState.BOOKED:
        return end_booking(unit, booking, by="coordinator", now=now)
    unit.bookings.change(booking, state=BookingState.EXPIRED.value, ended_at=now)
    return None
