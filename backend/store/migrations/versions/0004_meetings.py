"""Advisers, their times, meetings booked in them, who waits for one, trainings and their seats."""

import sqlalchemy as sa
from alembic import op

from backend.store.schema import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NO_TIME_TWICE = """
ALTER TABLE slot ADD CONSTRAINT ex_slot_adviser_time EXCLUDE USING gist (
  int8range(adviser_number * 100000000000 + starts_epoch, adviser_number * 100000000000 + ends_epoch) WITH &&
) WHERE (state = 'published')
"""
# RAISE(IGNORE) leaves the row out as ON CONFLICT DO NOTHING does: who inserts reads the count.
_NO_TIME_TWICE_SQLITE = """
CREATE TRIGGER slot_adviser_time BEFORE INSERT ON slot
WHEN NEW.state = 'published' AND EXISTS (
  SELECT 1 FROM slot WHERE adviser_id = NEW.adviser_id AND state = 'published' AND starts_epoch < NEW.ends_epoch AND NEW.starts_epoch < ends_epoch
)
BEGIN SELECT RAISE(IGNORE); END
"""


def upgrade() -> None:
    op.execute("INSERT INTO counter (name, value) VALUES ('adviser', 0), ('training', 0)")
    op.create_table(
        "adviser",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("feed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_adviser_feed_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_adviser_number")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("sign_up_until", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('joint_meeting', 'training')", name=op.f("ck_training_kind")),
        sa.CheckConstraint("state IN ('published', 'cancelled')", name=op.f("ck_training_state")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_training_capacity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("number", name=op.f("uq_training_number")),
    )
    op.create_table(
        "leave",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("adviser_id", sa.String(length=64), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_leave_days")),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_leave_adviser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_adviser_id"), "leave", ["adviser_id"], unique=False)
    op.create_table(
        "slot_rule",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("adviser_id", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('service_point', 'elsewhere', 'phone', 'video')", name=op.f("ck_slot_rule_kind")),
        sa.CheckConstraint("minutes > 0 AND gap_minutes >= 0", name=op.f("ck_slot_rule_minutes")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_slot_rule_hours")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_slot_rule_weekday")),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_slot_rule_adviser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_rule")),
    )
    op.create_index(op.f("ix_slot_rule_adviser_id"), "slot_rule", ["adviser_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("training_id", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.JSON(), nullable=False),
        sa.CheckConstraint("(state = 'booked') = (seat > 0) OR state = 'cancelled'", name=op.f("ck_seat_seat")),
        sa.CheckConstraint("state IN ('booked', 'waiting', 'cancelled')", name=op.f("ck_seat_state")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_seat_conversation_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_seat_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_conversation_id"), "seat", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)
    op.create_index(op.f("ix_seat_training_id"), "seat", ["training_id"], unique=False)
    op.create_index(
        "uq_seat_person",
        "seat",
        ["training_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('booked', 'waiting')"),
        postgresql_where=sa.text("state IN ('booked', 'waiting')"),
    )
    op.create_index(
        "uq_seat_taken", "seat", ["training_id", "seat"], unique=True, sqlite_where=sa.text("state = 'booked'"), postgresql_where=sa.text("state = 'booked'")
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("adviser_id", sa.String(length=64), nullable=False),
        sa.Column("adviser_number", sa.BigInteger(), nullable=False),
        sa.Column("starts_epoch", sa.BigInteger(), nullable=False),
        sa.Column("ends_epoch", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('service_point', 'elsewhere', 'phone', 'video')", name=op.f("ck_slot_kind")),
        sa.CheckConstraint("state IN ('published', 'withdrawn', 'on_leave')", name=op.f("ck_slot_state")),
        sa.CheckConstraint("starts_epoch < ends_epoch", name=op.f("ck_slot_times")),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_slot_adviser_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["slot_rule.id"], name=op.f("fk_slot_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index(
        "ix_slot_published", "slot", ["starts_at"], unique=False, sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'")
    )
    op.create_index(
        "uq_slot_of_rule",
        "slot",
        ["rule_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("rule_id IS NOT NULL AND state IN ('published', 'withdrawn')"),
        postgresql_where=sa.text("rule_id IS NOT NULL AND state IN ('published', 'withdrawn')"),
    )
    op.create_index(
        "uq_slot_start",
        "slot",
        ["adviser_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("slot_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=True),
        sa.Column("idea_id", sa.String(length=64), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hold_until", Instant(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("reminded", sa.JSON(), nullable=False),
        sa.CheckConstraint("outcome = '' OR state = 'done'", name=op.f("ck_booking_outcome")),
        sa.CheckConstraint("state IN ('held', 'booked', 'moved', 'cancelled', 'expired', 'done')", name=op.f("ck_booking_state")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_booking_conversation_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_booking_idea_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_booking_slot_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_booking_team_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_conversation_id"), "booking", ["conversation_id"], unique=False)
    op.create_index(
        "ix_booking_held", "booking", ["hold_until"], unique=False, sqlite_where=sa.text("state = 'held'"), postgresql_where=sa.text("state = 'held'")
    )
    op.create_index(op.f("ix_booking_idea_id"), "booking", ["idea_id"], unique=False)
    op.create_index(op.f("ix_booking_person_id"), "booking", ["person_id"], unique=False)
    op.create_index(op.f("ix_booking_slot_id"), "booking", ["slot_id"], unique=False)
    op.create_index(op.f("ix_booking_team_id"), "booking", ["team_id"], unique=False)
    op.create_index(op.f("ix_booking_uid"), "booking", ["uid"], unique=False)
    op.create_index(
        "uq_booking_slot",
        "booking",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('held', 'booked')"),
        postgresql_where=sa.text("state IN ('held', 'booked')"),
    )
    op.create_table(
        "waiting",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=True),
        sa.Column("idea_id", sa.String(length=64), nullable=True),
        sa.Column("booking_id", sa.String(length=64), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offer_id", sa.String(length=64), nullable=True),
        sa.Column("offered_slot_id", sa.String(length=64), nullable=True),
        sa.Column("offered_until", Instant(), nullable=True),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'taken', 'gone')", name=op.f("ck_waiting_state")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_booking_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_waiting_conversation_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_waiting_idea_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["offer_id"], ["booking.id"], name=op.f("fk_waiting_offer_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["offered_slot_id"], ["slot.id"], name=op.f("fk_waiting_offered_slot_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_waiting_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_waiting_team_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
    )
    op.create_index(op.f("ix_waiting_conversation_id"), "waiting", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_waiting_offer_id"), "waiting", ["offer_id"], unique=False)
    op.create_index(
        "uq_waiting_person",
        "waiting",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'offered')"),
        postgresql_where=sa.text("state IN ('waiting', 'offered')"),
    )
    # An adviser is at one place at a time. The number parts one adviser's seconds from another's, so that a range of
    # numbers is enough and no extension of PostgreSQL is needed.
    op.execute(_NO_TIME_TWICE if op.get_bind().dialect.name == "postgresql" else _NO_TIME_TWICE_SQLITE)
