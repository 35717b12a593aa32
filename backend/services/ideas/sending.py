"""To the coordinators and back: asked once, told to the whole team."""

from backend.domain.ideas import DraftState, IdeaState, PitchState, SubmissionState, What
from backend.domain.messages import Button, Command, Reply
from backend.domain.refusals import ChangedMeanwhile
from backend.services.confirming import ask_once
from backend.services.ideas.cards import idea_button, next_buttons
from backend.services.ideas.viewing import IdeaView, plain_content
from backend.services.speaking import Voice
from backend.services.teaming import is_owner, tell_team


def ask_to_send(voice: Voice, view: IdeaView) -> None:
    """Says what will be sent and what is still missing in it."""
    if not view.can_be_sent:
        voice.tell("idea.sent_already", buttons=next_buttons(voice, view), title=view.title(voice.content, voice.language))
        return
    missing = tuple(question.label[voice.language] for question in view.current.missing)
    go_on = [idea_button(voice, view, "go_on")] if missing else []
    ask_once(
        voice,
        f"idea.ask_to_send.{view.what}",
        act="idea.send_now",
        arguments={"idea": view.idea.id},
        yes="idea.button.send_now",
        more=go_on,
        title=view.title(voice.content, voice.language),
        missing=missing,
    )


def send(voice: Voice, view: IdeaView) -> None:
    """Sends what stands there now; a second tap sends nothing more."""
    title = view.title(voice.content, voice.language)
    if not view.can_be_sent or not voice.unit.ideas.send(
        view.idea.id, view.what, content=plain_content(view.current), person=voice.conversation.person, now=voice.now
    ):
        voice.tell("idea.sent_already", buttons=next_buttons(voice, view), title=title)
        return
    state = {"draft_state": DraftState.SENT.value} if view.what is What.DRAFT else {"pitch_state": PitchState.SENT.value}
    _change(voice, view, **state)
    _put_aside(voice, view)
    voice.unit.events.append(type="idea.sent", actor="person", object=view.idea.id, now=voice.now, data={"what": view.what.value})
    buttons = (idea_button(voice, view, "show"), voice.topic_button("book_meeting"))
    voice.tell("idea.sent", buttons=buttons, kind="receipt", title=title)
    _tell_others(voice, view, "idea.sent_by_other")


def _put_aside(voice: Voice, view: IdeaView) -> None:
    """What was sent is not asked about any more."""
    sheet = view.idea.pitch if view.idea.draft is None else view.idea.draft
    voice.unit.interviews.put_aside(sheet, now=voice.now)


def ask_to_withdraw(voice: Voice, view: IdeaView) -> None:
    """Only the sending, or the whole idea: asked, never guessed."""
    title = view.title(voice.content, voice.language)
    if view.idea.is_waiting:
        # A plain yes does what can be undone by another tap.
        voice.remember(confirm={"act": "idea.take_back", "arguments": {"idea": view.idea.id}}, offer=None)
        buttons = (idea_button(voice, view, "take_back"), idea_button(voice, view, "delete"), _leave_it(voice))
        voice.tell("idea.withdraw_which", buttons=buttons, title=title)
    else:
        ask_to_delete(voice, view)


def take_back(voice: Voice, view: IdeaView) -> None:
    """What waits at the coordinators comes back to the group and can be changed."""
    taken = False
    for what in What:
        waiting = voice.unit.ideas.waiting(view.idea.id, what)
        if waiting is not None:
            taken = voice.unit.ideas.settle(waiting, state=SubmissionState.TAKEN_BACK) or taken
    if not taken:
        voice.tell("idea.nothing_to_take_back", buttons=[idea_button(voice, view, "show")])
        return
    draft = {"draft_state": DraftState.OPEN.value} if view.idea.draft_state is DraftState.SENT else {}
    pitch = {"pitch_state": PitchState.COMPLETE.value} if view.idea.pitch_state is PitchState.SENT else {}
    _change(voice, view, **draft, **pitch)
    voice.unit.events.append(type="idea.taken_back", actor="person", object=view.idea.id, now=voice.now)
    buttons = (idea_button(voice, view, "change"), idea_button(voice, view, "send"), idea_button(voice, view, "delete"))
    voice.tell("idea.taken_back", buttons=buttons, kind="receipt", title=view.title(voice.content, voice.language))
    _tell_others(voice, view, "idea.taken_back_by_other")


def ask_to_delete(voice: Voice, view: IdeaView) -> None:
    """Only the one who began it may delete it for everybody."""
    title = view.title(voice.content, voice.language)
    if not is_owner(voice.unit, view.idea.team, voice.conversation.person):
        voice.tell("idea.only_owner_deletes", buttons=[idea_button(voice, view, "show")], title=title)
        return
    ask_once(voice, "idea.ask_to_delete", act="idea.delete_now", arguments={"idea": view.idea.id}, yes="idea.button.delete_now", title=title)


def delete(voice: Voice, view: IdeaView) -> None:
    """Puts the idea away; it can be restored for two weeks."""
    if view.idea.state is IdeaState.WITHDRAWN or not is_owner(voice.unit, view.idea.team, voice.conversation.person):
        ask_to_delete(voice, view)
        return
    for what in What:
        waiting = voice.unit.ideas.waiting(view.idea.id, what)
        if waiting is not None:
            voice.unit.ideas.settle(waiting, state=SubmissionState.TAKEN_BACK)
    draft = {"draft_state": DraftState.OPEN.value} if view.idea.draft_state is DraftState.SENT else {}
    pitch = {"pitch_state": PitchState.COMPLETE.value} if view.idea.pitch_state is PitchState.SENT else {}
    for sheet in (view.idea.pitch, view.idea.draft):
        if sheet is not None:
            voice.unit.interviews.close_on(sheet, now=voice.now)
    _change(voice, view, state=IdeaState.WITHDRAWN.value, **draft, **pitch)
    voice.unit.events.append(type="idea.withdrawn", actor="person", object=view.idea.id, now=voice.now)
    voice.tell("idea.deleted", buttons=[idea_button(voice, view, "restore")], kind="receipt", title=view.title(voice.content, voice.language))
    _tell_others(voice, view, "idea.deleted_by_other")


def _change(voice: Voice, view: IdeaView, **values: str) -> None:
    if not voice.unit.ideas.change(view.idea, now=voice.now, **values):
        raise ChangedMeanwhile


def _tell_others(voice: Voice, view: IdeaView, key: str) -> None:
    """Each other chat of the team, in its own language."""

    def reply(language: str) -> Reply:
        return Reply(text=voice.content.text(key, language, title=view.title(voice.content, language)), kind="notice")

    tell_team(voice.unit, voice.content, view.idea.team, except_conversation=voice.conversation.id, key=f"{key}:{voice.turn}", reply=reply, now=voice.now)


def _leave_it(voice: Voice) -> Button:
    return Button(label=voice.content.text("confirm.button.no", voice.language), command=Command(act="confirm.cancel"))
