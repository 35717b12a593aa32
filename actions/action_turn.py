"""Answers a turn that a rule fitted, and one inside the loop: the same service knows what is asked."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.loop import LOOP, follow
from actions.marks import done
from actions.ports import Backend
from actions.reading import read_turn
from backend.failpoints import hit
from backend.services.answering import answer_turn


class ActionTurn(Action):
    """`action_turn` by its rule for every topic; `interview` as the loop's own action, in place of Rasa's form."""

    def __init__(self, backend: Backend, *, name: str = "action_turn") -> None:
        self._backend = backend
        self._name = name

    def name(self) -> str:
        return self._name

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: DomainDict) -> list[EventType]:
        return await answer(self._backend, tracker, has_topics=True)


def interview_action(backend: Backend) -> ActionTurn:
    return ActionTurn(backend, name=LOOP)


async def answer(backend: Backend, tracker: Tracker, *, has_topics: bool) -> list[EventType]:
    """Has the turn answered, once however often it is asked; the mark that it was, and the loop as it is now."""
    turn = read_turn(tracker.latest_message, has_topics=has_topics)
    is_asking = await backend.call(answer_turn, backend.content, turn=turn, now=backend.clock.now())
    hit("after_answer_commit")
    return [done(turn.id), *follow(tracker, is_asking=is_asking)]
