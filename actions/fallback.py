"""Answers a turn that no rule fitted."""

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME, Action, Tracker
from rasa_sdk.types import DomainDict

from actions.action_turn import answer
from actions.ports import Backend


class ActionDefaultFallback(Action):
    """Takes the place of Rasa's own, which takes the message back, so that the next one lands where it should not."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def name(self) -> str:
        return "action_default_fallback"

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: DomainDict) -> list[EventType]:
        # No rule fits after it either: without the follow-up Rasa would fall back again and again.
        return [*await answer(self._backend, tracker, has_topics=False), FollowupAction(ACTION_LISTEN_NAME)]
