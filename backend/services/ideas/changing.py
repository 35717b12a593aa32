"""Changing one answer of an idea, by a button for each."""

from backend.domain.ideas import DraftState, What
from backend.domain.messages import Button, Command
from backend.services.form_hooks import Hooks
from backend.services.ideas.cards import idea_button, next_buttons
from backend.services.ideas.viewing import IdeaView, Written
from backend.services.interview_starting import begin_on
from backend.services.speaking import Voice

_MOST_BUTTONS = 24


def change_menu(voice: Voice, view: IdeaView, *, hooks: Hooks, what: What | None = None) -> None:
    """One button for each question that applies; what waits at the coordinators is taken back first."""
    del hooks
    of = what or view.what
    if of is What.DRAFT and view.idea.draft_state is DraftState.SENT:
        voice.tell("idea.sent_already", buttons=next_buttons(voice, view), title=view.title(voice.content, voice.language))
        return
    written = _written(view, of)
    buttons = [_button(voice, view, of, question.id, question.label[voice.language]) for question in written.questions]
    voice.tell("idea.change_what", buttons=[*buttons[:_MOST_BUTTONS], idea_button(voice, view, "show")], title=view.title(voice.content, voice.language))


def change_one(voice: Voice, view: IdeaView, *, hooks: Hooks, what: What, question: str) -> None:
    """Asks the question again, telling what stands there now; then on with what is still open."""
    written = _written(view, what)
    sheet = view.idea.draft if what is What.DRAFT and view.idea.draft is not None else view.idea.pitch
    begin_on(voice, form=written.form.id, sheet=sheet, hooks=hooks, question=question)


def _written(view: IdeaView, what: What) -> Written:
    return view.draft if what is What.DRAFT and view.draft is not None else view.pitch


def _button(voice: Voice, view: IdeaView, what: What, question: str, label: str) -> Button:
    arguments = {"idea": view.idea.id, "what": what.value, "question": question}
    words = voice.content.text("interview.button.change", voice.language, label=label)
    return Button(label=words, command=Command(act="idea.change_one", arguments=arguments))
