from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from backend.documents import CalendarEvent, EventStatus, Method, Organizer, Subscription, to_ics
from backend.documents.ics_zone import vtimezone
from tests.backend.documents.samples import EXPECTED, HOSTILE

HELSINKI = ZoneInfo("Europe/Helsinki")
MADE_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EVENT = CalendarEvent(
    uid="0123456789abcdef0123456789abcdef",
    sequence=2,
    starts_at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 1, 8, 45, tzinfo=UTC),
    summary="Neuvonta-aika, Pikku KAKE",
    description="Tapaat Bobin; kerro, jos et pääse.\nNähdään!",
    location="Kauppakatu 5, Joensuu",
    status=EventStatus.CONFIRMED,
    updated_at=datetime(2026, 11, 20, 12, 30, tzinfo=UTC),
    language="fi",
    is_private=True,
)


def written(*events: CalendarEvent, method: Method = Method.PUBLISH, **more: Any) -> bytes:
    return to_ics(events or (EVENT,), method=method, stamped_at=MADE_AT, **more)


def read(data: bytes) -> Any:
    [event] = Calendar.from_ical(data).events
    return event


def zone_in(data: bytes) -> Any:
    """The zone by the rules in the file alone, whatever the library knows by its name."""
    zones: list[Any] = [part for part in Calendar.from_ical(data).subcomponents if isinstance(part, Timezone)]
    return zones[0].to_tz(lookup_tzid=False)


def wall(year: int, month: int, day: int, hour: int) -> datetime:
    """What the clock on the wall shows."""
    return datetime.combine(date(year, month, day), time(hour))


def at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=HELSINKI).astimezone(UTC)


def test_what_was_written_is_read_back() -> None:
    calendar: Any = Calendar.from_ical(written())
    event = read(written())
    assert [str(calendar[name]) for name in ("VERSION", "CALSCALE", "METHOD")] == ["2.0", "GREGORIAN", "PUBLISH"]
    assert str(calendar["PRODID"]) == "-//Pikku KAKE//Adviser//EN"
    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "CLASS")} == {
        "UID": EVENT.uid,
        "SUMMARY": EVENT.summary,
        "DESCRIPTION": EVENT.description,
        "LOCATION": EVENT.location,
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "CLASS": "PRIVATE",
    }
    assert (event["SEQUENCE"], event.start, event.end) == (2, EVENT.starts_at, EVENT.ends_at)
    assert (MADE_AT, EVENT.updated_at) == (event.DTSTAMP, event.LAST_MODIFIED)
    assert event["SUMMARY"].params["LANGUAGE"] == "fi"


def test_the_library_finds_no_fault_in_it() -> None:
    calendar = Calendar.from_ical(written(organizer=Organizer(name="Pikku KAKE", email="kake@example.fi")))
    assert [(part.name, part.errors) for part in calendar.walk()] == [(part.name, []) for part in calendar.walk()]
    assert calendar.get_missing_tzids() == set()


def test_a_cancelled_event_says_so_in_every_way() -> None:
    data = written(replace(EVENT, status=EventStatus.CANCELLED, sequence=3), method=Method.CANCEL)
    event = read(data)
    assert str(Calendar.from_ical(data)["METHOD"]) == "CANCEL"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", "TRANSPARENT", 3, EVENT.uid)


def test_nobody_is_named_who_was_not_told() -> None:
    assert {"ORGANIZER", "ATTENDEE"}.isdisjoint(read(written()))
    named = read(written(organizer=Organizer(name='Pikku "KAKE", neuvonta', email="kake@example.fi")))
    assert str(named["ORGANIZER"]) == "mailto:kake@example.fi"
    assert "ATTENDEE" not in named


def test_a_subscription_has_its_name_and_says_when_to_look_again() -> None:
    calendar: Any = Calendar.from_ical(written(subscription=Subscription(name="Bob, ä; neuvonta", refresh_minutes=30)))
    assert [str(calendar[name]) for name in ("NAME", "X-WR-CALNAME", "X-WR-TIMEZONE")] == ["Bob, ä; neuvonta", "Bob, ä; neuvonta", "Europe/Helsinki"]
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(minutes=30)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_a_calendar_without_events_is_one() -> None:
    data = to_ics((), method=Method.PUBLISH, stamped_at=MADE_AT, subscription=Subscription(name="Bob", refresh_minutes=30))
    assert Calendar.from_ical(data).events == []


def test_lines_end_as_they_must_and_are_no_longer_than_75_octets() -> None:
    data = written(replace(EVENT, summary="Äö" * 200, description="kahvi\n" * 100 + "漢" * 300 + "👩‍👩‍👧" * 50, location="å" * 74))
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert [line for line in lines if len(line) > 75] == []
    for line in lines:
        line.decode("utf-8")
    assert (str(read(data)["SUMMARY"]), str(read(data)["LOCATION"])) == ("Äö" * 200, "å" * 74)
    assert str(read(data)["DESCRIPTION"]) == "kahvi\n" * 100 + "漢" * 300 + "👩‍👩‍👧" * 50


