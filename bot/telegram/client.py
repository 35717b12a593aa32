"""The Bot API as we use it: python-telegram-bot's client with our own deadlines, and our failures."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.request import HTTPXRequest

from backend.domain.messages import ShownButton
from bot.channel import Uncertain
from bot.telegram.errors import translated

TELEGRAM_API = "https://api.telegram.org"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who we are on Telegram. `username` is without its @."""

    id: int
    username: str

    @property
    def address(self) -> str:
        """As people write it."""
        return f"@{self.username}" if self.username else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines:
    """Seconds for each part of a request."""

    connect: float = 5.0
    read: float = 20.0
    write: float = 10.0
    pool: float = 5.0


def keep_texts_out_of_logs() -> None:
    """The HTTP client logs addresses, which hold the token; the library logs what people wrote where it cannot read an answer."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)


class TelegramClient:
    """Raises only a ChannelFailure. Close it when done."""

    def __init__(self, *, token: str, api: str = TELEGRAM_API, deadlines: Deadlines | None = None) -> None:
        keep_texts_out_of_logs()
        self._deadlines = deadlines or Deadlines()
        # Polling has a connection of its own: a long poll never waits behind sending, nor sending behind it.
        self._polling = self._request(connections=2)
        self._sending = self._request(connections=16)
        base = api.rstrip("/")
        with translated():
            self._bot = Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=self._sending,
                get_updates_request=self._polling,
            )

    def _request(self, *, connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=self._deadlines.connect,
            read_timeout=self._deadlines.read,
            write_timeout=self._deadlines.write,
            pool_timeout=self._deadlines.pool,
        )

    async def close(self) -> None:
        await self._polling.shutdown()
        await self._sending.shutdown()

    @property
    def bot_id(self) -> int:
        """The number before the token's colon: known without asking."""
        return int(self._bot.token.partition(":")[0])

    async def identity(self) -> Identity:
        with translated():
            me = await self._bot.get_me()
        return Identity(id=me.id, username=me.username or "")

    async def updates(self, *, offset: int | None, wait: int, limit: int = 100) -> list[Mapping[str, Any]]:
        """The next updates as Telegram wrote them, waiting `wait` seconds for the first. `offset` confirms all below it.

        Not the library's own call: that reads the whole batch at once, and one update it cannot read would block the rest.
        """
        query: dict[str, str | int] = {"timeout": wait, "limit": limit, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            query["offset"] = offset
        with translated():
            result = await self._polling.post(f"{self._bot.base_url}/getUpdates?{urlencode(query)}", read_timeout=wait + self._deadlines.read)
        if not isinstance(result, list):
            reason = "an answer that is no list"
            raise Uncertain(reason)
        return [update for update in result if isinstance(update, dict)]

    async def send_text(self, address: str, text: str, *, is_html: bool, buttons: Sequence[ShownButton] = ()) -> int:
        """The id of the new message."""
        with translated():
            message = await self._bot.send_message(
                chat_id=address,
                text=text,
                parse_mode=ParseMode.HTML if is_html else None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(buttons),
            )
        return message.message_id

    async def send_document(self, address: str, content: bytes, *, name: str, buttons: Sequence[ShownButton] = ()) -> int:
        with translated():
            message = await self._bot.send_document(
                chat_id=address, document=InputFile(content, filename=name), disable_content_type_detection=True, reply_markup=_keyboard(buttons)
            )
        return message.message_id

    async def show_typing(self, address: str) -> None:
        with translated():
            await self._bot.send_chat_action(chat_id=address, action=ChatAction.TYPING)

    async def answer_press(self, press_id: str) -> None:
        """Ends the waiting sign on a pressed button."""
        with translated():
            await self._bot.answer_callback_query(press_id)

    async def set_commands(self, commands: Sequence[tuple[str, str]], *, language: str | None) -> None:
        """Words and what they do, for the menu; `language` is None for everybody whose language has no menu of its own."""
        with translated():
            await self._bot.set_my_commands([BotCommand(word, meaning) for word, meaning in commands], language_code=language)

    async def set_webhook(self, url: str, *, secret: str) -> None:
        with translated():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=40)

    async def delete_webhook(self) -> None:
        """What was not delivered yet is kept for polling."""
        with translated():
            await self._bot.delete_webhook(drop_pending_updates=False)


def _keyboard(buttons: Sequence[ShownButton]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(button.label, callback_data=button.token)] for button in buttons])
