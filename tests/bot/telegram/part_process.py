"""One part of the product as a process of its own, to be killed: `part_process.py PART DATABASE URL TOKEN`.

PART is receive, courier, or receive-acknowledging-first: the mistake that the tests must be able to see.
"""

import asyncio
import contextlib
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.clock import Clock
from backend.domain.messages import Channel, Document, Outgoing
from backend.store.engine import open_engine
from bot.courier import Courier
from bot.pacing import Limits, Pacing
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import TelegramClient
from bot.telegram.intake import Intake
from bot.telegram.receiver import Receiver


class AcknowledgingFirst(Receiver):
    """Confirms to Telegram before anything is stored, as python-telegram-bot's own Updater does."""

    async def _poll(self, intake: Intake, stop: asyncio.Event) -> None:
        updates = await self._client.updates(offset=None, wait=1)
        if updates:
            await self._client.updates(offset=int(updates[-1]["update_id"]) + 1, wait=0, limit=1)
        for raw in updates:
            await intake.take(raw)


async def no_documents(_outgoing: Outgoing, _document: Document) -> bytes | None:
    return None


async def run(part: str, database: Path, url: str, token: str) -> None:
    backend = Backend(
        content=cast("Content", None),
        clock=Clock(),
        home=database.parent,
        engine=open_engine(f"sqlite:///{database}"),
        pool=ThreadPoolExecutor(max_workers=4),
    )
    client = TelegramClient(token=token, api=url)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    if part == "courier":
        pacing = Pacing(limits=Limits(in_all_per_second=1000, chat_per_second=1000, chat_burst=1000))
        channel = TelegramChannel(client=client, pacing=pacing, read=no_documents, sent_again=lambda _language: "(again)")
        await Courier(backend=backend, channels={Channel.TELEGRAM: channel}, holder="courier", pacing=pacing).run(stop)
    else:
        made = AcknowledgingFirst if part == "receive-acknowledging-first" else Receiver
        await made(backend=backend, client=client, holder="bot", poll_seconds=1).run(stop)
    await client.close()
    backend.close()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
