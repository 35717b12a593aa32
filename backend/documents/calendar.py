"""What stands in a calendar, before it is a file that calendars read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """What the one who opens the file is to do with it: take it in, or take it out again."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


class EventStatus(StrEnum):
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEvent:
    """`uid` is the same after every change, `sequence` higher. `language` is that of the texts.

    `updated_at` is None where it is not known when it last changed. `is_private`: who shares their calendar shows others only
    that they are busy.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    status: EventStatus
    updated_at: datetime | None
    language: str
    is_private: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Organizer:
    """Whom calendars name as the one who invites."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """What a calendar that is subscribed to is called, and after how many minutes it is looked at again."""

    name: str
    refresh_minutes: int
