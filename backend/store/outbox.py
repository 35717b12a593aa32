"""What is to be said: written once, numbered per conversation, delivered through every link."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.domain.ids import ButtonToken, ConversationId, OutboxId, TurnId, new_id, new_token
from backend.domain.messages import Command, Document, Reply, ShownButton, Utterance
from backend.store.conversations import SqlConversations
from backend.store.deliveries import SqlDeliveries
from backend.store.inserting import insert_new
from backend.store.schema import button, document, inbox, outbox

_PERSON_KINDS = ("text", "press", "command", "edit", "unsupported")
_RECENT_MESSAGES = 3


class SqlOutbox(SqlDeliveries):
    def __init__(self, connection: sa.Connection, conversations: SqlConversations) -> None:
        super().__init__(connection)
        self._conversations = conversations

    def add(
        self, conversation: ConversationId, reply: Reply, *, key: str, turn: TurnId | None, now: datetime, not_before: datetime, buttons_until: datetime
    ) -> OutboxId | None:
        # The lock comes first: whoever else writes to this conversation waits here, and the numbers stay in order.
        self._conversations.lock(conversation)
        made = OutboxId(new_id())
        inserted = insert_new(
            self._db,
            outbox,
            id=made,
            key=key,
            conversation_id=conversation,
            turn_id=turn,
            kind=reply.kind,
            text=reply.text,
            quote=reply.quote,
            documents=[dataclasses.asdict(d) for d in reply.documents],
            created_at=now,
            not_before=not_before,
        )
        if not inserted:
            return None
        for position, shown in enumerate(reply.buttons):
            self._db.execute(
                sa.insert(button).values(
                    token=new_token(),
                    outbox_id=made,
                    conversation_id=conversation,
                    position=position,
                    label=shown.label,
                    topic=shown.command.topic,
                    act=shown.command.act,
                    arguments=dict(shown.command.arguments),
                    valid_until=buttons_until,
                )
            )
        if not_before <= now:
            self._release(made, conversation, now=now)
        return made

    def keep_document(self, conversation: ConversationId, *, name: str, media_type: str, data: bytes, now: datetime) -> Document:
        kept = Document(name=name, media_type=media_type, id=new_id())
        self._db.execute(sa.insert(document).values(**dataclasses.asdict(kept), conversation_id=conversation, data=data, made_at=now))
        return kept

    def document_data(self, document_id: str, *, conversation: ConversationId) -> bytes | None:
        found = self._db.execute(sa.select(document.c.data).where(document.c.id == document_id, document.c.conversation_id == conversation)).scalar()
        return None if found is None else bytes(found)

    def forget_documents(self, *, before: datetime) -> int:
        return self._db.execute(sa.delete(document).where(document.c.made_at < before)).rowcount

    def release_due(self, *, now: datetime) -> int:
        rows = self._db.execute(
            sa.select(outbox.c.id, outbox.c.conversation_id).where(outbox.c.seq.is_(None), outbox.c.not_before <= now).order_by(outbox.c.not_before)
        ).all()
        for row in rows:
            self._release(OutboxId(row.id), ConversationId(row.conversation_id), now=now)
        return len(rows)

    def _release(self, message: OutboxId, conversation: ConversationId, *, now: datetime) -> None:
        seq = self._conversations.next_seq(conversation)
        numbered = self._db.execute(sa.update(outbox).where(outbox.c.id == message, outbox.c.seq.is_(None)).values(seq=seq))
        if numbered.rowcount == 1:
            links = [link for link in self._conversations.links(conversation) if link.state == "active"]
            self._add_deliveries(message, links, seq=seq, now=now)

    def button(self, token: ButtonToken, *, conversation: ConversationId, now: datetime) -> tuple[str, Command] | None:
        row = self._db.execute(sa.select(button).where(button.c.token == token, button.c.conversation_id == conversation, button.c.valid_until > now)).first()
        return None if row is None else (row.label, Command(topic=row.topic, act=row.act, arguments=row.arguments))

    def button_labelled(self, label: str, *, conversation: ConversationId, now: datetime) -> ButtonToken | None:
        recent = (
            sa.select(outbox.c.id)
            .where(outbox.c.conversation_id == conversation, outbox.c.seq.is_not(None))
            .order_by(outbox.c.seq.desc())
            .limit(_RECENT_MESSAGES)
        ).subquery()
        rows = self._db.execute(
            sa.select(button.c.token, button.c.label)
            .join(outbox, outbox.c.id == button.c.outbox_id)
            .where(button.c.outbox_id.in_(sa.select(recent.c.id)), button.c.valid_until > now)
            .order_by(outbox.c.seq.desc(), button.c.position)
        )
        wanted = label.strip().casefold()
        return next((ButtonToken(row.token) for row in rows if row.label.casefold() == wanted), None)

    def utterances(self, conversation: ConversationId, *, after: int, limit: int) -> Sequence[Utterance]:
        said = self._said(conversation, after=after, limit=limit)
        heard = self._heard(conversation, after=after, limit=limit)
        return sorted([*said, *heard], key=lambda u: u.seq)[-limit:]

    def _said(self, conversation: ConversationId, *, after: int, limit: int) -> list[Utterance]:
        newest = sa.select(outbox).where(outbox.c.conversation_id == conversation, outbox.c.seq > after).order_by(outbox.c.seq.desc()).limit(limit)
        rows = list(self._db.execute(newest).mappings())
        buttons = self._buttons([row["id"] for row in rows])
        return [
            Utterance(
                seq=row["seq"],
                turn=None if row["turn_id"] is None else TurnId(row["turn_id"]),
                is_from_person=False,
                text=row["text"],
                kind=row["kind"],
                quote=row["quote"],
                buttons=buttons.get(row["id"], ()),
                documents=tuple(Document(**d) for d in row["documents"]),
                at=row["created_at"],
            )
            for row in rows
        ]

    def _heard(self, conversation: ConversationId, *, after: int, limit: int) -> list[Utterance]:
        rows = self._db.execute(
            sa.select(inbox, button.c.label)
            .outerjoin(button, sa.and_(button.c.token == inbox.c.token, button.c.conversation_id == conversation))
            .where(inbox.c.conversation_id == conversation, inbox.c.seq > after, inbox.c.kind.in_(_PERSON_KINDS))
            .order_by(inbox.c.seq.desc())
            .limit(limit)
        ).mappings()
        return [
            Utterance(
                seq=row["seq"],
                turn=TurnId(row["id"]),
                is_from_person=True,
                text=row["label"] or row["text"],
                kind=row["kind"],
                quote="",
                buttons=(),
                documents=(),
                at=row["received_at"],
            )
            for row in rows
        ]

    def last_texts(self, conversation: ConversationId, *, limit: int) -> Sequence[str]:
        query = sa.select(outbox.c.text).where(outbox.c.conversation_id == conversation, outbox.c.seq.is_not(None)).order_by(outbox.c.seq.desc()).limit(limit)
        return list(self._db.execute(query).scalars())

    def _buttons(self, messages: Sequence[str]) -> dict[str, tuple[ShownButton, ...]]:
        return shown_buttons(self._db, messages)


def shown_buttons(db: sa.Connection, messages: Sequence[str]) -> dict[str, tuple[ShownButton, ...]]:
    """The buttons of each message in their order."""
    shown: dict[str, tuple[ShownButton, ...]] = {}
    rows = db.execute(sa.select(button.c.outbox_id, button.c.label, button.c.token).where(button.c.outbox_id.in_(messages)).order_by(button.c.position))
    for row in rows:
        shown[row.outbox_id] = (*shown.get(row.outbox_id, ()), ShownButton(label=row.label, token=ButtonToken(row.token)))
    return shown
