"""An update of Telegram as the product takes it in."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import MessageType
from telegram.helpers import effective_message_type

from backend.domain.ids import ButtonToken
from backend.domain.invites import code_in
from backend.domain.messages import Channel, Incoming, Kind
from backend.domain.text import gate
from bot.telegram.client import Identity

NO_CHAT = "0"
"""The address of what comes from no chat: Telegram gives no chat this id."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?=\s|$)")
_LARGEST_ID = 2**63
# What a person can send and we cannot read; each is answered kindly, by its name.
_UNREADABLE = (
    MessageType.ANIMATION,
    MessageType.AUDIO,
    MessageType.CHECKLIST,
    MessageType.CONTACT,
    MessageType.DICE,
    MessageType.GAME,
    MessageType.GIFT,
    MessageType.GIVEAWAY,
    MessageType.INVOICE,
    MessageType.VENUE,
    MessageType.LOCATION,
    MessageType.PAID_MEDIA,
    MessageType.POLL,
    MessageType.STICKER,
    MessageType.STORY,
    MessageType.VIDEO,
    MessageType.VIDEO_NOTE,
    MessageType.VOICE,
    MessageType.LIVE_PHOTO,
    MessageType.PHOTO,
    MessageType.DOCUMENT,
)
# Who wrote is kept of what is meant for us, and only where several people write: nobody else's name is ours to know.
_SIGNED = frozenset({Kind.TEXT, Kind.PRESS, Kind.COMMAND, Kind.EDIT})
_LONGEST_NAME = 80
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """`press_id` is to be answered where a button was pressed, or else the button seems to hang."""

    incoming: Incoming
    update_id: int | None
    press_id: str = ""


def source_of(bot_id: int) -> str:
    """The half of a message's identity that says which bot it was sent to."""
    return f"telegram:{bot_id}"


def parse(raw: object, *, me: Identity) -> Parsed:
    """Never fails: what cannot be read is recorded as ignored, so that it is acknowledged and blocks nothing."""
    update_id = update_id_of(raw)
    if not isinstance(raw, Mapping) or update_id is None:
        return Parsed(incoming=unreadable(repr(raw).encode("utf-8", "replace"), me=me), update_id=update_id)
    try:
        update = Update.de_json(_storable(raw), None)
        return _Reader(me=me, update=update).read()
    except Exception:  # noqa: BLE001 - the library's reading of foreign data fails in many ways; none may block the others
        return Parsed(incoming=_ignored(me, str(update_id), detail="unreadable"), update_id=update_id)


def unreadable(body: bytes, *, me: Identity) -> Incoming:
    """What came with the right secret and is no update. Its identity is that of its bytes; the bytes are not kept."""
    return _ignored(me, f"junk:{hashlib.sha256(body).hexdigest()}", detail="unreadable")


def _ignored(me: Identity, external_id: str, *, detail: str) -> Incoming:
    return Incoming(channel=Channel.TELEGRAM, source=source_of(me.id), external_id=external_id, address=NO_CHAT, kind=Kind.IGNORED, detail=detail)


