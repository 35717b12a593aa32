"""The emulator over HTTP: the Bot API under /bot<token>/, its control under /control/, a page to chat at /."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.telegram.emulator.control import Control
from bot.telegram.emulator.methods import ApiError, Methods, chat_id_of
from bot.telegram.emulator.webhook import Deliverer
from bot.telegram.emulator.world import Call, Fault, Json, World

TOKEN = "1000001:EMULATED-not-a-secret"  # noqa: S105 - opens nothing but the emulator
_PAGE = Path(__file__).with_name("page.html")
_CODES = {
    "400": "Bad Request: can't parse entities: Unsupported start tag",
    "403": "Forbidden: bot was blocked by the user",
    "429": "Too Many Requests: retry after",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}


class Emulator:
    """A running emulator. `url` is what a client takes as the address of the Bot API."""

    def __init__(self, *, token: str = TOKEN, webhook_pause: float = 1.0) -> None:
        self.world = World(token=token)
        self.deliverer = Deliverer(self.world, first_pause=webhook_pause)
        self.url = ""
        self._methods = Methods(self.world, self.deliverer)
        self._runner: web.AppRunner | None = None

    @property
    def token(self) -> str:
        return self.world.token

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.add_routes([web.get("/", _page), *Control(self.world).routes()])
        app.router.add_route("*", r"/bot{token:[^/]+}/{method}", self._call)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.5, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        chosen = self._runner.addresses[0][1]
        self.url = f"http://{host}:{chosen}"

    async def stop(self) -> None:
        await self.deliverer.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        params = await _params(request)
        if token != self.world.token or self.world.is_revoked:
            return _answer(ApiError(401, "Unauthorized").answer)
        # Recorded before it is answered: who dies waiting for the answer has been heard all the same.
        call = Call(method=method, params=params, at=time.monotonic())
        self.world.calls.append(call)
        fault = self.world.next_fault(method, chat_id_of(params))
        if fault is not None and fault.kind != "drop":
            return await self._strike(request, fault)
        try:
            call.answer = {"ok": True, "result": await self._methods.run(method, params)}
        except ApiError as error:
            call.answer = error.answer
        if fault is not None:
            return await _cut(request)
        await asyncio.sleep(self.world.answer_delay)
        return _answer(call.answer)

    async def _strike(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        if fault.kind in ("hang", "reset"):
            return await _cut(request)
        if fault.kind == "429":
            return _answer(ApiError(429, f"{_CODES['429']} {fault.retry_after}", retry_after=fault.retry_after).answer)
        if fault.kind.endswith("-html"):
            return web.Response(status=int(fault.kind.removesuffix("-html")), text="<html></html>", content_type="text/html")
        return _answer(ApiError(int(fault.kind), fault.description or _CODES[fault.kind]).answer)


@asynccontextmanager
async def running_emulator(*, token: str = TOKEN, webhook_pause: float = 1.0) -> AsyncIterator[Emulator]:
    """An emulator on a free port of this machine."""
    emulator = Emulator(token=token, webhook_pause=webhook_pause)
    await emulator.start()
    try:
        yield emulator
    finally:
        await emulator.stop()


async def _params(request: web.Request) -> Json:
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
        return params
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[key] = {"file_name": value.filename, "mime_type": value.content_type, "file_size": len(value.file.read())}
        else:
            params[key] = value
    return _with_attachments(params)


def _with_attachments(params: Json) -> Json:
    """A field that says attach://NAME is the file of that name."""
    return {
        key: params.get(value.removeprefix("attach://"), value) if isinstance(value, str) and value.startswith("attach://") else value
        for key, value in params.items()
    }


def _answer(answer: Json) -> web.Response:
    return web.json_response(answer, status=answer.get("error_code", 200))


async def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE)
