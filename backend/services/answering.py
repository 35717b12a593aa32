"""A turn that was understood becomes what is said, in one transaction, once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backend.content import Content
from backend.domain.conversations import Conversation
from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Button, Channel
from backend.domain.understanding import ScoredTopic, Understanding
from backend.failpoints import hit
from backend.services.acting import do
from backend.services.asking_back import ask_back
from backend.services.confirming import confirmed
from backend.services.greeting import introduce
from backend.services.handing_over import cancel_offer, next_buttons, offer, pass_on, take_question, wish_for_person
from backend.services.hooks import HOOKS
from backend.services.interview_state import is_asking
from backend.services.interview_turns import in_interview, remind, takes_yes
from backend.services.joining import take_code
from backend.services.languages import choose_named, follow_language
from backend.services.meetings.opening_words import contact_hours
from backend.services.meetings.trainings import join_training, leave_by_words, what_is_held
from backend.services.my_data import ask_to_erase, hand_out
from backend.services.ports import Unit
from backend.services.round_watching import watch_rounds
from backend.services.rounds import as_of
from backend.services.serving import SERVED
from backend.services.speaking import Voice, voice_in

MOST_TOPICS = 3
_PERSONAL = frozenset(
    {
        "talk_to_human",
        "check_eligibility",
        "export_my_data",
        "delete_my_data",
        "ask_status",
        "show_meetings",
        "book_meeting",
        "move_meeting",
        "cancel_meeting",
        "join_training",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnderstoodTurn:
    """A message and what was made of it.

    `via` is text, press or command: a pressed or commanded topic is certain and sets no language.
    `text` is what the person wrote, empty for a press. `arguments` come from the pressed button.
    """

    id: TurnId
    conversation: ConversationId
    channel: Channel
    is_private: bool
    is_edit: bool
    via: str
    text: str
    language_hint: str
    arguments: dict[str, str]
    understanding: Understanding


def answer_turn(unit: Unit, content: Content, *, turn: UnderstoodTurn, now: datetime) -> bool:
    """Queues the answer to the turn, once; whether a question of ours is open after it."""
    conversation = unit.conversations.lock(turn.conversation)
    if conversation is not None and unit.effects.claim(turn.id, "turn", now=now):
        _take(unit, as_of(unit, content), conversation=conversation, turn=turn, now=now)
    return is_asking(unit, conversation=turn.conversation)


def _take(unit: Unit, content: Content, *, conversation: Conversation, turn: UnderstoodTurn, now: datetime) -> None:
    voice = voice_in(unit, content, conversation=conversation, turn=turn.id, now=now, language_hint=turn.language_hint)
    # An English name in a Finnish interview is an answer, not another language.
    is_telling = turn.via == "text" and not is_asking(unit, conversation=conversation.id)
    follow_language(voice, understanding=turn.understanding, text=turn.text if is_telling else "")
    if turn.understanding.is_crisis:
        # Help alone: neither who we are nor anything that was waiting comes between.
        voice.remember(waiting=None, offer=None)
        voice.tell("crisis")
        return
    introduce(voice, channel=turn.channel)
    if turn.is_edit:
        voice.tell("edit.noticed")
    _answer(voice, turn)
    hit("before_answer_commit")


def _answer(voice: Voice, turn: UnderstoodTurn) -> None:
    topics = tuple(dict.fromkeys(scored.topic for scored in turn.understanding.topics if scored.topic in voice.content.topics))
    if turn.via == "text" and take_code(voice, turn.text, hooks=HOOKS):
        voice.unit.conversations.set_misses(voice.conversation.id, 0)
        return
    asked_once = confirmed(voice, topics, turn.text if turn.via == "text" else "")
    if asked_once is not None:
        do(voice, asked_once)
    elif _is_yes_to_offer(voice, turn, topics):
        voice.unit.conversations.set_misses(voice.conversation.id, 0)
    elif take_question(voice, text=turn.text, via=turn.via, topics=topics):
        voice.unit.conversations.set_misses(voice.conversation.id, 0)
        _remind(voice)
    elif _is_of_interview(voice, turn, topics):
        voice.unit.conversations.set_misses(voice.conversation.id, 0)
    elif not topics:
        ask_back(voice, text=turn.text, candidates=turn.understanding.candidates)
    else:
        voice.unit.conversations.set_misses(voice.conversation.id, 0)
        _answer_all(voice, turn, topics)


def _is_yes_to_offer(voice: Voice, turn: UnderstoodTurn, topics: Sequence[str]) -> bool:
    """Passes on what was offered, where the yes can be to nothing else; a yes to another offer is served as its topic."""
    offered: Mapping[str, str] | None = voice.memory.get("offer")
    if offered is None or tuple(topics) != ("affirm",) or takes_yes(voice, turn.text, hooks=HOOKS):
        return False
    voice.remember(offer=None)
    if "does" in offered:
        wanted = ScoredTopic(topic=offered["does"], confidence=1.0)
        _answer(voice, replace(turn, via="press", text="", understanding=replace(turn.understanding, topics=(wanted,))))
    else:
        pass_on(voice, topic=offered["topic"], asked=TurnId(offered["turn"]))
        _remind(voice)
    return True


def _remind(voice: Voice) -> None:
    if voice.memory.get("waiting") is None:
        remind(voice, hooks=HOOKS)


def _is_of_interview(voice: Voice, turn: UnderstoodTurn, topics: Sequence[str]) -> bool:
    """Whether an interview served the turn: one that is open, is taken up again, or begins."""

    def answer(others: Sequence[str]) -> None:
        _answer_all(voice, turn, others)

    text = turn.text if turn.via == "text" else ""
    offered = voice.memory.get("offer")
    is_served = in_interview(voice, text=text, via=turn.via, understanding=turn.understanding, topics=topics, hooks=HOOKS, answer=answer)
    if is_served and voice.memory.get("offer") == offered:
        # A later yes is to what was asked last.
        voice.remember(offer=None)
    return is_served


def _answer_all(voice: Voice, turn: UnderstoodTurn, topics: Sequence[str]) -> None:
    """Up to three answers in the text's order; of several tasks the first is done and the others are offered."""
    tasks = [topic for topic in topics if voice.content.topics[topic].kind == "task"]
    served = [topic for topic in topics if topic not in tasks[1:]][:MOST_TOPICS]
    left = [topic for topic in topics if topic not in served]
    for topic in served:
        is_last = topic == served[-1]
        _serve(voice, turn, topic, offers=[voice.topic_button(other) for other in left] if is_last else [], is_last=is_last)


