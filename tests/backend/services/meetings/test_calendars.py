"""Meetings and trainings in people's and advisers' calendars, re-read by the library that calendars are checked with."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.interview.form import Value
from backend.domain.meetings.records import MeetingKind, Seat, Training, TrainingKind
from backend.domain.refusals import NotFound
from backend.services.meetings import publishing, training_seats
from backend.services.meetings.calendars import Feed, feed_of, meeting_ics, training_ics
from backend.services.meetings.training_seats import SignedUp, TrainingPlan
from backend.services.ports import Unit
from tests.backend.services.idea_house import House, person_of, someone
from tests.backend.services.meetings.appointments import TUESDAY_TEN, Appointments
from tests.times import NOON

THURSDAY = TUESDAY_TEN + timedelta(days=2, hours=3)


@pytest.fixture
def there(backend: Backend) -> Appointments:
    answers: dict[str, Value] = {"title": "Kahvit kaikille", "contact_name": "Charlie Yhteyshenkilö", "contact": {"email": "charlie@example.org"}}
    return Appointments(House(backend, answers=answers))


def read(data: bytes) -> tuple[str, Any]:
    calendar = Calendar.from_ical(data)
    [event] = calendar.events
    return str(calendar["METHOD"]), event


def texts(event: Any) -> list[str]:
    return [str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]


def test_a_meeting_is_a_file_to_open(there: Appointments) -> None:
    meeting = there.booked(there.time())
    made = meeting_ics(there.backend.content, meeting, language="fi", now=NOON)
    method, event = read(made.data)
    assert (made.name, made.media_type) == ("Neuvonta-aika 24.11.2026.ics", "text/calendar")
    assert (method, str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == ("PUBLISH", meeting.booking.uid, 0, "CONFIRMED")
    assert (event.start, event.end, event.start.hour) == (TUESDAY_TEN, TUESDAY_TEN + timedelta(minutes=45), 10)
    summary, place, description = texts(event)
    assert (summary, place) == (f"Neuvonta-aika, {there.backend.content.programme.name}", "Kauppakatu 5, 1. krs")
    assert description.startswith("Tapaat neuvojan: Bob Neuvoja (neuvontapisteessä).\n\nJos et pääse")


def test_the_persons_calendar_tells_others_nothing_of_the_idea(there: Appointments) -> None:
    made = meeting_ics(there.backend.content, there.booked(there.time(), about="Mielenterveyskahvit"), language="fi", now=NOON)
    unfolded = made.data.replace(b"\r\n ", b"").decode()
    assert not [word for word in ("Kahvit kaikille", "Mielenterveys", "Charlie", "example.org", there.house.id) if word in unfolded]
    assert str(read(made.data)[1]["CLASS"]) == "PRIVATE"


def test_a_moved_meeting_is_the_same_event_with_a_higher_sequence(there: Appointments) -> None:
    first = there.booked(there.time())
    moved = there.moved(first, there.time(THURSDAY), now=NOON + timedelta(minutes=5))
    again = there.moved(moved, there.time(THURSDAY + timedelta(hours=1)), now=NOON + timedelta(minutes=9))
    events = [read(meeting_ics(there.backend.content, one, language="fi", now=NOON).data) for one in (first, moved, again)]
    assert {str(event["UID"]) for _, event in events} == {first.booking.uid}
    assert [(method, event["SEQUENCE"]) for method, event in events] == [("PUBLISH", 0), ("PUBLISH", 1), ("PUBLISH", 2)]
    assert events[1][1].start == THURSDAY
    assert NOON + timedelta(minutes=5) == events[1][1].LAST_MODIFIED


def test_a_cancelled_meeting_is_taken_out_again(there: Appointments) -> None:
    moved = there.moved(there.booked(there.time()), there.time(THURSDAY))
    made = meeting_ics(there.backend.content, there.cancelled(moved, now=NOON + timedelta(hours=1)), language="fi", now=NOON + timedelta(hours=1))
    method, event = read(made.data)
    assert made.name == "Peruttu neuvonta-aika 26.11.2026.ics"
    assert (method, str(event["STATUS"]), str(event["UID"])) == ("CANCEL", "CANCELLED", moved.booking.uid)
    assert event["SEQUENCE"] > moved.booking.sequence
    assert event.start == THURSDAY
    assert texts(event)[0].startswith("PERUTTU: Neuvonta-aika")


def test_it_speaks_the_language_of_its_reader(there: Appointments) -> None:
    made = meeting_ics(there.backend.content, there.booked(there.time()), language="en", now=NOON)
    summary, _, description = texts(read(made.data)[1])
    assert made.name == "Meeting 24 November 2026.ics"
    assert summary.startswith("Meeting with an adviser, ")
    assert "You will meet Bob Neuvoja (at the service point)." in description


@pytest.mark.parametrize(
    ("kind", "place", "told"),
    [
        (MeetingKind.PHONE, "", "puhelimitse"),
        (MeetingKind.VIDEO, "https://video.example/abc", "https://video.example/abc"),
        (MeetingKind.ELSEWHERE, "", "sovitussa paikassa"),
    ],
)
def test_where_it_is_is_told_also_where_there_is_no_place(there: Appointments, kind: MeetingKind, place: str, told: str) -> None:
    meeting = there.booked(there.time(kind=kind, place=place))
    assert texts(read(meeting_ics(there.backend.content, meeting, language="fi", now=NOON).data)[1])[1] == told


def test_the_office_invites_where_it_has_told_its_address(there: Appointments, content: Content) -> None:
    meeting = there.booked(there.time())
    known = replace(content, office=replace(content.office, email="kake@example.fi"))
    assert str(read(meeting_ics(known, meeting, language="fi", now=NOON).data)[1]["ORGANIZER"]) == "mailto:kake@example.fi"
    assert "ORGANIZER" not in read(meeting_ics(content, meeting, language="fi", now=NOON).data)[1]


@pytest.mark.parametrize(("day", "utc"), [(date(2027, 3, 29), 7), (date(2026, 10, 31), 8), (date(2027, 3, 26), 8)])
def test_ten_o_clock_stays_ten_o_clock_over_the_clock_changes(there: Appointments, day: date, utc: int) -> None:
    starts = datetime.combine(day, time(utc), UTC)
    before = datetime.combine(day, time(0), UTC) - timedelta(days=1)
    meeting = there.booked(there.time(starts), now=before)
    event = read(meeting_ics(there.backend.content, meeting, language="fi", now=before).data)[1]
    assert (event.start.hour, event.start.astimezone(UTC)) == (10, starts)


def plan(**changes: object) -> TrainingPlan:
    made = TrainingPlan(
        kind=TrainingKind.TRAINING,
        title={"fi": "Hakemuksen teko, osa 1", "en": "Writing an application, part 1"},
        about={"fi": "Katsomme lomaketta yhdessä.", "en": "We look at the form together."},
        day=date(2026, 12, 3),
        starts=time(17),
        ends=time(19),
        place="Kirjasto; Muikku-sali",
        capacity=12,
        sign_up_until=date(2026, 12, 2),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's changes are of the fields' own types


def signed_up(there: Appointments) -> tuple[Training, Seat]:
    def sign_up(unit: Unit) -> SignedUp:
        training = training_seats.publish_training(unit, plan=plan(), languages=("fi", "en"), now=NOON)
        alice = there.house.alice
        done = training_seats.sign_up(unit, training=training.id, person=person_of(unit, alice), conversation=alice.conversation, now=NOON)
        assert isinstance(done, SignedUp)
        return done

    done = there.backend.run(sign_up)
    return done.training, done.seat


def test_a_training_is_a_file_to_open(there: Appointments) -> None:
    training, seat = signed_up(there)
    made = training_ics(there.backend.content, training, seat, language="fi", now=NOON)
    method, event = read(made.data)
    assert (made.name, method, str(event["UID"])) == ("Hakemuksen teko osa 1 3.12.2026.ics", "PUBLISH", seat.uid)
    assert texts(event)[:2] == ["Hakemuksen teko, osa 1", "Kirjasto; Muikku-sali"]
    assert texts(event)[2].startswith("Katsomme lomaketta yhdessä.\n\nJos et pääsekään, ")
    assert (event.start.hour, event.end.hour) == (17, 19)
    assert texts(read(training_ics(there.backend.content, training, seat, language="en", now=NOON).data)[1])[0] == "Writing an application, part 1"


def test_a_seat_given_up_is_taken_out_again(there: Appointments) -> None:
    training, seat = signed_up(there)
    left = there.backend.run(training_seats.leave_training, training=training.id, person=seat.person, now=NOON)
    before = read(training_ics(there.backend.content, training, seat, language="fi", now=NOON).data)[1]
    method, event = read(training_ics(there.backend.content, left.training, left.seat, language="fi", now=NOON).data)
    assert (method, str(event["STATUS"]), str(event["UID"])) == ("CANCEL", "CANCELLED", seat.uid)
    assert event["SEQUENCE"] > before["SEQUENCE"]


def test_a_training_cancelled_as_a_whole_is_taken_out_again(there: Appointments) -> None:
    training, seat = signed_up(there)
    before = read(training_ics(there.backend.content, training, seat, language="fi", now=NOON).data)[1]
    done = there.backend.run(training_seats.cancel_training, training=training.id, now=NOON)
    [told] = done.seats
    method, event = read(training_ics(there.backend.content, done.training, told, language="fi", now=NOON).data)
    assert (method, str(event["STATUS"]), str(event["UID"])) == ("CANCEL", "CANCELLED", seat.uid)
    assert event["SEQUENCE"] > before["SEQUENCE"]


def address(there: Appointments) -> str:
    return there.backend.run(publishing.new_feed, adviser=there.bob.id)


def feed(there: Appointments, secret: str, *, now: datetime = NOON) -> Feed:
    return there.backend.read(feed_of, there.backend.content, secret=secret, now=now)


def shown(found: Feed) -> list[tuple[str, datetime]]:
    events: list[Any] = Calendar.from_ical(found.data).events
    return [(str(event["SUMMARY"]), event.start) for event in events]


def test_an_advisers_calendar_shows_their_meetings_and_every_training(there: Appointments) -> None:
    secret = address(there)
    there.booked(there.time())
    there.booked(there.time(THURSDAY), who=someone(there.backend, "dora"), with_idea=False)
    signed_up(there)
    carol = there.adviser("Carol")
    there.booked(there.time(THURSDAY, who=carol), who=someone(there.backend, "erik"), with_idea=False)
    there.time(THURSDAY + timedelta(hours=1))
    found = feed(there, secret)
    assert len(secret) == 43
    assert shown(found) == [
        (f"Neuvonta: Kahvit kaikille (idea nro {there.house.number})", TUESDAY_TEN),
        ("Neuvonta: ei vielä ideaa", THURSDAY),
        ("Hakemuksen teko, osa 1 (1/12 paikkaa varattu)", datetime(2026, 12, 3, 15, 0, tzinfo=UTC)),
    ]
    assert str(Calendar.from_ical(found.data)["X-WR-CALNAME"]) == "Bob Neuvoja – neuvonta-ajat"


def test_it_names_no_citizen(there: Appointments) -> None:
    secret = address(there)
    there.booked(there.time(), about="Charlien hoitoasiat, soita 040 123 4567")
    unfolded = feed(there, secret).data.replace(b"\r\n ", b"").decode()
    assert "Kahvit kaikille" in unfolded
    assert not [word for word in ("Charli", "charlie@", "040 123", "alice", there.house.alice.conversation) if word in unfolded]


def test_what_was_moved_stands_once_and_what_was_cancelled_not_at_all(there: Appointments) -> None:
    secret = address(there)
    first = there.booked(there.time())
    moved = there.moved(first, there.time(THURSDAY))
    [event] = Calendar.from_ical(feed(there, secret).data).events
    assert (str(event["UID"]), event["SEQUENCE"], event.start) == (first.booking.uid, 1, THURSDAY)
    there.cancelled(moved)
    assert shown(feed(there, secret)) == []


def test_meetings_are_shown_for_a_month(there: Appointments) -> None:
    secret = address(there)
    there.booked(there.time())
    assert len(shown(feed(there, secret, now=TUESDAY_TEN + timedelta(days=30)))) == 1
    assert shown(feed(there, secret, now=TUESDAY_TEN + timedelta(days=31))) == []


def test_an_idea_without_a_name_is_called_one(backend: Backend) -> None:
    there = Appointments(House(backend, answers={}))
    secret = address(there)
    there.booked(there.time())
    assert shown(feed(there, secret))[0][0] == f"Neuvonta: nimetön idea (idea nro {there.house.number})"


def test_a_new_address_drops_the_old_one(there: Appointments) -> None:
    old = address(there)
    new = address(there)
    assert shown(feed(there, new)) == []
    with pytest.raises(NotFound):
        feed(there, old)


@pytest.mark.parametrize("guess", ["", "x" * 43])
def test_an_unknown_address_is_none(there: Appointments, guess: str) -> None:
    address(there)
    with pytest.raises(NotFound):
        feed(there, guess)


def test_the_hash_that_is_kept_opens_nothing(there: Appointments) -> None:
    secret = address(there)
    with pytest.raises(NotFound):
        feed(there, publishing.feed_hash(secret))


def test_who_does_not_advise_any_more_has_no_calendar(there: Appointments) -> None:
    secret = address(there)
    there.backend.run(lambda unit: unit.advisers.set_active(there.bob.id, is_active=False))
    with pytest.raises(NotFound):
        feed(there, secret)


def test_the_tag_changes_with_what_is_shown_and_with_nothing_else(there: Appointments) -> None:
    secret = address(there)
    meeting = there.booked(there.time())
    tags = [feed(there, secret).tag, feed(there, secret, now=NOON + timedelta(hours=2)).tag]
    there.house.says("title", "Teetä kaikille", at=NOON)
    tags.append(feed(there, secret).tag)
    there.moved(meeting, there.time(THURSDAY))
    tags.append(feed(there, secret).tag)
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3
