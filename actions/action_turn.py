"""Answers a turn that a rule fitted."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.marks import done
from actions.ports import Backend
from actions.reading import read_turn
from backend.services.answering import answer_turn


class ActionTurn(Action):
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def name(self) -> str:
        return "action_turn"

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: DomainDict) -> list[EventType]:
        return [await answer(self._backend, tracker, has_topics=True)]


async def answer(backend: Backend, tracker: Tracker, *, has_topics: bool) -> EventType:
    """Has the turn answered, once however often it is asked, and returns the mark that it was."""
    turn = read_turn(tracker.latest_message, has_topics=has_topics)
    await backend.call(answer_turn, backend.content, turn=turn, now=backend.clock.now())
    return done(turn.id)
