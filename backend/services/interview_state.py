"""Whether we have asked something and wait for the answer."""

from backend.domain.ids import ConversationId
from backend.services.ports import Unit


def is_asking(unit: Unit, *, conversation: ConversationId) -> bool:
    """Whether an interview is open in the conversation: its next message is most likely an answer."""
    return bool(unit.interviews.stack(conversation))
