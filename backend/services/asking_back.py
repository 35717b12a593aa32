"""What is said to a message that was not understood."""

from collections.abc import Sequence

from backend.content import Content
from backend.domain.ids import TurnId
from backend.domain.understanding import ScoredTopic
from backend.services.handing_over import offer, says_something
from backend.services.speaking import Voice

_MOST_GUESSES = 3
_FEWEST_GUESSES = 2
_ORDERS = frozenset({"stop", "repeat", "start_over", "plain_language"})
"""Of the topics that steer the conversation, those that make sense on a button beside others."""


def ask_back(voice: Voice, *, text: str, candidates: Sequence[ScoredTopic]) -> None:
    """Never twice the same: guesses first, a person the second time in a row."""
    misses = voice.conversation.misses + 1
    voice.unit.conversations.set_misses(voice.conversation.id, misses)
    guesses = [voice.topic_button(topic) for topic in _guesses(voice.content, candidates)] if says_something(text) else []
    if misses == 1:
        others = [] if len(guesses) >= _FEWEST_GUESSES else [voice.topic_button("help")]
        voice.remember(offer=None, missed=voice.turn)
        voice.tell("not_understood.first", buttons=[*guesses, *others], has_guesses=bool(guesses))
    else:
        asked = _worth_passing_on(voice, text)
        voice.remember(offer=offer("", asked), missed=asked)
        voice.tell("not_understood.again", buttons=[voice.hand_over_button("", asked), *guesses[: _MOST_GUESSES - 1], voice.topic_button("help")])


def _worth_passing_on(voice: Voice, text: str) -> TurnId:
    """A "häh" after a question is no question: the one before it is what an adviser would be asked."""
    before = voice.memory.get("missed")
    return voice.turn if before is None or len(text.split()) > 1 else TurnId(before)


def _guesses(content: Content, candidates: Sequence[ScoredTopic]) -> list[str]:
    known = [c.topic for c in candidates if c.topic in content.topics and (content.topics[c.topic].kind != "control" or c.topic in _ORDERS)]
    return list(dict.fromkeys(known))[:_MOST_GUESSES]
