"""A person at the terminal, through the same door as the chat page."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from kake.exits import Failed

_COOKIE = "kake_chat"
_POLL_SECONDS = 0.05
_OWNER_ONLY = 0o600

Utterance = dict[str, Any]


@dataclass(kw_only=True)
class TerminalChat:
    """One chat with the running product. `folder` keeps the session's cookie and the documents handed out."""

    session: aiohttp.ClientSession
    url: str
    folder: Path

    async def send(self, text: str, *, seconds: float) -> AsyncIterator[Utterance]:
        """Sends one message, a button where the text is its label; yields what comes back. Raises Failed when late."""
        before = await self._history()
        turn = await self._post(text, before["utterances"])
        deadline = time.monotonic() + seconds
        while True:
            now = await self._history()
            for utterance in now["utterances"]:
                if utterance["turn"] == turn and utterance["from"] == "bot" and utterance["seq"] not in self._shown():
                    self._note_shown(utterance)
                    yield utterance
            if turn not in now["pending"]:
                return
            if time.monotonic() > deadline:
                msg = f"the turn was not done in {seconds:g} s"
                raise Failed(msg)
            await asyncio.sleep(_POLL_SECONDS)

    async def arriving(self, seconds: float) -> AsyncIterator[Utterance]:
        """What came by itself since the last look, and what comes in the next seconds."""
        deadline = time.monotonic() + seconds
        while True:
            for utterance in (await self._history())["utterances"]:
                if utterance["from"] == "bot" and utterance["seq"] not in self._shown():
                    self._note_shown(utterance)
                    yield utterance
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(_POLL_SECONDS * 4)

    async def fetch(self, url: str, name: str) -> Path:
        """Saves a document that was handed out."""
        async with self.session.get(f"{self.url}{url}") as response:
            response.raise_for_status()
            path = self.folder / Path(name).name
            path.write_bytes(await response.read())
            return path

    async def open(self) -> None:
        """Goes on with the chat of that name, or begins it."""
        kept = self.folder / "cookie"
        if kept.exists():
            self._use(kept.read_text(encoding="ascii").strip())
            async with self.session.get(f"{self.url}/api/chat/history") as response:
                if response.status == 200:  # noqa: PLR2004 - HTTP's word for good
                    return
        async with self.session.post(f"{self.url}/api/chat/session", json={}) as response:
            await _refuse_failure(response)
            secret = response.cookies[_COOKIE].value
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "shown").unlink(missing_ok=True)
        kept.touch(mode=_OWNER_ONLY)
        kept.write_text(secret, encoding="ascii")
        self._use(secret)

    def _shown(self) -> set[int]:
        kept = self.folder / "shown"
        return {int(seq) for seq in kept.read_text(encoding="ascii").split()} if kept.exists() else set()

    def _note_shown(self, utterance: Utterance) -> None:
        with (self.folder / "shown").open("a", encoding="ascii") as kept:
            kept.write(f"{utterance['seq']}\n")

    def _use(self, secret: str) -> None:
        self.session.headers["Cookie"] = f"{_COOKIE}={secret}"

    async def _history(self) -> dict[str, Any]:
        async with self.session.get(f"{self.url}/api/chat/history") as response:
            await _refuse_failure(response)
            found: dict[str, Any] = await response.json()
            return found

    async def _post(self, text: str, utterances: list[Utterance]) -> str:
        token = _labelled(text, utterances)
        body = {"id": str(uuid.uuid4()), **({"press": token} if token else {"text": text})}
        async with self.session.post(f"{self.url}/api/chat/messages", json=body) as response:
            await _refuse_failure(response)
            return str((await response.json())["turn"])


@asynccontextmanager
async def terminal_chat(*, url: str, home: Path, name: str) -> AsyncIterator[TerminalChat]:
    """The chat of the person called `name`; raises Failed where nothing runs at `url`."""
    folder = home / "chats" / _file_name(name)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=20)) as session:
        chat = TerminalChat(session=session, url=url, folder=folder)
        try:
            await chat.open()
            yield chat
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            msg = f"nothing answers at {url}: start the product first (make run, or kake up)"
            raise Failed(msg) from error


def as_line(utterance: Utterance, documents: list[dict[str, str]]) -> str:
    """The line that `kake say` promises."""
    return json.dumps(
        {
            "turn": utterance["turn"],
            "text": f"> {utterance['quote']}\n\n{utterance['text']}" if utterance["quote"] else utterance["text"],
            "buttons": [{"label": b["label"]} for b in utterance["buttons"]],
            "documents": documents,
        },
        ensure_ascii=False,
    )


def _labelled(text: str, utterances: list[Utterance]) -> str | None:
    for utterance in reversed(utterances):
        for button in utterance["buttons"]:
            if button["label"] == text.strip():
                return str(button["token"])
    return None


def _file_name(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_DNS, name).hex if not name.isalnum() else name


async def _refuse_failure(response: aiohttp.ClientResponse) -> None:
    if response.status >= 400:  # noqa: PLR2004 - HTTP's failures begin there
        msg = f"the product answered {response.status}: {(await response.text())[:200]}"
        raise Failed(msg)
