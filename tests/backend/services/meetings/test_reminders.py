"""When people are reminded of meetings and trainings, and when they are left in peace; on both databases."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.records import BookingState, MeetingKind, Training, TrainingKind
from backend.domain.meetings.reminder_times import STEPS, step_at
from backend.domain.reminders import is_quiet
from backend.services.meetings import booking as bookings
from backend.services.meetings.reminding import remind_of_meetings
from backend.services.meetings.training_seats import leave_training, sign_up
from backend.services.meetings.training_telling import call_off
from backend.services.ports import Unit
from tests.backend.services.asking import Person
from tests.backend.services.idea_house import House, buttons, heard, person_of, someone, told
from tests.backend.services.meetings.appointments import Appointments

BEGUN = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""Monday a week before the meetings, 12.00 in Joensuu."""
TUESDAY_NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BEFORE = dict(STEPS)


@pytest.fixture
def at_bobs(backend: Backend) -> Appointments:
    return Appointments(House(backend, begun_at=BEGUN))


def city(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE).astimezone(UTC)


def wall(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(CITY_ZONE):%d.%m. %H.%M}"


def reminds(backend: Backend, now: datetime, *, holder: str = "bot") -> int:
    return backend.run(remind_of_meetings, backend.content, holder=holder, now=now)


def walk(backend: Backend, first: datetime, last: datetime, *, step: timedelta = MINUTE) -> list[tuple[str, int]]:
    """The job run every minute: when somebody was told, and how many chats were."""
    moments, now = [], first
    while now <= last:
        chats = reminds(backend, now)
        if chats:
            moments.append((wall(now), chats))
        now += step
    return moments


def reminders(person: Person) -> list[str]:
    return [one.text for one in heard(person) if one.kind == "reminder"]


# When.

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("starts", "two_days", "three_hours"),
    [
        (city(TUESDAY, 12), "22.11. 12.00", "24.11. 09.00"),
        (city(TUESDAY, 11), "22.11. 11.00", "24.11. 08.00"),
        (city(TUESDAY, 10, 59), "22.11. 10.59", "24.11. 08.00"),
        (city(TUESDAY, 9), "22.11. 09.00", "24.11. 08.00"),
        (city(TUESDAY, 8, 59), "22.11. 08.59", "23.11. 19.00"),
        (city(TUESDAY, 8, 30), "22.11. 08.30", "23.11. 19.00"),
        (city(TUESDAY, 8), "22.11. 08.00", "23.11. 19.00"),
        (city(TUESDAY, 7), "22.11. 08.00", "23.11. 19.00"),
        (city(TUESDAY, 18), "22.11. 18.00", "24.11. 15.00"),
        (city(TUESDAY, 20), "23.11. 08.00", "24.11. 17.00"),
        (city(TUESDAY, 22, 59), "23.11. 08.00", "24.11. 19.59"),
        (city(TUESDAY, 23), "23.11. 08.00", "24.11. 19.00"),
        # The clocks go forward in the night to the 28th of March, and back in the night to the 25th of October.
        (city(date(2027, 3, 28), 9), "26.03. 08.00", "28.03. 08.00"),
        (city(date(2027, 3, 28), 8, 30), "26.03. 08.00", "27.03. 19.00"),
        (city(date(2027, 3, 29), 12), "27.03. 11.00", "29.03. 09.00"),
        (city(date(2026, 10, 25), 9), "23.10. 10.00", "25.10. 08.00"),
        (city(date(2026, 10, 25), 8, 30), "23.10. 09.30", "24.10. 19.00"),
        (city(date(2026, 10, 26), 12), "24.10. 13.00", "26.10. 09.00"),
    ],
)
def test_a_step_of_the_night_is_sent_at_eight_or_else_the_evening_before(starts: datetime, two_days: str, three_hours: str) -> None:
    booked = starts - timedelta(days=7)

    sent = [step_at(starts, before=BEFORE[name], known_since=booked) for name in ("48h", "3h")]

    assert [wall(at) for at in sent] == [two_days, three_hours]


def test_whatever_the_hour_both_steps_come_by_day_and_before_the_meeting_with_time_to_get_ready() -> None:
    first = city(date(2026, 10, 24), 0)
    for quarter in range(4 * 24 * 3):
        starts = first + quarter * timedelta(minutes=15)
        early, late = (step_at(starts, before=before, known_since=starts - timedelta(days=7)) for _, before in STEPS)
        assert early is not None
        assert late is not None
        assert early < late <= starts - timedelta(hours=1)
        assert not is_quiet(early)
        assert not is_quiet(late)


