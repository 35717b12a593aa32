"""Brings a database to this version of the product, or refuses it."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from backend.store.engine import DatabaseUnusable

_LOCK = 4_150_202_118  # any number, the same in every process: PostgreSQL's advisory lock for migrating


class DatabaseNewer(DatabaseUnusable):
    """The database was made by a newer version of the product."""


def migrate(engine: sa.Engine) -> None:
    """Runs what is missing, in one transaction; raises DatabaseNewer, or DatabaseUnusable where it cannot be opened."""
    config = _config()
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            _refuse_newer(connection, config)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DBAPIError as error:
        msg = f"the database cannot be opened or written: {str(error.orig).splitlines()[0]}"
        raise DatabaseUnusable(msg) from error


def _refuse_newer(connection: sa.Connection, config: Config) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        msg = f"the database is of a newer version of this product (its revision {current} is not known here)"
        raise DatabaseNewer(msg)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
