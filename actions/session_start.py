"""Begins a conversation under a fresh key; one in the middle of an interview goes on there."""

from rasa_sdk.events import ActionExecuted, EventType, SessionStarted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME, Action, Tracker
from rasa_sdk.types import DomainDict

from actions.loop import opened
from actions.ports import Backend
from backend.domain.ids import ConversationId
from backend.services.interview_state import is_asking


class ActionSessionStart(Action):
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def name(self) -> str:
        return "action_session_start"

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: DomainDict) -> list[EventType]:
        metadata = tracker.get_slot("session_started_metadata") or {}
        conversation = ConversationId(str(metadata.get("conversation_id", "")))
        goes_on = await self._backend.ask(is_asking, conversation=conversation)
        return [SessionStarted(), *([opened()] if goes_on else []), ActionExecuted(ACTION_LISTEN_NAME)]