@pytest.mark.parametrize(
    ("booked", "three_hours"),
    [
        (city(TUESDAY, 5, 29), "24.11. 08.00"),
        (city(TUESDAY, 5, 30), ""),
        (city(date(2026, 11, 23), 18, 59), "23.11. 19.00"),
        (city(date(2026, 11, 23), 19, 0), "24.11. 08.00"),
        (city(date(2026, 11, 23), 23, 0), "24.11. 08.00"),
    ],
)
def test_who_booked_after_that_evening_hears_in_the_morning_and_who_booked_just_before_does_not(booked: datetime, three_hours: str) -> None:
    half_past_eight = city(TUESDAY, 8, 30)

    assert wall(step_at(half_past_eight, before=BEFORE["3h"], known_since=booked)) == three_hours
    assert step_at(half_past_eight, before=BEFORE["48h"], known_since=booked) is None


# What is said, to whom.


def test_minute_by_minute_two_reminders_and_no_third(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)

    moments = walk(at_bobs.backend, TUESDAY_NOON - timedelta(hours=48, minutes=5), TUESDAY_NOON + timedelta(minutes=5))

    assert moments == [("22.11. 12.00", 1), ("24.11. 09.00", 1)]
    first, second = reminders(at_bobs.house.alice)
    assert first.splitlines() == [
        "Muistathan: tapaat neuvojan **ylihuomenna, tiistaina 24.11. klo 12.00**.",
        "Paikka: Kauppakatu 5, 1. krs.",
        "Neuvojana on Bob Neuvoja. Jos et pääse, napauta alta: aika vapautuu heti jollekin toiselle.",
    ]
    assert second.splitlines()[0] == "Muistathan: tapaat neuvojan **tänään, tiistaina 24.11. klo 12.00**."
    assert [buttons(one) for one in heard(at_bobs.house.alice)] == [["En pääse"], ["En pääse"]]


def test_without_its_mark_a_step_would_be_sent_every_minute(at_bobs: Appointments) -> None:
    """The negative control: with neither the mark nor the key of what was said, the same words come again and again."""
    meeting = at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    nine = city(TUESDAY, 9)

    def forget(unit: Unit) -> None:
        found = unit.bookings.get(meeting.booking.id)
        assert found is not None
        assert unit.bookings.change(found, reminded=[], sequence=found.sequence + 1)  # type: ignore[arg-type]  # what no service does

    assert reminds(at_bobs.backend, nine) == 1
    for _ in range(3):
        at_bobs.backend.run(forget)
        reminds(at_bobs.backend, nine)
    assert len(reminders(at_bobs.house.alice)) == 4


def test_everybody_in_the_team_is_told_in_their_own_language_and_may_say_that_nobody_can_come(at_bobs: Appointments) -> None:
    bob, charlie = at_bobs.house.joined_by("bob", at=BEGUN), at_bobs.house.joined_by("charlie", at=BEGUN, language="en")
    dora = someone(at_bobs.backend, "dora", at=BEGUN)
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)

    assert reminds(at_bobs.backend, city(TUESDAY, 9)) == 3
    assert [len(reminders(one)) for one in (at_bobs.house.alice, bob, charlie, dora)] == [1, 1, 1, 0]
    assert reminders(bob)[0].startswith("Muistathan: ryhmänne tapaa neuvojan **tänään")
    assert buttons(heard(bob)[-1]) == ["Kukaan meistä ei pääse"]
    assert reminders(charlie)[0].startswith("A reminder: your group is meeting an adviser **today, Tuesday 24 November at 12:00**.")


def test_the_language_is_that_of_the_moment(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    assert reminds(at_bobs.backend, city(date(2026, 11, 22), 12)) == 1
    alice = at_bobs.house.alice.conversation
    at_bobs.backend.run(lambda unit: unit.conversations.set_language(alice, "en", is_chosen=True))
    assert reminds(at_bobs.backend, city(TUESDAY, 9)) == 1

    assert [text.split()[0] for text in reminders(at_bobs.house.alice)] == ["Muistathan:", "A"]


@pytest.mark.parametrize(
    ("kind", "place", "line"),
    [
        (MeetingKind.ELSEWHERE, "Utran kirjasto", "Paikka: Utran kirjasto."),
        (MeetingKind.PHONE, "", "Juttelette puhelimessa."),
        (MeetingKind.PHONE, "neuvoja soittaa sinulle", "Juttelette puhelimessa: neuvoja soittaa sinulle."),
        (MeetingKind.VIDEO, "https://video.example.org/1", "Tapaatte videolla: https://video.example.org/1"),
    ],
)
def test_how_one_meets_is_said(at_bobs: Appointments, kind: MeetingKind, place: str, line: str) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON, kind=kind, place=place), now=BEGUN)
    assert reminds(at_bobs.backend, city(TUESDAY, 9)) == 1
    assert reminders(at_bobs.house.alice)[0].splitlines()[1] == line


