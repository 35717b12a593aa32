"""The Bot API's methods as far as the product uses them."""

import asyncio
import contextlib
import json
import time
from typing import Any, NoReturn

from bot.telegram.emulator.entities import CannotParse, parse_html, utf16_units
from bot.telegram.emulator.webhook import Deliverer
from bot.telegram.emulator.world import Chat, Json, World

_MAX_TEXT = 4096
_MAX_CALLBACK_DATA = 64
_PRESS_LIVES = 30.0
_MAX_POLL = 50.0


class ApiError(Exception):
    """An answer that is not ok, as Telegram words it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.answer: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.answer["parameters"] = parameters


def _bad(reason: str) -> NoReturn:
    raise ApiError(400, f"Bad Request: {reason}")


class Methods:
    """Runs a method by its name; what is true of Telegram's answers is true of these."""

    def __init__(self, world: World, deliverer: Deliverer) -> None:
        self._world = world
        self._deliverer = deliverer
        self._poll = 0
        self._methods = {
            name.lower(): getattr(self, f"_{name}")
            for name in (
                "getMe",
                "getUpdates",
                "setWebhook",
                "deleteWebhook",
                "getWebhookInfo",
                "sendMessage",
                "sendDocument",
                "editMessageText",
                "editMessageReplyMarkup",
                "answerCallbackQuery",
                "sendChatAction",
                "setMyCommands",
                "getMyCommands",
            )
        }

    async def run(self, method: str, params: Json) -> Any:  # noqa: ANN401 - the method's result
        """The result; raises ApiError."""
        found = self._methods.get(method.lower())
        if found is None:
            raise ApiError(404, "Not Found")
        return await found(params)

    async def _getMe(self, _: Json) -> Json:  # noqa: N802 - Telegram's name
        return self._world.bot

    async def _getUpdates(self, params: Json) -> list[Json]:  # noqa: N802 - Telegram's name
        world = self._world
        if world.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
        self._poll += 1
        mine = self._poll
        async with world.news:
            world.news.notify_all()
        if "allowed_updates" in params:
            world.allowed = tuple(_parsed(params["allowed_updates"]))
        self._confirm(int(params.get("offset") or 0))
        limit = max(1, min(100, int(params.get("limit") or 100)))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(_MAX_POLL, float(params.get("timeout") or 0))), world.news:
                await world.news.wait_for(lambda: world.waiting() or self._poll != mine)
        if self._poll != mine:
            raise ApiError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
        return list(world.waiting()[:limit])

    def _confirm(self, offset: int) -> None:
        ids = [update["update_id"] for update in self._world.waiting()]
        if 0 < offset <= self._world.last_update_id + 1:
            # One from the future is of an earlier series, for ids begin anew after a quiet week; it confirms nothing.
            self._world.confirm({each for each in ids if each < offset})
        elif offset < 0:
            self._world.confirm(set(ids[:offset]))

    async def _setWebhook(self, params: Json) -> bool:  # noqa: N802 - Telegram's name
        url = str(params.get("url") or "")
        if params.get("drop_pending_updates") in (True, "true", "True"):
            self._world.confirm({update["update_id"] for update in self._world.pending})
        if "allowed_updates" in params:
            self._world.allowed = tuple(_parsed(params["allowed_updates"]))
        self._world.webhook = {"url": url, "secret_token": params.get("secret_token", ""), "max_connections": int(params.get("max_connections") or 40)}
        await self._deliverer.restart()
        return True

    async def _deleteWebhook(self, params: Json) -> bool:  # noqa: N802 - Telegram's name
        return await self._setWebhook({key: value for key, value in params.items() if key == "drop_pending_updates"})

    async def _getWebhookInfo(self, _: Json) -> Json:  # noqa: N802 - Telegram's name
        info = {"url": self._world.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(self._world.waiting())}
        return {**info, **self._deliverer.last_error}

    async def _sendMessage(self, params: Json) -> Json:  # noqa: N802 - Telegram's name
        chat = self._open_chat(params)
        text, entities = _text(params)
        return self._world.bot_says(chat, text=text, entities=entities, reply_markup=_keyboard(params))

    async def _sendDocument(self, params: Json) -> Json:  # noqa: N802 - Telegram's name
        chat = self._open_chat(params)
        uploaded = params.get("document")
        if not isinstance(uploaded, dict):
            _bad("there is no document in the request")
        document = {"file_id": f"file{len(self._world.calls)}", "file_unique_id": f"u{len(self._world.calls)}", **uploaded}
        return self._world.bot_says(chat, document=document, caption=params.get("caption"), reply_markup=_keyboard(params))

    async def _editMessageText(self, params: Json) -> Json:  # noqa: N802 - Telegram's name
        message = self._own_message(params)
        text, entities = _text(params)
        keyboard = _keyboard(params)
        if message.get("text") == text and message.get("reply_markup") == keyboard:
            _bad("message is not modified: specified new message content and reply markup are exactly the same")
        message.update({"text": text, "entities": entities, "edit_date": int(time.time())})
        return self._with_keyboard(message, keyboard)

    async def _editMessageReplyMarkup(self, params: Json) -> Json:  # noqa: N802 - Telegram's name
        message = self._own_message(params)
        keyboard = _keyboard(params)
        if message.get("reply_markup") == keyboard:
            _bad("message is not modified: specified new message content and reply markup are exactly the same")
        return self._with_keyboard(message, keyboard)

    @staticmethod
    def _with_keyboard(message: Json, keyboard: Json | None) -> Json:
        message.pop("reply_markup", None)
        if keyboard:
            message["reply_markup"] = keyboard
        return message

    async def _answerCallbackQuery(self, params: Json) -> bool:  # noqa: N802 - Telegram's name
        pressed_at = self._world.presses.get(str(params.get("callback_query_id")))
        if pressed_at is None or time.monotonic() - pressed_at > _PRESS_LIVES:
            _bad("query is too old and response timeout expired or query ID is invalid")
        return True

    async def _sendChatAction(self, params: Json) -> bool:  # noqa: N802 - Telegram's name
        self._open_chat(params)
        return True

    async def _setMyCommands(self, params: Json) -> bool:  # noqa: N802 - Telegram's name
        commands = _parsed(params.get("commands", "[]"))
        for command in commands:
            if not (1 <= len(command["command"]) <= 32 and command["command"].isascii() and command["command"] == command["command"].lower()):  # noqa: PLR2004 - Telegram's limit
                _bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:  # noqa: PLR2004 - Telegram's limit
                _bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands[str(params.get("language_code") or "")] = commands
        return True

    async def _getMyCommands(self, params: Json) -> list[Json]:  # noqa: N802 - Telegram's name
        return self._world.commands.get(str(params.get("language_code") or ""), [])

    def _open_chat(self, params: Json) -> Chat:
        chat_id = chat_id_of(params)
        chat = self._world.chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            _bad("chat not found")
        if chat.moved_to is not None:
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
        if chat.is_blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user" if chat.type == "private" else "Forbidden: bot was kicked from the group chat")
        return chat

    def _own_message(self, params: Json) -> Json:
        chat = self._open_chat(params)
        message_id = int(params.get("message_id") or 0)
        if message_id not in chat.sent_at:
            _bad("message to edit not found")
        return chat.messages[message_id]


def chat_id_of(params: Json) -> int | None:
    """The chat a call is about, if it names one by number."""
    written = str(params.get("chat_id", ""))
    return int(written) if written.removeprefix("-").isdecimal() else None


def _text(params: Json) -> tuple[str, list[Json]]:
    written = str(params.get("text") or "")
    entities: list[Json] = []
    if str(params.get("parse_mode") or "").upper() == "HTML":
        try:
            written, found = parse_html(written)
        except CannotParse as error:
            _bad(str(error))
        entities = [{"type": each.type, "offset": each.offset, "length": each.length} for each in found]
    if not written.strip():
        _bad("message text is empty")
    if utf16_units(written) > _MAX_TEXT:
        _bad("message is too long")
    return written, entities


def _keyboard(params: Json) -> Json | None:
    if not params.get("reply_markup"):
        return None
    markup: Json = _parsed(params["reply_markup"])
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not str(button.get("text") or "").strip():
                _bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= _MAX_CALLBACK_DATA:
                _bad("BUTTON_DATA_INVALID")
    return markup if markup.get("inline_keyboard") else None


def _parsed(value: Any) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(value) if isinstance(value, str) else value
