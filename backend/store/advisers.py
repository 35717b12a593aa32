"""Advisers, and when they or the whole office are away."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from backend.domain.ids import new_id
from backend.domain.meetings.records import Adviser, AdviserId, Leave, LeaveId
from backend.store.schema import counter
from backend.store.schema_meetings import adviser as t
from backend.store.schema_meetings import leave


class SqlAdvisers:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def add(self, *, name: str, languages: Sequence[str]) -> Adviser:
        raised = sa.update(counter).where(counter.c.name == "adviser").values(value=counter.c.value + 1).returning(counter.c.value)
        made = Adviser(id=AdviserId(new_id()), number=self._db.execute(raised).scalar_one(), name=name, languages=tuple(languages), is_active=True)
        self._db.execute(sa.insert(t).values(id=made.id, number=made.number, name=name, languages=list(languages)))
        return made

    def get(self, adviser: AdviserId) -> Adviser | None:
        return self._one(t.c.id == adviser)

    def numbered(self, number: int) -> Adviser | None:
        return self._one(t.c.number == number) if number < 2**31 else None

    def list(self) -> Sequence[Adviser]:
        return [_adviser(row) for row in self._db.execute(sa.select(t).order_by(t.c.number)).mappings()]

    def lock(self, adviser: AdviserId) -> bool:
        return self._db.execute(sa.select(t.c.id).where(t.c.id == adviser).with_for_update(key_share=True)).first() is not None

    def set_active(self, adviser: AdviserId, *, is_active: bool) -> None:
        self._db.execute(sa.update(t).where(t.c.id == adviser).values(is_active=is_active))

    def set_feed(self, adviser: AdviserId, feed_hash: str | None) -> None:
        self._db.execute(sa.update(t).where(t.c.id == adviser).values(feed_hash=feed_hash))

    def by_feed(self, feed_hash: str) -> Adviser | None:
        return self._one(t.c.feed_hash == feed_hash)

    def add_leave(self, *, adviser: AdviserId | None, first: date, last: date, reason: str) -> Leave:
        made = Leave(id=LeaveId(new_id()), adviser=adviser, first=first, last=last, reason=reason)
        self._db.execute(sa.insert(leave).values(id=made.id, adviser_id=adviser, first=first, last=last, reason=reason))
        return made

    def leaves(self, *, since: date) -> Sequence[Leave]:
        return [_leave(row) for row in self._db.execute(sa.select(leave).where(leave.c.last >= since).order_by(leave.c.first, leave.c.id)).mappings()]

    def remove_leave(self, leave_id: LeaveId) -> Leave | None:
        row = self._db.execute(sa.delete(leave).where(leave.c.id == leave_id).returning(*leave.columns)).mappings().first()
        return None if row is None else _leave(row)

    def _one(self, where: sa.ColumnElement[bool]) -> Adviser | None:
        row = self._db.execute(sa.select(t).where(where)).mappings().first()
        return None if row is None else _adviser(row)


def _adviser(row: sa.RowMapping) -> Adviser:
    return Adviser(id=AdviserId(row["id"]), number=row["number"], name=row["name"], languages=tuple(row["languages"]), is_active=row["is_active"])


def _leave(row: sa.RowMapping) -> Leave:
    adviser = None if row["adviser_id"] is None else AdviserId(row["adviser_id"])
    return Leave(id=LeaveId(row["id"]), adviser=adviser, first=row["first"], last=row["last"], reason=row["reason"])
