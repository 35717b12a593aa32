"""The append-only log: each row carries the hash of the one before, so that a change in the past shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from backend.domain.events import Event
from backend.store.schema import event, event_head


class SqlEvents:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def append(self, *, type: str, actor: str, object: str, now: datetime, data: Mapping[str, str | int | bool | None] | None = None) -> None:  # noqa: A002 - the port's names
        # The head's row lock makes the chain one chain under many writers.
        previous: str = self._db.execute(sa.select(event_head.c.hash).where(event_head.c.id == 1).with_for_update()).scalar_one()
        stored = json.dumps(dict(data or {}), sort_keys=True, ensure_ascii=False)
        digest = chained_hash(previous, at=now, actor=actor, type=type, object=object, data=stored)
        self._db.execute(sa.insert(event).values(at=now, actor=actor, type=type, object=object, data=stored, previous_hash=previous, hash=digest))
        self._db.execute(sa.update(event_head).where(event_head.c.id == 1).values(hash=digest))

    def of(self, object: str) -> Sequence[Event]:  # noqa: A002 - the port's name
        rows = self._db.execute(sa.select(event).where(event.c.object == object).order_by(event.c.id)).mappings()
        return [Event(type=row["type"], actor=row["actor"], at=row["at"], data=json.loads(row["data"])) for row in rows]


def chained_hash(previous: str, *, at: datetime, actor: str, type: str, object: str, data: str) -> str:  # noqa: A002 - the table's names
    """SHA-256 over the previous row's hash and this row's fields, as 64 hex digits."""
    fields = (previous, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, type, object, data)
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
