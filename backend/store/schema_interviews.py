"""The tables of sheets, of the interviews that fill them, and of verdicts. What a person answered stands only here."""

import sqlalchemy as sa

from backend.store.schema import Instant, metadata

# The answers to one form about one thing; several people may fill it, each in an interview of their own.
sheet = sa.Table(
    "sheet",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("form", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("touched_at", Instant, nullable=False),
)

interview = sa.Table(
    "interview",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("form", sa.String(40), nullable=False),
    sa.Column("sheet_id", sa.String(64), sa.ForeignKey("sheet.id", ondelete="CASCADE"), nullable=False, index=True),
    # open, done, stopped, expired.
    sa.Column("state", sa.String(8), nullable=False, default="open"),
    # The question that is open, and the one answered last; empty for none.
    sa.Column("current", sa.String(40), nullable=False, default=""),
    sa.Column("last", sa.String(40), nullable=False, default=""),
    sa.Column("asked_count", sa.Integer, nullable=False, default=0),
    # The follow-up that is asked about the answer to `current`; empty for none.
    sa.Column("follow_up", sa.String(40), nullable=False, default=""),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("touched_at", Instant, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.CheckConstraint("state IN ('open', 'done', 'stopped', 'expired')", name="state"),
)
# The stack of a conversation has one place at each depth, held by the database.
sa.Index(
    "uq_interview_open",
    interview.c.conversation_id,
    interview.c.depth,
    unique=True,
    sqlite_where=interview.c.state == "open",
    postgresql_where=interview.c.state == "open",
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("sheet_id", sa.String(64), sa.ForeignKey("sheet.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("question", sa.String(40), primary_key=True),
    # given, later (put off), left (open for good).
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("value", sa.JSON(none_as_null=True)),
    sa.Column("text", sa.Text, nullable=False, default=""),
    # person, or pitch where it was taken over from one.
    sa.Column("origin", sa.String(8), nullable=False, default="person"),
    sa.Column("is_coached", sa.Boolean, nullable=False, default=False),
    # Who gave it, and under which name the others see it.
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True),
    sa.Column("author", sa.String(80), nullable=False, default=""),
    sa.Column("turn_id", sa.String(64)),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Column("at", Instant, nullable=False),
    sa.CheckConstraint("(state = 'given') = (value IS NOT NULL)", name="value"),
)

eligibility_check = sa.Table(
    "eligibility_check",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("interview_id", sa.String(64), sa.ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
    # One verdict a turn: the same turn run again finds it there.
    sa.Column("turn_id", sa.String(64), nullable=False, unique=True),
    sa.Column("programme", sa.String(64), nullable=False),
    sa.Column("rules_version", sa.String(64), nullable=False),
    sa.Column("asked_on", sa.Date, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("verdict", sa.JSON, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
