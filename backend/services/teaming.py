"""The people who present an idea together: who they are to each other, and what all of them are told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import Role, TeamId
from backend.domain.ids import ConversationId, PersonId
from backend.domain.interview.answers import Answer
from backend.domain.messages import Reply
from backend.services.ports import Unit
from backend.services.saying import say
from backend.services.speaking import Voice

_WITHOUT_YEAR = timedelta(days=180)


def is_owner(unit: Unit, team: TeamId, person: PersonId) -> bool:
    member = unit.teams.member(team, person)
    return member is not None and member.role is Role.OWNER


def author_of(voice: Voice, team: TeamId) -> str:
    """The name an answer is signed with: in a group chat that of who wrote, else the member's; empty where it was not told."""
    if not voice.conversation.is_private:
        return voice.unit.inbox.sender_of(voice.turn)
    member = voice.unit.teams.member(team, voice.conversation.person)
    return "" if member is None else member.name


def name_member(unit: Unit, person: PersonId, name: str) -> None:
    """The name in all the person's teams; answers given before it was told are signed with it as well."""
    for team in unit.teams.of_person(person):
        unit.teams.set_name(team, person, name)
        for idea in unit.ideas.of_team(team):
            for sheet in (idea.pitch, idea.draft):
                if sheet is not None:
                    unit.sheets.sign(sheet, person, author=name)


def name_of(unit: Unit, person: PersonId) -> str:
    """What the person is called in any of their teams; empty where it was told in none."""
    members = (unit.teams.member(team, person) for team in unit.teams.of_person(person))
    return next((member.name for member in members if member is not None and member.name), "")


def signed(content: Content, language: str, answer: Answer, now: datetime) -> str:
    """Who gave the answer and when: "Aino, tiistaina 3.2. klo 14.05"; of an old one the day with its year."""
    if answer.at is None:
        return answer.author
    wording = content.wordings[content.language(language)]
    is_old = now - answer.at > _WITHOUT_YEAR
    at = wording.day(answer.at.astimezone(CITY_ZONE).date()) if is_old else wording.moment(answer.at)
    return content.text("team.signed", language, name=answer.author, at=at)


def tell_team(
    unit: Unit, content: Content, team: TeamId, *, key: str, reply: Callable[[str], Reply], now: datetime, except_conversation: ConversationId | None = None
) -> None:
    """Tells every member in their own language, but not in the conversation where it happened; each once a key."""
    for conversation in unit.teams.conversations(team):
        if conversation != except_conversation:
            tell_conversation(unit, content, conversation, key=key, reply=reply, now=now)


def tell_conversation(unit: Unit, content: Content, conversation: ConversationId, *, key: str, reply: Callable[[str], Reply], now: datetime) -> bool:
    """False where it is gone, or was told before."""
    found = unit.conversations.get(conversation)
    if found is None:
        return False
    return say(unit, conversation, reply(content.language(found.language or content.default_language)), key=f"{key}:{conversation}", now=now) is not None
