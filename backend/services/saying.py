"""Writes what is to be said, in the transaction of what happened."""

from datetime import datetime, timedelta

from backend.domain.ids import ConversationId, OutboxId, TurnId
from backend.domain.messages import Reply
from backend.services.ports import Unit

BUTTONS_LIVE = timedelta(days=30)


def say(
    unit: Unit, conversation: ConversationId, reply: Reply, *, key: str, now: datetime, turn: TurnId | None = None, not_before: datetime | None = None
) -> OutboxId | None:
    """Queues the reply for every channel of the conversation; a second call with the same key is a no-op."""
    return unit.outbox.add(conversation, reply, key=key, turn=turn, now=now, not_before=not_before or now, buttons_until=now + BUTTONS_LIVE)
