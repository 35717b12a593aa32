"""What a running product can say about itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.store.events import chained_hash
from backend.store.schema import case, conversation, delivery, effect, event, event_head, heartbeat, inbox, link, outbox


class SqlHealth:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def figures(self, *, now: datetime) -> Mapping[str, float]:
        waiting, oldest = self._db.execute(sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(inbox.c.state == "new")).one()
        # A web page that is closed takes its messages when it is opened again: only what we push can be late.
        pushed = sa.select(sa.func.count(), sa.func.min(delivery.c.next_try_at)).join(link, link.c.id == delivery.c.link_id)
        unsent, late = self._db.execute(pushed.where(delivery.c.state == "ready", link.c.channel != "web")).one()
        return {
            "inbox_waiting": float(waiting),
            "inbox_oldest_seconds": _age(oldest, now),
            "inbox_dead": self._count(inbox.c.state == "dead", inbox),
            "outbox_waiting": float(unsent),
            "outbox_oldest_seconds": _age(late, now),
            "deliveries_uncertain": self._count(delivery.c.state == "uncertain", delivery),
            "deliveries_failed": self._count(delivery.c.state == "failed", delivery),
            "cases_open": self._count(case.c.state == "open", case),
            "conversations": self._count(sa.true(), conversation),
        }

    def heartbeats(self) -> Mapping[str, tuple[datetime, str, str]]:
        return {row.part: (row.at, row.state, row.detail) for row in self._db.execute(sa.select(heartbeat))}

    def broken_invariants(self) -> Sequence[str]:
        return [*self._turns_without_effect(), *self._answers_out_of_place(), *self._broken_chain()]

    def _turns_without_effect(self) -> list[str]:
        answered = ("text", "press", "command")
        rows = self._db.execute(
            sa.select(inbox.c.id)
            .outerjoin(effect, effect.c.turn_id == inbox.c.id)
            .where(inbox.c.state == "done", inbox.c.kind.in_(answered), effect.c.turn_id.is_(None))
        ).scalars()
        return [f"inbox {turn}: done, but it had no effect" for turn in rows]

    def _answers_out_of_place(self) -> list[str]:
        rows = self._db.execute(
            sa.select(outbox.c.id).join(conversation, conversation.c.id == outbox.c.conversation_id).where(outbox.c.seq > conversation.c.last_seq)
        ).scalars()
        return [f"outbox {message}: its number is beyond its conversation's" for message in rows]

    def _broken_chain(self) -> list[str]:
        previous = ""
        for row in self._db.execute(sa.select(event).order_by(event.c.id)):
            expected = chained_hash(previous, at=row.at, actor=row.actor, type=row.type, object=row.object, data=row.data)
            if row.previous_hash != previous or row.hash != expected:
                return [f"event {row.id}: the chain is broken here, a row was changed or removed"]
            previous = row.hash
        head = self._db.execute(sa.select(event_head.c.hash)).scalar_one()
        return [] if head == previous else ["event: the newest rows are missing"]

    def _count(self, where: sa.ColumnElement[bool], table: sa.Table) -> float:
        return float(self._db.execute(sa.select(sa.func.count()).select_from(table).where(where)).scalar_one())


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
