"""What is still to be done after an erasure: remnants outside the tables, and the chat in which the person was told of it."""

import sqlalchemy as sa

from backend.store.schema import Instant, metadata

pending_erasure = sa.Table(
    "pending_erasure",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("at", Instant, nullable=False),
    # Random ids that name nobody any more: for the ledger, and to find what the dialogue server keeps.
    sa.Column("person_id", sa.String(64), nullable=False),
    sa.Column("conversations", sa.JSON, nullable=False),
    # The emptied conversation in which the last message is delivered; NULL where nothing is said.
    sa.Column("shell_id", sa.String(64)),
    # How often remnants were removed: at once, and again when a turn that was under way is surely over.
    sa.Column("sweeps", sa.Integer, nullable=False, default=0),
)
