"""Pressed buttons about a team: acts named team.*, with ids of our own making as arguments; and the way to the chat page."""

from collections.abc import Callable, Mapping, Sequence

from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import Idea, IdeaId, Member, Role, TeamId
from backend.domain.ids import PersonId
from backend.domain.invites import INVITE_LIVES
from backend.domain.messages import Button, Command, Reply
from backend.services.confirming import ask_once
from backend.services.form_hooks import Hooks
from backend.services.ideas.viewing import view_of
from backend.services.joining import ask_name, make_code
from backend.services.speaking import Voice
from backend.services.teaming import is_owner, tell_conversation

Arguments = Mapping[str, str]


def press_team(voice: Voice, arguments: Arguments, *, act: str, hooks: Hooks) -> None:
    """Does what the button says in the team of the idea it names, where the person is in that team still."""
    idea = voice.unit.ideas.of_person(IdeaId(arguments.get("idea", "")), person=voice.conversation.person)
    if idea is None or not voice.unit.teams.lock(idea.team) or voice.unit.teams.member(idea.team, voice.conversation.person) is None:
        voice.tell("button.expired", buttons=[voice.topic_button("show_drafts")])
        return
    voice.remember(confirm=None)
    if act == "invite":
        _invite(voice, idea, hooks=hooks)
    elif act in _ON_MEMBERS:
        _on_member(voice, idea, act, arguments.get("member", ""))
    else:
        _ALONE[act](voice, idea)


def _invite(voice: Voice, idea: Idea, *, hooks: Hooks) -> None:
    title = view_of(voice.unit, voice.content, idea).title(voice.content, voice.language)
    until = (voice.now + INVITE_LIVES).astimezone(CITY_ZONE).date()
    code = make_code(voice, idea.team)
    voice.tell("team.invite", buttons=[_button(voice, idea, "members")], kind="receipt", title=title, code=code, link=_link(voice, code), until=until)
    ask_name(voice, hooks=hooks)


def _link(voice: Voice, code: str) -> str:
    """Opens the bot with the code in hand; empty where the bot's name on Telegram is not known."""
    _, state, name = voice.unit.health.heartbeats().get("telegram", (None, "", ""))
    return f"https://t.me/{name[1:]}?start={code}" if state == "working" and name.startswith("@") else ""


def _members(voice: Voice, idea: Idea) -> None:
    members = voice.unit.teams.members(idea.team)
    told = tuple(_told(voice, member, place) for place, member in enumerate(members, 1))
    mine = is_owner(voice.unit, idea.team, voice.conversation.person)
    acts = ["invite", *(["remove", "hand"] if mine and len(members) > 1 else []), "leave"]
    voice.tell("team.members", buttons=[_button(voice, idea, act) for act in acts], members=told)


def _told(voice: Voice, member: Member, place: int) -> str:
    return voice.content.text(
        "team.member",
        voice.language,
        name=member.name,
        number=str(place),
        is_group=_is_group(voice, member.person),
        is_you=member.person == voice.conversation.person,
        is_owner=member.role is Role.OWNER,
    )


def _who(voice: Voice, member: Member, *, language: str) -> str:
    place = [other.person for other in voice.unit.teams.members(member.team)].index(member.person) + 1
    return voice.content.text("team.who", language, name=member.name, number=str(place), is_group=_is_group(voice, member.person))


def _is_group(voice: Voice, person: PersonId) -> bool:
    found = [voice.unit.conversations.get(one) for one in voice.unit.teams.conversations_of(person)]
    return any(one is not None and not one.is_private for one in found)


def _leave(voice: Voice, idea: Idea) -> None:
    """The only member deletes the idea instead: nobody could see it any more."""
    if len(voice.unit.teams.members(idea.team)) == 1:
        label = voice.content.text("idea.button.delete", voice.language)
        voice.tell("team.leave.alone", buttons=[Button(label=label, command=Command(act="idea.delete", arguments={"idea": idea.id}))])
    elif is_owner(voice.unit, idea.team, voice.conversation.person):
        voice.tell("team.leave.hand_first", buttons=[_button(voice, idea, "hand")])
    else:
        ask_once(voice, "team.leave.ask", act="team.leave_now", arguments={"idea": idea.id}, yes="team.button.yes_leave")


