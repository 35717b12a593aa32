"""Who wants to be told of rounds, and what they are told."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.content import Content
from backend.domain.ids import ConversationId
from backend.domain.messages import Button, Command, Reply
from backend.domain.programme import Round
from backend.domain.reminders import Due, due_of_round
from backend.services.ports import Unit
from backend.services.reminding import remind_again
from backend.services.rounds import as_of
from backend.services.speaking import Voice
from backend.services.teaming import tell_conversation

LEASE = "tell_of_rounds"
TOPIC = "set_reminder"
_AT_A_TIME = timedelta(minutes=9)


def watch_rounds(voice: Voice) -> None:
    """From now on the conversation is told when a round opens and when it is about to close."""
    is_new = voice.unit.rounds.watch(voice.conversation.id, now=voice.now)
    remind_again(voice)
    answer = voice.fresh_answer(TOPIC)
    nexts = [voice.topic_button(topic) for topic in answer.next]
    buttons = [_stop_button(voice.content, voice.language), *nexts, *([voice.source_button(TOPIC)] if answer.has_source else [])]
    if is_new:
        voice.say(answer.text, buttons=buttons)
    else:
        voice.tell("rounds.watching_already", buttons=buttons)
    voice.remember(offer=None, last=TOPIC)


def stop_watching(voice: Voice, _arguments: Mapping[str, str]) -> None:
    voice.unit.rounds.unwatch(voice.conversation.id)
    voice.tell("rounds.not_watching", buttons=[voice.topic_button(TOPIC)])


def tell_of_rounds(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """Tells those who asked for it that a round has opened, or closes in a week: each once. How many were told."""
    known = as_of(unit, content)
    due = [(round_, step) for round_ in known.programme.rounds if (step := due_of_round(round_, now=now)) is not None]
    if not due or not unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME):
        return 0
    watchers = unit.rounds.watchers()
    return sum(_tell(unit, known, chat, round_=round_, due=step, now=now) for round_, step in due for chat, since in watchers if since < step.since)


def _tell(unit: Unit, content: Content, chat: ConversationId, *, round_: Round, due: Due, now: datetime) -> bool:
    def reply(language: str) -> Reply:
        text = content.text(
            f"rounds.told.{due.name}", language, opens=round_.opens, closes=round_.closes, days=due.days_left, is_provisional=round_.is_provisional
        )
        buttons = (*(_topic(content, topic, language) for topic in ("start_pitch", "ask_how_to_apply")), _stop_button(content, language))
        return Reply(text=text, kind="reminder", buttons=buttons)

    key = f"round:{content.programme.id}:{round_.opens}:{round_.closes}:{due.name}"
    return tell_conversation(unit, content, chat, key=key, reply=reply, now=now)


def _topic(content: Content, topic: str, language: str) -> Button:
    return Button(label=content.label(topic, language), command=Command(topic=topic))


def _stop_button(content: Content, language: str) -> Button:
    return Button(label=content.text("rounds.button.stop", language), command=Command(act="rounds.unwatch"))
