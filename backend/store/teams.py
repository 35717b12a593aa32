"""Who presents ideas together, and how others join."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.domain.ideas import Member, Role, TeamId
from backend.domain.ids import ConversationId, PersonId, new_id
from backend.store.inserting import insert_new
from backend.store.schema import conversation
from backend.store.schema_ideas import invite, team
from backend.store.schema_ideas import team_member as t


class SqlTeams:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, owner: PersonId, now: datetime) -> TeamId:
        made = TeamId(new_id())
        self._db.execute(sa.insert(team).values(id=made, created_at=now))
        self._db.execute(sa.insert(t).values(team_id=made, person_id=owner, role=Role.OWNER.value, joined_at=now))
        return made

    def lock(self, of: TeamId) -> bool:
        return self._db.execute(sa.select(team.c.id).where(team.c.id == of).with_for_update()).first() is not None

    def join(self, made: TeamId, *, person: PersonId, now: datetime) -> bool:
        return insert_new(self._db, t, team_id=made, person_id=person, role=Role.MEMBER.value, joined_at=now)

    def of_person(self, person: PersonId) -> Sequence[TeamId]:
        query = sa.select(t.c.team_id).where(t.c.person_id == person).order_by(t.c.joined_at.desc(), t.c.team_id)
        return [TeamId(found) for found in self._db.execute(query).scalars()]

    def members(self, of: TeamId) -> Sequence[Member]:
        query = sa.select(t).where(t.c.team_id == of).order_by(t.c.role.desc(), t.c.joined_at, t.c.person_id)
        return [_member(row) for row in self._db.execute(query).mappings()]

    def member(self, of: TeamId, person: PersonId) -> Member | None:
        row = self._db.execute(sa.select(t).where(t.c.team_id == of, t.c.person_id == person)).mappings().first()
        return None if row is None else _member(row)

    def set_name(self, of: TeamId, person: PersonId, name: str) -> None:
        self._change(of, person, name=name)

    def set_reminded(self, of: TeamId, person: PersonId, *, is_reminded: bool) -> None:
        self._change(of, person, is_reminded=is_reminded)

    def hand_to(self, of: TeamId, person: PersonId) -> None:
        self._db.execute(sa.update(t).where(t.c.team_id == of, t.c.role == Role.OWNER.value).values(role=Role.MEMBER.value))
        self._change(of, person, role=Role.OWNER.value)

    def leave(self, of: TeamId, person: PersonId) -> None:
        self._db.execute(sa.delete(t).where(t.c.team_id == of, t.c.person_id == person))

    def remove(self, of: TeamId) -> None:
        self._db.execute(sa.delete(team).where(team.c.id == of))

    def conversations(self, of: TeamId) -> Sequence[ConversationId]:
        query = sa.select(conversation.c.id).join(t, t.c.person_id == conversation.c.person_id).where(t.c.team_id == of).order_by(conversation.c.id)
        return [ConversationId(found) for found in self._db.execute(query).scalars()]

    def conversations_of(self, person: PersonId) -> Sequence[ConversationId]:
        query = sa.select(conversation.c.id).where(conversation.c.person_id == person).order_by(conversation.c.id)
        return [ConversationId(found) for found in self._db.execute(query).scalars()]

    def add_invite(self, of: TeamId, *, code_hash: str, now: datetime, valid_until: datetime) -> None:
        self._db.execute(sa.insert(invite).values(code_hash=code_hash, team_id=of, made_at=now, valid_until=valid_until))

    def invited_to(self, code_hash: str, *, now: datetime) -> TeamId | None:
        found = self._db.execute(sa.select(invite.c.team_id).where(invite.c.code_hash == code_hash, invite.c.valid_until > now)).scalar()
        return None if found is None else TeamId(found)

    def drop_invites(self, of: TeamId) -> None:
        self._db.execute(sa.delete(invite).where(invite.c.team_id == of))

    def _change(self, of: TeamId, person: PersonId, **values: str | bool) -> None:
        self._db.execute(sa.update(t).where(t.c.team_id == of, t.c.person_id == person).values(**values))


def _member(row: sa.RowMapping) -> Member:
    return Member(
        team=TeamId(row["team_id"]),
        person=PersonId(row["person_id"]),
        role=Role(row["role"]),
        name=row["name"],
        is_reminded=row["is_reminded"],
        joined_at=row["joined_at"],
    )
