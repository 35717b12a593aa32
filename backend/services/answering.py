"""A turn that was understood becomes what is said, in one transaction, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.content import Content
from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Channel
from backend.domain.understanding import Understanding
from backend.services.ports import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class UnderstoodTurn:
    """A message and what was made of it.

    `via` is text, press or command: a pressed or commanded topic is certain and sets no language.
    `text` is what the person wrote, empty for a press. `arguments` come from the pressed button.
    """

    id: TurnId
    conversation: ConversationId
    channel: Channel
    is_private: bool
    is_edit: bool
    via: str
    text: str
    language_hint: str
    arguments: dict[str, str]
    understanding: Understanding


def answer_turn(unit: Unit, content: Content, *, turn: UnderstoodTurn, now: datetime) -> bool:
    """Queues the answer to the turn; False, and nothing is written, where that was done before."""
    raise NotImplementedError
