"""Posts updates to the bot's webhook as Telegram does."""

import asyncio
import time
from functools import partial

import aiohttp

from bot.telegram.emulator.world import Json, World

_ANSWER_WITHIN = 60.0
_LOOK_EVERY = 0.05


class Deliverer:
    """One update in flight per chat, other chats beside it; anything but a 2xx is tried again, each time after twice as long."""

    def __init__(self, world: World, *, first_pause: float = 1.0, longest_pause: float = 60.0) -> None:
        self._world = world
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._runner: asyncio.Task[None] | None = None
        self._chats: dict[int, asyncio.Task[None]] = {}
        self.last_error: Json = {}
        self.bodies: list[bytes] = []
        """What the bot answered: to be empty, for Telegram runs a body that names a method."""

    async def restart(self) -> None:
        await self.stop()
        self.last_error = {}
        if self._world.webhook.get("url"):
            self._runner = asyncio.create_task(self._run())

    async def stop(self) -> None:
        tasks = [task for task in (self._runner, *self._chats.values()) if task is not None]
        self._runner = None
        self._chats = {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_WITHIN)) as session:
            while True:
                for chat, update in self._next_by_chat().items():
                    if len(self._chats) < self._world.webhook["max_connections"]:
                        task = asyncio.create_task(self._deliver(session, update))
                        self._chats[chat] = task
                        task.add_done_callback(partial(self._done, chat))
                await asyncio.sleep(_LOOK_EVERY)

    def _done(self, chat: int, _: asyncio.Task[None]) -> None:
        self._chats.pop(chat, None)

    def _next_by_chat(self) -> dict[int, Json]:
        oldest: dict[int, Json] = {}
        for update in self._world.waiting():
            oldest.setdefault(_chat_of(update), update)
        return {chat: update for chat, update in oldest.items() if chat not in self._chats}

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        pause = self._first_pause
        while True:
            wait = await self._post(session, update)
            if wait is None:
                self._world.confirm({update["update_id"]})
                return
            await asyncio.sleep(min(wait or pause, self._longest_pause))
            pause *= 2

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> float | None:
        """None where it was taken; else the pause that was asked for, 0 where none was."""
        secret = self._world.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self._world.webhook["url"], json=update, headers=headers) as answer:
                self.bodies.append(await answer.read())
                if answer.ok:
                    return None
                reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                wait = float(answer.headers.get("Retry-After", 0))
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"Connection failed: {type(error).__name__}"
            wait = 0.0
        self.last_error = {"last_error_date": int(time.time()), "last_error_message": reason}
        return wait


def _chat_of(update: Json) -> int:
    for content in update.values():
        if isinstance(content, dict):
            holder = content.get("message") or content
            chat = holder.get("chat")
            if isinstance(chat, dict):
                return int(chat["id"])
    return 0
