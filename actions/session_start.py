"""Begins a conversation under a fresh key."""

from rasa_sdk.events import ActionExecuted, EventType, SessionStarted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME, Action, Tracker
from rasa_sdk.types import DomainDict


class ActionSessionStart(Action):
    def name(self) -> str:
        return "action_session_start"

    async def run(self, _dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: DomainDict) -> list[EventType]:
        return [SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)]