@pytest.mark.parametrize(("name", "label"), [("alice", "En pääse"), ("bob", "Kukaan meistä ei pääse")])
def test_one_tap_cancels_and_the_time_is_free(at_bobs: Appointments, name: str, label: str) -> None:
    people = {"alice": at_bobs.house.alice, "bob": at_bobs.house.joined_by("bob", at=BEGUN)}
    meeting = at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    assert reminds(at_bobs.backend, city(TUESDAY, 9)) == 2
    person = people[name]
    person.now = city(TUESDAY, 9, 1)

    person.press(label)

    assert at_bobs.again(meeting.booking.id).state is BookingState.CANCELLED
    assert [one.id for one in at_bobs.backend.read(bookings.free_slots, now=person.now)] == [meeting.slot.id]
    assert reminds(at_bobs.backend, city(TUESDAY, 9, 2)) == 0


# Not any more, not yet, not twice.


def test_who_booked_less_than_two_days_ahead_is_reminded_three_hours_before_only(at_bobs: Appointments) -> None:
    booked = TUESDAY_NOON - timedelta(hours=47, minutes=59)
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=booked)

    assert walk(at_bobs.backend, booked, TUESDAY_NOON, step=timedelta(minutes=10)) == [("24.11. 09.01", 1)]


def test_who_booked_within_three_hours_knows_already(at_bobs: Appointments) -> None:
    booked = city(TUESDAY, 9, 30)
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=booked)

    assert walk(at_bobs.backend, booked, TUESDAY_NOON) == []


def test_what_is_only_held_is_not_reminded_of(at_bobs: Appointments) -> None:
    slot, alice = at_bobs.time(TUESDAY_NOON), at_bobs.house.alice
    meeting = at_bobs.booked(at_bobs.time(TUESDAY_NOON + timedelta(hours=4)), now=BEGUN)
    at_bobs.backend.run(bookings.hold, slot=slot, party=meeting.booking.party, now=city(TUESDAY, 8, 55))

    assert reminds(at_bobs.backend, city(TUESDAY, 9)) == 1
    assert "klo 16.00" in reminders(alice)[0]


def test_after_cancelling_nothing_is_said(at_bobs: Appointments) -> None:
    meeting = at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    assert reminds(at_bobs.backend, city(date(2026, 11, 22), 12)) == 1
    at_bobs.cancelled(meeting, now=city(date(2026, 11, 23), 12))

    assert walk(at_bobs.backend, city(TUESDAY, 8), city(TUESDAY, 13), step=10 * MINUTE) == []


def test_a_moved_meeting_is_reminded_of_at_its_new_time(at_bobs: Appointments) -> None:
    meeting = at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    assert reminds(at_bobs.backend, city(date(2026, 11, 22), 12)) == 1
    friday = at_bobs.time(city(date(2026, 11, 27), 14))
    at_bobs.moved(meeting, friday, now=city(date(2026, 11, 23), 12))

    moments = walk(at_bobs.backend, city(TUESDAY, 0), city(date(2026, 11, 27), 15), step=10 * MINUTE)

    assert moments == [("25.11. 14.00", 1), ("27.11. 11.00", 1)]
    assert ["perjantaina 27.11. klo 14.00" in text for text in reminders(at_bobs.house.alice)] == [False, True, True]


def test_a_machine_that_was_off_sends_the_newest_step_alone(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)

    assert walk(at_bobs.backend, city(TUESDAY, 11, 20), TUESDAY_NOON) == [("24.11. 11.20", 1)]
    assert ["tänään" in text for text in reminders(at_bobs.house.alice)] == [True]


def test_a_machine_that_was_off_the_whole_evening_still_speaks_at_eight(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(city(TUESDAY, 8, 30)), now=BEGUN)

    assert walk(at_bobs.backend, city(date(2026, 11, 23), 20), city(TUESDAY, 9)) == [("24.11. 08.00", 1)]


@pytest.mark.parametrize(
    ("starts", "moments"),
    [
        (city(date(2027, 3, 28), 9), ["26.03. 08.00", "28.03. 08.00"]),
        (city(date(2027, 3, 28), 8, 30), ["26.03. 08.00", "27.03. 19.00"]),
        (city(date(2026, 10, 25), 9), ["23.10. 10.00", "25.10. 08.00"]),
        (city(date(2026, 10, 25), 8, 30), ["23.10. 09.30", "24.10. 19.00"]),
    ],
)
def test_in_the_night_of_the_clock_change_everybody_is_reminded_by_day(backend: Backend, starts: datetime, moments: list[str]) -> None:
    begun = starts - timedelta(days=7)
    at_bobs = Appointments(House(backend, begun_at=begun))
    at_bobs.booked(at_bobs.time(starts), now=begun)

    assert walk(backend, starts - timedelta(hours=50), starts, step=10 * MINUTE) == [(moment, 1) for moment in moments]


