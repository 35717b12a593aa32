"""`kake admin meetings` and `kake admin times feed`, as a coordinator uses them."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.bootstrap import Backend
from backend.domain.meetings.records import Meeting
from backend.domain.refusals import NotFound
from backend.services.meetings.calendars import feed_of
from kake.cli import kake
from kake.exits import Failed
from kake.opening import opened_backend
from tests.backend.services.idea_house import House, told
from tests.backend.services.meetings.appointments import TUESDAY_TEN, Appointments
from tests.backend.services.meetings.pitches import ORDINARY


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    monkeypatch.setenv("KAKE_HOME", str(tmp_path))
    monkeypatch.setenv("KAKE_NOW", "2026-11-24T11:00:00+02:00")
    with opened_backend() as opened:
        yield opened


@pytest.fixture
def there(backend: Backend) -> Appointments:
    return Appointments(House(backend, answers=ORDINARY))


@pytest.fixture
def meeting(there: Appointments) -> Meeting:
    return there.booked(there.time(), about="Kuka maksaa palkkion?")


def output(*arguments: str) -> str:
    result = CliRunner().invoke(kake, ["admin", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def lines(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output(*arguments).splitlines()]


def test_meetings_are_listed_for_all_and_for_one(there: Appointments, meeting: Meeting) -> None:
    there.adviser("Carol")
    expected = {
        "booking": meeting.booking.id,
        "state": "booked",
        "starts": "2026-11-24T10:00+02:00",
        "ends": "2026-11-24T10:45+02:00",
        "adviser": "Bob Neuvoja",
        "kind": "service_point",
        "place": "Kauppakatu 5, 1. krs",
        "language": "fi",
        "idea": there.house.number,
        "about": "Kuka maksaa palkkion?",
        "outcome": None,
    }
    assert lines("meetings", "list") == lines("meetings", "list", "--adviser", "1") == [expected]
    assert lines("meetings", "list", "--adviser", "2") == []


def test_the_brief_is_read_in_the_terminal_or_as_a_page(meeting: Meeting, tmp_path: Path) -> None:
    told_in_text = output("meetings", "brief", meeting.booking.id)
    assert "Kahvit ja kännykät\nNeuvojan tiivistelmä" in told_in_text
    path = tmp_path / "brief.pdf"
    assert output("meetings", "brief", meeting.booking.id, "--pdf", str(path)) == f"{path}\n"
    assert path.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_came_of_a_meeting_is_told_to_the_group(there: Appointments, meeting: Meeting) -> None:
    [done] = lines(
        "meetings", "outcome", meeting.booking.id, "came", "--notes", "Hyvä idea.", "--task", "Pyydä tarjous", "--tasks", "Kysy avaimet", "--by", "Bob"
    )
    assert done == {"booking": meeting.booking.id, "state": "done", "outcome": "came"}
    assert "- Pyydä tarjous\n- Kysy avaimet" in told(there.house.alice)[0]
    assert lines("meetings", "list")[0]["outcome"] == "came"


@pytest.mark.parametrize("arguments", [("brief", "none"), ("outcome", "none", "came", "--by", "Bob")])
def test_a_meeting_that_there_is_not_is_told(backend: Backend, arguments: tuple[str, ...]) -> None:
    with pytest.raises(Failed, match="there is no meeting none"):
        output("meetings", *arguments)


def test_an_outcome_too_early_or_of_a_cancelled_meeting_is_refused_in_words(there: Appointments, monkeypatch: pytest.MonkeyPatch, meeting: Meeting) -> None:
    monkeypatch.setenv("KAKE_NOW", "2026-11-24T09:00:00+02:00")
    with pytest.raises(Failed, match="has not begun yet"):
        output("meetings", "outcome", meeting.booking.id, "came", "--by", "Bob")
    there.cancelled(meeting)
    with pytest.raises(Failed, match="was moved, cancelled"):
        output("meetings", "outcome", meeting.booking.id, "came", "--by", "Bob")
    assert told(there.house.alice) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("outcome", "x", "came"),
        ("outcome", "x", "came", "--by", " "),
        ("outcome", "x", "came", "--by", "B" * 65),
        ("outcome", "x", "maybe", "--by", "Bob"),
        ("list", "--adviser", "0"),
    ],
)
def test_wrong_usage_is_told_as_such(backend: Backend, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(kake, ["admin", "meetings", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_advisers_calendar_has_one_secret_address_and_a_new_one_drops_the_old(
    there: Appointments, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = lines("times", "feed", "--adviser", "1")
    assert first["address"].startswith("http://127.0.0.1:8080/calendar/")
    monkeypatch.setenv("KAKE_PUBLIC_URL", "https://kake.example")
    [second] = lines("times", "feed", "--adviser", "1")
    assert second["address"].startswith("https://kake.example/calendar/")
    secrets = [one["address"].rsplit("/", maxsplit=1)[1].removesuffix(".ics") for one in (first, second)]
    assert [len(secret) for secret in secrets] == [43, 43]
    assert there.backend.read(feed_of, there.backend.content, secret=secrets[1], now=TUESDAY_TEN).data.count(b"BEGIN:VEVENT") == 1
    with pytest.raises(NotFound):
        there.backend.read(feed_of, there.backend.content, secret=secrets[0], now=TUESDAY_TEN)


def test_there_is_no_address_for_an_adviser_that_there_is_not(backend: Backend) -> None:
    with pytest.raises(Failed, match="there is no adviser 7"):
        output("times", "feed", "--adviser", "7")
