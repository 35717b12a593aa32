import json
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from kake.dialogue_files import prepare_tracker_file, write_server_files
from tests.times import NOON

SECRET = "s" * 43


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def events(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT data FROM events ORDER BY data")]
    connection.close()
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A tracker file with one event of an hour ago and one of three days ago."""
    path = tmp_path / "dialogue" / "tracker.db"
    prepare_tracker_file(path, now=NOON)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE events (timestamp FLOAT, data TEXT)")
    rows = [((NOON - timedelta(hours=1)).timestamp(), "new"), ((NOON - timedelta(days=3)).timestamp(), "old")]
    connection.executemany("INSERT INTO events VALUES (?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def test_the_server_finds_the_actions_its_cache_and_the_secret(tmp_path: Path) -> None:
    write_server_files(tmp_path, actions_url="http://127.0.0.1:5055/webhook", secret=SECRET, tracker_path=tmp_path / "tracker.db")

    assert json.loads((tmp_path / "endpoints.yml").read_text()) == {
        "action_endpoint": {"url": "http://127.0.0.1:5055/webhook", "headers": {"Authorization": f"Bearer {SECRET}"}},
        "tracker_store": {"type": "SQL", "url": f"sqlite:///{tmp_path / 'tracker.db'}?timeout=2"},
        "lock_store": {"type": "in_memory"},
    }
    assert json.loads((tmp_path / "credentials.yml").read_text()) == {"nlu.channel.TurnInput": {"secret": SECRET}}


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    for _ in range(2):
        write_server_files(tmp_path, actions_url="http://127.0.0.1:5055/webhook", secret=SECRET, tracker_path=tmp_path / "tracker.db")

    assert (mode(tmp_path / "endpoints.yml"), mode(tmp_path / "credentials.yml")) == (0o600, 0o600)


def test_only_the_owner_may_read_the_cache(cache: Path) -> None:
    assert mode(cache) == 0o600


def test_what_no_conversation_reads_again_is_dropped(cache: Path) -> None:
    prepare_tracker_file(cache, now=NOON)

    assert (events(cache), b"old" in cache.read_bytes()) == (["new"], False)


def test_a_damaged_cache_is_thrown_away(cache: Path) -> None:
    cache.write_bytes(b"no database at all" * 100)

    prepare_tracker_file(cache, now=NOON)

    assert cache.read_bytes() == b""


def test_a_cache_that_is_only_locked_is_kept(cache: Path) -> None:
    other = sqlite3.connect(cache)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(sqlite3.OperationalError):
        prepare_tracker_file(cache, now=NOON)

    other.close()
    assert events(cache) == ["new", "old"]