@pytest.mark.parametrize(
    "text", ["a, b; c \\ d", "rivi\ntoinen", "\\n ei ole rivinvaihto", 'lainaus " ja : kaksoispiste', "ä ö å Ж 漢 👍", "\\,\\;\\\\", "BEGIN:VEVENT"]
)
def test_every_letter_comes_back_as_it_was(text: str) -> None:
    event = read(written(replace(EVENT, summary=text, description=text, location=text)))
    assert [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [text] * 3


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_stay_texts(name: str) -> None:
    text = HOSTILE[name][0]
    data = written(replace(EVENT, summary=text, description=text, location=text))
    calendar = Calendar.from_ical(data)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert str(calendar.events[0]["SUMMARY"]).strip() == EXPECTED[name].strip()


@pytest.mark.parametrize(
    "text", ["x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:y", "x\rATTENDEE:mailto:m@example.org", "x\u2028URL:https://evil.example", "x\x0bSTATUS:CANCELLED"]
)
def test_no_text_adds_a_line_of_its_own(text: str) -> None:
    event = read(written(replace(EVENT, summary=text, description=text, location=text)))
    assert {"ATTENDEE", "URL"}.isdisjoint(event)
    assert (str(event["UID"]), str(event["STATUS"])) == (EVENT.uid, "CONFIRMED")


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ((2027, 3, 27), 8),
        ((2027, 3, 28), 7),
        ((2027, 3, 29), 7),
        ((2026, 10, 24), 7),
        ((2026, 10, 25), 8),
        ((2026, 10, 31), 8),
        ((2027, 7, 1), 7),
    ],
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_clock_changes(local: tuple[int, int, int], utc: int) -> None:
    starts = datetime(*local, utc, 0, tzinfo=UTC)
    data = written(replace(EVENT, starts_at=starts, ends_at=starts + timedelta(minutes=45)))
    event = read(data)
    assert (event.start.replace(tzinfo=None), event.start.astimezone(UTC)) == (wall(*local, 10), starts)
    assert wall(*local, 10).replace(tzinfo=zone_in(data)).astimezone(UTC) == starts


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def disagreements(data: bytes, first: date, last: date) -> list[date]:
    """The days on which noon, or 6 in the morning, is another moment by the file's rules than in Joensuu."""
    zone = zone_in(data)
    wrong = []
    for day in days(first, last):
        for hour in (6, 12):
            told = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
            if told.astimezone(UTC) != at(day.year, day.month, day.day, hour):
                wrong.append(day)
    return wrong


def test_the_rules_in_the_file_are_those_of_the_city_for_years() -> None:
    assert disagreements(written(), date(2026, 12, 1), date(2030, 12, 31)) == []


def test_a_fixed_offset_is_found_out() -> None:
    """The negative control: with one of the two changes left out, half of the days are an hour wrong."""
    data = written()
    begin, end = data.index(b"BEGIN:DAYLIGHT"), data.index(b"END:DAYLIGHT") + len(b"END:DAYLIGHT\r\n")
    assert len(disagreements(data[:begin] + data[end:], date(2027, 1, 1), date(2027, 12, 31))) > 300


def test_the_changes_are_told_as_yearly_rules() -> None:
    """Outlook reads nothing else."""
    zone = vtimezone(HELSINKI, first=EVENT.starts_at, last=EVENT.ends_at)
    parts: list[Any] = zone.subcomponents
    told = {part.name: (part.DTSTART, part["RRULE"].to_ical(), part.TZOFFSETFROM, part.TZOFFSETTO) for part in parts}
    assert told == {
        "STANDARD": (wall(2025, 10, 26, 4), b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", timedelta(hours=3), timedelta(hours=2)),
        "DAYLIGHT": (wall(2025, 3, 30, 3), b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", timedelta(hours=2), timedelta(hours=3)),
    }


@pytest.mark.parametrize(
    ("key", "year"),
    [("Africa/Casablanca", 2026), ("Asia/Tokyo", 2026), ("Europe/Helsinki", 1982), ("America/New_York", 2026), ("UTC", 2026)],
)
def test_a_zone_that_keeps_to_no_such_rule_is_told_day_by_day(key: str, year: int) -> None:
    """So that nobody is told a wrong hour, should the clocks ever be left alone here."""
    zone = ZoneInfo(key)
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 12, 31, tzinfo=UTC)
    told: Any = Timezone.from_ical(vtimezone(zone, first=first, last=last).to_ical())
    rules: Any = told.to_tz(lookup_tzid=False)
    for day in days(first.date(), last.date()):
        noon = wall(day.year, day.month, day.day, 12)
        assert noon.replace(tzinfo=rules).utcoffset() == noon.replace(tzinfo=zone).utcoffset(), day
