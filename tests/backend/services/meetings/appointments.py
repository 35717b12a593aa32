"""Meetings as people book them, with bob the adviser."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from backend.bootstrap import Backend
from backend.domain.meetings.records import Adviser, Booking, BookingId, Manner, Meeting, MeetingKind, Party, Slot, SlotId
from backend.services.meetings import booking as bookings
from backend.services.meetings.booking import Booked, Held
from backend.services.ports import Unit
from tests.backend.services.asking import Person
from tests.backend.services.idea_house import House, person_of
from tests.times import NOON

TUESDAY_TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""24 November 2026, 10.00 in Joensuu."""


@dataclass
class Appointments:
    """Alice's group with an idea, and bob who has times."""

    house: House
    bob: Adviser = field(init=False)

    def __post_init__(self) -> None:
        self.bob = self.adviser("Bob Neuvoja")

    @property
    def backend(self) -> Backend:
        return self.house.backend

    def adviser(self, name: str) -> Adviser:
        return self.backend.run(lambda unit: unit.advisers.add(name=name, languages=("fi", "en")))

    def time(
        self, at: datetime = TUESDAY_TEN, *, who: Adviser | None = None, kind: MeetingKind = MeetingKind.SERVICE_POINT, place: str = "Kauppakatu 5, 1. krs"
    ) -> SlotId:
        def publish(unit: Unit) -> SlotId | None:
            manner = Manner(kind=kind, place=place, languages=("fi",))
            return unit.slots.publish(who or self.bob, (at, at + timedelta(minutes=45)), manner=manner, rule=None, now=NOON)

        made = self.backend.run(publish)
        assert made is not None
        return made

    def booked(
        self, slot: SlotId, *, who: Person | None = None, with_idea: bool = True, about: str = "", language: str = "fi", now: datetime = NOON
    ) -> Meeting:
        person = who or self.house.alice

        def book(unit: Unit) -> Booked:
            team, idea = (self.house.team, self.house.id) if with_idea else (None, None)
            asking = person_of(unit, person)
            party = Party(person=asking, conversation=person.conversation, team=team, idea=idea, about=about, language=language)
            held = bookings.hold(unit, slot=slot, party=party, now=now)
            assert isinstance(held, Held)
            done = bookings.confirm(unit, booking=held.booking.id, person=asking, now=now)
            assert isinstance(done, Booked)
            return done

        done = self.backend.run(book)
        return Meeting(booking=done.booking, slot=done.slot)

    def moved(self, meeting: Meeting, to: SlotId, *, now: datetime = NOON) -> Meeting:
        def move(unit: Unit) -> Booked:
            done = bookings.move(unit, booking=meeting.booking.id, to_slot=to, person=meeting.booking.party.person, now=now)
            assert isinstance(done, Booked)
            return done

        done = self.backend.run(move)
        return Meeting(booking=done.booking, slot=done.slot)

    def cancelled(self, meeting: Meeting, *, now: datetime = NOON) -> Meeting:
        done = self.backend.run(lambda unit: bookings.cancel(unit, booking=meeting.booking.id, person=meeting.booking.party.person, now=now))
        return Meeting(booking=done.booking, slot=done.slot)

    def again(self, booking: BookingId) -> Booking:
        found = self.backend.read(lambda unit: unit.bookings.get(booking))
        assert found is not None
        return found

    def slot(self, slot: SlotId) -> Slot:
        found = self.backend.read(lambda unit: unit.slots.get(slot))
        assert found is not None
        return found