def _serve(voice: Voice, turn: UnderstoodTurn, topic: str, *, offers: Sequence[Button], is_last: bool) -> None:
    if topic in _PERSONAL and not turn.is_private:
        voice.tell("group.private_please")
        return
    special = _SPECIAL.get(topic)
    own = SERVED.get(topic)
    is_served = (special is not None and special(voice, turn)) or (own is not None and own(voice, turn.text if turn.via == "text" else "", HOOKS))
    if not is_served:
        _tell_answer(voice, topic, offers=offers, is_last=is_last)


def _tell_answer(voice: Voice, topic: str, *, offers: Sequence[Button] = (), is_last: bool = True, asked: TurnId | None = None) -> None:
    """`asked` is the turn in which it was asked, where that is not this one."""
    content = voice.content
    answer = voice.fresh_answer(topic)
    asked = asked or voice.turn
    is_question = content.topics[topic].kind != "control" or answer.settled != "yes"
    needs_person = is_question and (content.topics[topic].kind == "task" or answer.settled != "yes")
    added, more = _ADDED[topic](voice) if topic in _ADDED else ("", ())
    buttons = [*more, *offers, *([voice.hand_over_button(topic, asked)] if needs_person else [])]
    if is_last:
        buttons += next_buttons(voice, answer, asked=asked if is_question else None)
    if answer.has_source:
        buttons.append(voice.source_button(topic))
    text = f"{answer.text}\n\n{added}" if added else answer.text
    voice.say(text, buttons=buttons)
    if answer.yes and text.rstrip().endswith("?"):
        voice.remember(offer={"does": answer.yes})
    else:
        voice.remember(offer=offer(topic, asked) if needs_person else None)
    if content.topics[topic].kind != "control":
        voice.remember(last=topic, last_asked=asked)


def _change_language(voice: Voice, turn: UnderstoodTurn) -> bool:
    choose_named(voice, turn.text)
    return True


def _say_plainly(voice: Voice, _turn: UnderstoodTurn) -> bool:
    last = voice.memory.get("last")
    if last is None or not voice.content.has_answer(last):
        return False
    answer = voice.content.answer(last, voice.language, now=voice.now)
    asked = TurnId(voice.memory.get("last_asked", voice.turn))
    buttons = [voice.hand_over_button(last, asked), *next_buttons(voice, answer, asked=asked)]
    if answer.plain:
        voice.say(answer.plain, buttons=buttons)
    else:
        voice.tell("plain.none", buttons=buttons)
    voice.remember(offer=None)
    return True


def _repeat(voice: Voice, _turn: UnderstoodTurn) -> bool:
    last = voice.memory.get("last")
    if last is None or not voice.content.has_answer(last):
        return False
    _tell_answer(voice, last, asked=TurnId(voice.memory.get("last_asked", voice.turn)))
    return True


def _deny(voice: Voice, _turn: UnderstoodTurn) -> bool:
    return cancel_offer(voice)


def _wish_for_person(voice: Voice, turn: UnderstoodTurn) -> bool:
    wish_for_person(voice, text=turn.text if turn.via == "text" else "")
    return True


def _set_reminder(voice: Voice, _turn: UnderstoodTurn) -> bool:
    watch_rounds(voice)
    return True


def _join_training(voice: Voice, turn: UnderstoodTurn) -> bool:
    return join_training(voice, turn.text if turn.via == "text" else "")


def _leave_training(voice: Voice, turn: UnderstoodTurn) -> bool:
    return leave_by_words(voice, turn.text if turn.via == "text" else "")


def _hand_out_data(voice: Voice, _turn: UnderstoodTurn) -> bool:
    hand_out(voice)
    return True


def _ask_to_erase(voice: Voice, _turn: UnderstoodTurn) -> bool:
    ask_to_erase(voice)
    return True


def _forget(voice: Voice, _turn: UnderstoodTurn) -> bool:
    voice.remember(last=None, last_asked=None, offer=None, waiting=None)
    return False


_ADDED: Mapping[str, Callable[[Voice], tuple[str, Sequence[Button]]]] = {"ask_joint_meetings": what_is_held, "ask_contact": contact_hours}
"""What is known of the day is said after the topic's text."""
_SPECIAL: Mapping[str, Callable[[Voice, UnderstoodTurn], bool]] = {
    "talk_to_human": _wish_for_person,
    "change_language": _change_language,
    "plain_language": _say_plainly,
    "explain_question": _say_plainly,
    "repeat": _repeat,
    "deny": _deny,
    "set_reminder": _set_reminder,
    "join_training": _join_training,
    "cancel_meeting": _leave_training,
    "export_my_data": _hand_out_data,
    "delete_my_data": _ask_to_erase,
    "stop": _forget,
    "start_over": _forget,
}
"""Topics that need more than their text; where one returns False its text is said."""
