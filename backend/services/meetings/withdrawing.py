"""Times are taken back, and the people whose meetings were in them are told in the same transaction."""

from datetime import date, datetime

from backend.content import Content
from backend.domain.meetings.records import AdviserId, SlotId
from backend.services.meetings import publishing
from backend.services.meetings.publishing import GivenLeave, Withdrawn
from backend.services.meetings.telling import tell_withdrawn
from backend.services.ports import Unit


def withdraw_slot(unit: Unit, content: Content, *, slot: SlotId, cancels: bool, now: datetime) -> Withdrawn:
    """As `publishing.withdraw_slot`."""
    gone = publishing.withdraw_slot(unit, slot=slot, cancels=cancels, now=now)
    _tell(unit, content, gone, now=now)
    return gone


def add_leave(unit: Unit, content: Content, *, adviser: AdviserId | None, first: date, last: date, reason: str, now: datetime) -> GivenLeave:
    """As `publishing.add_leave`."""
    given = publishing.add_leave(unit, adviser=adviser, first=first, last=last, reason=reason, now=now)
    for gone in given.withdrawn:
        _tell(unit, content, gone, now=now)
    return given


def _tell(unit: Unit, content: Content, gone: Withdrawn, *, now: datetime) -> None:
    if gone.cancelled is not None:
        tell_withdrawn(unit, content, booking=gone.cancelled, slot=gone.slot, now=now)
