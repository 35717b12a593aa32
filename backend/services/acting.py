"""What happens without the dialogue server: pressed buttons that act, and messages that are no words."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from backend.content import Content
from backend.domain.ids import ButtonToken, ConversationId, TurnId
from backend.domain.messages import Command, Turn
from backend.services.confirming import CANCEL, cancel
from backend.services.delivering import chat_moved, chat_unreachable
from backend.services.going_elsewhere import GIVE_CODE, give_code
from backend.services.greeting import introduce
from backend.services.handing_over import pass_on
from backend.services.hooks import HOOKS
from backend.services.ideas.presses import ACTS as IDEA_ACTS
from backend.services.ideas.presses import press_idea
from backend.services.interview_presses import ACTS as INTERVIEW_ACTS
from backend.services.interview_presses import press
from backend.services.languages import choose_language
from backend.services.meetings.presses import ACTS as MEETING_ACTS
from backend.services.meetings.presses import press_meeting
from backend.services.meetings.training_presses import ACTS as TRAINING_ACTS
from backend.services.meetings.training_presses import press_training
from backend.services.my_data import ERASE, erase
from backend.services.ports import Unit
from backend.services.reminding import stop_reminders
from backend.services.round_watching import stop_watching
from backend.services.rounds import as_of
from backend.services.speaking import Voice, voice_in
from backend.services.team_presses import ACTS as TEAM_ACTS
from backend.services.team_presses import press_team

_NOT_SO_OFTEN = timedelta(minutes=1)
_FLOOD_NOTICE = timedelta(minutes=10)


def pressed_button(unit: Unit, *, conversation: ConversationId, token: str, now: datetime) -> tuple[str, Command] | None:
    """The button's label and what it does; None where it is forged, old, or another chat's."""
    return unit.outbox.button(ButtonToken(token), conversation=conversation, now=now)


def labelled_button(unit: Unit, *, conversation: ConversationId, text: str, now: datetime) -> ButtonToken | None:
    """The button of the last messages whose label somebody typed instead of pressing it."""
    return unit.outbox.button_labelled(text, conversation=conversation, now=now)


def act(unit: Unit, content: Content, *, turn: Turn, command: Command, label: str, now: datetime) -> bool:  # noqa: ARG001 - every act is called alike
    """Does what the button says; False where this turn did it before."""
    return _once(unit, content, turn, now, lambda voice: do(voice, command))


def do(voice: Voice, command: Command) -> None:
    """Does what a button says, in the turn of whoever pressed it or said yes to it."""
    doing = _ACTS.get(command.act)
    if doing is None:
        voice.tell("button.expired", buttons=[voice.topic_button("help")])
        return
    doing(voice, command.arguments)


def say_expired(unit: Unit, content: Content, *, turn: Turn, now: datetime) -> bool:
    return _once(unit, content, turn, now, lambda voice: voice.tell("button.expired", buttons=[voice.topic_button("help")]))


def say_blank(unit: Unit, content: Content, *, turn: Turn, now: datetime) -> bool:
    return _once(unit, content, turn, now, lambda voice: voice.tell("blank"))


def say_unknown_command(unit: Unit, content: Content, *, turn: Turn, now: datetime) -> bool:
    return _once(unit, content, turn, now, lambda voice: voice.tell("unknown_command", buttons=[voice.topic_button("help")]))


def say_too_fast(unit: Unit, content: Content, *, turn: Turn, now: datetime) -> bool:
    """Once in ten minutes: the flood itself is not answered."""

    def answer(voice: Voice) -> None:
        last = voice.memory.get("too_fast_at")
        if last is None or now - datetime.fromisoformat(last) >= _FLOOD_NOTICE:
            voice.remember(too_fast_at=now.isoformat())
            voice.tell("too_fast")

    return _once(unit, content, turn, now, answer)


def say_unsupported(unit: Unit, content: Content, *, turn: Turn, now: datetime) -> bool:
    """Kindly, but once a minute: an album is ten messages."""

    def answer(voice: Voice) -> None:
        last = voice.memory.get("unsupported_at")
        if last is not None and now - datetime.fromisoformat(last) < _NOT_SO_OFTEN:
            return
        voice.remember(unsupported_at=now.isoformat())
        key = f"unsupported.{turn.detail}"
        voice.tell(key if key in content.messages else "unsupported.other")

    return _once(unit, content, turn, now, answer)


def note_blocked(unit: Unit, *, turn: Turn, now: datetime) -> None:  # noqa: ARG001 - every note is taken alike
    """The person blocked us: what waits for them is not sent."""
    link = unit.conversations.link_at(turn.channel, turn.address)
    if link is not None:
        chat_unreachable(unit, link=link.id, error="blocked by the person")


def note_migrated(unit: Unit, *, turn: Turn, now: datetime) -> None:  # noqa: ARG001 - every note is taken alike
    """The chat has another address from now on."""
    link = unit.conversations.link_at(turn.channel, turn.address)
    if link is not None and turn.detail:
        chat_moved(unit, link=link.id, address=turn.detail)


def _once(unit: Unit, content: Content, turn: Turn, now: datetime, doing: Callable[[Voice], None]) -> bool:
    if not unit.effects.claim(turn.id, "turn", now=now):
        return False
    conversation = unit.conversations.lock(turn.conversation)
    if conversation is None:
        return False
    voice = voice_in(unit, as_of(unit, content), conversation=conversation, turn=turn.id, now=now, language_hint=turn.language_hint)
    introduce(voice, channel=turn.channel)
    doing(voice)
    return True


def _show_source(voice: Voice, arguments: Mapping[str, str]) -> None:
    voice.say(voice.content.source(arguments["topic"], voice.language))


def _hand_over(voice: Voice, arguments: Mapping[str, str]) -> None:
    pass_on(voice, topic=arguments["topic"], asked=TurnId(arguments["turn"]))


def _set_language(voice: Voice, arguments: Mapping[str, str]) -> None:
    choose_language(voice, arguments["language"])


_ACTS: Mapping[str, Callable[[Voice, Mapping[str, str]], None]] = {
    "show_source": _show_source,
    "hand_over": _hand_over,
    "set_language": _set_language,
    "idea.no_reminders": stop_reminders,
    "rounds.unwatch": stop_watching,
    CANCEL: cancel,
    ERASE: erase,
    GIVE_CODE: give_code,
    **{name: partial(press_team, act=name.removeprefix("team."), hooks=HOOKS) for name in TEAM_ACTS},
    **{name: partial(press_idea, act=name.removeprefix("idea."), hooks=HOOKS) for name in IDEA_ACTS},
    **{name: partial(press_meeting, act=name.removeprefix("meeting."), hooks=HOOKS) for name in MEETING_ACTS},
    **{name: partial(press_training, act=name.removeprefix("training.")) for name in TRAINING_ACTS},
    **{name: partial(press, act=name.removeprefix("interview.")) for name in INTERVIEW_ACTS},
}
