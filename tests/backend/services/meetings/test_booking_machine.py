"""Whatever people and coordinators do in whatever order: the database agrees with a plain model of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from backend.bootstrap import Backend
from backend.domain.ids import PersonId
from backend.domain.meetings.records import HELD_FOR, BookingId, Party, SlotId
from backend.domain.meetings.refusals import MeetingBegun, SlotBooked, UnfitTime
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.meetings import booking, publishing
from backend.services.meetings.booking import Booked, Gone, Held, Taken, TooMany
from tests.backend.services.meetings.booking_house import FACE_TO_FACE, BookingHouse

_LENGTH = timedelta(minutes=45)
_NO_SHRINKING = (Phase.explicit, Phase.generate)
_WHICH = st.integers(min_value=0, max_value=99)


@dataclass(frozen=True)
class ModelSlot:
    starts_at: datetime
    is_published: bool = True


@dataclass(frozen=True)
class ModelBooking:
    slot: SlotId
    who: str
    state: str
    hold_until: datetime
    uid: str
    sequence: int
    replaces: BookingId | None


class Meetings(RuleBasedStateMachine):
    """Alice and bob are a team, charlie is alone. `model` knows the slots and bookings by the ids of the database."""

    backend: ClassVar[Backend]

    @initialize()
    def open_house(self) -> None:
        self.house = BookingHouse(backend=self.backend)
        alice = self.house.somebody("alice", team_of=self.house.somebody("dora"))
        self.people: dict[str, Party] = {"alice": alice, "bob": self.house.somebody("bob", team_of=alice), "charlie": self.house.somebody("charlie")}
        self.slots: dict[SlotId, ModelSlot] = {}
        self.bookings: dict[BookingId, ModelBooking] = {}
        for quarters in (8, 12, 16, 20, 24):
            self.publish(quarters)

    @property
    def now(self) -> datetime:
        return self.house.now

    @rule(quarters=st.integers(min_value=-4, max_value=24))
    def publish(self, quarters: int) -> None:
        start = (self.now + timedelta(minutes=15 * quarters)).replace(second=0)
        overlaps = any(one.is_published and one.starts_at < start + _LENGTH and start < one.starts_at + _LENGTH for one in self.slots.values())
        local = start + timedelta(hours=2)
        hours = (local.time(), (local + _LENGTH).time())
        if hours[1] <= hours[0]:
            return
        try:
            made = self.backend.run(publishing.publish_slot, adviser=self.house.pirkko, day=local.date(), hours=hours, manner=FACE_TO_FACE, now=self.now)
        except UnfitTime as refusal:
            is_refused_rightly = refusal.reason == ("past" if start <= self.now else "overlaps") and (start <= self.now or overlaps)
            assert is_refused_rightly
        else:
            assert start > self.now
            assert not overlaps
            self.slots[made.slot.id] = ModelSlot(made.slot.starts_at)

    @precondition(lambda self: self.slots)
    @rule(who=st.sampled_from(["alice", "bob", "charlie"]), which=_WHICH)
    def hold(self, who: str, which: int) -> None:
        slot = self._slot(which)
        result = self.backend.run(booking.hold, slot=slot, party=self.people[who], now=self.now)
        self._held(result, slot, who, replaces=None)

    @precondition(lambda self: self.bookings)
    @rule(which=_WHICH)
    def confirm(self, which: int) -> None:
        id_ = self._booking(which, likely="held")
        result = self.backend.run(booking.confirm, booking=id_, person=self._person(id_), now=self.now)
        self._confirmed(result, id_)

    @precondition(lambda self: self.bookings and self.slots)
    @rule(which=_WHICH, to=_WHICH)
    def move(self, which: int, to: int) -> None:
        id_, slot = self._booking(which, likely="booked"), self._slot(to)
        old = self.bookings[id_]
        try:
            result = self.backend.run(booking.move, booking=id_, to_slot=slot, person=self._person(id_), now=self.now)
        except ChangedMeanwhile:
            assert old.state != "booked"
        except MeetingBegun:
            assert self.slots[old.slot].starts_at <= self.now
        else:
            assert old.state == "booked"
            self._moved(result, id_, slot)

    @precondition(lambda self: self.bookings)
    @rule(which=_WHICH)
    def cancel(self, which: int) -> None:
        id_ = self._booking(which, likely="moved")
        one = self.bookings[id_]
        try:
            done = self.backend.run(booking.cancel, booking=id_, person=self._person(id_), now=self.now)
        except ChangedMeanwhile:
            assert one.state in {"held", "moved", "expired"}
        except MeetingBegun:
            assert one.state == "booked"
            assert self.slots[one.slot].starts_at <= self.now
        else:
            assert done.is_new == (one.state == "booked")
            self.bookings[id_] = replace(one, state="cancelled", sequence=done.booking.sequence)

    @precondition(lambda self: self.bookings)
    @rule(which=_WHICH)
    def release(self, which: int) -> None:
        id_ = self._booking(which, likely="booked")
        self.backend.run(booking.release, booking=id_, person=self._person(id_), now=self.now)
        if self.bookings[id_].state == "held":
            self._set(id_, "expired")

    @precondition(lambda self: len(self.bookings) % 4 == 3)
    @rule(which=_WHICH, cancels=st.booleans())
    def withdraw(self, which: int, *, cancels: bool) -> None:
        slot = self._slot(which)
        there = self._live(slot)
        is_booked = there is not None and self.bookings[there].state == "booked"
        try:
            gone = self.backend.run(publishing.withdraw_slot, slot=slot, cancels=cancels, now=self.now)
        except SlotBooked:
            assert is_booked
            assert not cancels
        except NotFound:
            assert not self.slots[slot].is_published
        else:
            assert (gone.cancelled is not None) == is_booked
            self.slots[slot] = replace(self.slots[slot], is_published=False)
            for id_, one in list(self.bookings.items()):
                if one.slot == slot and one.state in {"held", "booked"}:
                    self._set(id_, "cancelled" if one.state == "booked" else "expired")

    @rule(minutes=st.sampled_from([1, 5, 10, 11, 45]), expires=st.booleans())
    def tick(self, minutes: int, *, expires: bool) -> None:
        self.house.later(minutes=minutes)
        if expires:
            self.backend.run(booking.expire_holds, now=self.now)

    @precondition(lambda self: self.slots)
    @rule(who=st.sampled_from(["alice", "bob", "charlie"]), which=_WHICH)
    def book(self, who: str, which: int) -> None:
        slot = self._slot(which)
        result = self.backend.run(booking.hold, slot=slot, party=self.people[who], now=self.now)
        self._held(result, slot, who, replaces=None)
        if isinstance(result, Held):
            self._confirmed(self.backend.run(booking.confirm, booking=result.booking.id, person=self.people[who].person, now=self.now), result.booking.id)

    @precondition(lambda self: self.bookings and self.slots)
    @rule(which=_WHICH, to=_WHICH)
    def hold_to_move(self, which: int, to: int) -> None:
        id_, slot = self._booking(which, likely="booked"), self._slot(to)
        who = self.bookings[id_].who
        result = self.backend.run(booking.hold, slot=slot, party=self.people[who], replaces=id_, now=self.now)
        self._held(result, slot, who, replaces=id_)

    @invariant()
    def the_database_agrees(self) -> None:
        if not hasattr(self, "slots"):
            return
        free = {slot.id for slot in self.backend.read(booking.free_slots, now=self.now) if slot.adviser == self.house.pirkko.id}
        assert free == {id_ for id_, slot in self.slots.items() if slot.is_published and slot.starts_at > self.now and self._live(id_) is None}
        for who, party in self.people.items():
            team = {"alice", "bob"} if who != "charlie" else {"charlie"}
            own = {
                (meeting.booking.id, meeting.booking.uid, meeting.slot.id)
                for meeting in self.backend.read(booking.own_bookings, person=party.person, now=self.now)
            }
            assert own == {
                (id_, one.uid, one.slot)
                for id_, one in self.bookings.items()
                if one.who in team and one.state == "booked" and self.slots[one.slot].starts_at + _LENGTH > self.now
            }
            assert len(self._ahead(who)) <= 2
        for slot in self.slots:
            assert sum(one.slot == slot and one.state == "booked" for one in self.bookings.values()) <= 1

    def _held(self, result: Held | Taken | Gone | TooMany, slot: SlotId, who: str, *, replaces: BookingId | None) -> None:
        there = self._live(slot)
        if not self.slots[slot].is_published or self.slots[slot].starts_at <= self.now:
            assert isinstance(result, Gone)
            return
        is_own = there is not None and self.bookings[there].who == who
        if there is not None and is_own and (self.bookings[there].state == "booked" or self.bookings[there].replaces == replaces):
            assert isinstance(result, Held)
            assert result.booking.id == there
            return
        if replaces is None and len(self._ahead(who)) + self._holds_of_others(who) >= 2:
            assert isinstance(result, TooMany)
            return
        if there is not None and not is_own:
            assert isinstance(result, Taken)
            assert slot not in {one.id for one in result.free}
            return
        assert isinstance(result, Held)
        self._note_hold(result, slot, who, replaces=replaces)

    def _note_hold(self, result: Held, slot: SlotId, who: str, *, replaces: BookingId | None) -> None:
        for id_, one in list(self.bookings.items()):
            if one.state == "held" and id_ != result.booking.id and (one.who == who or (one.slot == slot and one.hold_until <= self.now)):
                self._set(id_, "expired")
        until = min(self.now + HELD_FOR, self.slots[slot].starts_at)
        before = self.bookings.get(result.booking.id)
        hold_until = until if before is None else before.hold_until
        assert result.booking.hold_until == hold_until
        self.bookings[result.booking.id] = ModelBooking(slot, who, "held", hold_until, result.booking.uid, 0, replaces)

    def _confirmed(self, result: Booked | Taken | Gone | TooMany, id_: BookingId) -> None:
        one = self.bookings[id_]
        if one.state == "booked":
            assert isinstance(result, Booked)
            assert not result.is_new
            return
        is_gone = one.state in {"cancelled", "moved"} or not self.slots[one.slot].is_published or self.slots[one.slot].starts_at <= self.now
        there = self._live(one.slot)
        old = None if one.replaces is None else self.bookings[one.replaces]
        is_move = old is not None and old.state == "booked" and self.slots[old.slot].starts_at > self.now
        if is_gone:
            assert isinstance(result, Gone)
        elif there not in {None, id_}:
            assert isinstance(result, Taken)
        elif not is_move and len(self._ahead(one.who)) >= 2:
            assert isinstance(result, TooMany)
        else:
            assert isinstance(result, Booked)
            assert result.is_new
            self._note_booked(result, id_, old if is_move else None)

    def _note_booked(self, result: Booked, id_: BookingId, old: ModelBooking | None) -> None:
        one = self.bookings[id_]
        uid, sequence = (one.uid, 0) if old is None else (old.uid, old.sequence + 1)
        assert (result.booking.uid, result.booking.sequence) == (uid, sequence)
        if one.replaces is not None and old is not None:
            self._set(one.replaces, "moved")
        self.bookings[id_] = replace(one, state="booked", uid=uid, sequence=sequence)

    def _moved(self, result: Booked | Taken | Gone | TooMany, id_: BookingId, slot: SlotId) -> None:
        who, there = self.bookings[id_].who, self._live(slot)
        if there is not None and self.bookings[there].who == who and self.bookings[there].state == "booked":
            # Already at that time, by this meeting or another.
            assert isinstance(result, Booked | Gone)
            return
        if not isinstance(result, Booked):
            self._held(result, slot, who, replaces=id_)
            return
        held = Held(booking=result.booking, slot=result.slot)
        until = min(self.now + HELD_FOR, self.slots[slot].starts_at)
        before = self.bookings.get(result.booking.id)
        uid = result.booking.uid if before is None else before.uid
        self._note_hold(
            Held(booking=replace(held.booking, uid=uid, hold_until=until if before is None else before.hold_until), slot=held.slot), slot, who, replaces=id_
        )
        self._note_booked(result, result.booking.id, self.bookings[id_])

    def _live(self, slot: SlotId) -> BookingId | None:
        found = [
            id_ for id_, one in self.bookings.items() if one.slot == slot and (one.state == "booked" or (one.state == "held" and one.hold_until > self.now))
        ]
        assert len(found) <= 1
        return next(iter(found), None)

    def _ahead(self, who: str) -> list[BookingId]:
        team = {"alice", "bob"} if who != "charlie" else {"charlie"}
        return [id_ for id_, one in self.bookings.items() if one.who in team and one.state == "booked" and self.slots[one.slot].starts_at > self.now]

    def _holds_of_others(self, who: str) -> int:
        others = {"alice", "bob"} - {who} if who != "charlie" else set()
        return sum(
            one.who in others and one.state == "held" and one.hold_until > self.now and one.replaces is None and self.slots[one.slot].starts_at > self.now
            for one in self.bookings.values()
        )

    def _slot(self, which: int) -> SlotId:
        return list(self.slots)[which % len(self.slots)]

    def _booking(self, which: int, *, likely: str) -> BookingId:
        """Two times of three one in that state, where there is one."""
        found = [id_ for id_, one in self.bookings.items() if one.state == likely] if which % 3 else []
        some = found or list(self.bookings)
        return some[which // 3 % len(some)]

    def _person(self, id_: BookingId) -> PersonId:
        return self.people[self.bookings[id_].who].person

    def _set(self, id_: BookingId, state: str) -> None:
        self.bookings[id_] = replace(self.bookings[id_], state=state)


def test_the_database_and_the_model_never_disagree(backend: Backend) -> None:
    examples = 30 if backend.engine.dialect.name == "sqlite" else 12
    machine = type("OfThisBackend", (Meetings,), {"backend": backend})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        ),
    )


def test_a_model_that_lets_two_have_one_time_is_caught(sqlite_backend: Backend) -> None:
    """The negative control: with the index gone, the machine finds it."""
    with sqlite_backend.engine.begin() as db:
        db.exec_driver_sql("DROP INDEX uq_booking_slot")
    machine = type("WithoutIndex", (Meetings,), {"backend": sqlite_backend})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=60,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=True,
                database=None,
                phases=_NO_SHRINKING,
            ),
        )
