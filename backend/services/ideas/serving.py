"""The topics about one's own ideas: shown, changed, drafted, sent, taken back, asked after."""

from collections.abc import Callable, Mapping

from backend.domain.interview.phrases import words_of
from backend.domain.interview.taking import correction
from backend.services import interviewing
from backend.services.asking import asking_of
from backend.services.form_hooks import Hooks
from backend.services.ideas.cards import tell_card
from backend.services.ideas.changing import change_menu
from backend.services.ideas.choosing import own_ideas, which_buttons, with_one
from backend.services.ideas.drafting import is_ripe, make_draft
from backend.services.ideas.sending import ask_to_send, ask_to_withdraw
from backend.services.ideas.telling import tell_history
from backend.services.ideas.viewing import IdeaView
from backend.services.interview_starting import begin_on
from backend.services.speaking import Voice


def show_ideas(voice: Voice, _text: str, _hooks: Hooks) -> bool:
    """One idea whole, several as a list; those put away can be brought back."""
    views = own_ideas(voice, with_gone=True)
    if len(views) == 1:
        tell_card(voice, views[0])
    elif views:
        voice.tell("idea.list", buttons=which_buttons(voice, "show", views), titles=tuple(view.title(voice.content, voice.language) for view in views))
    return bool(views)


def change_idea(voice: Voice, text: str, hooks: Hooks) -> bool:
    """What the words name is changed at once where it is clear; else it is asked."""

    def change(view: IdeaView) -> None:
        if not _changed_by_words(voice, view, text, hooks=hooks):
            change_menu(voice, view, hooks=hooks)

    return with_one(voice, "change", own_ideas(voice), change)


def draft_application(voice: Voice, _text: str, hooks: Hooks) -> bool:
    """A draft of a finished pitch; an unfinished one is finished first."""
    views = own_ideas(voice)

    def draft(view: IdeaView) -> None:
        draft_of(voice, view, hooks=hooks)

    return with_one(voice, "make_draft", views, draft)


def draft_of(voice: Voice, view: IdeaView, *, hooks: Hooks) -> None:
    if view.draft is not None:
        tell_card(voice, view)
    elif is_ripe(view):
        made = make_draft(voice, view)
        tell_card(voice, made, before=[voice.content.text("idea.drafted", voice.language)])
    else:
        begin_on(voice, form=view.pitch.form.id, sheet=view.idea.pitch, hooks=hooks, parts=[voice.content.text("idea.pitch_first", voice.language)])


def send_idea(voice: Voice, _text: str, _hooks: Hooks) -> bool:
    def send(view: IdeaView) -> None:
        ask_to_send(voice, view)

    views = own_ideas(voice)
    return with_one(voice, "send", [view for view in views if view.can_be_sent] or views, send)


def withdraw_idea(voice: Voice, _text: str, _hooks: Hooks) -> bool:
    def withdraw(view: IdeaView) -> None:
        ask_to_withdraw(voice, view)

    return with_one(voice, "withdraw", own_ideas(voice), withdraw)


def tell_status(voice: Voice, _text: str, _hooks: Hooks) -> bool:
    views = own_ideas(voice, with_gone=True)
    for view in views[:3]:
        tell_history(voice, view)
    return bool(views)


def go_on_with(voice: Voice, view: IdeaView, *, hooks: Hooks) -> None:
    """Asks what is still open in the pitch, or in the draft once there is one."""
    written = view.current
    sheet = view.idea.pitch if view.idea.draft is None else view.idea.draft
    labels = tuple(question.label[voice.language] for question in written.missing)
    there = voice.content.text("idea.go_on", voice.language, title=view.title(voice.content, voice.language), missing=labels)
    begin_on(voice, form=written.form.id, sheet=sheet, hooks=hooks, parts=[there])


def _changed_by_words(voice: Voice, view: IdeaView, text: str, *, hooks: Hooks) -> bool:
    """As in "vaihda summa 6000:een", also weeks later."""
    if not words_of(text):
        return False
    there = voice.unit.interviews.on_sheet(voice.conversation.id, view.idea.pitch)
    asking = asking_of(voice, there, hooks=hooks) if there is not None else None
    if asking is None:
        return False
    signals = voice.content.signals
    change = correction(asking.form, text, answers=asking.answers, given=asking.given, last=asking.interview.last, current=None, signals=signals, now=voice.now)
    if change is None:
        return False
    interviewing.correct(asking, change, text=text)
    return True


SERVED: Mapping[str, Callable[[Voice, str, Hooks], bool]] = {
    "show_drafts": show_ideas,
    "edit_draft": change_idea,
    "create_draft": draft_application,
    "submit_draft": send_idea,
    "withdraw_draft": withdraw_idea,
    "ask_status": tell_status,
}
"""Each returns False where the person has no idea yet: then the topic's own text says so."""
