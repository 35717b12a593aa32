"""The turn worker as a process of its own, to be killed: `worker_process.py HOME`. It has no dialogue server."""

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp

from backend.bootstrap import Backend
from backend.content import load_content
from backend.domain.clock import Clock
from backend.domain.ids import new_secret
from backend.store.engine import open_engine
from bot.dialogue import Dialogue
from bot.worker import Worker

CONTENT = Path(__file__).parents[2] / "content"


async def run(home: Path) -> None:
    backend = Backend(
        content=load_content(CONTENT, programme="joensuu-kake-2"),
        clock=Clock(),
        home=home,
        engine=open_engine(f"sqlite:///{home / 'kake.db'}"),
        pool=ThreadPoolExecutor(max_workers=4),
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with aiohttp.ClientSession() as session:
        dialogue = Dialogue(session=session, url="http://127.0.0.1:1", secret=new_secret())
        await Worker(backend=backend, dialogue=dialogue, channels={}, holder="bot").run(stop)
    backend.close()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
