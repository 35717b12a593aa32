"""The way to a person: offered, wished for, asked what about, and passed on."""

from collections.abc import Sequence

from backend.content.shapes import Answer
from backend.domain.ids import TurnId
from backend.domain.messages import Button
from backend.services.cases import hand_over
from backend.services.meetings.opening_words import opening_line
from backend.services.speaking import Voice

_WAITING = "question"
_NO_QUESTION = frozenset({"stop", "deny", "goodbye", "start_over", "go_back", "skip"})
_NOT_YET = frozenset({"greet", "affirm", "thank", "talk_to_human", "repeat", "explain_question"})
# "Haluan puhua ihmiselle" says only the wish; what is longer carries the matter itself.
_LONGEST_WISH = 9
# "Häh" and "ööö no" are no questions to pass on.
_SHORTEST_QUESTION = 2


def offer(topic: str, turn: TurnId) -> dict[str, str]:
    """What a yes right after it would pass on."""
    return {"topic": topic, "turn": turn}


def next_buttons(voice: Voice, answer: Answer, *, asked: TurnId | None) -> Sequence[Button]:
    """What the answer leads on to; the question of the turn `asked` goes to a person as it was written, without writing it again."""

    def button(topic: str) -> Button:
        return voice.topic_button(topic) if asked is None or topic != "talk_to_human" else voice.hand_over_button(answer.topic, asked)

    return [button(topic) for topic in answer.next]


def says_something(text: str) -> bool:
    """Whether there is a word in it: "???" and a thumb say nothing that could be asked of anybody."""
    return any(character.isalnum() for character in text)


def cancel_offer(voice: Voice) -> bool:
    """Takes back the offer to pass something on, where one was made; whether it was."""
    offered = voice.memory.get("offer")
    is_waiting = voice.memory.get("waiting") is not None
    voice.remember(offer=None, waiting=None)
    if not is_waiting and (offered is None or "does" in offered):
        return False
    voice.tell("hand_over.cancelled")
    return True


def wish_for_person(voice: Voice, *, text: str) -> None:
    """A question that came with the wish is passed on at once; else it is asked for."""
    if len(text.split()) > _LONGEST_WISH:
        pass_on(voice, topic="talk_to_human", asked=voice.turn)
        return
    ask_for_question(voice)


def ask_for_question(voice: Voice) -> None:
    """The next message is what will be passed on."""
    voice.remember(waiting=_WAITING, offer=None)
    voice.tell("hand_over.ask_question")


def take_question(voice: Voice, *, text: str, via: str, topics: Sequence[str]) -> bool:
    """Takes the message as the question that was asked for; False where none was."""
    if voice.memory.get("waiting") != _WAITING:
        return False
    if via != "text":
        voice.remember(waiting=None)
        return False
    if topics and set(topics) <= _NO_QUESTION:
        return cancel_offer(voice)
    is_no_question = set(topics) <= _NOT_YET and len(text.split()) <= (_LONGEST_WISH if topics else _SHORTEST_QUESTION)
    if is_no_question:
        voice.tell("hand_over.ask_again")
        return True
    pass_on(voice, topic=topics[0] if topics else "", asked=voice.turn)
    return True


def pass_on(voice: Voice, *, topic: str, asked: TurnId) -> None:
    """Opens a case for what was written in the turn `asked`; its topic's name stands in where a button or a command was used."""
    question = voice.unit.inbox.text_of(asked) or ""
    if len(question.split()) <= 1 and topic in voice.content.topics:
        question = voice.content.label(topic, voice.language)
    if not says_something(question):
        ask_for_question(voice)
        return
    case = hand_over(
        voice.unit,
        voice.content,
        conversation=voice.conversation.id,
        turn=asked,
        topic=topic,
        question=question,
        language=voice.language,
        now=voice.now,
    )
    voice.remember(offer=None, waiting=None)
    if case is None:
        voice.tell("hand_over.already")
    else:
        opening = opening_line(voice.unit, voice.content, language=voice.language, now=voice.now)
        voice.tell("hand_over.done", number=case.number, promised_by=case.promised_by, opening=opening, kind="receipt")
