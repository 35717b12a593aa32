"""The product's folder: one running product in it at a time, its secret, and where it can be reached."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from backend.domain.ids import new_secret
from kake.exits import WrongConfiguration

_OWNER_ONLY = 0o600


@contextmanager
def only_one(home: Path, *, sqlite_file: Path | None) -> Iterator[None]:
    """Holds the folder, and the database where it is a file; raises WrongConfiguration where another running product holds one."""
    _made(home, variable="KAKE_HOME")
    with ExitStack() as held:
        held.enter_context(_held(home / "running.lock", variable="KAKE_HOME", what=home))
        if sqlite_file is not None:
            _made(sqlite_file.parent, variable="KAKE_DATABASE_URL")
            held.enter_context(_held(sqlite_file.with_name(f"{sqlite_file.name}.lock"), variable="KAKE_DATABASE_URL", what=sqlite_file))
        yield


def _made(folder: Path, *, variable: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongConfiguration([f"{variable}: {folder} cannot be made ({error.strerror}); name a folder that may be written to"]) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WrongConfiguration([f"{variable}: {folder} may not be written to; name another folder"])


@contextmanager
def _held(lock_file: Path, *, variable: str, what: Path) -> Iterator[None]:
    with lock_file.open("a+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WrongConfiguration([f"{variable}: {what} is in use by a product that runs already; stop it, or set another one"]) from error
        yield


def kept_secret(home: Path) -> str:
    """The secret the parts share, made at the very first start and readable by its owner only."""
    path = home / "secret"
    if not path.exists():
        made = home / f".secret.{os.getpid()}"
        made.touch(mode=_OWNER_ONLY)
        made.write_text(new_secret(), encoding="ascii")
        made.rename(path)
    return path.read_text(encoding="ascii").strip()


def note_running(home: Path, *, url: str, pids: dict[str, int]) -> None:
    """Leaves word of where the running product is reached, for `kake say` and `kake doctor`."""
    made = home / f".running.{os.getpid()}"
    made.write_text(json.dumps({"url": url, "supervisor": os.getpid(), "parts": pids}), encoding="utf-8")
    made.rename(home / "running.json")


def running_url(home: Path) -> str | None:
    """Where the product that runs from this folder is reached; None where none does."""
    try:
        noted = json.loads((home / "running.json").read_text(encoding="utf-8"))
        os.kill(int(noted["supervisor"]), 0)
        return str(noted["url"])
    except (FileNotFoundError, ProcessLookupError, PermissionError, ValueError, KeyError):
        return None