def update_id_of(raw: object) -> int | None:
    """None where this is no update."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _LARGEST_ID else None


def _storable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same without lone surrogates, which no database and no UTF-8 takes."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {str(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value


class _Reader:
    """One update, read for one bot."""

    def __init__(self, *, me: Identity, update: Update) -> None:
        self._me = me
        self._update = update
        self._mention = re.compile(rf"(?<!\w)@{re.escape(me.username)}\b", re.IGNORECASE) if me.username else None

    def read(self) -> Parsed:
        update = self._update
        if update.message is not None:
            return self._parsed(self._message(update.message))
        if update.edited_message is not None:
            return self._parsed(self._edit(update.edited_message))
        if update.callback_query is not None:
            return self._press(update.callback_query)
        if update.my_chat_member is not None:
            return self._parsed(self._membership(update.my_chat_member))
        chat = update.effective_chat
        return self._parsed(self._incoming(Kind.IGNORED, address=str(chat.id) if chat else NO_CHAT, detail="other update"))

    def _parsed(self, incoming: Incoming, press_id: str = "") -> Parsed:
        return Parsed(incoming=incoming, update_id=self._update.update_id, press_id=press_id)

    def _incoming(self, kind: Kind, *, address: str, **fields: Any) -> Incoming:  # noqa: ANN401 - fields of Incoming
        user = self._update.effective_user
        is_private = self._update.effective_chat is None or self._update.effective_chat.type == "private"
        return Incoming(
            channel=Channel.TELEGRAM,
            source=source_of(self._me.id),
            external_id=str(self._update.update_id),
            address=address,
            kind=kind,
            is_private=is_private,
            language_hint=gate(user.language_code or "")[:16] if user else "",
            sender=gate(user.first_name)[:_LONGEST_NAME] if user and not is_private and kind in _SIGNED else "",
            **fields,
        )

    def _message(self, message: Message) -> Incoming:
        address = str(message.chat.id)
        moved = self._moved(message)
        if moved:
            return moved
        if not self._is_from_person(message):
            return self._incoming(Kind.IGNORED, address=address, detail="not a person")
        if message.text is None:
            return self._without_text(message)
        command = _COMMAND.match(message.text)
        if command and self._is_for_us(command[2]):
            return self._command(command[1], message.text[command.end() :], address=address)
        if (command and command[2] and not self._is_private(message)) or not self._is_addressed(message):
            return self._incoming(Kind.IGNORED, address=address, detail="not addressed")
        return self._incoming(Kind.TEXT, address=address, text=self._without_mention(message.text))

    def _command(self, word: str, rest: str, *, address: str) -> Incoming:
        """A link with an invitation brings its code after the command; whatever else stands there is dropped."""
        code = code_in(rest)
        if code is not None:
            return self._incoming(Kind.TEXT, address=address, text=code)
        return self._incoming(Kind.COMMAND, address=address, text=word.lower())

    def _moved(self, message: Message) -> Incoming | None:
        """A group that became a supergroup says so twice, in the old chat and in the new one."""
        if message.migrate_to_chat_id:
            return self._incoming(Kind.MIGRATED, address=str(message.chat.id), detail=str(message.migrate_to_chat_id))
        if message.migrate_from_chat_id:
            return self._incoming(Kind.MIGRATED, address=str(message.migrate_from_chat_id), detail=str(message.chat.id))
        return None

    def _without_text(self, message: Message) -> Incoming:
        address = str(message.chat.id)
        kind = next((each for each in _UNREADABLE if message[each]), None)
        is_service = kind is None and effective_message_type(message) is not None
        if is_service or not self._is_addressed(message):
            return self._incoming(Kind.IGNORED, address=address, detail="service message" if is_service else "not addressed")
        detail = kind.value if kind else "other"
        return self._incoming(Kind.UNSUPPORTED, address=address, detail=detail, text=self._without_mention(message.caption or ""))

    def _edit(self, message: Message) -> Incoming:
        is_ours = self._is_from_person(message) and self._is_addressed(message)
        if message.text is None or not is_ours:
            return self._incoming(Kind.IGNORED, address=str(message.chat.id), detail="edit")
        return self._incoming(Kind.EDIT, address=str(message.chat.id), text=self._without_mention(message.text))

    def _press(self, query: CallbackQuery) -> Parsed:
        address = str(query.message.chat.id) if query.message else NO_CHAT
        token = gate(query.data or "")[:64]
        if not token or query.message is None:
            return self._parsed(self._incoming(Kind.IGNORED, address=address, detail="press"), press_id=query.id)
        return self._parsed(self._incoming(Kind.PRESS, address=address, token=ButtonToken(token)), press_id=query.id)

    def _membership(self, change: ChatMemberUpdated) -> Incoming:
        kind = Kind.BLOCKED if change.new_chat_member.status in _GONE else Kind.UNBLOCKED
        return self._incoming(kind, address=str(change.chat.id))

    @staticmethod
    def _is_from_person(message: Message) -> bool:
        return message.from_user is not None and not message.from_user.is_bot

    @staticmethod
    def _is_private(message: Message) -> bool:
        return message.chat.type == "private"

    def _is_for_us(self, named: str | None) -> bool:
        if named is None:
            return True
        return named.lower() == self._me.username.lower()

    def _is_addressed(self, message: Message) -> bool:
        """In a group only what names us or answers us is ours to read."""
        if self._is_private(message):
            return True
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == self._me.id:
            return True
        return bool(self._mention and self._mention.search(message.text or message.caption or ""))

    def _without_mention(self, text: str) -> str:
        return self._mention.sub("", text).strip() if self._mention else text
