"""Polls Telegram: what was received is committed before it is confirmed."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

import structlog

from backend.bootstrap import Backend
from backend.services.leasing import beat, give_back, take_lease
from bot.channel import ChannelFailure, Passing, Revoked
from bot.telegram.client import Identity, TelegramClient
from bot.telegram.errors import Contested
from bot.telegram.intake import Intake
from bot.telegram.parse import source_of
from bot.waiting import nap

PART = "telegram"
# Short enough that a sign of life between two polls is never old.
_POLL_SECONDS = 10
_LEASE = timedelta(seconds=60)
_RENEW_SECONDS = 5.0
_STANDBY_SECONDS = 5.0
_PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)

_log = structlog.get_logger()


class End(StrEnum):
    """Why the receiver ended."""

    STOPPED = "stopped"
    CONFLICT = "conflict"  # somebody else receives this bot's messages
    REVOKED = "revoked"  # the token is not valid any more


class Receiver:
    """One poller a bot, held by a lease in the database. Ends only when told to, or where going on is useless."""

    def __init__(
        self,
        *,
        backend: Backend,
        client: TelegramClient,
        holder: str,
        poll_seconds: int = _POLL_SECONDS,
        pause: Callable[[int], float] = lambda failures: _PAUSES[min(failures, len(_PAUSES)) - 1],
    ) -> None:
        self._backend = backend
        self._client = client
        self._holder = holder
        self._poll_seconds = poll_seconds
        self._pause = pause
        self._lease = source_of(client.bot_id)
        self._name = ""
        self._offset: int | None = None
        self._failures = 0
        self._renew_at = float("-inf")

    async def run(self, stop: asyncio.Event) -> End:
        """Receives until told to stop; the reason for ending is the receiver's last heartbeat too."""
        end = await self._receive(stop)
        await self._say(end.value)
        await self._release()
        return end

    async def _receive(self, stop: asyncio.Event) -> End:
        intake: Intake | None = None
        while not stop.is_set():
            try:
                if not await self._holds_lease():
                    await nap(stop, _STANDBY_SECONDS)
                    continue
                intake = intake or await self._begin()
                await self._poll(intake, stop)
            except Revoked:
                _log.error("telegram.token_revoked")
                return End.REVOKED
            except Contested as conflict:
                _log.error("telegram.conflict", reason=conflict.reason)
                return End.CONFLICT
            except Exception as error:  # noqa: BLE001 - the bot's last resort: Telegram or the database is away and comes back
                await self._wait_out(error, stop)
        if intake is not None:
            await intake.finish()
        return End.STOPPED

    async def _holds_lease(self) -> bool:
        if self._backend.clock.monotonic() < self._renew_at:
            return True
        self._renew_at = float("-inf")
        now = self._backend.clock.now()
        holds = await self._backend.call(take_lease, name=self._lease, holder=self._holder, lasts=_LEASE, now=now)
        await self._backend.call(beat, part=PART, state="working" if holds else "standby", detail=self._name, now=now)
        if holds:
            self._renew_at = self._backend.clock.monotonic() + _RENEW_SECONDS
        return holds

    async def _begin(self) -> Intake:
        me: Identity = await self._client.identity()
        self._name = me.address
        await self._client.delete_webhook()
        _log.info("telegram.polling", bot=me.id)
        return Intake(backend=self._backend, client=self._client, me=me)

    async def _poll(self, intake: Intake, stop: asyncio.Event) -> None:
        updates = await self._updates_or_stop(stop)
        for raw in updates:
            parsed = await intake.take(raw)
            if parsed.update_id is not None:
                self._offset = parsed.update_id + 1
        if self._failures:
            self._failures = 0
            await self._say("working")
        if not updates:
            # All is confirmed, and after a quiet week Telegram's ids begin anew, perhaps below the last one.
            self._offset = None

    async def _updates_or_stop(self, stop: asyncio.Event) -> list[object]:
        poll = asyncio.create_task(self._client.updates(offset=self._offset, wait=self._poll_seconds))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({poll, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not poll.done():
            poll.cancel()
            await asyncio.gather(poll, return_exceptions=True)
            return []
        return list(poll.result())

    async def _wait_out(self, error: Exception, stop: asyncio.Event) -> None:
        self._failures += 1
        wait = self._pause(self._failures)
        if isinstance(error, Passing) and error.retry_after is not None:
            wait = max(wait, error.retry_after.total_seconds())
        _log.warning("telegram.not_received", error=type(error).__name__, failures=self._failures)
        await self._say("unreachable" if isinstance(error, ChannelFailure) else "failing", type(error).__name__)
        await nap(stop, wait)

    async def _say(self, state: str, detail: str = "") -> None:
        try:
            await self._backend.call(beat, part=PART, state=state, detail=detail, now=self._backend.clock.now())
        except Exception as error:  # noqa: BLE001 - a missing sign of life is itself the sign
            _log.warning("telegram.no_heartbeat", error=type(error).__name__)

    async def _release(self) -> None:
        try:
            await self._backend.call(give_back, name=self._lease, holder=self._holder)
        except Exception as error:  # noqa: BLE001 - the lease ends by itself
            _log.warning("telegram.lease_kept", error=type(error).__name__)
