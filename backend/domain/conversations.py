"""A conversation and the channels it is reached through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain.ids import ConversationId, LinkId, PersonId
from backend.domain.messages import Channel

# Rasa slows tenfold at 800 turns, so a conversation gets a fresh key there long before.
MAX_TURNS_PER_DIALOGUE_KEY = 50
MAX_HOURS_PER_DIALOGUE_KEY = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """`language` is empty until something is known. `misses` counts messages in a row that were not understood.

    `memory` holds what the next turn needs of the last one: topics and keys of content, never a person's text.
    """

    id: ConversationId
    person: PersonId
    language: str
    is_language_chosen: bool
    is_private: bool
    misses: int
    memory: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One channel of a conversation. `state` is active, blocked or closed."""

    id: LinkId
    conversation: ConversationId
    channel: Channel
    address: str
    state: str
