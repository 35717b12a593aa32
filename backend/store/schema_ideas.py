"""The tables of teams, their ideas, and what becomes of these at the coordinators."""

import sqlalchemy as sa

from backend.store.schema import Instant, metadata

# The people who present ideas together.
team = sa.Table(
    "team",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("created_at", Instant, nullable=False),
)

team_member = sa.Table(
    "team_member",
    metadata,
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    # owner, member.
    sa.Column("role", sa.String(8), nullable=False),
    # How the others see who answered; empty until told.
    sa.Column("name", sa.String(80), nullable=False, default=""),
    # False once they have asked not to be reminded of unfinished drafts.
    sa.Column("is_reminded", sa.Boolean, nullable=False, default=True),
    sa.Column("joined_at", Instant, nullable=False),
    sa.CheckConstraint("role IN ('owner', 'member')", name="role"),
)
sa.Index(
    "uq_team_member_owner",
    team_member.c.team_id,
    unique=True,
    sqlite_where=team_member.c.role == "owner",
    postgresql_where=team_member.c.role == "owner",
)

invite = sa.Table(
    "invite",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("valid_until", Instant, nullable=False),
)

idea = sa.Table(
    "idea",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    # What coordinators call it by.
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("programme", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("pitch_id", sa.String(64), sa.ForeignKey("sheet.id"), nullable=False, unique=True),
    sa.Column("draft_id", sa.String(64), sa.ForeignKey("sheet.id"), unique=True),
    # active, withdrawn, expired: the last two can be restored for a while.
    sa.Column("state", sa.String(16), nullable=False, default="active"),
    # started, complete, sent, answered.
    sa.Column("pitch_state", sa.String(16), nullable=False, default="started"),
    # none, open, sent, changes_asked, ready.
    sa.Column("draft_state", sa.String(16), nullable=False, default="none"),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("touched_at", Instant, nullable=False),
    sa.Column("warned_at", Instant),
    sa.CheckConstraint("state IN ('active', 'withdrawn', 'expired')", name="state"),
    sa.CheckConstraint("pitch_state IN ('started', 'complete', 'sent', 'answered')", name="pitch_state"),
    sa.CheckConstraint("draft_state IN ('none', 'open', 'sent', 'changes_asked', 'ready')", name="draft_state"),
    sa.CheckConstraint("(draft_state = 'none') = (draft_id IS NULL)", name="draft"),
)

# A pitch or a draft as it was sent to the coordinators, and what they said of it.
submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("idea_id", sa.String(64), sa.ForeignKey("idea.id", ondelete="CASCADE"), nullable=False, index=True),
    # pitch, draft.
    sa.Column("what", sa.String(8), nullable=False),
    # sent, received, answered, taken_back.
    sa.Column("state", sa.String(16), nullable=False, default="sent"),
    # The answers by question as they stood: value, author, origin.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("sent_by", sa.String(64), sa.ForeignKey("person.id", ondelete="SET NULL")),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Column("received_at", Instant),
    # go_on, change, does_not_fit; empty until answered.
    sa.Column("decision", sa.String(16), nullable=False, default=""),
    sa.Column("reasons", sa.Text, nullable=False, default=""),
    sa.Column("answered_by", sa.String(64), nullable=False, default=""),
    sa.Column("answered_at", Instant),
    sa.CheckConstraint("what IN ('pitch', 'draft')", name="what"),
    sa.CheckConstraint("state IN ('sent', 'received', 'answered', 'taken_back')", name="state"),
    # No decision without somebody who made it.
    sa.CheckConstraint("(decision = '') = (answered_by = '')", name="decided"),
)
sa.Index(
    "uq_submission_waiting",
    submission.c.idea_id,
    submission.c.what,
    unique=True,
    sqlite_where=sa.text("state IN ('sent', 'received')"),
    postgresql_where=sa.text("state IN ('sent', 'received')"),
)

# Rounds that coordinators have published, beside those of the programme's file.
published_round = sa.Table(
    "published_round",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("programme", sa.String(64), nullable=False),
    sa.Column("opens", sa.Date, nullable=False),
    sa.Column("closes", sa.Date, nullable=False),
    sa.Column("earliest_start", sa.Date, nullable=False),
    sa.Column("published_at", Instant, nullable=False),
    sa.CheckConstraint("opens <= closes", name="days"),
)

# Who wants to be told of rounds.
round_watch = sa.Table(
    "round_watch",
    metadata,
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("since", Instant, nullable=False),
)

# Whose data was erased, by a salted hash: a backup that is restored must not bring them back.
erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("person_hash", sa.String(64), primary_key=True),
    sa.Column("at", Instant, nullable=False),
)
