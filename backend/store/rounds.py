"""Rounds that coordinators published, and who wants to be told of them."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from backend.domain.ids import ConversationId, new_id
from backend.domain.programme import PublishedRound
from backend.store.inserting import insert_new
from backend.store.schema_ideas import published_round as t
from backend.store.schema_ideas import round_watch as watch


class SqlRounds:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def list(self, programme: str) -> Sequence[PublishedRound]:
        rows = self._db.execute(sa.select(t).where(t.c.programme == programme).order_by(t.c.opens, t.c.id)).mappings()
        return [
            PublishedRound(id=row["id"], opens=row["opens"], closes=row["closes"], earliest_start=row["earliest_start"], published_at=row["published_at"])
            for row in rows
        ]

    def publish(self, programme: str, *, opens: date, closes: date, earliest_start: date, now: datetime) -> PublishedRound:
        made = PublishedRound(id=new_id(), opens=opens, closes=closes, earliest_start=earliest_start, published_at=now)
        self._db.execute(sa.insert(t).values(id=made.id, programme=programme, opens=opens, closes=closes, earliest_start=earliest_start, published_at=now))
        return made

    def remove(self, round_: str) -> bool:
        return self._db.execute(sa.delete(t).where(t.c.id == round_)).rowcount == 1

    def watch(self, conversation: ConversationId, *, now: datetime) -> bool:
        return insert_new(self._db, watch, conversation_id=conversation, since=now)

    def unwatch(self, conversation: ConversationId) -> bool:
        return self._db.execute(sa.delete(watch).where(watch.c.conversation_id == conversation)).rowcount == 1

    def watchers(self) -> Sequence[tuple[ConversationId, datetime]]:
        rows = self._db.execute(sa.select(watch.c.conversation_id, watch.c.since).order_by(watch.c.conversation_id))
        return [(ConversationId(row.conversation_id), row.since) for row in rows]
