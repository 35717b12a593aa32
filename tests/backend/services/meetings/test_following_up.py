"""After a meeting: what the group is told, and what is kept."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.meetings.records import Booking, BookingId, BookingState, Meeting, Outcome
from backend.domain.meetings.refusals import MeetingNotBegun
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services import draft_page
from backend.services.meetings.following_up import follow_up, open_tasks
from tests.backend.services.idea_house import House, buttons, heard, someone, told
from tests.backend.services.meetings.appointments import TUESDAY_TEN, Appointments
from tests.times import NOON

AFTER = TUESDAY_TEN + timedelta(hours=1)
NOTES, TASKS = "Hyvä idea; tila puuttuu.", ("Pyydä tarjous tilasta", "Kysy naapurilta avaimet")


@dataclass
class Met:
    appointments: Appointments
    meeting: Meeting

    @property
    def backend(self) -> Backend:
        return self.appointments.backend

    def ends(self, outcome: Outcome = Outcome.CAME, *, notes: str = NOTES, tasks: tuple[str, ...] = TASKS) -> Booking:
        return self.backend.run(
            follow_up, self.backend.content, booking=self.meeting.booking.id, outcome=outcome, notes=notes, tasks=tasks, by="Bob", now=AFTER
        )


@pytest.fixture
def met(backend: Backend) -> Met:
    there = Appointments(House(backend))
    return Met(there, there.booked(there.time()))


def test_every_member_reads_the_notes_and_the_tasks_in_their_language(met: Met) -> None:
    house = met.appointments.house
    charlie = house.joined_by("charlie", language="en")
    done = met.ends()
    assert (done.state, done.outcome) == (BookingState.DONE, Outcome.CAME)
    [finnish] = told(house.alice)
    assert finnish == (
        "**Tapaamisesta 24.11.2026** – Kahvit kaikille\n\nBob kirjasi: ”Hyvä idea; tila puuttuu.”\n\n"
        "**Seuraavaksi teille**\n- Pyydä tarjous tilasta\n- Kysy naapurilta avaimet"
    )
    [english] = heard(charlie)
    assert english.text.startswith("**From the meeting on 24 November 2026** – Kahvit kaikille\n\nBob wrote down:")
    assert (english.kind, buttons(english)[0]) == ("case_answer", "Show the idea")


def test_the_same_is_told_once_and_a_correction_again(met: Met) -> None:
    met.ends()
    met.ends()
    assert len(told(met.appointments.house.alice)) == 1
    met.ends(notes="Hyvä idea; tila löytyi.")
    assert "tila löytyi" in told(met.appointments.house.alice)[1]


def test_the_tasks_stand_on_the_page_of_the_draft(met: Met) -> None:
    house = met.appointments.house
    house.drafts(at=NOON, name="Kahvit kaikille")
    met.ends()
    page = met.backend.read(draft_page.open_page, met.backend.content, conversation=house.alice.conversation, idea=house.id, language="fi", now=AFTER)
    assert page.tasks == TASKS
    assert told(house.alice)[0].endswith("Samat tehtävät löytyvät luonnoksenne sivulta.")


def test_new_tasks_take_the_place_of_those_before_and_none_leave_them(met: Met) -> None:
    def tasks() -> tuple[str, ...]:
        return met.backend.read(open_tasks, idea=met.appointments.house.id)

    met.ends()
    met.ends(notes="", tasks=())
    assert tasks() == TASKS
    met.ends(notes="", tasks=("Vain tämä",))
    assert tasks() == ("Vain tämä",)


def test_where_nothing_was_written_nothing_is_said(met: Met) -> None:
    met.ends(notes=" ", tasks=(" ",))
    assert told(met.appointments.house.alice) == []


def test_who_did_not_come_is_offered_another_time_once_and_reads_no_notes(met: Met) -> None:
    for _ in range(2):
        done = met.ends(Outcome.DID_NOT_COME, notes="Soitin kahdesti.", tasks=())
    [offered] = heard(met.appointments.house.alice)
    assert offered.text.startswith("Emme tavanneet 24.11.2026, vaikka aika oli varattu. Ei se mitään!")
    assert buttons(offered) == [met.backend.content.label("book_meeting", "fi")]
    assert (done.notes, done.outcome) == ("Soitin kahdesti.", Outcome.DID_NOT_COME)


def test_somebody_by_themselves_is_told_in_their_chat(backend: Backend) -> None:
    there = Appointments(House(backend))
    dora = someone(backend, "dora")
    met = Met(there, there.booked(there.time(), who=dora, with_idea=False))
    met.ends()
    assert told(dora)[0].startswith("**Tapaamisesta 24.11.2026**\n\nBob kirjasi")
    assert told(there.house.alice) == []


def test_it_is_too_early_before_the_meeting_begins(met: Met) -> None:
    with pytest.raises(MeetingNotBegun):
        met.backend.run(follow_up, met.backend.content, booking=met.meeting.booking.id, outcome=Outcome.CAME, by="Bob", now=TUESDAY_TEN - timedelta(minutes=1))
    assert told(met.appointments.house.alice) == []


def test_a_meeting_that_was_cancelled_or_never_was_has_no_outcome(met: Met) -> None:
    met.appointments.cancelled(met.meeting)
    with pytest.raises(ChangedMeanwhile):
        met.ends()
    with pytest.raises(NotFound):
        met.backend.run(follow_up, met.backend.content, booking=BookingId("none"), outcome=Outcome.CAME, by="Bob", now=AFTER)
    assert told(met.appointments.house.alice) == []
