from collections.abc import Mapping

import pytest
from aiohttp import ClientResponse
from icalendar import Calendar

from backend.bootstrap import Backend
from backend.services.meetings import publishing
from bot.web.settings import Rate, WebSettings
from tests.backend.services.idea_house import House
from tests.backend.services.meetings.appointments import Appointments
from tests.bot.web.site import Browser, browser, site

NO_HEADERS: Mapping[str, str] = {}
UNKNOWN = "x" * 43


@pytest.fixture
def there(sqlite_backend: Backend) -> Appointments:
    return Appointments(House(sqlite_backend))


def address(there: Appointments) -> str:
    return f"/calendar/{there.backend.run(publishing.new_feed, adviser=there.bob.id)}.ics"


async def asked(who: Browser, path: str, headers: Mapping[str, str] = NO_HEADERS) -> ClientResponse:
    return await who.client.get(path, headers=headers)


async def test_an_adviser_subscribes_without_a_session(there: Appointments) -> None:
    there.booked(there.time())
    async with site(there.backend, is_answered=False) as server, browser(server, has_session=False) as calendar:
        answer = await asked(calendar, address(there))
        body = await answer.read()
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/calendar", "utf-8")
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(body).events] == [f"Neuvonta: Kahvit kaikille (idea nro {there.house.number})"]
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    assert "Set-Cookie" not in answer.headers


async def test_what_has_not_changed_is_not_sent_again(there: Appointments) -> None:
    async with site(there.backend, is_answered=False) as server, browser(server, has_session=False) as calendar:
        path = address(there)
        tag = (await asked(calendar, path)).headers["ETag"]
        same = await asked(calendar, path, {"If-None-Match": tag})
        there.booked(there.time())
        other = await asked(calendar, path, {"If-None-Match": tag})
        assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", tag)
        assert (other.status, len(Calendar.from_ical(await other.read()).events)) == (200, 1)
        assert other.headers["ETag"] != tag


async def test_addresses_that_are_none_are_not_told_apart(there: Appointments) -> None:
    async with site(there.backend, is_answered=False) as server, browser(server, has_session=False) as calendar:
        old = address(there)
        address(there)
        answers = [await asked(calendar, path) for path in (old, f"/calendar/{UNKNOWN}.ics")]
        told = [(answer.status, await answer.json(), answer.headers["Cache-Control"]) for answer in answers]
        assert told == [(404, {"error": "not_found"}, "no-store")] * 2
        for path in ("/calendar/", "/calendar/x.ics", f"/calendar/{UNKNOWN}", f"/calendar/{UNKNOWN}x.ics", f"/calendar/%00{UNKNOWN[1:]}.ics"):
            assert (await asked(calendar, path)).status == 404


async def test_a_calendar_is_only_read(there: Appointments) -> None:
    async with site(there.backend, is_answered=False) as server, browser(server, has_session=False) as calendar:
        answer = await calendar.client.post(address(there), json={}, headers={"Origin": calendar.origin})
        assert answer.status == 405


async def test_who_guesses_addresses_is_slowed_down(there: Appointments) -> None:
    settings = WebSettings(parts=(), calendars_per_address=Rate(count=2, seconds=600), is_loopback_limited=True)
    async with site(there.backend, settings, is_answered=False) as server, browser(server, has_session=False) as calendar:
        answers = [await asked(calendar, f"/calendar/{UNKNOWN}.ics") for _ in range(3)]
        known = await asked(calendar, address(there))
    assert [answer.status for answer in answers] == [404, 404, 429]
    assert known.status == 429
    assert int(answers[2].headers["Retry-After"]) > 0
