"""The mark by which the dialogue server knows that an action of ours ran to its end."""

from rasa_sdk.events import EventType, SlotSet

from backend.domain.ids import TurnId


def done(turn: TurnId) -> EventType:
    """To be returned by every action: without it the dialogue server counts the turn as failed."""
    mark: EventType = SlotSet("last_turn", turn)
    return mark
