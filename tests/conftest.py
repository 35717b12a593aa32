"""What every test may ask for. Each test of the store and the services runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.content import Content, load_content
from backend.domain.clock import Clock
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from tests.databases import PostgresServer, postgres_server
from tests.times import NOON

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "kake.db"
    made = open_engine(f"sqlite:///{file}")
    migrate(made)
    made.dispose()  # the last one to close it writes everything into the one file
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """A migrated database of the test's own."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'kake.db')}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT / "content", programme="joensuu-kake-2")


@pytest.fixture
def backend(engine: sa.Engine, content: Content, tmp_path: Path) -> Iterator[Backend]:
    """The product on both databases, with the clock at NOON."""
    made = Backend(content=content, clock=Clock(NOON), home=tmp_path, engine=engine, pool=ThreadPoolExecutor(max_workers=4))
    yield made
    made.pool.shutdown(wait=True)


@pytest.fixture
def sqlite_backend(content: Content, tmp_path: Path, migrated_file: Path) -> Iterator[Backend]:
    """The product on SQLite alone, where the database makes no difference."""
    opened = open_engine(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'kake.db')}")
    made = Backend(content=content, clock=Clock(NOON), home=tmp_path, engine=opened, pool=ThreadPoolExecutor(max_workers=4))
    yield made
    made.close()
