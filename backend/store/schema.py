"""Every table. Personal text lives only in tables that erasure empties; see docs/architecture.md."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class Instant(sa.TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on every database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a time without its zone"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str, *args: Any, **kwargs: Any) -> sa.Column[str]:  # noqa: ANN401 - passed through to Column
    return sa.Column(name, sa.String(64), *args, **kwargs)


person = sa.Table(
    "person",
    metadata,
    _id("id", primary_key=True),
    sa.Column("created_at", Instant, nullable=False),
)

conversation = sa.Table(
    "conversation",
    metadata,
    _id("id", primary_key=True),
    _id("person_id", sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("language", sa.String(8), nullable=False, default=""),
    sa.Column("is_language_chosen", sa.Boolean, nullable=False, default=False),
    sa.Column("is_private", sa.Boolean, nullable=False, default=True),
    # Rasa's name for this conversation: random, changed every 50 turns or 24 hours.
    sa.Column("dialogue_key", sa.String(64), nullable=False, unique=True),
    sa.Column("dialogue_key_turns", sa.Integer, nullable=False, default=0),
    sa.Column("dialogue_key_since", Instant, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False, default=0),
    # How many messages in a row were not understood; decides the wording and the offer of a person.
    sa.Column("misses", sa.Integer, nullable=False, default=0),
    sa.Column("memory", sa.JSON, nullable=False, default=dict),
    # One turn at a time: the lease says who works on it, the fence refuses a worker that woke up late.
    sa.Column("lease_holder", sa.String(128)),
    sa.Column("lease_until", Instant),
    sa.Column("fence", sa.BigInteger, nullable=False, default=0),
)

link = sa.Table(
    "link",
    metadata,
    _id("id", primary_key=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("address", sa.String(128), nullable=False),
    # active, blocked (the person blocked us), closed (the session ended).
    sa.Column("state", sa.String(16), nullable=False, default="active"),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("channel", "address"),
)

return_code = sa.Table(
    "return_code",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("valid_until", Instant, nullable=False),
)

notice = sa.Table(
    "notice",
    metadata,
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.String(32), primary_key=True),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("shown_at", Instant, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    _id("id", primary_key=True),
    sa.Column("source", sa.String(64), nullable=False),
    # Empty after the dedupe window, so that Telegram's ids may begin anew after a quiet week.
    sa.Column("external_id", sa.String(128)),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    _id("link_id", sa.ForeignKey("link.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False, default=""),
    sa.Column("token", sa.String(64)),
    sa.Column("detail", sa.String(128), nullable=False, default=""),
    sa.Column("language_hint", sa.String(16), nullable=False, default=""),
    # In a group chat, the first name of who wrote.
    sa.Column("sender", sa.String(80), nullable=False, default=""),
    sa.Column("raw", sa.Text, nullable=False, default=""),
    sa.Column("received_at", Instant, nullable=False),
    # new, done, dead (gave up after the last try; shown at the desk).
    sa.Column("state", sa.String(8), nullable=False, default="new"),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("next_try_at", Instant, nullable=False),
    sa.Column("error", sa.String(200), nullable=False, default=""),
    sa.UniqueConstraint("source", "external_id"),
    sa.UniqueConstraint("conversation_id", "seq"),
)
sa.Index("ix_inbox_waiting", inbox.c.conversation_id, inbox.c.seq, sqlite_where=inbox.c.state == "new", postgresql_where=inbox.c.state == "new")

effect = sa.Table(
    "effect",
    metadata,
    _id("turn_id", sa.ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("action", sa.String(64), primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("result", sa.JSON, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id("id", primary_key=True),
    # What makes the row one of a kind: a second writing of the same answer is a no-op.
    sa.Column("key", sa.String(160), nullable=False, unique=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    _id("turn_id"),
    # Empty until the row is due: the chat page reads by seq and must not skip a later reminder.
    sa.Column("seq", sa.BigInteger),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("quote", sa.Text, nullable=False, default=""),
    sa.Column("documents", sa.JSON, nullable=False, default=list),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.UniqueConstraint("conversation_id", "seq"),
)
sa.Index("ix_outbox_unreleased", outbox.c.not_before, sqlite_where=outbox.c.seq.is_(None), postgresql_where=outbox.c.seq.is_(None))

# A file that was handed out in a conversation.
document = sa.Table(
    "document",
    metadata,
    _id("id", primary_key=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("media_type", sa.String(80), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)

button = sa.Table(
    "button",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    _id("outbox_id", sa.ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("topic", sa.String(64), nullable=False, default=""),
    sa.Column("act", sa.String(64), nullable=False, default=""),
    sa.Column("arguments", sa.JSON, nullable=False, default=dict),
    sa.Column("valid_until", Instant, nullable=False),
)

delivery = sa.Table(
    "delivery",
    metadata,
    _id("id", primary_key=True),
    _id("outbox_id", sa.ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    _id("link_id", sa.ForeignKey("link.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    # ready, sending, sent, uncertain, failed, cancelled.
    sa.Column("state", sa.String(16), nullable=False, default="ready"),
    sa.Column("is_repeat", sa.Boolean, nullable=False, default=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("next_try_at", Instant, nullable=False),
    sa.Column("lease_holder", sa.String(128)),
    sa.Column("lease_until", Instant),
    sa.Column("external_id", sa.String(64), nullable=False, default=""),
    sa.Column("error", sa.String(200), nullable=False, default=""),
    sa.Column("sent_at", Instant),
    sa.UniqueConstraint("outbox_id", "link_id"),
)
# At most one message of a chat is in flight, held by the database.
sa.Index("uq_delivery_in_flight", delivery.c.link_id, unique=True, sqlite_where=delivery.c.state == "sending", postgresql_where=delivery.c.state == "sending")
sa.Index("ix_delivery_ready", delivery.c.link_id, delivery.c.seq, sqlite_where=delivery.c.state == "ready", postgresql_where=delivery.c.state == "ready")

case = sa.Table(
    "case",
    metadata,
    _id("id", primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    _id("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    _id("turn_id"),
    sa.Column("topic", sa.String(64), nullable=False, default=""),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    # open, answered, closed.
    sa.Column("state", sa.String(16), nullable=False, default="open"),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("promised_by", Instant),
    sa.Column("answer", sa.Text, nullable=False, default=""),
    sa.Column("answered_by", sa.String(64), nullable=False, default=""),
    sa.Column("answered_at", Instant),
)
sa.Index("uq_case_turn", case.c.turn_id, unique=True)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("at", Instant, nullable=False),
    # person, system, or a coordinator's id: never a name.
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("object", sa.String(64), nullable=False, index=True),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

event_head = sa.Table(
    "event_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(128), nullable=False),
    sa.Column("until", Instant, nullable=False),
)

# What happened while the product ran that somebody should look at, and the newest state of each part.
heartbeat = sa.Table(
    "heartbeat",
    metadata,
    sa.Column("part", sa.String(32), primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("detail", sa.String(200), nullable=False, default=""),
)
