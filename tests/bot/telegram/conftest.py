"""An emulated Telegram, a client of it, and the product they meet."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from bot.telegram.client import Deadlines, TelegramClient
from bot.telegram.emulator.server import Emulator, running_emulator
from tests.bot.house import open_house


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with running_emulator(webhook_pause=0.05) as emulator:
        yield emulator


@pytest.fixture
async def client(telegram: Emulator) -> AsyncIterator[TelegramClient]:
    made = TelegramClient(token=telegram.token, api=telegram.url, deadlines=Deadlines(read=1.0))
    yield made
    await made.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Backend]:
    with open_house(tmp_path) as backend:
        yield backend
