"""What services need from the store for meetings and trainings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from backend.domain.ideas import IdeaId, TeamId
from backend.domain.ids import ConversationId, PersonId
from backend.domain.meetings.records import (
    Adviser,
    AdviserId,
    Booking,
    BookingId,
    Leave,
    LeaveId,
    Manner,
    Meeting,
    MeetingKind,
    Party,
    RuleId,
    Seat,
    SeatState,
    Slot,
    SlotId,
    SlotRule,
    SlotState,
    Training,
    TrainingId,
    TrainingKind,
    Waiting,
    WaitingState,
    Wish,
)


class Advisers(Protocol):
    def add(self, *, name: str, languages: Sequence[str]) -> Adviser: ...
    def get(self, adviser: AdviserId) -> Adviser | None: ...
    def numbered(self, number: int) -> Adviser | None: ...
    def list(self) -> Sequence[Adviser]: ...
    def lock(self, adviser: AdviserId) -> bool:
        """Nobody else publishes times of theirs before this unit ends."""
        ...

    def set_active(self, adviser: AdviserId, *, is_active: bool) -> None: ...
    def set_feed(self, adviser: AdviserId, feed_hash: str | None) -> None: ...
    def by_feed(self, feed_hash: str) -> Adviser | None: ...
    def add_leave(self, *, adviser: AdviserId | None, first: date, last: date, reason: str) -> Leave: ...
    def leaves(self, *, since: date) -> Sequence[Leave]:
        """Those that are not over by then, by their first day."""
        ...

    def remove_leave(self, leave_id: LeaveId) -> Leave | None: ...


class Slots(Protocol):
    def add_rule(self, rule: SlotRule) -> None: ...
    def rule(self, rule: RuleId) -> SlotRule | None:
        """None where it was ended."""
        ...

    def rules(self) -> Sequence[SlotRule]: ...
    def end_rule(self, rule: RuleId) -> bool: ...
    def publish(self, adviser: Adviser, times: tuple[datetime, datetime], *, manner: Manner, rule: RuleId | None, now: datetime) -> SlotId | None:
        """None where the adviser has a time then already, or a coordinator withdrew that one of the rule."""
        ...

    def known_starts(self, rule: RuleId, *, after: datetime) -> frozenset[datetime]:
        """When the rule's times start that are published or were withdrawn."""
        ...

    def get(self, slot: SlotId) -> Slot | None: ...
    def lock(self, slot: SlotId) -> Slot | None:
        """The slot under its row lock: nobody else holds, confirms or withdraws it before this unit ends."""
        ...

    def overlapping(self, adviser: AdviserId, *, starts_at: datetime, ends_at: datetime) -> Slot | None: ...
    def free(
        self,
        *,
        now: datetime,
        kind: MeetingKind | None = None,
        language: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        adviser: AdviserId | None = None,
        near: datetime | None = None,
        limit: int | None = None,
    ) -> Sequence[Slot]:
        """Published ones that nobody has and that have not begun, by their start; starting from `after`, and before `before`.

        The first of them where there is a `limit`, or with `near` the nearest to it.
        """
        ...

    def became_free_after(self, since: datetime, *, now: datetime) -> Sequence[Slot]:
        """Free ones that were published or given back after `since`, by their start."""
        ...

    def published(self, *, after: datetime, before: datetime, adviser: AdviserId | None = None, rule: RuleId | None = None) -> Sequence[Slot]:
        """Free or not, that start in between, by their start."""
        ...

    def count(self, adviser: AdviserId, *, after: datetime) -> int: ...
    def withdraw(self, slot: SlotId, *, state: SlotState) -> bool:
        """False where it was not published any more."""
        ...


