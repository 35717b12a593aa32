"""Interviews under way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ids import ConversationId, PersonId, new_id
from backend.domain.interview.record import Interview, InterviewId, InterviewState, SheetId
from backend.store.schema_interviews import interview as t


class SqlInterviews:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, conversation: ConversationId, person: PersonId, form: str, sheet: SheetId, depth: int, now: datetime) -> Interview:
        made = InterviewId(new_id())
        times = {"started_at": now, "asked_at": now, "touched_at": now}
        self._db.execute(sa.insert(t).values(id=made, conversation_id=conversation, person_id=person, form=form, sheet_id=sheet, depth=depth, **times))
        found = self.get(made, conversation=conversation)
        if found is None:
            msg = "an interview that was begun is not there"
            raise RuntimeError(msg)
        return found

    def get(self, interview: InterviewId, *, conversation: ConversationId) -> Interview | None:
        return self._one(sa.select(t).where(t.c.id == interview, t.c.conversation_id == conversation))

    def stack(self, conversation: ConversationId) -> Sequence[Interview]:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == InterviewState.OPEN).order_by(t.c.depth.desc())
        return [_interview(row) for row in self._db.execute(query).mappings()]

    def latest(self, conversation: ConversationId, *, state: InterviewState, form: str | None = None) -> Interview | None:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == state).order_by(t.c.touched_at.desc(), t.c.id).limit(1)
        return self._one(query if form is None else query.where(t.c.form == form))

    def on_sheet(self, conversation: ConversationId, sheet: SheetId) -> Interview | None:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.sheet_id == sheet, t.c.state != InterviewState.EXPIRED)
        return self._one(query.order_by(t.c.touched_at.desc(), t.c.id).limit(1))

    def put_aside(self, sheet: SheetId, *, now: datetime) -> None:
        is_open = sa.and_(t.c.sheet_id == sheet, t.c.state == InterviewState.OPEN)
        self._db.execute(sa.update(t).where(is_open).values(state=InterviewState.STOPPED.value, version=t.c.version + 1, touched_at=now))

    def close_on(self, sheet: SheetId, *, now: datetime, conversation: ConversationId | None = None) -> None:
        here = t.c.conversation_id == conversation if conversation is not None else sa.true()
        self._db.execute(sa.update(t).where(t.c.sheet_id == sheet, here).values(state="expired", version=t.c.version + 1, touched_at=now))

    def stopped_at(self, conversation: ConversationId, at: datetime) -> Sequence[Interview]:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == InterviewState.STOPPED, t.c.touched_at == at).order_by(t.c.depth)
        return [_interview(row) for row in self._db.execute(query).mappings()]

    def change(self, interview: Interview, *, now: datetime, **values: str | int | datetime) -> bool:
        changed = self._db.execute(
            sa.update(t).where(t.c.id == interview.id, t.c.version == interview.version).values(version=t.c.version + 1, touched_at=now, **values)
        )
        return changed.rowcount == 1

    def expire(self, *, before: datetime, now: datetime) -> int:
        waiting = (InterviewState.OPEN.value, InterviewState.STOPPED.value)
        expired = self._db.execute(
            sa.update(t).where(t.c.state.in_(waiting), t.c.touched_at < before).values(state="expired", version=t.c.version + 1, touched_at=now)
        )
        return expired.rowcount

    def _one(self, query: sa.Select[Any]) -> Interview | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _interview(row)


def _interview(row: sa.RowMapping) -> Interview:
    return Interview(
        id=InterviewId(row["id"]),
        conversation=ConversationId(row["conversation_id"]),
        person=PersonId(row["person_id"]),
        form=row["form"],
        sheet=SheetId(row["sheet_id"]),
        state=InterviewState(row["state"]),
        current=row["current"],
        last=row["last"],
        asked_count=row["asked_count"],
        follow_up=row["follow_up"],
        depth=row["depth"],
        started_at=row["started_at"],
        asked_at=row["asked_at"],
        touched_at=row["touched_at"],
        version=row["version"],
    )
