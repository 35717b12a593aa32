"""A person leaves what they share with others: the others keep the work, without the person in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from backend.domain.ids import PersonId
from backend.store.schema import conversation
from backend.store.schema_ideas import idea, submission, team, team_member
from backend.store.schema_interviews import answer, interview, sheet

PersonalQuestions = Mapping[str, Collection[str]]
"""By form, the questions whose answers are about a person: a name, a way to reach somebody."""


def remove_lonely_work(db: sa.Connection, who: PersonId) -> None:
    """Teams of this person alone, with their ideas; and what only this person was asked."""
    teams = _lock_teams(db, who)
    lonely = [of for of in teams if not _others(db, of, who)]
    pairs = db.execute(sa.select(idea.c.pitch_id, idea.c.draft_id).where(idea.c.team_id.in_(lonely))).all()
    asked = db.execute(sa.select(interview.c.sheet_id).where(interview.c.person_id == who)).scalars().all()
    db.execute(sa.delete(team).where(team.c.id.in_(lonely)))
    sheets = {sheet_id for pair in pairs for sheet_id in pair if sheet_id is not None} | {one for one in asked if not _is_shared(db, one, who)}
    db.execute(sa.delete(sheet).where(sheet.c.id.in_(sheets)))


def leave_shared_work(db: sa.Connection, who: PersonId, *, personal: PersonalQuestions) -> None:
    """What was written stays the team's, under nobody's name; names and contacts go; who joined first owns the team now."""
    names = _names(db, who)
    contacts: set[str] = set()
    for row in db.execute(sa.select(answer, sheet.c.form).join(sheet, sheet.c.id == answer.c.sheet_id).where(answer.c.person_id == who)).all():
        place = sa.and_(answer.c.sheet_id == row.sheet_id, answer.c.question == row.question)
        if row.question in personal.get(row.form, ()):
            contacts.add(repr(row.value))
            db.execute(sa.delete(answer).where(place))
        else:
            db.execute(sa.update(answer).where(place).values(author="", person_id=None, turn_id=None, version=answer.c.version + 1))
        db.execute(sa.update(sheet).where(sheet.c.id == row.sheet_id).values(version=sheet.c.version + 1))
    teams = _teams(db, who)
    _unsign_in_groups(db, teams, names)
    ideas = db.execute(sa.select(idea).where(idea.c.team_id.in_(teams))).all()
    _forget_taken_over(db, [one.draft_id for one in ideas if one.draft_id], personal, contacts)
    _clear_submissions(db, who, [one.id for one in ideas], names=names, contacts=contacts, personal=personal)
    for of in teams:
        _hand_on(db, of, who)


def _lock_teams(db: sa.Connection, who: PersonId) -> Sequence[str]:
    return db.execute(sa.select(team.c.id).where(team.c.id.in_(_teams(db, who))).order_by(team.c.id).with_for_update()).scalars().all()


def _teams(db: sa.Connection, who: PersonId) -> Sequence[str]:
    return db.execute(sa.select(team_member.c.team_id).where(team_member.c.person_id == who)).scalars().all()


def _others(db: sa.Connection, of: str, who: PersonId) -> Sequence[str]:
    query = sa.select(team_member.c.person_id).where(team_member.c.team_id == of, team_member.c.person_id != who)
    return db.execute(query.order_by(team_member.c.joined_at, team_member.c.person_id)).scalars().all()


def _is_shared(db: sa.Connection, sheet_id: str, who: PersonId) -> bool:
    """Whether it is of an idea that stays, or others were asked for it or answered in it."""
    others = (
        sa.exists().where(sa.or_(idea.c.pitch_id == sheet_id, idea.c.draft_id == sheet_id)),
        sa.exists().where(interview.c.sheet_id == sheet_id, interview.c.person_id != who),
        sa.exists().where(answer.c.sheet_id == sheet_id, answer.c.person_id.is_not(None), answer.c.person_id != who),
    )
    return bool(db.execute(sa.select(sa.or_(*others))).scalar())


def _names(db: sa.Connection, who: PersonId) -> set[str]:
    """Every name under which the others see the person."""
    told = db.execute(sa.select(team_member.c.name).where(team_member.c.person_id == who)).scalars()
    signed = db.execute(sa.select(answer.c.author).where(answer.c.person_id == who).distinct()).scalars()
    return {name for name in (*told, *signed) if name}


def _unsign_in_groups(db: sa.Connection, teams: Collection[str], names: Collection[str]) -> None:
    """What was said in a team's group chat is signed with a first name, whoever holds it there."""
    sheets = sa.union(
        sa.select(idea.c.pitch_id).where(idea.c.team_id.in_(teams)), sa.select(idea.c.draft_id).where(idea.c.team_id.in_(teams), idea.c.draft_id.is_not(None))
    )
    groups = sa.select(conversation.c.person_id).where(~conversation.c.is_private)
    signed = (answer.c.sheet_id.in_(sheets), answer.c.person_id.in_(groups), answer.c.author.in_(names))
    db.execute(sa.update(answer).where(*signed).values(author=""))


def _forget_taken_over(db: sa.Connection, drafts: Iterable[str], personal: PersonalQuestions, contacts: Collection[str]) -> None:
    """A draft took the contact over from the pitch, in nobody's name."""
    if not contacts:
        return
    for draft in drafts:
        form = db.execute(sa.select(sheet.c.form).where(sheet.c.id == draft)).scalar()
        taken = (answer.c.sheet_id == draft, answer.c.origin == "pitch", answer.c.question.in_(list(personal.get(str(form), ()))))
        db.execute(sa.delete(answer).where(*taken))


def _clear_submissions(
    db: sa.Connection, who: PersonId, ideas: Collection[str], *, names: Collection[str], contacts: Collection[str], personal: PersonalQuestions
) -> None:
    questions = frozenset(question for some in personal.values() for question in some)
    for row in db.execute(sa.select(submission).where(sa.or_(submission.c.idea_id.in_(ideas), submission.c.sent_by == who))).all():
        cleared = {
            question: entry if entry.get("author") not in names else {**entry, "author": ""}
            for question, entry in row.content.items()
            if question not in questions or not _is_of(entry, row.sent_by == who, names, contacts)
        }
        sent_by = None if row.sent_by == who else row.sent_by
        if (cleared, sent_by) != (row.content, row.sent_by):
            db.execute(sa.update(submission).where(submission.c.id == row.id).values(content=cleared, sent_by=sent_by))


def _is_of(entry: Mapping[str, Any], is_sender: bool, names: Collection[str], contacts: Collection[str]) -> bool:  # noqa: FBT001 - private, and named at its only call
    """Whether a personal answer in what was sent is this person's; where nobody signed it, the sender's."""
    author = entry.get("author", "")
    return author in names or repr(entry.get("value")) in contacts or (is_sender and not author)


def _hand_on(db: sa.Connection, of: str, who: PersonId) -> None:
    role = db.execute(sa.select(team_member.c.role).where(team_member.c.team_id == of, team_member.c.person_id == who)).scalar()
    db.execute(sa.delete(team_member).where(team_member.c.team_id == of, team_member.c.person_id == who))
    others = _others(db, of, who)
    if role == "owner" and others:
        db.execute(sa.update(team_member).where(team_member.c.team_id == of, team_member.c.person_id == others[0]).values(role="owner"))