def test_once_the_meeting_has_begun_nothing_is_said(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)

    assert walk(at_bobs.backend, TUESDAY_NOON, TUESDAY_NOON + timedelta(hours=1)) == []
    assert reminds(at_bobs.backend, TUESDAY_NOON - timedelta(seconds=1)) == 1


def test_two_machines_remind_once(at_bobs: Appointments) -> None:
    at_bobs.booked(at_bobs.time(TUESDAY_NOON), now=BEGUN)
    nine = city(TUESDAY, 9)
    with ThreadPoolExecutor(max_workers=8) as pool:
        done = list(pool.map(lambda n: reminds(at_bobs.backend, nine, holder=f"bot {n}"), range(8)))

    assert sum(done) == 1
    assert len(reminders(at_bobs.house.alice)) == 1


def test_who_cancels_in_the_minute_of_the_reminder_is_not_reminded_afterwards(at_bobs: Appointments) -> None:
    """Both at once, ten times over: whichever comes first, nothing is said of a meeting that was cancelled before."""
    nine = city(TUESDAY, 9)
    meetings = []
    for n in range(10):
        person = someone(at_bobs.backend, f"guest {n}", at=BEGUN)
        who = at_bobs.adviser(f"Adviser {n}")
        meetings.append((person, at_bobs.booked(at_bobs.time(TUESDAY_NOON, who=who), who=person, with_idea=False, now=BEGUN)))
    with ThreadPoolExecutor(max_workers=4) as pool:
        cancelling = [pool.submit(at_bobs.cancelled, meeting, now=nine) for _, meeting in meetings]
        reminding = pool.submit(reminds, at_bobs.backend, nine)
        for one in cancelling:
            one.result()

    assert reminding.result() == sum(len(reminders(person)) for person, _ in meetings)
    assert reminds(at_bobs.backend, nine + MINUTE) == 0


# Seats at trainings.


def training(backend: Backend, *, capacity: int = 5, starts_at: datetime = TUESDAY_NOON) -> Training:
    texts: Mapping[str, str] = {"fi": "Talousilta", "en": "Money evening"}

    def publish(unit: Unit) -> Training:
        return unit.trainings.publish(
            kind=TrainingKind.TRAINING,
            title=texts,
            about=texts,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Pääkirjasto",
            capacity=capacity,
            sign_up_until=starts_at,
        )

    return backend.run(publish)


def signs_up(person: Person, to: Training, *, now: datetime) -> None:
    backend = person.backend
    backend.run(lambda unit: sign_up(unit, training=to.id, person=person_of(unit, person), conversation=person.conversation, now=now))


def test_a_seat_is_reminded_of_twice_and_who_waits_is_not(backend: Backend) -> None:
    held = training(backend, capacity=1)
    alice, bob = (someone(backend, name, at=BEGUN) for name in ("alice", "bob"))
    for person in (alice, bob):
        signs_up(person, held, now=BEGUN)

    assert walk(backend, city(date(2026, 11, 22), 10), TUESDAY_NOON + MINUTE, step=10 * MINUTE) == [("22.11. 12.00", 1), ("24.11. 09.00", 1)]
    assert (len(told(alice)), told(bob)) == (2, [])
    assert told(alice)[1].splitlines()[:2] == ["Muistathan: **Talousilta** on **tänään, tiistaina 24.11. klo 12.00**.", "Paikka: Pääkirjasto."]
    assert buttons(heard(alice)[1]) == ["En pääse"]


def test_who_left_or_whose_training_was_called_off_is_not_reminded(backend: Backend) -> None:
    left, off = training(backend), training(backend, starts_at=TUESDAY_NOON + timedelta(hours=1))
    alice, bob = (someone(backend, name, at=BEGUN) for name in ("alice", "bob"))
    signs_up(alice, left, now=BEGUN)
    signs_up(bob, off, now=BEGUN)
    backend.run(lambda unit: leave_training(unit, training=left.id, person=person_of(unit, alice), now=BEGUN))
    backend.run(call_off, backend.content, training=off.id, now=BEGUN)

    assert walk(backend, city(date(2026, 11, 22), 8), TUESDAY_NOON, step=30 * MINUTE) == []
    assert (reminders(alice), reminders(bob)) == ([], [])


def test_the_tap_of_a_reminder_gives_the_seat_back(backend: Backend) -> None:
    held = training(backend)
    alice = someone(backend, "alice", at=BEGUN)
    signs_up(alice, held, now=BEGUN)
    alice.now = city(TUESDAY, 9, 1)
    assert reminds(backend, city(TUESDAY, 9)) == 1

    said = alice.press("En pääse")

    assert said[-1].text == "Selvä, peruin ilmoittautumisesi: **Talousilta**. Kiitos kun kerroit. Tiedosto poistaa ajan kalenteristasi."
    assert backend.read(lambda unit: [one.state for one in unit.trainings.seats(held.id)]) == []
