"""Delivers what is to be said: claims, paces, sends, and writes down what became of it."""

import asyncio
import dataclasses
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

import structlog

from backend.bootstrap import Backend
from backend.domain.messages import Channel, Outgoing
from backend.failpoints import hit
from backend.services.delivering import (
    chat_moved,
    chat_unreachable,
    claim_delivery,
    delivery_failed,
    delivery_postponed,
    delivery_sent,
    delivery_uncertain,
    recover_deliveries,
    release_due,
)
from backend.services.leasing import beat
from backend.services.ports import Unit
from bot.channel import Moved, Passing, Permanent, PushChannel, Revoked, Uncertain, Unreachable
from bot.pacing import Pacing
from bot.waiting import Every, nap, rounds

P = ParamSpec("P")
T = TypeVar("T")

PART = "courier"
MAX_IN_FLIGHT = 4
_BUSY_NAP = 0.02
_IDLE_NAP = 0.15
# Longer than this no slot is held for a chat that must wait: the message goes back to the database until its time.
_LONGEST_WAIT_IN_SLOT = 0.3
# Below the lease of a claim, so that nobody takes over what is still being sent.
_SEND_DEADLINE = 45.0
_PAUSE_AFTER_429 = 1.0
_OUTAGE_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
_MARK_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_WAIT_AT_STOP = 10.0
_RETRY_WHEN_REVOKED = timedelta(minutes=1)
_LONG_PAUSE = timedelta(hours=1)

_log = structlog.get_logger()


