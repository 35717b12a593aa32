"""Runs one turn through Rasa so that a failure is a failure, and a turn that failed leaves nothing behind."""

from collections.abc import Collection, Iterable

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MARK = "last_turn"
"""The slot in which each of our actions leaves the turn's id: the only proof that it ran to its end."""


class ActionFailed(Exception):
    """One of our actions did not do its work; Rasa itself would go on as if nothing had been."""

    def __init__(self, action: str) -> None:
        super().__init__(f"{action} left no mark")
        self.action = action


async def run_turn(processor: MessageProcessor, message: UserMessage) -> None:
    """Runs the message once. The tracker is saved only of a turn that succeeded, so a message it holds is done."""
    tracker = await processor.fetch_tracker_and_update_session(message.sender_id, message.output_channel, message.metadata)
    if _holds(tracker, message.message_id):
        return
    if not any(isinstance(event, SessionStarted) for event in tracker.events):
        raise ActionFailed(ACTION_SESSION_START_NAME)
    before = len(tracker.events)
    await processor._handle_message_with_tracker(message, tracker)  # noqa: SLF001 - Rasa 3.6 is finished, and its public way saves a failed turn too
    tracker = await processor.run_action_extract_slots(message.output_channel, tracker)
    await processor._run_prediction_loop(message.output_channel, tracker)  # noqa: SLF001 - as above
    new = list(tracker.events)[before:]
    failed = unmarked_action(new, ours=set(processor.domain.user_actions_and_forms), turn=message.message_id)
    if failed is not None:
        raise ActionFailed(failed)
    if tracker.latest_action_name != ACTION_LISTEN_NAME:
        raise ActionFailed(str(tracker.latest_action_name))
    await processor.save_tracker(tracker)


def unmarked_action(events: Iterable[Event], *, ours: Collection[str], turn: str) -> str | None:
    """The first of our actions among the events that did not leave the turn's mark; `no action` where none ran at all."""
    pending: str | None = "no action"
    for event in events:
        if isinstance(event, SlotSet) and event.key == MARK and event.value == turn:
            pending = None
        elif isinstance(event, ActionExecuted) and event.action_name in ours:
            if pending not in (None, "no action"):
                return pending
            pending = event.action_name
    return pending


def _holds(tracker: DialogueStateTracker, message_id: str) -> bool:
    return any(isinstance(event, UserUttered) and event.message_id == message_id for event in tracker.events)
