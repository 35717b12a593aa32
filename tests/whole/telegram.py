"""The emulated Telegram as a server of its own, and people in it."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.whole.product import ROOT, free_port, wait_for

TOKEN = "1000001:EMULATED-not-a-secret"


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """Speaks to the emulator's control address."""

    url: str

    def do(self, act: str, **given: Any) -> Any:
        request = urllib.request.Request(f"{self.url}/control/{act}", data=json.dumps(given).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def get(self, what: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/control/{what}", timeout=10) as response:
            return json.load(response)

    def said_in(self, chat: int) -> list[dict[str, Any]]:
        """What the bot said in the chat, oldest first."""
        messages: list[dict[str, Any]] = self.get(f"chats/{chat}")
        return [message for message in messages if message["from"]["is_bot"]]

    def is_up(self) -> bool:
        try:
            self.get("state")
        except OSError:
            return False
        return True


@contextmanager
def telegram_server() -> Iterator[Telegram]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.telegram.emulator", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    telegram = Telegram(url=f"http://127.0.0.1:{port}")
    try:
        wait_for("the emulator's start", telegram.is_up)
        yield telegram
    finally:
        process.terminate()
        process.wait(timeout=10)
