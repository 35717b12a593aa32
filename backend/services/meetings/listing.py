"""The times ahead, as coordinators see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.meetings.records import AdviserId, Booking, Slot
from backend.domain.meetings.rules import AHEAD
from backend.services.ports import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeAhead:
    """`booking` is the meeting in it; with None it is free, or held where not `is_free`."""

    slot: Slot
    booking: Booking | None
    is_free: bool


def times_ahead(unit: Unit, *, now: datetime, until: datetime | None = None, adviser: AdviserId | None = None) -> Sequence[TimeAhead]:
    """Of the next weeks unless `until` says otherwise, by their start."""
    before = now + AHEAD if until is None else until
    booked = {meeting.slot.id: meeting.booking for meeting in unit.bookings.between(after=now, before=before, adviser=adviser)}
    free = {slot.id for slot in unit.slots.free(now=now, before=before, adviser=adviser)}
    slots = unit.slots.published(after=now, before=before, adviser=adviser)
    return [TimeAhead(slot=slot, booking=booked.get(slot.id), is_free=slot.id in free) for slot in slots]
