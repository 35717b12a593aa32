"""Messages that came in, and who works on them."""

from datetime import datetime

import sqlalchemy as sa

from backend.domain.conversations import Link
from backend.domain.ids import ButtonToken, ConversationId, TurnId, new_id
from backend.domain.messages import Channel, Incoming, Kind, Turn
from backend.store.conversations import SqlConversations
from backend.store.inserting import insert_new
from backend.store.schema import conversation, inbox, link

_CANDIDATES = 8


class SqlInbox:
    def __init__(self, connection: sa.Connection, conversations: SqlConversations) -> None:
        self._db = connection
        self._conversations = conversations

    def add(self, incoming: Incoming, *, link: Link, now: datetime) -> TurnId | None:
        turn = TurnId(new_id())
        inserted = insert_new(
            self._db,
            inbox,
            id=turn,
            source=incoming.source,
            external_id=incoming.external_id,
            conversation_id=link.conversation,
            link_id=link.id,
            seq=self._conversations.next_seq(link.conversation),
            kind=incoming.kind.value,
            text=incoming.text,
            token=incoming.token,
            detail=incoming.detail,
            language_hint=incoming.language_hint,
            sender=incoming.sender,
            raw=incoming.raw,
            received_at=now,
            next_try_at=now,
        )
        return turn if inserted else None

    def find(self, source: str, external_id: str) -> tuple[TurnId, ConversationId] | None:
        query = sa.select(inbox.c.id, inbox.c.conversation_id).where(inbox.c.source == source, inbox.c.external_id == external_id)
        row = self._db.execute(query).first()
        return None if row is None else (TurnId(row.id), ConversationId(row.conversation_id))

    def claim(self, *, holder: str, now: datetime, lease_until: datetime) -> Turn | None:
        for turn, conversation_id, fence in self._due(now):
            claimed = self._db.execute(
                sa.update(conversation)
                .where(conversation.c.id == conversation_id, conversation.c.fence == fence)
                .values(lease_holder=holder, lease_until=lease_until, fence=fence + 1)
            )
            # Between the look and the claim another worker may have done this very turn and given it back.
            if claimed.rowcount == 1 and self.state_of(turn) == "new":
                return self._turn(turn, now=now)
        return None

    def _due(self, now: datetime) -> list[tuple[TurnId, ConversationId, int]]:
        heads = (
            sa.select(inbox.c.conversation_id, sa.func.min(inbox.c.seq).label("seq")).where(inbox.c.state == "new").group_by(inbox.c.conversation_id).subquery()
        )
        query = (
            sa.select(inbox.c.id, inbox.c.conversation_id, conversation.c.fence)
            .join(heads, sa.and_(inbox.c.conversation_id == heads.c.conversation_id, inbox.c.seq == heads.c.seq))
            .join(conversation, conversation.c.id == inbox.c.conversation_id)
            .where(inbox.c.next_try_at <= now, sa.or_(conversation.c.lease_until.is_(None), conversation.c.lease_until < now))
            .order_by(inbox.c.next_try_at, inbox.c.received_at)
            .limit(_CANDIDATES)
        )
        return [(TurnId(row.id), ConversationId(row.conversation_id), row.fence) for row in self._db.execute(query)]

    def _turn(self, turn: TurnId, *, now: datetime) -> Turn:
        row = (
            self._db.execute(
                sa.select(
                    inbox, link.c.channel, link.c.address, conversation.c.is_private, conversation.c.language, conversation.c.fence, conversation.c.dialogue_key
                )
                .join(link, link.c.id == inbox.c.link_id)
                .join(conversation, conversation.c.id == inbox.c.conversation_id)
                .where(inbox.c.id == turn)
            )
            .mappings()
            .one()
        )
        conversation_id = ConversationId(row["conversation_id"])
        # A second try keeps the key: the dialogue server knows by it that it has seen the message.
        key = row["dialogue_key"] if row["tries"] else self._conversations.dialogue_key_for_turn(conversation_id, now=now)
        return Turn(
            id=turn,
            conversation=conversation_id,
            dialogue_key=key,
            channel=Channel(row["channel"]),
            address=row["address"],
            kind=Kind(row["kind"]),
            text=row["text"],
            token=None if row["token"] is None else ButtonToken(row["token"]),
            detail=row["detail"],
            is_private=row["is_private"],
            language=row["language"],
            language_hint=row["language_hint"],
            tries=row["tries"],
            fence=row["fence"],
            received_at=row["received_at"],
        )

    def settle(self, turn: TurnId, *, state: str, error: str) -> None:
        self._db.execute(sa.update(inbox).where(inbox.c.id == turn).values(state=state, error=error, raw=""))

    def postpone(self, turn: TurnId, *, tries: int, next_try_at: datetime, error: str) -> None:
        self._db.execute(sa.update(inbox).where(inbox.c.id == turn).values(tries=tries, next_try_at=next_try_at, error=error))

    def release(self, conversation_id: ConversationId, *, fence: int) -> bool:
        freed = self._db.execute(
            sa.update(conversation)
            .where(conversation.c.id == conversation_id, conversation.c.fence == fence, conversation.c.lease_holder.is_not(None))
            .values(lease_holder=None, lease_until=None)
        )
        return freed.rowcount == 1

    def release_holder(self, holder: str) -> int:
        freed = self._db.execute(
            sa.update(conversation).where(conversation.c.lease_holder == holder).values(lease_holder=None, lease_until=None, fence=conversation.c.fence + 1)
        )
        return freed.rowcount

    def state_of(self, turn: TurnId) -> str | None:
        return self._db.execute(sa.select(inbox.c.state).where(inbox.c.id == turn)).scalar()

    def received_at_place(self, conversation_id: ConversationId, *, place: int) -> datetime | None:
        query = sa.select(inbox.c.received_at).where(inbox.c.conversation_id == conversation_id).order_by(inbox.c.seq.desc()).offset(place - 1).limit(1)
        return self._db.execute(query).scalar()

    def text_of(self, turn: TurnId) -> str | None:
        return self._db.execute(sa.select(inbox.c.text).where(inbox.c.id == turn)).scalar()

    def sender_of(self, turn: TurnId) -> str:
        return self._db.execute(sa.select(inbox.c.sender).where(inbox.c.id == turn)).scalar() or ""

    def forget_identities(self, *, before: datetime) -> int:
        old = self._db.execute(
            sa.update(inbox).where(inbox.c.received_at < before, inbox.c.external_id.is_not(None), inbox.c.state != "new").values(external_id=None)
        )
        return old.rowcount
