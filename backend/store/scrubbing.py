"""Removes what deleted rows leave behind in the files, and what the dialogue server's cache holds."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from backend.domain.ids import ConversationId
from backend.store.schema import metadata

_WAIT_SECONDS = 5


def scrub(engine: sa.Engine) -> bool:
    """False where somebody still reads the old state: to be done again then.

    With `secure_delete` SQLite overwrites deleted rows, but not what it left in a page when it moved cells to another one,
    nor what its log holds: the file is written anew, and the log emptied. PostgreSQL reuses the space.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in metadata.sorted_tables:
                connection.execute(sa.text(f"VACUUM {engine.dialect.identifier_preparer.format_table(table)}"))
        return True
    with closing(engine.raw_connection()) as raw:
        raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr]  # sqlite's own connection
        return bool(raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)  # type: ignore[union-attr]  # as above


def purge_dialogue_cache(path: Path, *, conversations: Collection[ConversationId], keys: Collection[str]) -> None:
    """Removes every event of the conversations from the dialogue server's file, under whatever key, but `keys`.

    A key is known by its messages, which carry the conversation's id. An emptied conversation goes on under a new key.
    """
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return
        connection.execute("PRAGMA secure_delete = ON")
        theirs = {
            sender
            for id_ in conversations
            for (sender,) in connection.execute("SELECT DISTINCT sender_id FROM events WHERE instr(data, ?) > 0", (id_,))
            if sender not in keys
        }
        if theirs:
            connection.executemany("DELETE FROM events WHERE sender_id = ?", [(sender,) for sender in sorted(theirs)])
            connection.execute("VACUUM")
