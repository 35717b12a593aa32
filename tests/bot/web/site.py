"""The web part on a free port, and a worker that answers like the product would, only simpler."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from yarl import URL

from backend.bootstrap import Backend
from backend.domain.messages import Button, Command, Document, Reply, Turn
from backend.services.ports import Unit
from backend.services.saying import say
from backend.services.turns import claim_turn, finish_turn
from bot.web.app import build_app
from bot.web.settings import WebSettings

API = "/api/chat"
BUTTONS = (Button(label="Milloin voi hakea?", command=Command(topic="ask_rounds")), Button(label="Kuka voi hakea?", command=Command(topic="ask_who_can_apply")))
RICH = "**Tapahtuma** voi saada alle 8 000 €.\n\n- tapahtuma\n- hanke\n\nLisää: https://www.joensuu.fi/kake. Tietosuoja: /privacy"


async def echo(backend: Backend) -> None:
    """Answers every turn, until cancelled."""
    while True:
        turn = await backend.call(claim_turn, holder="echo", now=backend.clock.now())
        if turn is None:
            await asyncio.sleep(0.01)
            continue
        if turn.text.startswith("mieti"):
            await asyncio.sleep(2)
        await backend.call(_answer, turn=turn, now=backend.clock.now())


def _answer(unit: Unit, *, turn: Turn, now: datetime) -> None:
    say(unit, turn.conversation, _reply(unit, turn, now), key=f"echo:{turn.id}", turn=turn.id, now=now)
    finish_turn(unit, turn=turn)


def _reply(unit: Unit, turn: Turn, now: datetime) -> Reply:
    if turn.token is not None:
        pressed = unit.outbox.button(turn.token, conversation=turn.conversation, now=now)
        return Reply(text="Vanha painike" if pressed is None else f"Painoit: {pressed[0]}")
    if turn.text == "napit":
        return Reply(text=RICH, buttons=BUTTONS)
    if turn.text == "tiedosto":
        kept = unit.outbox.keep_document(turn.conversation, name="Luonnos – ä.pdf", media_type="application/pdf", data=b"%PDF-1.7", now=now)
        documents = (kept, Document(name="b", media_type="text/plain", id="none"))
        return Reply(text="Tässä", documents=documents)
    if turn.text == "ihminen":
        return Reply(text="Kyllä, kahvit voi tarjota.", kind="case_answer", quote="Saako <b>kahvit</b> tarjota?")
    return Reply(text=f"Kuulin: {turn.text}")


class Browser:
    """A browser as the API sees one: a cookie jar, JSON posts, an Origin."""

    def __init__(self, client: ClientSession, origin: str) -> None:
        self.client = client
        self.origin = origin

    @property
    def secret(self) -> str:
        return self.client.cookie_jar.filter_cookies(URL(self.origin))["kake_chat"].value

    async def post(self, path: str, body: Any = None, **headers: str) -> ClientResponse:
        sent = {} if body is None else body
        return await self.client.post(f"{API}/{path}", json=sent, headers={"Origin": self.origin, **headers})

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(f"{API}/{path}", headers=headers)

    async def say(self, text: str, *, id: str = "") -> str:  # noqa: A002 - the API's word
        answer = await self.post("messages", {"id": id or new_id(), "text": text})
        assert answer.status == 202, await answer.text()
        turn: str = (await answer.json())["turn"]
        return turn

    async def history(self) -> dict[str, Any]:
        answer = await self.get("history")
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found

    async def answered(self, count: int) -> list[dict[str, Any]]:
        """The conversation once it has so many lines and nothing is worked on."""
        async with asyncio.timeout(10):
            while True:
                found = await self.history()
                if len(found["utterances"]) >= count and not found["pending"]:
                    lines: list[dict[str, Any]] = found["utterances"]
                    return lines
                await asyncio.sleep(0.02)


@asynccontextmanager
async def site(backend: Backend, settings: WebSettings | None = None, *, is_answered: bool = True) -> AsyncIterator[TestServer]:
    server = TestServer(build_app(backend, settings or WebSettings(parts=())))
    await server.start_server()
    worker = asyncio.create_task(echo(backend) if is_answered else asyncio.sleep(0))
    try:
        yield server
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        await server.close()


@asynccontextmanager
async def browser(server: TestServer, *, has_session: bool = True) -> AsyncIterator[Browser]:
    origin = str(server.make_url("/")).rstrip("/")
    async with ClientSession(base_url=origin, cookie_jar=CookieJar(unsafe=True)) as client:
        made = Browser(client, origin)
        if has_session:
            assert (await made.post("session")).status == 201
        yield made


def new_id() -> str:
    return str(uuid.uuid4())
