"""Whose row is it? What a person's data are, table by table, as conditions."""

from collections.abc import Mapping

import sqlalchemy as sa

from backend.domain.ids import PersonId
from backend.store.schema import metadata, person
from backend.store.schema_ideas import idea, submission, team, team_member
from backend.store.schema_interviews import answer, interview, sheet


def own_rows(who: PersonId) -> Mapping[sa.Table, sa.ColumnElement[bool]]:
    """Rows that go when the person's row goes: everything that hangs on it by cascading keys."""
    found: dict[sa.Table, sa.ColumnElement[bool]] = {person: person.c.id == who}
    for table in metadata.sorted_tables:
        owners = [
            column.in_(sa.select(key.column).where(found[key.column.table]))
            for column in table.columns
            for key in column.foreign_keys
            if key.ondelete == "CASCADE" and key.column.table in found
        ]
        if owners:
            found[table] = sa.or_(*owners)
    return found


def shared_rows(who: PersonId) -> Mapping[sa.Table, sa.ColumnElement[bool]]:
    """Rows that the person has together with others of a team, or that hang on the person otherwise."""
    teams = sa.select(team_member.c.team_id).where(team_member.c.person_id == who)
    ideas = sa.select(idea.c.id).where(idea.c.team_id.in_(teams))
    sheets = sa.union(
        sa.select(interview.c.sheet_id).where(interview.c.person_id == who),
        sa.select(idea.c.pitch_id).where(idea.c.team_id.in_(teams)),
        sa.select(idea.c.draft_id).where(idea.c.team_id.in_(teams), idea.c.draft_id.is_not(None)),
        sa.select(answer.c.sheet_id).where(answer.c.person_id == who),
    )
    return {
        team: team.c.id.in_(teams),
        idea: idea.c.team_id.in_(teams),
        submission: sa.or_(submission.c.idea_id.in_(ideas), submission.c.sent_by == who),
        sheet: sheet.c.id.in_(sheets),
        answer: answer.c.sheet_id.in_(sheets),
    }


def rows_of(who: PersonId) -> Mapping[sa.Table, sa.ColumnElement[bool]]:
    """Everything of the person, own and shared."""
    return {**own_rows(who), **shared_rows(who)}