class Courier:
    """Sends through every push channel, at most MAX_IN_FLIGHT messages at a time and one per chat."""

    def __init__(self, *, backend: Backend, channels: Mapping[Channel, PushChannel], holder: str, pacing: Pacing) -> None:
        self._backend = backend
        self._channels = dict(channels)
        self._holder = holder
        self._pacing = pacing
        self._tasks: set[asyncio.Task[None]] = set()
        self._revoked: dict[Channel, str] = {}
        self._outages = 0
        self._release = Every(1.0)
        self._beat = Every(5.0)
        self._recover = Every(15.0)

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until told to stop; what is being sent then is finished first."""
        await self._recover_own(stop)
        await rounds(stop, self._round, busy=_BUSY_NAP, idle=_IDLE_NAP, failed=_round_failed)
        await self._finish()

    async def _recover_own(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                found = await self._backend.call(recover_deliveries, holder=self._holder, now=self._backend.clock.now())
            except Exception as error:  # noqa: BLE001 - without this nothing may be sent, so it is tried until it works
                _log.warning("courier.recovery_failed", error=type(error).__name__)
                await nap(stop, 1.0)
            else:
                _log.info("courier.started", interrupted=found)
                return

    async def _round(self) -> bool:
        """Keeps house and claims what there is room for; True where something was claimed."""
        await self._keep_house()
        claimed = [await self._claim(channel) for channel in tuple(self._channels.values())]
        return any(claimed)

    async def _keep_house(self) -> None:
        now = self._backend.clock.now()
        if self._release.is_due():
            await self._backend.call(release_due, now=now)
        if self._recover.is_due():
            # Only leases that ran out: nobody is called like this, and what we hold ourselves is still being sent.
            await self._backend.call(recover_deliveries, holder="", now=now)
        if self._beat.is_due():
            state = "revoked" if self._revoked else "unreachable" if self._outages else "working"
            await self._backend.call(beat, part=PART, state=state, detail=", ".join(self._revoked), now=now)

    async def _claim(self, channel: PushChannel) -> bool:
        if len(self._tasks) >= MAX_IN_FLIGHT or self._pacing.delay_of_all() > 0:
            return False
        outgoing = await self._backend.call(claim_delivery, channel=channel.name, holder=self._holder, now=self._backend.clock.now())
        if outgoing is None:
            return False
        task = asyncio.create_task(self._deliver(channel, outgoing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _deliver(self, channel: PushChannel, outgoing: Outgoing) -> None:
        try:
            hit("after_delivery_claim")
            if await self._may_go(outgoing):
                await self._send(channel, outgoing)
        except Exception as error:  # noqa: BLE001 - the courier's last resort: the lease runs out and it counts as uncertain
            _log.error("courier.delivery_broke", delivery=outgoing.id, error=type(error).__name__)

    async def _may_go(self, outgoing: Outgoing) -> bool:
        while (wait := self._pacing.reserve(outgoing.address)) > 0:
            if wait > _LONGEST_WAIT_IN_SLOT:
                await self._mark(delivery_postponed, outgoing=outgoing, error="", retry_after=timedelta(seconds=wait), now=self._backend.clock.now())
                return False
            await asyncio.sleep(wait)
        return True

    async def _send(self, channel: PushChannel, outgoing: Outgoing) -> None:
        try:
            external_id = await self._push(channel, outgoing)
        except Exception as failure:  # noqa: BLE001 - the courier's last resort: every failure is classified
            await self._classify(channel, outgoing, failure)
            return
        hit("after_delivery_send")
        self._outages = 0
        await self._mark(delivery_sent, outgoing=outgoing, external_id=external_id, now=self._backend.clock.now())
        hit("after_delivery_mark")

    async def _push(self, channel: PushChannel, outgoing: Outgoing) -> str:
        async with asyncio.timeout(_SEND_DEADLINE):
            try:
                return await channel.send(outgoing)
            except Moved as moved:
                await self._mark(chat_moved, link=outgoing.link, address=moved.address)
                return await channel.send(dataclasses.replace(outgoing, address=moved.address))

    async def _classify(self, channel: PushChannel, outgoing: Outgoing, failure: Exception) -> None:
        now = self._backend.clock.now()
        _log.info("courier.not_sent", delivery=outgoing.id, failure=type(failure).__name__)
        match failure:
            case Passing():
                self._slow_down(outgoing, failure)
                await self._mark(delivery_postponed, outgoing=outgoing, error=failure.reason, retry_after=failure.retry_after, now=now)
            case Unreachable():
                await self._mark(chat_unreachable, link=outgoing.link, error=failure.reason)
            case Revoked():
                self._give_up_on(channel, failure)
                await self._mark(delivery_postponed, outgoing=outgoing, error=failure.reason, retry_after=_RETRY_WHEN_REVOKED, now=now)
            case Permanent() | Moved():
                await self._mark(delivery_failed, outgoing=outgoing, error=failure.reason, now=now)
            case Uncertain():
                await self._mark(delivery_uncertain, outgoing=outgoing, error=failure.reason, now=now)
            case _:
                # A deadline passed, or an error of ours after which nobody knows what arrived.
                await self._mark(delivery_uncertain, outgoing=outgoing, error=type(failure).__name__, now=now)

    def _slow_down(self, outgoing: Outgoing, failure: Passing) -> None:
        if failure.is_global:
            self._pacing.pause_all(_OUTAGE_PAUSES[min(self._outages, len(_OUTAGE_PAUSES) - 1)])
            self._outages += 1
            return
        if failure.retry_after is None:
            return
        self._pacing.pause(outgoing.address, failure.retry_after.total_seconds())
        self._pacing.pause_all(_PAUSE_AFTER_429)
        if failure.retry_after > _LONG_PAUSE:
            _log.error("courier.long_pause", link=outgoing.link, seconds=failure.retry_after.total_seconds())

    def _give_up_on(self, channel: PushChannel, failure: Revoked) -> None:
        self._channels.pop(channel.name, None)
        self._revoked[channel.name] = failure.reason
        self._beat = Every(5.0)
        _log.error("courier.channel_revoked", channel=channel.name)

    async def _mark(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> None:
        """Writes down what became of a message, for as long as it takes: nobody else knows it."""
        for pause in _MARK_PAUSES:
            try:
                await self._backend.call(service, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                _log.warning("courier.mark_failed", error=type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return
        await self._backend.call(service, *args, **kwargs)

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_WAIT_AT_STOP)


def _round_failed(error: Exception) -> None:
    _log.warning("courier.round_failed", error=type(error).__name__)
