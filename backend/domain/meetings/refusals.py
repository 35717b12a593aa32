"""Why a time, a leave or a training cannot be published as asked."""

from datetime import datetime

from backend.domain.meetings.records import Slot
from backend.domain.refusals import Refusal


class UnfitTime(Refusal):
    """`field` is the one at fault. `reason` is one of

    ends_first, short, long, gap, past, far, no_such_hour, overlaps, closed, empty, too_many, language, text, capacity, late.
    `at` is the moment it is about, where there is one; `other` the time of the adviser that is there already.
    """

    key = "unfit_time"

    def __init__(self, *, field: str, reason: str, at: datetime | None = None, other: Slot | None = None) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
        self.at = at
        self.other = other


class SlotBooked(Refusal):
    """Somebody has booked the time that was to be withdrawn."""

    key = "slot_booked"


class MeetingBegun(Refusal):
    """The meeting has begun: it is neither moved nor cancelled any more."""

    key = "meeting_begun"


class MeetingNotBegun(Refusal):
    """Whether somebody came is not known before the meeting begins."""

    key = "meeting_not_begun"
