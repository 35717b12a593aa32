"""Waiting that ends at once where a part is told to stop, and things done now and then."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from backend.domain.clock import Clock

_PAUSE_AFTER_FAILURE = 1.0


async def nap(stop: asyncio.Event, seconds: float) -> None:
    """Waits so long, or until told to stop."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def rounds(stop: asyncio.Event, one: Callable[[], Awaitable[bool]], *, busy: float, idle: float, failed: Callable[[Exception], None]) -> None:
    """Does one round after the other until told to stop: soon again after work, ever slower up to `idle` seconds without.

    A round that raises is told to `failed`, and there is a pause: a database that is away comes back.
    """
    wait = busy
    while not stop.is_set():
        try:
            has_worked = await one()
        except Exception as error:  # noqa: BLE001 - the last resort of the worker and the courier; neither may end by itself
            failed(error)
            await nap(stop, _PAUSE_AFTER_FAILURE)
            continue
        wait = busy if has_worked else min(wait * 2, idle)
        await nap(stop, wait)


class Every:
    """Due at first, and again when `seconds` have passed since it last was."""

    def __init__(self, seconds: float, *, monotonic: Callable[[], float] = Clock.monotonic) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._next = float("-inf")

    def is_due(self) -> bool:
        now = self._monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
