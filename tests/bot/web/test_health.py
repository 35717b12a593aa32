from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from backend.bootstrap import Backend
from backend.services.leasing import beat
from bot.web.settings import Probe, WebSettings
from tests.bot.web.site import browser, site


async def serving(status: int) -> TestServer:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/", answer)
    server = TestServer(app)
    await server.start_server()
    return server


async def test_it_is_alive(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        answer = await anybody.client.get("/health")
        assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_it_is_ready_when_every_part_works(backend: Backend) -> None:
    dialogue = await serving(200)
    await backend.call(beat, part="bot", state="ok", now=backend.clock.now())
    await backend.call(beat, part="courier", state="working", now=backend.clock.now())
    settings = WebSettings(probes=(Probe(name="dialogue", url=str(dialogue.make_url("/"))),))
    async with site(backend, settings) as server, browser(server, has_session=False) as anybody:
        answer = await anybody.client.get("/ready")
        assert (answer.status, await answer.json()) == (200, {"ready": True, "checks": {"database": "ok", "bot": "ok", "courier": "ok", "dialogue": "ok"}})
    await dialogue.close()


async def test_it_names_what_does_not_work(sqlite_backend: Backend) -> None:
    failing = await serving(500)
    now = sqlite_backend.clock.now()
    await sqlite_backend.call(beat, part="bot", state="ok", now=now - timedelta(seconds=60))
    await sqlite_backend.call(beat, part="receiver", state="revoked", now=now)
    settings = WebSettings(
        probes=(Probe(name="dialogue", url=str(failing.make_url("/"))), Probe(name="actions", url=f"http://127.0.0.1:{unused_port()}/")),
        parts=("bot", "courier", "receiver"),
    )
    async with site(sqlite_backend, settings) as server, browser(server, has_session=False) as anybody:
        answer = await anybody.client.get("/ready")
        assert (answer.status, await answer.json()) == (
            503,
            {
                "ready": False,
                "checks": {
                    "database": "ok",
                    "bot": "silent for 60 s",
                    "courier": "never heard of",
                    "receiver": "revoked",
                    "dialogue": "answers 500",
                    "actions": "is not reached",
                },
            },
        )
    await failing.close()


async def test_a_database_that_takes_no_write_is_not_ready(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server, has_session=False) as anybody:
        with sqlite_backend.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE heartbeat")
        answer = await anybody.client.get("/ready")
        assert (answer.status, await answer.json()) == (503, {"ready": False, "checks": {"database": "does not take a write"}})


async def test_metrics_are_what_the_product_says_of_itself(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice:
        await sqlite_backend.call(beat, part="bot", state="ok", now=sqlite_backend.clock.now())
        await alice.say("moi")
        answer = await alice.client.get("/metrics")
        lines = (await answer.text()).splitlines()
    assert answer.status == 200
    assert answer.content_type == "text/plain"
    assert {"kake_inbox_waiting 1.0", "kake_conversations 1.0", "kake_streams_open 0.0"} <= set(lines)
    assert any(line.startswith('kake_part_silent_seconds{part="bot"} ') for line in lines)
