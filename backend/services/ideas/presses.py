"""Pressed buttons about ideas: acts named idea.*, with ids of our own making as arguments."""

from collections.abc import Callable, Mapping

from backend.domain.ideas import IdeaState, What
from backend.domain.ids import TurnId
from backend.domain.refusals import ChangedMeanwhile
from backend.services.exporting import FORMATS, hand_out
from backend.services.form_hooks import Hooks
from backend.services.ideas import sending, serving
from backend.services.ideas.cards import more_buttons, tell_card
from backend.services.ideas.changing import change_menu, change_one
from backend.services.ideas.choosing import own_idea
from backend.services.ideas.telling import tell_history
from backend.services.ideas.viewing import IdeaView
from backend.services.interview_starting import begin
from backend.services.pitching import PITCH
from backend.services.speaking import Voice

Arguments = Mapping[str, str]


def press_idea(voice: Voice, arguments: Arguments, *, act: str, hooks: Hooks) -> None:
    """Does what the button says with the idea it names, where it is one of the person's."""
    if act == "new":
        asked = arguments.get("turn", "")
        begin(voice, form=PITCH, hooks=hooks, text=voice.unit.inbox.text_of(TurnId(asked)) or "" if asked else "", is_new=True)
        return
    view = own_idea(voice, arguments.get("idea", ""))
    if view is None:
        voice.tell("button.expired", buttons=[voice.topic_button("show_drafts")])
        return
    if view.idea.state is not IdeaState.ACTIVE and act not in ("restore", "show", "history"):
        tell_card(voice, view)
        return
    voice.remember(confirm=None)
    if act in FORMATS:
        hand_out(voice, view, form=FORMATS[act])
    elif act in _WITH_HOOKS:
        _WITH_HOOKS[act](voice, view, arguments, hooks)
    else:
        _ALONE[act](voice, view)


def _more(voice: Voice, view: IdeaView) -> None:
    voice.tell("idea.more", buttons=more_buttons(voice, view), title=view.title(voice.content, voice.language))


def restore(voice: Voice, view: IdeaView) -> None:
    """Brings back what was put away; where it is there already, shows it."""
    if view.idea.state is IdeaState.ACTIVE:
        tell_card(voice, view)
        return
    _touch(voice, view, state=IdeaState.ACTIVE.value)
    voice.unit.events.append(type="idea.restored", actor="person", object=view.idea.id, now=voice.now)
    again = own_idea(voice, view.idea.id)
    if again is not None:
        tell_card(voice, again, before=[voice.content.text("idea.restored", voice.language)])


def keep(voice: Voice, view: IdeaView) -> None:
    """The group wants it kept though it did nothing with it for long."""
    _touch(voice, view)
    voice.tell("idea.kept", title=view.title(voice.content, voice.language))


def _touch(voice: Voice, view: IdeaView, **values: str) -> None:
    if not voice.unit.ideas.change(view.idea, now=voice.now, warned_at=None, **values):
        raise ChangedMeanwhile


def _go_on(voice: Voice, view: IdeaView, _arguments: Arguments, hooks: Hooks) -> None:
    serving.go_on_with(voice, view, hooks=hooks)


def _make_draft(voice: Voice, view: IdeaView, _arguments: Arguments, hooks: Hooks) -> None:
    serving.draft_of(voice, view, hooks=hooks)


def _change(voice: Voice, view: IdeaView, _arguments: Arguments, hooks: Hooks) -> None:
    change_menu(voice, view, hooks=hooks)


def _change_pitch(voice: Voice, view: IdeaView, _arguments: Arguments, hooks: Hooks) -> None:
    change_menu(voice, view, hooks=hooks, what=What.PITCH)


def _change_one(voice: Voice, view: IdeaView, arguments: Arguments, hooks: Hooks) -> None:
    change_one(voice, view, hooks=hooks, what=What(arguments.get("what", "pitch")), question=arguments.get("question", ""))


_ALONE: Mapping[str, Callable[[Voice, IdeaView], None]] = {
    "show": tell_card,
    "more": _more,
    "history": tell_history,
    "send": sending.ask_to_send,
    "send_now": sending.send,
    "withdraw": sending.ask_to_withdraw,
    "take_back": sending.take_back,
    "delete": sending.ask_to_delete,
    "delete_now": sending.delete,
    "restore": restore,
    "keep": keep,
}
_WITH_HOOKS: Mapping[str, Callable[[Voice, IdeaView, Arguments, Hooks], None]] = {
    "go_on": _go_on,
    "make_draft": _make_draft,
    "change": _change,
    "change_pitch": _change_pitch,
    "change_one": _change_one,
}
ACTS = tuple(f"idea.{name}" for name in ("new", *_ALONE, *_WITH_HOOKS, *FORMATS))
"""Every act that a button about an idea may have, beside those of reminders and teams."""
