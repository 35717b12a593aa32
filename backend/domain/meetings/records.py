"""Advisers, their times, and the meetings and trainings that people come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from backend.domain.ideas import IdeaId, TeamId
from backend.domain.ids import ConversationId, PersonId

AdviserId = NewType("AdviserId", str)
RuleId = NewType("RuleId", str)
LeaveId = NewType("LeaveId", str)
SlotId = NewType("SlotId", str)
BookingId = NewType("BookingId", str)
WaitingId = NewType("WaitingId", str)
TrainingId = NewType("TrainingId", str)
SeatId = NewType("SeatId", str)

HELD_FOR = timedelta(minutes=10)
"""How long a chosen time waits to be confirmed."""
OFFERED_FOR = timedelta(minutes=30)
"""How long a time that became free is kept for the first who waits for it."""
MOST_MEETINGS = 2
"""Future meetings of one group, and of one person."""


class MeetingKind(StrEnum):
    """How one meets: at the service point, elsewhere as agreed, by phone, by video."""

    SERVICE_POINT = "service_point"
    ELSEWHERE = "elsewhere"
    PHONE = "phone"
    VIDEO = "video"


class SlotState(StrEnum):
    """`withdrawn` by a coordinator for good; `on_leave` comes back when the leave is taken back."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ON_LEAVE = "on_leave"


class BookingState(StrEnum):
    """`held` and `booked` take their slot. `moved`: another booking with the same uid took its place. `expired`: a hold that ran out or was let go."""

    HELD = "held"
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DONE = "done"


class Outcome(StrEnum):
    CAME = "came"
    DID_NOT_COME = "did_not_come"


class WaitingState(StrEnum):
    """`gone`: they do not wait any more."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    GONE = "gone"


class TrainingKind(StrEnum):
    JOINT_MEETING = "joint_meeting"
    TRAINING = "training"


class TrainingState(StrEnum):
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class SeatState(StrEnum):
    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Adviser:
    """`number` is what coordinators call them by. `languages` are codes."""

    id: AdviserId
    number: int
    name: str
    languages: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How, where and in which languages one meets."""

    kind: MeetingKind
    place: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotRule:
    """Meetings of `minutes` on a weekday (Monday is 0) from `starts` until `ends` at the latest, `gap_minutes` between, in the city's time."""

    id: RuleId
    adviser: AdviserId
    weekday: int
    starts: time
    ends: time
    minutes: int
    gap_minutes: int
    manner: Manner
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Leave:
    """From `first` to `last`, both included. `adviser` is None where the whole office is closed."""

    id: LeaveId
    adviser: AdviserId | None
    first: date
    last: date
    reason: str

    def covers(self, day: date, *, adviser: AdviserId) -> bool:
        return self.first <= day <= self.last and self.adviser in (None, adviser)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A time of an adviser that can be booked. `rule` is None where it was published by itself."""

    id: SlotId
    adviser: AdviserId
    adviser_name: str
    starts_at: datetime
    ends_at: datetime
    kind: MeetingKind
    place: str
    languages: tuple[str, ...]
    rule: RuleId | None
    state: SlotState
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Who wants to meet, and what about. `team` is None for somebody by themselves; `language` is that of the meeting."""

    person: PersonId
    conversation: ConversationId
    team: TeamId | None = None
    idea: IdeaId | None = None
    about: str = ""
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Booking:
    """A meeting, or a time held for one.

    `uid` and `sequence` are its calendar identity: a move keeps the uid and raises the sequence, on a new booking whose
    `replaces` is the old one. `made_at` is when it was first chosen, `ended_at` when it was cancelled, moved or ran out.
    `reminded` are the steps it was reminded at.
    """

    id: BookingId
    slot: SlotId
    party: Party
    state: BookingState
    hold_until: datetime
    uid: str
    sequence: int
    replaces: BookingId | None
    version: int
    made_at: datetime
    booked_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    notes: str
    reminded: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A booking with its time."""

    booking: Booking
    slot: Slot


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Which times suit somebody who waits; what is None or empty does not matter. `latest` is the last moment a meeting may start."""

    kind: MeetingKind | None = None
    languages: tuple[str, ...] = ()
    earliest: datetime | None = None
    latest: datetime | None = None

    def fits(self, slot: Slot) -> bool:
        return (
            self.kind in (None, slot.kind)
            and (not self.languages or not set(self.languages).isdisjoint(slot.languages))
            and (self.earliest is None or self.earliest <= slot.starts_at)
            and (self.latest is None or slot.starts_at <= self.latest)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Somebody waits for a time that becomes free: earlier than `booking`, where they have one, which it would replace.

    `offer` is the booking that is held for them while `state` is offered. `declined` are slots they did not take.
    """

    id: WaitingId
    party: Party
    booking: BookingId | None
    wish: Wish
    since: datetime
    state: WaitingState
    offer: BookingId | None
    offered_slot: SlotId | None
    offered_until: datetime | None
    declined: tuple[SlotId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Training:
    """A joint meeting or a training. `title` and `about` are by language; `taken` of `capacity` seats are."""

    id: TrainingId
    number: int
    kind: TrainingKind
    title: Mapping[str, str]
    about: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    sign_up_until: datetime
    state: TrainingState
    version: int
    taken: int
    waiting: int

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A place at a training, numbered from 1; `number` is 0 on the waiting list. `uid` and `sequence` as of a booking."""

    id: SeatId
    training: TrainingId
    number: int
    person: PersonId
    conversation: ConversationId
    state: SeatState
    since: datetime
    uid: str
    sequence: int
    reminded: tuple[str, ...]
