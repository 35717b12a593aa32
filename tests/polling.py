"""Waiting for what is to happen, without guessing how long it takes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

_PATIENCE = 20.0


async def until(condition: Callable[[], object], *, seconds: float = _PATIENCE) -> None:
    """Returns when the condition holds; fails where it does not come to hold."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another process or thread
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(part: Callable[[asyncio.Event], Awaitable[object]]) -> AsyncIterator[asyncio.Event]:
    """The part at work; it is told to stop at the end, and what it raised is raised."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(part(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, _PATIENCE)
