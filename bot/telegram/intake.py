"""Takes one update in: read, committed, and only then acknowledged."""

import asyncio
from datetime import datetime

import structlog

from backend.bootstrap import Backend
from backend.domain.messages import Incoming, Received
from backend.failpoints import hit
from backend.services.ports import Unit
from backend.services.receiving import receive
from bot.channel import ChannelFailure
from bot.telegram.client import Identity, TelegramClient
from bot.telegram.parse import Parsed, parse, unreadable

_log = structlog.get_logger()


def _receive(unit: Unit, *, incoming: Incoming, now: datetime) -> Received:
    received = receive(unit, incoming=incoming, now=now)
    hit("before_receive_commit")
    return received


class Intake:
    """The one way in, for polling and webhooks alike. Raises whatever the database raises: nothing is acknowledged then."""

    def __init__(self, *, backend: Backend, client: TelegramClient, me: Identity) -> None:
        self._backend = backend
        self._client = client
        self._me = me
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw: object) -> Parsed:
        """Commits the update; returns what it was."""
        parsed = parse(raw, me=self._me)
        await self._commit(parsed.incoming)
        if parsed.press_id:
            self._answer_later(parsed.press_id)
        return parsed

    async def take_unreadable(self, body: bytes) -> None:
        """Commits what is no update at all, so that it is known and not sent again."""
        await self._commit(unreadable(body, me=self._me))

    async def finish(self) -> None:
        """Waits for the pressed buttons that are still to be answered."""
        if self._answers:
            await asyncio.wait(self._answers)

    async def _commit(self, incoming: Incoming) -> None:
        received = await self._backend.call(_receive, incoming=incoming, now=self._backend.clock.now())
        hit("after_receive_commit")
        _log.info("telegram.received", turn=received.turn, kind=incoming.kind.value, is_new=received.is_new)

    def _answer_later(self, press_id: str) -> None:
        task = asyncio.create_task(self._answer(press_id))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, press_id: str) -> None:
        try:
            await self._client.answer_press(press_id)
        except ChannelFailure as failure:
            # Too old, or Telegram is away: the press itself is kept.
            _log.info("telegram.press_not_answered", failure=type(failure).__name__)
