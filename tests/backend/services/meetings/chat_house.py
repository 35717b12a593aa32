"""Alice books in a chat, while Pirkko publishes times, Bob is quicker, and the clock goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.domain.ids import PersonId
from backend.domain.meetings.records import BookingState, Manner, Meeting, MeetingKind, Party, Slot
from backend.services.meetings import booking, publishing
from backend.services.meetings.telling import tell_withdrawn
from backend.services.meetings.waiting_list import run_waiting
from backend.services.ports import Unit
from tests.backend.services.interview_house import Chat
from tests.backend.services.meetings.booking_house import FACE_TO_FACE, BookingHouse

PHONE = Manner(kind=MeetingKind.PHONE, place="", languages=("fi", "en"))
MANNERS = {"phone": PHONE, "video": Manner(kind=MeetingKind.VIDEO, place="https://video.example.org/pirkko", languages=("fi", "en"))}
SWEDISH = Manner(kind=MeetingKind.SERVICE_POINT, place="Kaupungintalon neuvontapiste", languages=("sv",))


@dataclass
class MeetingChat:
    backend: Backend
    alice: Chat = field(init=False)
    house: BookingHouse = field(init=False)

    def __post_init__(self) -> None:
        self.alice = Chat(self.backend)
        self.house = BookingHouse(backend=self.backend)

    @property
    def now(self) -> datetime:
        return self.alice.now

    def publishes(self, *times: str, manner: Manner = FACE_TO_FACE) -> list[Slot]:
        """Times as "24.11. 9.00", three quarters of an hour each."""
        slots = []
        for written in times:
            at = self.moment(written)
            hours = (at.time(), (at + timedelta(minutes=45)).time())
            made = self.backend.run(publishing.publish_slot, adviser=self.house.pirkko, day=at.date(), hours=hours, manner=manner, now=self.now)
            slots.append(made.slot)
        return slots

    def moment(self, written: str) -> datetime:
        """In this winter: months from September on are this year's."""
        day, _, clock = written.partition(" ")
        number, month = (int(part) for part in day.strip(".").split("."))
        year = self.alice.now.year if month >= self.alice.now.month else self.alice.now.year + 1
        hour, minute = (int(part) for part in clock.split("."))
        return datetime(year, month, number, hour, minute, tzinfo=CITY_ZONE)

    def slot(self, written: str) -> Slot:
        at = self.moment(written)
        found = self.backend.read(lambda unit: unit.slots.published(after=at, before=at + timedelta(minutes=1)))
        assert len(found) == 1, f"{len(found)} times at {written}"
        return found[0]

    def takes(self, who: Party, written: str) -> booking.Booked:
        held = self.backend.run(booking.hold, slot=self.slot(written).id, party=who, now=self.now)
        assert isinstance(held, booking.Held), held
        done = self.backend.run(booking.confirm, booking=held.booking.id, person=who.person, now=self.now)
        assert isinstance(done, booking.Booked), done
        return done

    def bob_takes(self, written: str) -> booking.Booked:
        return self.takes(self.house.somebody("bob"), written)

    def withdraws(self, written: str) -> None:
        """Pirkko takes the time back; whose meeting it was is told."""

        def withdraw(unit: Unit) -> None:
            gone = publishing.withdraw_slot(unit, slot=self.slot(written).id, cancels=True, now=self.now)
            if gone.cancelled is not None:
                tell_withdrawn(unit, self.backend.content, booking=gone.cancelled, slot=gone.slot, now=self.now)

        self.backend.run(withdraw)

    def frees(self, written: str) -> None:
        """Bob cancels."""
        slot = self.slot(written)
        there = self.backend.read(lambda unit: unit.bookings.on_slot(slot.id))
        assert there is not None
        self.backend.run(booking.cancel, booking=there.id, person=there.party.person, now=self.now)

    def worker_runs(self) -> int:
        return self.backend.run(run_waiting, self.backend.content, holder="worker", now=self.now)

    def later(self, minutes: float) -> None:
        self.alice.now += timedelta(minutes=minutes)

    @property
    def person(self) -> PersonId:
        found = self.backend.read(lambda unit: unit.conversations.get(self.alice.conversation))
        assert found is not None
        return found.person

    def meetings(self) -> list[Meeting]:
        return list(self.backend.read(booking.own_bookings, person=self.person, now=self.now))

    def booked(self) -> list[str]:
        """Alice's meetings as "24.11. 9.00"."""
        return [_written(meeting.slot.starts_at) for meeting in self.meetings()]

    def held(self) -> list[str]:
        """What is kept for Alice and not booked yet."""

        def read(unit: Unit) -> list[str]:
            slots = unit.slots.published(after=self.now, before=self.now + timedelta(weeks=60))
            there = [(slot, unit.bookings.on_slot(slot.id)) for slot in slots]
            return [
                _written(slot.starts_at)
                for slot, one in there
                if one is not None and one.party.person == self.person and one.state is BookingState.HELD and one.hold_until > self.now
            ]

        return self.backend.read(read)


def _written(at: datetime) -> str:
    local = at.astimezone(CITY_ZONE)
    return f"{local.day}.{local.month}. {local.hour}.{local.minute:02}"


def play(chat: MeetingChat, step: Mapping[str, Any]) -> str:
    """Does one step of a conversation in data; what the bot says to Alice."""
    if "times" in step:
        chat.publishes(*step["times"], manner=MANNERS.get(step.get("by", ""), FACE_TO_FACE))
    if "minutes" in step:
        chat.later(step["minutes"])
    if "bob_takes" in step:
        chat.bob_takes(step["bob_takes"])
    if "bob_cancels" in step:
        chat.frees(step["bob_cancels"])
    if "withdrawn" in step:
        chat.withdraws(step["withdrawn"])
    if step.get("worker"):
        chat.worker_runs()
    person = step.get("person")
    if person is None:
        return chat.alice.news() if chat.alice.conversation else ""
    chat.alice.language = step.get("language", chat.alice.language)
    if isinstance(person, Mapping):
        said = ""
        for _ in range(person.get("times", 1)):
            said = chat.alice.presses(person["press"])
        return said
    return chat.alice.writes(str(person), *_topics(step))


def _topics(step: Mapping[str, Any]) -> Sequence[str]:
    topics: Sequence[str] = step.get("topics", ())
    return topics
