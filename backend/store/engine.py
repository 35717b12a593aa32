"""Opens the database: SQLite with the rules that keep it whole under many writers, or PostgreSQL."""

from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

# WAL of 3.7.0-3.51.2 can lose commits when a checkpoint races a writer (sqlite.org/wal.html, "WAL-reset").
_FIRST_SAFE_SQLITE = (3, 51, 3)
_BUSY_TIMEOUT_MS = 10_000
READING = "kake_reading"
"""Execution option of a connection that only reads: it does not take the writer's lock."""


class DatabaseUnusable(Exception):
    """The database cannot be used as configured; the text says why, without the password."""


def open_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///path` or `postgresql://...`; raises DatabaseUnusable."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        msg = "it is not a database URL; write sqlite:///path/to/file or postgresql://user:password@host/name"
        raise DatabaseUnusable(msg) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=4,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "options": "-c timezone=UTC -c lock_timeout=10000"},
        )
    msg = f"{backend} is not a database this product runs on; use sqlite or postgresql"
    raise DatabaseUnusable(msg)


def _open_sqlite(url: URL) -> sa.Engine:
    if sqlite.sqlite_version_info < _FIRST_SAFE_SQLITE:
        msg = f"SQLite {sqlite.sqlite_version} can lose commits in WAL mode; 3.51.3 or newer is needed (package pysqlite3>=0.6.1)"
        raise DatabaseUnusable(msg)
    if not url.database or url.database == ":memory:":
        msg = "SQLite needs a file: several processes share it"
        raise DatabaseUnusable(msg)
    path = Path(url.database)
    if path.is_dir():
        msg = f"{path} is a folder, not a database file"
        raise DatabaseUnusable(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url.set(drivername="sqlite+pysqlite"), module=sqlite, connect_args={"timeout": _BUSY_TIMEOUT_MS / 1000})
    sa.event.listen(engine, "connect", _prepare_connection)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: sqlite.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A deferred transaction that turns into a writer fails at once with "database is locked", whatever the timeout.
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
