"""Into a team by its code, and the name under which the others see who answered."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from backend.domain.ideas import IdeaState, TeamId
from backend.domain.interview.answers import Answers
from backend.domain.interview.record import Interview, InterviewState
from backend.domain.invites import INVITE_LIVES, MOST_WRONG, WRONG_WITHIN, code_in, new_invite_code
from backend.domain.messages import Button, Command, Reply
from backend.services.form_hooks import FormHooks, Hooks
from backend.services.ideas.cards import idea_button
from backend.services.ideas.viewing import IdeaView, views_of
from backend.services.interview_starting import begin
from backend.services.interview_turns import remind
from backend.services.speaking import Voice
from backend.services.teaming import name_member, name_of, tell_conversation

MEMBER = "member"
_NAME = "member_name"
_ASKED_BEFORE = (InterviewState.DONE, InterviewState.STOPPED)
_MOST_SHOWN = 4


def make_code(voice: Voice, team: TeamId) -> str:
    """A new code to the team; the one before it is worth nothing any more. Only its hash is kept."""
    code = new_invite_code()
    voice.unit.teams.drop_invites(team)
    voice.unit.teams.add_invite(team, code_hash=_hash(code), now=voice.now, valid_until=voice.now + INVITE_LIVES)
    voice.unit.events.append(type="team.invited", actor="person", object=team, now=voice.now)
    return code


def take_code(voice: Voice, text: str, *, hooks: Hooks) -> bool:
    """Takes the person into the team whose code the message is; False where it is no code at all.

    Of a code that opens nothing one cannot tell whether it was too old, another kind's, or never one.
    """
    code = code_in(text)
    if code is None:
        return False
    wrong = _wrong_lately(voice)
    if len(wrong) >= MOST_WRONG:
        _tell_and_go_on(voice, "team.code.wait", hooks=hooks)
        return True
    team = voice.unit.teams.invited_to(_hash(code), now=voice.now)
    if team is None or not voice.unit.teams.lock(team):
        voice.remember(wrong_codes=[*wrong, voice.now.isoformat()])
        _tell_and_go_on(voice, "team.code.unknown", hooks=hooks)
    elif not voice.unit.teams.join(team, person=voice.conversation.person, now=voice.now):
        voice.tell("team.already", buttons=_show_buttons(voice, _views(voice, team)))
        remind(voice, hooks=hooks)
    else:
        _welcome(voice, team, hooks=hooks)
    return True


def ask_name(voice: Voice, *, hooks: Hooks) -> bool:
    """Asks once how the others are to see the person; False where that is known, was asked, or is nobody's: a group chat has many."""
    interviews = voice.unit.interviews
    was_asked = any(interviews.latest(voice.conversation.id, state=state, form=MEMBER) is not None for state in _ASKED_BEFORE)
    if not voice.conversation.is_private or was_asked or name_of(voice.unit, voice.conversation.person):
        return False
    begin(voice, form=MEMBER, hooks=hooks)
    return True


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _wrong_lately(voice: Voice) -> list[str]:
    tried: Sequence[str] = voice.memory.get("wrong_codes", ())
    return [at for at in tried if voice.now - datetime.fromisoformat(at) < WRONG_WITHIN]


def _tell_and_go_on(voice: Voice, key: str, *, hooks: Hooks) -> None:
    voice.tell(key)
    remind(voice, hooks=hooks)


def _welcome(voice: Voice, team: TeamId, *, hooks: Hooks) -> None:
    known = name_of(voice.unit, voice.conversation.person)
    if known:
        voice.unit.teams.set_name(team, voice.conversation.person, known)
    voice.unit.events.append(type="team.joined", actor="person", object=team, now=voice.now)
    views = _views(voice, team)
    titles = tuple(_bold(voice, view) for view in views)
    voice.tell("team.joined", buttons=_show_buttons(voice, views), kind="receipt", group=_group_name(views), titles=titles)
    _tell_owner(voice, team, views)
    if not ask_name(voice, hooks=hooks):
        remind(voice, hooks=hooks)


def _views(voice: Voice, team: TeamId) -> list[IdeaView]:
    ideas = [idea for idea in voice.unit.ideas.of_team(team) if idea.state is IdeaState.ACTIVE]
    return views_of(voice.unit, voice.content, ideas)


def _bold(voice: Voice, view: IdeaView) -> str:
    return voice.content.text("team.title", voice.language, title=view.title(voice.content, voice.language))


def _group_name(views: Sequence[IdeaView]) -> str:
    told = (view.pitch.answers.get("group_name") for view in views)
    return next((answer.value for answer in told if answer is not None and isinstance(answer.value, str)), "")


def _show_buttons(voice: Voice, views: Sequence[IdeaView]) -> list[Button]:
    if len(views) == 1:
        return [idea_button(voice, views[0], "show", label=voice.content.text("team.button.show", voice.language))]
    titles = [(view, view.title(voice.content, voice.language)) for view in views[:_MOST_SHOWN]]
    return [idea_button(voice, view, "show", label=voice.content.text("team.button.show_titled", voice.language, title=title)) for view, title in titles]


def _tell_owner(voice: Voice, team: TeamId, views: Sequence[IdeaView]) -> None:
    """Who made the code sees at once that it was used."""
    owner = voice.unit.teams.members(team)[0].person

    def reply(language: str) -> Reply:
        members = Command(act="team.members", arguments={"idea": views[0].idea.id}) if views else None
        buttons = (Button(label=voice.content.text("team.button.members", language), command=members),) if members is not None else ()
        return Reply(text=voice.content.text("team.somebody_joined", language), kind="notice", buttons=buttons)

    for conversation in voice.unit.teams.conversations_of(owner):
        tell_conversation(voice.unit, voice.content, conversation, key=f"joined:{voice.turn}", reply=reply, now=voice.now)


def _named(voice: Voice, _interview: Interview, answers: Answers) -> Sequence[Reply]:
    answer = answers.get(_NAME)
    if answer is not None and isinstance(answer.value, str):
        name_member(voice.unit, voice.conversation.person, " ".join(answer.value.split()))
    ideas = [idea for idea in voice.unit.ideas.list_of(voice.conversation.person) if idea.state is IdeaState.ACTIVE]
    buttons = _show_buttons(voice, views_of(voice.unit, voice.content, ideas))
    return [Reply(text=voice.content.text("team.what_next", voice.language), buttons=tuple(buttons))] if buttons else []


MEMBER_FORM = FormHooks(on_done=_named)