def _leave_now(voice: Voice, idea: Idea) -> None:
    person = voice.conversation.person
    if is_owner(voice.unit, idea.team, person):
        _leave(voice, idea)
        return
    _out(voice, idea.team, person, event="team.left")
    voice.tell("team.leave.done", kind="receipt")


def _on_member(voice: Voice, idea: Idea, act: str, person: str) -> None:
    """What only the owner does, to one of the others; where none is named it is asked who."""
    if not is_owner(voice.unit, idea.team, voice.conversation.person):
        voice.tell("team.owner_only", buttons=[_button(voice, idea, "members")])
        return
    others = [member for member in voice.unit.teams.members(idea.team) if member.person != voice.conversation.person]
    meant = [member for member in others if member.person == person] if person else others
    if not meant:
        voice.tell("team.gone", buttons=[_button(voice, idea, "members")])
    elif len(meant) > 1:
        voice.tell(f"team.{act}.who", buttons=_which(voice, idea, act, meant))
    else:
        _ON_MEMBERS[act](voice, idea, meant[0])


def _which(voice: Voice, idea: Idea, act: str, members: Sequence[Member]) -> list[Button]:
    return [
        Button(
            label=voice.content.text(f"team.button.{act}_one", voice.language, who=_who(voice, member, language=voice.language)),
            command=Command(act=f"team.{act}", arguments={"idea": idea.id, "member": member.person}),
        )
        for member in members
    ]


def _ask_to(act: str) -> Callable[[Voice, Idea, Member], None]:
    def ask(voice: Voice, idea: Idea, member: Member) -> None:
        arguments = {"idea": idea.id, "member": member.person}
        who = _who(voice, member, language=voice.language)
        ask_once(voice, f"team.{act}.ask", act=f"team.{act}_now", arguments=arguments, yes=f"team.button.yes_{act}", who=who)

    return ask


def _remove_now(voice: Voice, idea: Idea, member: Member) -> None:
    """The old code goes as well: who was removed knows it."""
    who = _who(voice, member, language=voice.language)
    voice.unit.teams.drop_invites(idea.team)
    _out(voice, idea.team, member.person, event="team.removed")
    voice.tell("team.remove.done", buttons=[_button(voice, idea, "members")], kind="receipt", who=who)
    _tell(voice, member.person, "team.removed")


def _hand_now(voice: Voice, idea: Idea, member: Member) -> None:
    voice.unit.teams.hand_to(idea.team, member.person)
    voice.unit.events.append(type="team.handed", actor="person", object=idea.team, now=voice.now)
    voice.tell("team.hand.done", buttons=[_button(voice, idea, "members")], kind="receipt", who=_who(voice, member, language=voice.language))
    _tell(voice, member.person, "team.handed_to_you")


def _out(voice: Voice, team: TeamId, person: PersonId, *, event: str) -> None:
    """Nothing of the team's is asked there any more; what was answered stays, with its name."""
    voice.unit.teams.leave(team, person)
    for conversation in voice.unit.teams.conversations_of(person):
        for idea in voice.unit.ideas.of_team(team):
            for sheet in (idea.pitch, idea.draft):
                if sheet is not None:
                    voice.unit.interviews.close_on(sheet, now=voice.now, conversation=conversation)
    voice.unit.events.append(type=event, actor="person", object=team, now=voice.now)


def _tell(voice: Voice, person: PersonId, key: str) -> None:
    def reply(language: str) -> Reply:
        return Reply(text=voice.content.text(key, language), kind="notice")

    for conversation in voice.unit.teams.conversations_of(person):
        tell_conversation(voice.unit, voice.content, conversation, key=f"{key}:{voice.turn}", reply=reply, now=voice.now)


def _button(voice: Voice, idea: Idea, act: str) -> Button:
    return Button(label=voice.content.text(f"team.button.{act}", voice.language), command=Command(act=f"team.{act}", arguments={"idea": idea.id}))


_ALONE: Mapping[str, Callable[[Voice, Idea], None]] = {"members": _members, "leave": _leave, "leave_now": _leave_now}
_ON_MEMBERS: Mapping[str, Callable[[Voice, Idea, Member], None]] = {
    "remove": _ask_to("remove"),
    "remove_now": _remove_now,
    "hand": _ask_to("hand"),
    "hand_now": _hand_now,
}
ACTS = tuple(f"team.{name}" for name in ("invite", *_ALONE, *_ON_MEMBERS))
"""Every act that a button about a team may have."""
