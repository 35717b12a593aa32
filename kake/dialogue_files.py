"""Writes what Rasa reads at its start: where the actions are, where it keeps its cache, and the shared secret."""

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

_OWNER_ONLY = 0o600
# A conversation has a fresh key after 24 hours at the latest: what is older is never read again.
_CACHE_LIVES = timedelta(hours=48)


def write_server_files(folder: Path, *, actions_url: str, secret: str, tracker_path: Path) -> None:
    """Writes `endpoints.yml` and `credentials.yml`, readable by their owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    endpoints = {
        "action_endpoint": {"url": actions_url, "headers": {"Authorization": f"Bearer {secret}"}},
        # Rasa's database calls hold up every conversation, so it waits for a lock only briefly.
        "tracker_store": {"type": "SQL", "url": f"sqlite:///{tracker_path.absolute()}?timeout=2"},
        "lock_store": {"type": "in_memory"},
    }
    _write(folder / "endpoints.yml", endpoints)
    _write(folder / "credentials.yml", {"nlu.channel.TurnInput": {"secret": secret}})


def prepare_tracker_file(path: Path, *, now: datetime) -> None:
    """Drops what no conversation will read again, and the whole file where it is damaged: it is only a cache.

    To be called while the dialogue server is not running.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _forget_old_events(path, before=now - _CACHE_LIVES)
    except sqlite3.OperationalError:
        raise  # locked or out of reach, which says nothing about what it holds
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    path.touch(mode=_OWNER_ONLY)
    path.chmod(_OWNER_ONLY)


def _forget_old_events(path: Path, *, before: datetime) -> None:
    connection = sqlite3.connect(path, timeout=2)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            msg = "damaged"
            raise sqlite3.DatabaseError(msg)
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("DELETE FROM events WHERE timestamp < ?", (before.timestamp(),))
            connection.commit()
    finally:
        connection.close()


def _write(path: Path, data: dict[str, object]) -> None:
    """JSON is YAML, and quotes every secret and path safely."""
    path.touch(mode=_OWNER_ONLY)
    path.chmod(_OWNER_ONLY)
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
