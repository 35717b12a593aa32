"""Reminders of ideas that are still unfinished when a round is about to close."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.content import Content
from backend.domain.ideas import Decision, DraftState, Idea, IdeaId, IdeaState, What
from backend.domain.messages import Button, Command, Reply
from backend.domain.programme import Round
from backend.domain.reminders import Due, due_of_idea
from backend.services.ideas.viewing import IdeaView, view_of
from backend.services.ports import Unit
from backend.services.rounds import as_of, deadline
from backend.services.speaking import Voice
from backend.services.teaming import tell_conversation

LEASE = "remind_of_ideas"
_AT_A_TIME = timedelta(minutes=9)


def remind_of_ideas(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """Tells the teams of unfinished ideas that the round will close: each step once, and only the newest that is due.

    Decided when it is sent, so that nobody is reminded of what was finished meanwhile. How many chats were told.
    """
    known = as_of(unit, content)
    open_round = deadline(known, now).round
    due = None if open_round is None else due_of_idea(open_round, now=now)
    if open_round is None or due is None or not unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME):
        return 0
    ideas = [idea for idea in unit.ideas.list() if idea.programme == content.programme.id and _is_unfinished(unit, idea) and idea.touched_at < due.since]
    return sum(_remind(unit, known, idea, round_=open_round, due=due, now=now) for idea in ideas)


def _is_unfinished(unit: Unit, idea: Idea) -> bool:
    """Begun, and neither at the coordinators nor ready; what they found not to fit only where the group went on with it."""
    if idea.state is not IdeaState.ACTIVE or idea.is_waiting or idea.draft_state is DraftState.READY:
        return False
    what = What.PITCH if idea.draft is None else What.DRAFT
    answered = [one for one in unit.ideas.submissions(idea.id) if one.what is what and one.answered_at is not None]
    last = answered[-1] if answered else None
    if last is None or last.answered_at is None or last.decision is Decision.CHANGE:
        return True
    is_agreed = what is What.PITCH and last.decision is Decision.GO_ON
    return not is_agreed and idea.touched_at > last.answered_at


def _remind(unit: Unit, content: Content, idea: Idea, *, round_: Round, due: Due, now: datetime) -> int:
    view = view_of(unit, content, idea)
    if not view.is_begun:
        return 0
    reminded = {member.person for member in unit.teams.members(idea.team) if member.is_reminded and member.joined_at < due.since}
    found = (unit.conversations.get(id_) for id_ in unit.teams.conversations(idea.team))
    chats = [chat.id for chat in found if chat is not None and chat.person in reminded]
    key = f"remind:{idea.id}:{round_.closes}:{due.name}"

    def reply(language: str) -> Reply:
        return _reminder(content, view, round_=round_, due=due, language=language)

    return sum(tell_conversation(unit, content, chat, key=key, reply=reply, now=now) for chat in chats)


def _reminder(content: Content, view: IdeaView, *, round_: Round, due: Due, language: str) -> Reply:
    is_told = not view.current.missing
    text = content.text(
        "reminders.unsent" if is_told else "reminders.unfinished",
        language,
        title=view.title(content, language),
        closes=round_.closes,
        days=due.days_left,
        is_provisional=round_.is_provisional,
    )
    go_on = _button(content, view, "show" if is_told else "go_on", language)
    return Reply(text=text, kind="reminder", buttons=(go_on, _button(content, view, "no_reminders", language)))


def _button(content: Content, view: IdeaView, act: str, language: str) -> Button:
    return Button(label=content.text(f"reminders.button.{act}", language), command=Command(act=f"idea.{act}", arguments={"idea": view.idea.id}))


def stop_reminders(voice: Voice, arguments: Mapping[str, str]) -> None:
    """The person is not reminded of the team's ideas any more; the others still are."""
    person = voice.conversation.person
    idea = voice.unit.ideas.of_person(IdeaId(arguments.get("idea", "")), person=person)
    if idea is None:
        voice.tell("button.expired", buttons=[voice.topic_button("help")])
        return
    voice.unit.teams.set_reminded(idea.team, person, is_reminded=False)
    voice.tell("reminders.stopped", buttons=[voice.topic_button("set_reminder")])


def remind_again(voice: Voice) -> None:
    """Whoever asks for reminders wants those of their ideas as well."""
    for team in voice.unit.teams.of_person(voice.conversation.person):
        voice.unit.teams.set_reminded(team, voice.conversation.person, is_reminded=True)
