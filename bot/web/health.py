"""`/health`, `/ready` and `/metrics`."""

import asyncio
from collections.abc import Mapping

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from backend.bootstrap import Backend
from backend.services import watching
from backend.services.leasing import beat
from backend.services.watching import Sign
from bot.web.settings import WebSettings
from bot.web.stream import Streams

_WORKS = "ok"
_GOOD_STATES = frozenset({"ok", "working"})
_PROBE_SECONDS = 3.0
_ANSWER_LIVES = 1.0
_log = structlog.get_logger()


class Health:
    def __init__(self, *, backend: Backend, settings: WebSettings, streams: Streams) -> None:
        self._backend = backend
        self._settings = settings
        self._streams = streams
        self._lock = asyncio.Lock()
        self._checked_at = float("-inf")
        self._checks: Mapping[str, str] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/health", self.alive), web.get("/ready", self.ready), web.get("/metrics", self.metrics)]

    async def alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(self, _request: web.Request) -> web.Response:
        """Asked often, it answers from the last second: nobody floods the parts through it."""
        async with self._lock:
            now = self._backend.clock.monotonic()
            if now - self._checked_at >= _ANSWER_LIVES:
                self._checks = await self._check()
                self._checked_at = self._backend.clock.monotonic()
        is_ready = all(state == _WORKS for state in self._checks.values())
        return web.json_response({"ready": is_ready, "checks": dict(self._checks)}, status=200 if is_ready else 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        now = self._backend.clock.now()
        figures = await self._backend.ask(watching.figures, now=now)
        signs = await self._backend.ask(watching.signs_of_life, now=now)
        registry = CollectorRegistry()
        for name, value in {**figures, "streams_open": float(self._streams.count)}.items():
            Gauge(f"kake_{name}", name.replace("_", " "), registry=registry).set(value)
        silent = Gauge("kake_part_silent_seconds", "seconds since a part was last heard of", ["part"], registry=registry)
        for part, sign in signs.items():
            silent.labels(part).set(sign.age)
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def _check(self) -> Mapping[str, str]:
        async with ClientSession(timeout=ClientTimeout(total=_PROBE_SECONDS)) as client:
            states = await asyncio.gather(*(_probe(client, probe.url) for probe in self._settings.probes))
        names = [probe.name for probe in self._settings.probes]
        return {**await self._check_database(), **dict(zip(names, states, strict=True))}

    async def _check_database(self) -> Mapping[str, str]:
        """A write, so that a database that is full or read-only shows; then what the parts wrote there."""
        now = self._backend.clock.now()
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                await self._backend.call(beat, part="web", state=_WORKS, now=now)
                signs = await self._backend.ask(watching.signs_of_life, now=now)
        except Exception as error:  # noqa: BLE001 - whatever ails the database is the answer here
            _log.warning("ready.database_failed", error=type(error).__name__)
            return {"database": "does not take a write"}
        return {"database": _WORKS, **{part: self._judge(signs.get(part)) for part in self._settings.parts}}

    def _judge(self, sign: Sign | None) -> str:
        if sign is None:
            return "never heard of"
        if sign.age > self._settings.silent_after:
            return f"silent for {sign.age:.0f} s"
        return _WORKS if sign.state in _GOOD_STATES else sign.state


async def _probe(client: ClientSession, url: str) -> str:
    try:
        async with client.get(url) as answer:
            return _WORKS if answer.status == web.HTTPOk.status_code else f"answers {answer.status}"
    except TimeoutError:
        return "does not answer in time"
    except ClientError:
        return "is not reached"
