import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse

from backend.bootstrap import Backend
from bot.web.settings import WebSettings
from tests.bot.web.site import Browser, browser, site

Event = tuple[str, Any]


@asynccontextmanager
async def stream(person: Browser, *, after: int = 0, **headers: str) -> AsyncIterator[ClientResponse]:
    async with person.client.get(f"/api/chat/events?after={after}", headers=headers) as response:
        yield response


async def events(response: ClientResponse, count: int) -> list[Event]:
    """The next so many utterances and turns; each as its name and what it says."""
    found: list[Event] = []
    async with asyncio.timeout(10):
        while len(found) < count:
            block = (await response.content.readuntil(b"\n\n")).decode()
            lines = dict(line.split(": ", 1) for line in block.strip().split("\n"))
            if "event" in lines:
                data = json.loads(lines["data"])
                assert lines.get("id") == (str(data["seq"]) if lines["event"] == "utterance" else None)
                found.append((lines["event"], data["text"] if lines["event"] == "utterance" else data))
    return found


async def texts(response: ClientResponse, count: int) -> list[str]:
    """The next so many utterances."""
    found: list[str] = []
    while len(found) < count:
        found += [said for name, said in await events(response, 1) if name == "utterance"]
    return found


async def test_both_sides_and_the_turns_end_arrive_in_order(backend: Backend) -> None:
    async with site(backend, is_answered=False) as server, browser(server) as alice, stream(alice) as response:
        turn = await alice.say("moi")
        assert await events(response, 2) == [("utterance", "moi"), ("turn", {"turn": turn, "state": "working"})]
        async with site(backend):
            assert await events(response, 2) == [("utterance", "Kuulin: moi"), ("turn", {"turn": turn, "state": "done"})]


async def test_nothing_comes_twice_and_nothing_is_left_out_after_a_break(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        async with stream(alice) as response:
            await alice.say("1")
            assert await texts(response, 2) == ["1", "Kuulin: 1"]
        await alice.say("2")
        await alice.answered(4)
        async with stream(alice, after=1, **{"Last-Event-ID": "2"}) as response:
            assert await texts(response, 2) == ["2", "Kuulin: 2"]


async def test_a_page_that_comes_back_hears_how_a_turn_it_knows_ends(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice:
        turn = await alice.say("moi")
        assert (await alice.history())["pending"] == [turn]
        async with stream(alice, after=1) as response:
            assert await events(response, 1) == [("turn", {"turn": turn, "state": "working"})]
            async with site(sqlite_backend):
                assert await events(response, 2) == [("utterance", "Kuulin: moi"), ("turn", {"turn": turn, "state": "done"})]


async def test_two_pages_of_one_conversation_see_the_same(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, stream(alice) as one, stream(alice) as other:
        await alice.say("moi")
        assert await texts(one, 2) == ["moi", "Kuulin: moi"]
        assert await texts(other, 2) == ["moi", "Kuulin: moi"]


async def test_an_idle_stream_is_kept_alive(sqlite_backend: Backend) -> None:
    settings = WebSettings(heartbeat=0.05)
    async with site(sqlite_backend, settings) as server, browser(server) as alice, stream(alice) as response:
        assert (await response.content.readuntil(b"\n\n")).startswith(b"retry: ")
        assert await response.content.readuntil(b"\n\n") == b": still here\n\n"


async def test_a_fifth_stream_is_refused_until_another_is_closed(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, stream(alice), stream(alice), stream(alice):
        async with stream(alice):
            async with stream(alice) as fifth:
                assert (fifth.status, await fifth.json(), fifth.headers["Retry-After"]) == (429, {"error": "too_many_streams", "retry_after": 30}, "30")
            async with browser(server) as bob, stream(bob) as bobs:
                assert bobs.status == 200
        async with asyncio.timeout(5):
            while True:
                async with stream(alice) as again:
                    if again.status == 200:
                        break


async def test_all_streams_together_are_limited(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, WebSettings(streams=1)) as server, browser(server) as alice, browser(server) as bob, stream(alice), stream(bob) as refused:
        assert refused.status == 429


async def test_leaving_ends_the_streams_of_that_session_only(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, browser(server, has_session=False) as elsewhere:
        code = (await (await alice.post("code")).json())["code"]
        await elsewhere.post("return", {"code": code})
        async with stream(alice) as here, stream(elsewhere) as there:
            await alice.post("leave")
            async with asyncio.timeout(5):
                assert (await here.content.read()).startswith(b"retry: ")
            await elsewhere.say("moi")
            assert await texts(there, 2) == ["moi", "Kuulin: moi"]


async def test_a_stopping_server_does_not_wait_for_its_streams(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, stream(alice) as response:
        async with asyncio.timeout(5):
            await server.close()
            assert (await response.content.read()).startswith(b"retry: ")


async def test_hostile_text_cannot_make_an_event_of_its_own(sqlite_backend: Backend) -> None:
    hostile = "a\n\nevent: turn\ndata: {}\n\nid: 99\u2028data: x"
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice, stream(alice) as response:
        await alice.say(hostile)
        assert await events(response, 1) == [("utterance", hostile.replace("\u2028", "\n"))]
