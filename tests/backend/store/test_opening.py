"""Which databases are opened and which are refused."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.store.engine import DatabaseUnusable, open_engine
from backend.store.migrate import DatabaseNewer, migrate


def test_migrating_twice_changes_nothing(engine: sa.Engine) -> None:
    before = sa.inspect(engine).get_table_names()
    migrate(engine)
    assert sa.inspect(engine).get_table_names() == before


def test_a_database_of_a_newer_version_is_refused(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="newer version"):
        migrate(engine)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not a database URL"),
        ("mysql://host/name", "mysql is not"),
        ("sqlite://", "needs a file"),
        ("sqlite:///{folder}", "is a folder"),
    ],
)
def test_an_unusable_address_is_refused_with_its_reason(url: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match=reason):
        open_engine(url.format(folder=tmp_path))


def test_an_unreachable_postgres_is_refused_without_its_password() -> None:
    engine = open_engine("postgresql://kake:hunter2@127.0.0.1:1/kake")
    with pytest.raises(DatabaseUnusable) as refusal:
        migrate(engine)
    assert "hunter2" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "kake.db"
    broken.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(DatabaseUnusable, match="not a database"):
        migrate(open_engine(f"sqlite:///{broken}"))
