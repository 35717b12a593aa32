"""Teams, their ideas, submissions, rounds and who wants to be told of them."""

import sqlalchemy as sa
from alembic import op

from backend.store.schema import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO counter (name, value) VALUES ('idea', 0)")
    op.create_table(
        "erasure",
        sa.Column("person_hash", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person_hash", name=op.f("pk_erasure")),
    )
    op.create_table(
        "pending_erasure",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("conversations", sa.JSON(), nullable=False),
        sa.Column("shell_id", sa.String(length=64), nullable=True),
        sa.Column("sweeps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_erasure")),
    )
    op.create_table(
        "published_round",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("earliest_start", sa.Date(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.CheckConstraint("opens <= closes", name=op.f("ck_published_round_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_round")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_table(
        "idea",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("pitch_id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("pitch_state", sa.String(length=16), nullable=False),
        sa.Column("draft_state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("touched_at", Instant(), nullable=False),
        sa.Column("warned_at", Instant(), nullable=True),
        sa.CheckConstraint("(draft_state = 'none') = (draft_id IS NULL)", name=op.f("ck_idea_draft")),
        sa.CheckConstraint("draft_state IN ('none', 'open', 'sent', 'changes_asked', 'ready')", name=op.f("ck_idea_draft_state")),
        sa.CheckConstraint("pitch_state IN ('started', 'complete', 'sent', 'answered')", name=op.f("ck_idea_pitch_state")),
        sa.CheckConstraint("state IN ('active', 'withdrawn', 'expired')", name=op.f("ck_idea_state")),
        sa.ForeignKeyConstraint(["draft_id"], ["sheet.id"], name=op.f("fk_idea_draft_id")),
        sa.ForeignKeyConstraint(["pitch_id"], ["sheet.id"], name=op.f("fk_idea_pitch_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_idea_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_idea_draft_id")),
        sa.UniqueConstraint("number", name=op.f("uq_idea_number")),
        sa.UniqueConstraint("pitch_id", name=op.f("uq_idea_pitch_id")),
    )
    op.create_index(op.f("ix_idea_team_id"), "idea", ["team_id"], unique=False)
    op.create_table(
        "invite",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("valid_until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_invite_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invite")),
    )
    op.create_index(op.f("ix_invite_team_id"), "invite", ["team_id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'member')", name=op.f("ck_team_member_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_member_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_person_id"), "team_member", ["person_id"], unique=False)
    op.create_index(
        "uq_team_member_owner", "team_member", ["team_id"], unique=True, sqlite_where=sa.text("role = 'owner'"), postgresql_where=sa.text("role = 'owner'")
    )
    op.create_table(
        "round_watch",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_round_watch_conversation_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_round_watch")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("idea_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sent_by", sa.String(length=64), nullable=True),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint("(decision = '') = (answered_by = '')", name=op.f("ck_submission_decided")),
        sa.CheckConstraint("state IN ('sent', 'received', 'answered', 'taken_back')", name=op.f("ck_submission_state")),
        sa.CheckConstraint("what IN ('pitch', 'draft')", name=op.f("ck_submission_what")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_submission_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_submission_sent_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_idea_id"), "submission", ["idea_id"], unique=False)
    op.create_index(
        "uq_submission_waiting",
        "submission",
        ["idea_id", "what"],
        unique=True,
        sqlite_where=sa.text("state IN ('sent', 'received')"),
        postgresql_where=sa.text("state IN ('sent', 'received')"),
    )
