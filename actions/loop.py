"""The one loop of the dialogue server: it is active while the backend has an open question, whatever the question is.

Rasa only remembers that something is asked. What is asked, what counts as an answer and when it is over is the backend's to
know; the loop follows it, and is put back where a conversation goes on under a fresh key.
"""

from rasa_sdk.events import ActiveLoop, EventType
from rasa_sdk.interfaces import Tracker

LOOP = "interview"


def follow(tracker: Tracker, *, is_asking: bool) -> list[EventType]:
    """What brings the tracker's loop into line with the backend; empty where it is already."""
    if (tracker.active_loop_name == LOOP) == is_asking:
        return []
    return [opened() if is_asking else ActiveLoop(None)]


def opened() -> EventType:
    event: EventType = ActiveLoop(LOOP)
    return event
