"""An idea as the chat shows it: where it stands, what is there, what is missing, what can be done next."""

from collections.abc import Sequence

from backend.domain.ideas import DraftState, IdeaState, PitchState, SubmissionState
from backend.domain.messages import Button, Command
from backend.services.ideas.viewing import IdeaView, Written
from backend.services.interview_words import item
from backend.services.rounds import deadline_line
from backend.services.speaking import Voice
from backend.services.teaming import signed

_MOST_LISTED = 8


def idea_button(voice: Voice, view: IdeaView, act: str, *, label: str = "") -> Button:
    """A button that does the act on the idea; labelled with the text of the act, or with `label`."""
    words = label or voice.content.text(f"idea.button.{act}", voice.language)
    return Button(label=words, command=Command(act=f"idea.{act}", arguments={"idea": view.idea.id}))


def state_of(voice: Voice, view: IdeaView) -> str:
    """Where it stands, in words."""
    idea = view.idea
    if idea.state is not IdeaState.ACTIVE:
        return voice.content.text(f"idea.state.{idea.state}", voice.language)
    waiting = voice.unit.ideas.waiting(idea.id, view.what)
    if waiting is not None:
        received = "received" if waiting.state is SubmissionState.RECEIVED else "sent"
        return voice.content.text(f"idea.state.{view.what}_{received}", voice.language)
    if view.draft is None:
        return voice.content.text(f"idea.state.pitch_{idea.pitch_state}", voice.language)
    return voice.content.text(f"idea.state.draft_{idea.draft_state}", voice.language)


def banner(voice: Voice) -> str:
    """That this is not an application yet, and until when one can apply."""
    return voice.content.text("idea.not_application", voice.language, deadline=deadline_line(voice.content, voice.language, voice.now))


def tell_card(voice: Voice, view: IdeaView, *, before: Sequence[str] = ()) -> None:
    """Everything that is there, and what can be done next."""
    voice.say("\n\n".join([*before, card_text(voice, view)]), buttons=next_buttons(voice, view))


def card_text(voice: Voice, view: IdeaView, *, is_whole: bool = True) -> str:
    """With every answer where it is to be whole; else only where it stands."""
    language = voice.language
    written = view.current
    lines = [
        f"**{view.title(voice.content, language)}**",
        voice.content.text("idea.stands", language, state=state_of(voice, view)),
        banner(voice),
        answers_of(voice, view, written) if is_whole else "",
    ]
    missing = missing_of(voice, written)
    if view.draft is not None:
        lines.append(voice.content.text("idea.complete", language, percent=written.percent))
        lines.append(where_to_type(voice, view))
    return "\n\n".join(line for line in [*lines, missing] if line)


def answers_of(voice: Voice, view: IdeaView, written: Written) -> str:
    """A line for each answer; signed where several people give them."""
    is_shared = len(voice.unit.teams.members(view.idea.team)) > 1
    is_private = voice.conversation.is_private
    lines = []
    for question in written.answered:
        answer = written.answers[question.id]
        if answer.value is None or (question.is_personal and not is_private):
            continue
        told = item(voice.content, question, answer.value, voice.language)
        lines.append(f"- {told} ({signed(voice.content, voice.language, answer, voice.now)})" if is_shared else f"- {told}")
    return "\n".join(lines)


def missing_of(voice: Voice, written: Written) -> str:
    labels = tuple(question.label[voice.language] for question in written.missing)
    if not labels:
        return voice.content.text("idea.nothing_missing", voice.language)
    rest = len(labels) - _MOST_LISTED
    return voice.content.text("idea.missing", voice.language, items=labels[:_MOST_LISTED], more=max(rest, 0))


def where_to_type(voice: Voice, view: IdeaView) -> str:
    """Where the draft can be typed on a page: only where that page's address is known."""
    if not voice.content.public_url or not voice.conversation.is_private:
        return ""
    return voice.content.text("idea.page", voice.language, path=f"/drafts/{view.idea.id}")


def next_buttons(voice: Voice, view: IdeaView) -> list[Button]:
    """What fits where the idea stands; the rest is behind "more"."""
    idea = view.idea
    if idea.state is not IdeaState.ACTIVE:
        return [idea_button(voice, view, "restore")]
    is_theirs = not view.is_sent
    acts = ["go_on"] if view.current.missing and is_theirs else []
    if view.draft is None and idea.pitch_state is not PitchState.STARTED:
        acts.append("make_draft")
    if view.can_be_sent and (idea.pitch_state is not PitchState.STARTED or view.draft is not None):
        acts.append("send")
    acts += [*(["change"] if is_theirs else []), "pdf", *(["take_back"] if idea.is_waiting else []), "more"]
    return [idea_button(voice, view, act) for act in acts]


def more_buttons(voice: Voice, view: IdeaView) -> list[Button]:
    idea = view.idea
    acts = ["word", "odt", "history"] if view.draft is not None else ["history"]
    team = [
        Button(label=voice.content.text(f"team.button.{act}", voice.language), command=Command(act=f"team.{act}", arguments={"idea": idea.id}))
        for act in ("invite", "members")
    ]
    change_pitch = ["change_pitch"] if view.draft is not None and idea.draft_state is not DraftState.SENT else []
    return [*(idea_button(voice, view, act) for act in [*change_pitch, *acts]), *team, idea_button(voice, view, "delete")]
