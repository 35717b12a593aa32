"""What comes in from a person and what goes out to one, the same for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backend.domain.ids import ButtonToken, ConversationId, DeliveryId, LinkId, OutboxId, TurnId


class Channel(StrEnum):
    TELEGRAM = "telegram"
    WEB = "web"


class Kind(StrEnum):
    """What kind of thing a person sent. `values` of the enum are stored; never rename one."""

    TEXT = "text"
    PRESS = "press"  # a button; `token` is set
    COMMAND = "command"  # a slash command the channel knows, without the slash, in `text`
    EDIT = "edit"  # an earlier message was changed; `text` is the new text, may be empty
    UNSUPPORTED = "unsupported"  # a picture, a voice message...; `detail` names which
    BLOCKED = "blocked"  # the person blocked us: nothing is answered, deliveries pause
    UNBLOCKED = "unblocked"
    MIGRATED = "migrated"  # the chat's address became `detail`
    IGNORED = "ignored"  # recorded so that it is acknowledged, never answered


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """One message as a channel received it. `source` and `external_id` together are its identity for 7 days.

    `address` is where answers go (Telegram chat id, web session id). `is_private` is false in a group chat.
    `language_hint` is what the channel says of the person's language (BCP 47), if anything. `sender` is the first name of
    who wrote, in a group chat only.
    """

    channel: Channel
    source: str
    external_id: str
    address: str
    kind: Kind
    text: str = ""
    token: ButtonToken | None = None
    detail: str = ""
    is_private: bool = True
    language_hint: str = ""
    sender: str = ""
    raw: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A committed inbox row. `is_new` is false where the same message had come before."""

    turn: TurnId
    conversation: ConversationId
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What a button does. `topic` goes through the dialogue server, `act` straight to a service.

    `arguments` are ours (ids, topics, keys of content), never text of a person.
    """

    topic: str = ""
    act: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """A label in the person's language and what pressing it does."""

    label: str
    command: Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownButton:
    label: str
    token: ButtonToken


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file to hand out, kept by the store under `id`."""

    name: str
    media_type: str
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """Something to say in a conversation. `text` is plain text with **bold** and links as typed, no other markup.

    `kind` is one of answer, notice, apology, case_answer, reminder, receipt; it decides what happens when it is
    uncertain whether a message arrived. `quote` is the person's own question that this answers.
    """

    text: str
    kind: str = "answer"
    buttons: tuple[Button, ...] = ()
    documents: tuple[Document, ...] = ()
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """An inbox row claimed for work. `fence` must still be the conversation's when the turn is finished."""

    id: TurnId
    conversation: ConversationId
    dialogue_key: str
    channel: Channel
    address: str
    kind: Kind
    text: str
    token: ButtonToken | None
    detail: str
    is_private: bool
    language: str
    language_hint: str
    tries: int
    fence: int
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A delivery claimed for sending through one channel."""

    id: DeliveryId
    outbox: OutboxId
    conversation: ConversationId
    link: LinkId
    channel: Channel
    address: str
    language: str
    text: str
    quote: str
    kind: str
    buttons: tuple[ShownButton, ...]
    documents: tuple[Document, ...]
    tries: int
    may_be_repeated: bool
    """True where an earlier try ended without our knowing whether it arrived: the channel marks it so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Utterance:
    """One line of a conversation as the chat page shows it; `seq` orders both sides and never repeats."""

    seq: int
    turn: TurnId | None
    is_from_person: bool
    text: str
    kind: str
    quote: str
    buttons: tuple[ShownButton, ...]
    documents: tuple[Document, ...]
    at: datetime
