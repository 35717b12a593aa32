"""The way of a message through one channel."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.domain.conversations import Link
from backend.domain.ids import ButtonToken, ConversationId, DeliveryId, LinkId, OutboxId, new_id
from backend.domain.messages import Channel, Document, Outgoing, ShownButton
from backend.store.inserting import insert_new
from backend.store.schema import button, conversation, delivery, link, outbox

_CANDIDATES = 8


class SqlDeliveries:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def _add_deliveries(self, message: OutboxId, links: Sequence[Link], *, seq: int, now: datetime) -> None:
        for to in links:
            insert_new(self._db, delivery, id=new_id(), outbox_id=message, link_id=to.id, seq=seq, next_try_at=now)

    def claim_delivery(self, *, channel: Channel, holder: str, now: datetime, lease_until: datetime) -> Outgoing | None:
        for candidate in self._next_per_link(channel, now):
            # The unique index over `sending` refuses a second message of the same chat in flight.
            try:
                with self._db.begin_nested():
                    claimed = self._db.execute(
                        sa.update(delivery)
                        .where(delivery.c.id == candidate, delivery.c.state == "ready")
                        .values(state="sending", lease_holder=holder, lease_until=lease_until, tries=delivery.c.tries + 1)
                    )
            except sa.exc.IntegrityError:
                continue
            if claimed.rowcount == 1:
                return self._outgoing(candidate)
        return None

    def _next_per_link(self, channel: Channel, now: datetime) -> list[DeliveryId]:
        in_flight = delivery.alias()
        heads = (
            sa.select(delivery.c.link_id, sa.func.min(delivery.c.seq).label("seq")).where(delivery.c.state == "ready").group_by(delivery.c.link_id).subquery()
        )
        query = (
            sa.select(delivery.c.id)
            .join(heads, sa.and_(delivery.c.link_id == heads.c.link_id, delivery.c.seq == heads.c.seq))
            .join(link, link.c.id == delivery.c.link_id)
            .where(
                delivery.c.state == "ready",
                delivery.c.next_try_at <= now,
                link.c.channel == channel.value,
                link.c.state == "active",
                ~sa.exists().where(in_flight.c.link_id == delivery.c.link_id, in_flight.c.state == "sending"),
            )
            .order_by(delivery.c.next_try_at)
            .limit(_CANDIDATES)
        )
        return [DeliveryId(row) for row in self._db.execute(query).scalars()]

    def _outgoing(self, delivery_id: DeliveryId) -> Outgoing:
        row = (
            self._db.execute(
                sa.select(
                    delivery,
                    outbox.c.conversation_id,
                    outbox.c.text,
                    outbox.c.quote,
                    outbox.c.kind,
                    outbox.c.documents,
                    link.c.address,
                    link.c.channel,
                    conversation.c.language,
                )
                .join(outbox, outbox.c.id == delivery.c.outbox_id)
                .join(link, link.c.id == delivery.c.link_id)
                .join(conversation, conversation.c.id == outbox.c.conversation_id)
                .where(delivery.c.id == delivery_id)
            )
            .mappings()
            .one()
        )
        buttons = self._db.execute(sa.select(button.c.label, button.c.token).where(button.c.outbox_id == row["outbox_id"]).order_by(button.c.position))
        return Outgoing(
            id=delivery_id,
            outbox=OutboxId(row["outbox_id"]),
            conversation=ConversationId(row["conversation_id"]),
            link=LinkId(row["link_id"]),
            channel=Channel(row["channel"]),
            address=row["address"],
            language=row["language"],
            text=row["text"],
            quote=row["quote"],
            kind=row["kind"],
            buttons=tuple(ShownButton(label=b.label, token=ButtonToken(b.token)) for b in buttons),
            documents=tuple(Document(**d) for d in row["documents"]),
            tries=row["tries"] - 1,
            may_be_repeated=row["is_repeat"],
        )

    def settle_delivery(self, delivery_id: DeliveryId, *, state: str, external_id: str, error: str, now: datetime) -> None:
        self._db.execute(
            sa.update(delivery)
            .where(delivery.c.id == delivery_id, delivery.c.state == "sending")
            .values(state=state, external_id=external_id, error=error[:200], sent_at=now if state == "sent" else None, lease_holder=None, lease_until=None)
        )

    def postpone_delivery(self, delivery_id: DeliveryId, *, next_try_at: datetime, is_repeat: bool, error: str) -> None:
        self._db.execute(
            sa.update(delivery)
            .where(delivery.c.id == delivery_id, delivery.c.state == "sending")
            .values(state="ready", next_try_at=next_try_at, is_repeat=is_repeat, error=error[:200], lease_holder=None, lease_until=None)
        )

    def interrupted_deliveries(self, *, holder: str, now: datetime) -> Sequence[tuple[DeliveryId, str, bool]]:
        rows = self._db.execute(
            sa.select(delivery.c.id, outbox.c.kind, delivery.c.is_repeat)
            .join(outbox, outbox.c.id == delivery.c.outbox_id)
            .where(delivery.c.state == "sending", sa.or_(delivery.c.lease_holder == holder, delivery.c.lease_until < now))
        )
        return [(DeliveryId(row.id), row.kind, row.is_repeat) for row in rows]

    def cancel_deliveries(self, link_id: LinkId, *, error: str) -> int:
        cancelled = self._db.execute(
            sa.update(delivery).where(delivery.c.link_id == link_id, delivery.c.state.in_(("ready", "sending"))).values(state="cancelled", error=error[:200])
        )
        return cancelled.rowcount

    def acknowledge(self, link_id: LinkId, *, up_to: int, now: datetime) -> int:
        seen = self._db.execute(
            sa.update(delivery).where(delivery.c.link_id == link_id, delivery.c.state == "ready", delivery.c.seq <= up_to).values(state="sent", sent_at=now)
        )
        return seen.rowcount
