"""An adviser with times, and people who want them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from backend.bootstrap import Backend
from backend.domain.ids import PersonId
from backend.domain.meetings.records import Adviser, Booking, BookingId, Manner, MeetingKind, Party, RuleId, Slot, SlotRule
from backend.domain.messages import Channel
from backend.services.meetings import booking, publishing
from backend.services.meetings.booking import Booked, Held
from backend.services.ports import Unit
from tests.times import NOON

FACE_TO_FACE = Manner(kind=MeetingKind.SERVICE_POINT, place="Kaupungintalon neuvontapiste", languages=("fi", "en"))
TUESDAY = date(2026, 11, 24)


@dataclass(kw_only=True)
class BookingHouse:
    """Pirkko advises; times are on the Tuesday after NOON unless said otherwise."""

    backend: Backend
    now: datetime = NOON
    pirkko: Adviser = field(init=False)

    def __post_init__(self) -> None:
        self.pirkko = self.adviser("Pirkko")

    def adviser(self, name: str) -> Adviser:
        return self.backend.run(publishing.add_adviser, name=name, languages=("fi", "en"), now=self.now)

    def somebody(self, name: str, *, team_of: Party | None = None) -> Party:
        """A person in a chat of their own; with `team_of` in that one's team, which is made where there is none."""

        def begin(unit: Unit) -> Party:
            chat, _ = unit.conversations.start(channel=Channel.WEB, address=f"{name} {self.pirkko.id}", is_private=True, now=self.now)
            team = None if team_of is None else next(iter(unit.teams.of_person(team_of.person)), None)
            if team_of is not None and team is None:
                team = unit.teams.start(owner=team_of.person, now=self.now)
            if team is not None:
                unit.teams.join(team, person=chat.person, now=self.now)
            return Party(person=chat.person, conversation=chat.id, team=team, about="kahvit kaikille", language="fi")

        return self.backend.run(begin)

    def slot(self, hour: int = 9, *, day: date = TUESDAY, manner: Manner = FACE_TO_FACE, adviser: Adviser | None = None) -> Slot:
        hours = (time(hour), time(hour, 45))
        made = self.backend.run(publishing.publish_slot, adviser=adviser or self.pirkko, day=day, hours=hours, manner=manner, now=self.now)
        return made.slot

    def rule(self, *, weekday: int = 1, starts: time = time(9), ends: time = time(15), minutes: int = 45, gap: int = 15, **valid: date) -> SlotRule:
        days = {"valid_from": NOON.date(), "valid_until": None, **valid}
        times = {"weekday": weekday, "starts": starts, "ends": ends, "minutes": minutes, "gap_minutes": gap}
        return SlotRule(id=RuleId(f"{self.pirkko.id}{weekday}{starts}"), adviser=self.pirkko.id, manner=FACE_TO_FACE, **times, **days)  # type: ignore[arg-type]  # gathered by name

    def holds(self, party: Party, slot: Slot, *, replaces: BookingId | None = None) -> Booking:
        held = self.backend.run(booking.hold, slot=slot.id, party=party, replaces=replaces, now=self.now)
        assert isinstance(held, Held)
        return held.booking

    def confirms(self, party: Party, held: Booking) -> Booked:
        booked = self.backend.run(booking.confirm, booking=held.id, person=party.person, now=self.now)
        assert isinstance(booked, Booked)
        return booked

    def books(self, party: Party, slot: Slot) -> Booking:
        return self.confirms(party, self.holds(party, slot)).booking

    def free(self) -> list[int]:
        """The hours that are free, in Joensuu."""
        return [(slot.starts_at + timedelta(hours=2)).hour for slot in self.backend.read(booking.free_slots, now=self.now)]

    def hours_of(self, person: PersonId) -> list[int]:
        return [(meeting.slot.starts_at + timedelta(hours=2)).hour for meeting in self.backend.read(booking.own_bookings, person=person, now=self.now)]

    def later(self, *, minutes: float = 0, hours: float = 0) -> None:
        self.now += timedelta(minutes=minutes, hours=hours)