class Bookings(Protocol):
    def lock_group(self, *, team: TeamId | None, person: PersonId) -> None:
        """Nobody else holds or confirms for the team or the person before this unit ends."""
        ...

    def insert(self, *, slot: SlotId, party: Party, replaces: BookingId | None, hold_until: datetime, now: datetime) -> Booking | None:
        """A hold; None where somebody has the slot."""
        ...

    def get(self, booking: BookingId) -> Booking | None: ...
    def visible(self, booking: BookingId, *, person: PersonId) -> Booking | None:
        """The person's own or their team's; None for anybody else's: whether it exists is not told."""
        ...

    def current(self, booking: Booking) -> Booking:
        """The booking that took its place when it was moved; itself where it was not."""
        ...

    def on_slot(self, slot: SlotId) -> Booking | None:
        """The one that takes the slot now, held or booked."""
        ...

    def change(self, booking: Booking, **values: str | int | datetime | None) -> Booking | None:
        """As it stands then; None, and nothing is changed, where it was changed since it was read."""
        ...

    def book(self, booking: Booking, *, now: datetime, uid: str, sequence: int) -> Booking | None:
        """Books what is held, or ran out while nobody else took the slot; None where it cannot be any more."""
        ...

    def expire_on(self, slot: SlotId, *, now: datetime) -> None: ...
    def expire_holds(self, *, now: datetime) -> int: ...
    def release_holds(self, person: PersonId, *, keep: BookingId, now: datetime) -> None:
        """Lets the person's other holds go, except what is offered to them from the waiting list."""
        ...

    def future(self, *, team: TeamId | None, person: PersonId, now: datetime) -> Sequence[Meeting]:
        """Not begun: what the team or the person has booked, and what others of the team hold for a new meeting."""
        ...

    def own(self, person: PersonId, *, now: datetime) -> Sequence[Meeting]:
        """Booked meetings of the person and their teams that are not over, by their start."""
        ...

    def between(self, *, after: datetime, before: datetime, adviser: AdviserId | None = None) -> Sequence[Meeting]:
        """Booked or done, starting in between, by their start: for reminders, calendars and the desk."""
        ...

    def about(self, idea: IdeaId) -> Sequence[Meeting]:
        """Booked or done, about the idea, by their start."""
        ...

    def mark_reminded(self, booking: BookingId, step: str) -> bool:
        """False where it was reminded at that step already."""
        ...


class WaitingList(Protocol):
    def add(self, party: Party, *, booking: BookingId | None, wish: Wish, now: datetime) -> Waiting | None:
        """None where the person waits already."""
        ...

    def of(self, person: PersonId) -> Waiting | None:
        """How the person waits, if they do."""
        ...

    def offered(self, offer: BookingId) -> Waiting | None:
        """Whom the held booking is offered to."""
        ...

    def list(self) -> Sequence[Waiting]:
        """Those that wait or have an offer, who waits longest first."""
        ...

    def change(
        self,
        waiting: Waiting,
        *,
        state: WaitingState,
        offer: BookingId | None = None,
        slot: SlotId | None = None,
        until: datetime | None = None,
        declined: Sequence[SlotId] = (),
    ) -> bool:
        """False, and nothing is changed, where its state or its offer changed since it was read. `declined` is added to the others."""
        ...


class Trainings(Protocol):
    def publish(
        self,
        *,
        kind: TrainingKind,
        title: Mapping[str, str],
        about: Mapping[str, str],
        starts_at: datetime,
        ends_at: datetime,
        place: str,
        capacity: int,
        sign_up_until: datetime,
    ) -> Training: ...
    def get(self, training: TrainingId) -> Training | None: ...
    def numbered(self, number: int) -> Training | None: ...
    def lock(self, training: TrainingId) -> Training | None:
        """The training under its row lock: nobody else signs up or leaves before this unit ends."""
        ...

    def list(self, *, after: datetime) -> Sequence[Training]:
        """Those that end after it, cancelled ones too, by their start."""
        ...

    def cancel(self, training: TrainingId) -> bool: ...
    def seats(self, training: TrainingId) -> Sequence[Seat]:
        """Taken ones by number, then the waiting list in its order."""
        ...

    def seat_of(self, training: TrainingId, person: PersonId) -> Seat | None:
        """The one they have or wait for."""
        ...

    def take(self, training: TrainingId, *, number: int, person: PersonId, conversation: ConversationId, now: datetime) -> Seat | None:
        """Seat `number`, or 0 for the waiting list; None where it is taken or the person is signed up."""
        ...

    def change_seat(self, changed: Seat, *, state: SeatState, number: int) -> Seat | None:
        """None where its state changed since it was read, or the seat is taken."""
        ...

    def own(self, person: PersonId, *, now: datetime) -> Sequence[tuple[Training, Seat]]:
        """What the person is signed up for or waits for and is not over, by its start."""
        ...

    def mark_reminded(self, reminded: Seat, step: str) -> bool: ...
