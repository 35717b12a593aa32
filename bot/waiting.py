"""Waiting that ends at once where a part is told to stop, and things done now and then."""

import asyncio
import contextlib
from collections.abc import Callable

from backend.domain.clock import Clock


async def nap(stop: asyncio.Event, seconds: float) -> None:
    """Waits so long, or until told to stop."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


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
