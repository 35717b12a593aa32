"""The chat page's API: see the table in docs/architecture.md."""

import asyncio
import random

from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.messages import Channel, Incoming
from backend.domain.refusals import NotFound, UnknownReturnCode
from backend.services import chatting, following, receiving
from bot.web.attachment import attachment
from bot.web.bodies import after_in, code_in, message_in, read_json, seq_in
from bot.web.limits import Limiter
from bot.web.refusing import refusal, too_many
from bot.web.security import client_address, is_loopback
from bot.web.sessions import find_link, give_cookie, require_link, secret_of, take_cookie
from bot.web.settings import Rate, WebSettings
from bot.web.stream import Listener, Streams, TooManyStreams, as_json

_BASE = "/api/chat"
_RECONNECT_MS = (1_000, 3_000)


class ChatApi:
    def __init__(self, *, backend: Backend, settings: WebSettings, streams: Streams) -> None:
        self._backend = backend
        self._settings = settings
        self._streams = streams
        self._messages = self._limiter(settings.messages_per_session)
        self._others = self._limiter(settings.other_posts_per_session)
        self._sessions = self._limiter(settings.sessions_per_address)
        self._codes = self._limiter(settings.return_codes_per_address)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{_BASE}/session", self.open_session),
            web.get(f"{_BASE}/history", self.history),
            web.post(f"{_BASE}/messages", self.take_message),
            web.get(f"{_BASE}/events", self.events, allow_head=False),
            web.post(f"{_BASE}/seen", self.seen),
            web.post(f"{_BASE}/code", self.give_code),
            web.post(f"{_BASE}/return", self.come_back),
            web.post(f"{_BASE}/leave", self.leave),
            web.get(_BASE + r"/documents/{seq:\d{1,18}}/{position:\d{1,3}}", self.document),
        ]

    async def open_session(self, request: web.Request) -> web.Response:
        """A browser that has a session keeps it: the answer to its first post may have been lost."""
        await read_json(request, self._settings)
        if await find_link(self._backend, request) is not None:
            return web.json_response({"is_new": False})
        address = client_address(request, self._settings)
        if self._settings.is_loopback_limited or not is_loopback(address):
            _charge(self._sessions, address, "too_many_sessions")
        secret = await self._backend.call(chatting.open_session, now=self._backend.clock.now())
        response = web.json_response({"is_new": True}, status=201)
        give_cookie(response, secret, self._settings)
        return response

    async def history(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        found = await self._backend.ask(following.history, conversation=link.conversation)
        return web.json_response({"utterances": [as_json(u) for u in found.utterances], "last": found.last, "pending": found.pending})

    async def take_message(self, request: web.Request) -> web.Response:
        """Committed before it is accepted; the same id again finds the same turn."""
        link = await require_link(self._backend, request)
        external_id, kind, text, token, language = message_in(await read_json(request, self._settings))
        _charge(self._messages, link.id, "too_many_messages")
        incoming = Incoming(
            channel=Channel.WEB,
            source=f"web:{link.id}",
            external_id=external_id,
            address=link.address,
            kind=kind,
            text=text,
            token=token,
            language_hint=language,
        )
        received = await self._backend.call(receiving.receive, incoming=incoming, now=self._backend.clock.now())
        self._streams.stir(received.conversation)
        return web.json_response({"turn": received.turn}, status=202)

    async def events(self, request: web.Request) -> web.StreamResponse:
        link = await require_link(self._backend, request)
        after = max(after_in(request.query.get("after", "")), after_in(request.headers.get("Last-Event-ID", "")))
        listener = Listener(link=link.id, conversation=link.conversation, sent=after, is_gone=lambda: _is_gone(request))
        # Turns still worked on that the page has seen already: it wants to know when they are done.
        pending = await self._backend.ask(following.pending, conversation=link.conversation)
        listener.waiting.update(dict.fromkeys(pending, ""))
        try:
            with self._streams.listening(listener):
                return await self._stream(request, listener)
        except TooManyStreams as error:
            raise too_many(TooManyStreams.key, retry_after=30) from error

    async def seen(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        seq = seq_in(await read_json(request, self._settings))
        _charge(self._others, link.id, "too_many_posts")
        await self._backend.call(chatting.acknowledge, secret=secret_of(request) or "", up_to=seq, now=self._backend.clock.now())
        return web.Response(status=204)

    async def give_code(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        await read_json(request, self._settings)
        _charge(self._codes, f"make:{link.id}", "too_many_codes")
        code = await self._backend.call(chatting.give_return_code, conversation=link.conversation, now=self._backend.clock.now())
        return web.json_response({"code": code})

    async def come_back(self, request: web.Request) -> web.Response:
        """Always a new secret; a session this browser had before is ended."""
        code = code_in(await read_json(request, self._settings))
        _charge(self._codes, client_address(request, self._settings), "too_many_codes")
        try:
            secret = await self._backend.call(chatting.come_back, code=code, now=self._backend.clock.now())
        except UnknownReturnCode as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        await self._end(request)
        response = web.json_response({"is_new": True})
        give_cookie(response, secret, self._settings)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        await read_json(request, self._settings)
        await self._end(request)
        response = web.Response(status=204)
        take_cookie(response, self._settings)
        return response

    async def document(self, request: web.Request) -> web.StreamResponse:
        link = await require_link(self._backend, request)
        seq, position = int(request.match_info["seq"]), int(request.match_info["position"])
        try:
            found, data = await self._backend.ask(following.document, conversation=link.conversation, seq=seq, position=position)
        except NotFound as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        return attachment(data, name=found.name, media_type=found.media_type)

    async def _stream(self, request: web.Request, listener: Listener) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
        await response.prepare(request)
        # After a restart the pages come back spread over two seconds, not all at once.
        await response.write(f"retry: {random.randint(*_RECONNECT_MS)}\n\n".encode())  # noqa: S311 - jitter, not a secret
        while True:
            try:
                event = await asyncio.wait_for(listener.events.get(), self._settings.heartbeat)
            except TimeoutError:
                event = b": still here\n\n"
            if event is None:
                return response
            try:
                await response.write(event)
            except ConnectionError:
                return response

    async def _end(self, request: web.Request) -> None:
        link = await find_link(self._backend, request)
        if link is not None:
            await self._backend.call(chatting.close_session, secret=secret_of(request) or "")
            self._streams.end_session(link.id)

    def _limiter(self, rate: Rate) -> Limiter:
        return Limiter(rate, monotonic=self._backend.clock.monotonic)


def _charge(limiter: Limiter, key: str, error: str) -> None:
    wait = limiter.take(key)
    if wait:
        raise too_many(error, retry_after=wait)


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
