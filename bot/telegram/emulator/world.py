"""The emulator's world: chats and people, the queue of updates, what the bot did, and faults to come."""

import asyncio
import itertools
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.emulator.entities import utf16_units

Json = dict[str, Any]
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{1,32})?")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}")
_KEPT_SECONDS = 24 * 3600


@dataclass(slots=True)
class Chat:
    """`messages` holds both sides as Message objects, by id. `moved_to` is set where the group became a supergroup."""

    id: int
    type: str
    title: str = ""
    messages: dict[int, Json] = field(default_factory=dict)
    is_blocked: bool = False
    moved_to: int | None = None
    sent_at: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """A call of the bot, recorded before it was answered. `at` is monotonic."""

    method: str
    params: Json
    at: float
    answer: Json = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` calls of a method, in one chat or in all.

    `kind` is 429, 403, 400, 500, 502 (not accepted), 403-html and the like (some proxy's answer, not accepted), drop (accepted, the answer is lost), reset (cut off before it was
    accepted) or hang (not accepted, no answer for `seconds`).
    """

    kind: str
    method: str = "sendMessage"
    chat_id: int | None = None
    times: int = 1
    retry_after: int = 1
    seconds: float = 60.0
    description: str = ""


class World:
    """One bot and everybody who writes to it."""

    def __init__(self, *, token: str, username: str = "kake_emulated_bot") -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "KAKE",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.is_revoked = False
        self.chats: dict[int, Chat] = {}
        self.pending: list[Json] = []
        self.confirmed: list[int] = []
        self.last_update_id = 0
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Json = {}
        self.allowed: tuple[str, ...] = ()
        self.answer_delay = 0.0
        self.presses: dict[str, float] = {}
        self.news = asyncio.Condition()
        self._born: dict[int, float] = {}
        self._update_ids = itertools.count(100_000_000 + secrets.randbelow(800_000_000))
        self._message_ids = itertools.count(1)

    # What people do.

    def chat(self, chat_id: int, *, kind: str | None = None, title: str = "") -> Chat:
        """The chat, made where there is none: a private one for a positive id, else a group."""
        return self.chats.setdefault(chat_id, Chat(chat_id, kind or ("private" if chat_id > 0 else "group"), title))

    async def write(self, chat_id: int, text: str, *, person: int | None = None, language: str = "fi", reply_to: int | None = None, **extra: Any) -> Json:  # noqa: ANN401 - fields of Message
        """A person writes; the update as it was queued. `extra` are further fields of the message (photo, caption...)."""
        chat = self.chat(chat_id)
        message = self._message(chat, self._person(person or abs(chat_id), language), text=text, **extra)
        if reply_to is not None:
            message["reply_to_message"] = {key: value for key, value in chat.messages[reply_to].items() if key != "reply_to_message"}
        return await self.queue({"message": message})

    async def edit(self, chat_id: int, message_id: int, text: str) -> Json:
        message = self.chats[chat_id].messages[message_id]
        message.update({"text": text, "edit_date": int(time.time()), "entities": _entities(text)})
        return await self.queue({"edited_message": dict(message)})

    async def press(self, chat_id: int, *, message_id: int, data: str, person: int | None = None, language: str = "fi") -> Json:
        """A person presses a button, or forges a press with any data."""
        press_id = secrets.token_hex(8)
        self.presses[press_id] = time.monotonic()
        query = {
            "id": press_id,
            "from": self._person(person or abs(chat_id), language),
            "message": self.chats[chat_id].messages[message_id],
            "chat_instance": str(chat_id),
            "data": data,
        }
        return await self.queue({"callback_query": query})

    async def block(self, chat_id: int, *, is_blocked: bool = True) -> Json:
        chat = self.chat(chat_id)
        chat.is_blocked = is_blocked
        old, new = ("member", "kicked") if is_blocked else ("kicked", "member")
        member = {"user": self.bot, "until_date": 0}
        change = {
            "chat": _chat_json(chat),
            "from": self._person(abs(chat_id), "fi"),
            "date": int(time.time()),
            "old_chat_member": {**member, "status": old},
            "new_chat_member": {**member, "status": new},
        }
        return await self.queue({"my_chat_member": change})

    async def migrate(self, chat_id: int, new_id: int) -> Json:
        """The group becomes a supergroup: both chats are told."""
        old = self.chat(chat_id)
        new = self.chat(new_id, kind="supergroup", title=old.title)
        old.moved_to = new_id
        person = self._person(abs(chat_id), "fi")
        update = await self.queue({"message": self._message(old, person, migrate_to_chat_id=new_id)})
        await self.queue({"message": self._message(new, person, migrate_from_chat_id=chat_id)})
        return update

    # The queue of updates.

    async def queue(self, content: Mapping[str, Any]) -> Json:
        """Queues any update; its id is given here unless it brings one."""
        update: Json = {"update_id": next(self._update_ids), **content}
        self.last_update_id = update["update_id"]
        kind = next((key for key in update if key != "update_id"), "")
        if not self.allowed or kind in self.allowed:
            async with self.news:
                self.pending.append(update)
                self._born[update["update_id"]] = time.monotonic()
                self.news.notify_all()
        return update

    def begin_ids_anew(self, first: int) -> None:
        """As after a week without updates."""
        self._update_ids = itertools.count(first)

    def confirm(self, update_ids: set[int]) -> None:
        self.confirmed += [update["update_id"] for update in self.pending if update["update_id"] in update_ids]
        self.pending = [update for update in self.pending if update["update_id"] not in update_ids]

    def waiting(self) -> list[Json]:
        """What is not confirmed and not older than a day, in order."""
        horizon = time.monotonic() - _KEPT_SECONDS
        self.pending = [update for update in self.pending if self._born[update["update_id"]] > horizon]
        return self.pending

    # What the bot does.

    def bot_says(self, chat: Chat, **fields: Any) -> Json:  # noqa: ANN401 - fields of Message
        message = self._message(chat, self.bot, **fields)
        chat.sent_at[message["message_id"]] = time.monotonic()
        return message

    def said_in(self, chat_id: int) -> list[Json]:
        """What the bot said in the chat, in order, each with the monotonic `at`."""
        chat = self.chats.get(chat_id)
        return [] if chat is None else [{**chat.messages[message_id], "at": at} for message_id, at in chat.sent_at.items()]

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def next_fault(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that strikes this call; it is used up once."""
        for fault in self.faults:
            if fault.times > 0 and fault.method in (method, "*") and fault.chat_id in (None, chat_id):
                fault.times -= 1
                return fault
        return None

    def _message(self, chat: Chat, sender: Json, **fields: Any) -> Json:  # noqa: ANN401 - fields of Message
        message: Json = {"message_id": next(self._message_ids), "date": int(time.time()), "chat": _chat_json(chat), "from": sender}
        text = fields.get("text")
        if sender is not self.bot and text:
            fields.setdefault("entities", _entities(text))
        message.update({key: value for key, value in fields.items() if value not in (None, "", [])})
        chat.messages[message["message_id"]] = message
        return message

    @staticmethod
    def _person(person: int, language: str) -> Json:
        return {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": language}


def _chat_json(chat: Chat) -> Json:
    return {"id": chat.id, "type": chat.type, **({"first_name": f"Person {chat.id}"} if chat.type == "private" else {"title": chat.title or "Group"})}


def _entities(text: str) -> list[Json]:
    found = [("bot_command", match) for match in _COMMAND.finditer(text)] + [("mention", match) for match in _MENTION.finditer(text)]
    return [{"type": kind, "offset": utf16_units(text[: match.start()]), "length": utf16_units(match[0])} for kind, match in found]
