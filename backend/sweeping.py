"""What an erasure leaves to be done after its transaction. Every step may be done twice: a death in between is made good by the next round."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import structlog

from backend.bootstrap import Backend
from backend.domain.erasures import PendingErasure
from backend.domain.ids import ConversationId, new_secret
from backend.failpoints import hit
from backend.services.my_data import live_keys, note_in_ledger, note_swept, pending_erasures, see_off
from backend.store.scrubbing import purge_dialogue_cache, scrub

_OWNER_ONLY = 0o600
_log = structlog.get_logger()


async def sweep_soon(backend: Backend) -> int:
    """`sweep` in the backend's thread pool."""
    swept = await asyncio.get_running_loop().run_in_executor(backend.pool, sweep, backend)
    if swept:
        _log.info("erasures.swept", erasures=swept)
    return swept


def sweep(backend: Backend) -> int:
    """Removes what erased people left in files and in the dialogue server's cache, and lets go of chats that were told; how many were swept."""
    pending = backend.read(pending_erasures)
    if not pending:
        return 0
    hit("after_erase_commit")
    now = backend.clock.now()
    for one in pending:
        backend.run(see_off, pending=one, now=now)
    left = backend.read(pending_erasures)
    due = [one for one in left if one.wants_sweep(now)]
    if due:
        _forget_elsewhere(backend, due)
    if due or len(left) < len(pending):
        return _scrub(backend, due)
    return 0


def _forget_elsewhere(backend: Backend, due: list[PendingErasure]) -> None:
    salt = ledger_salt(backend.home)
    for one in due:
        backend.run(note_in_ledger, pending=one, salt=salt)
    conversations: set[ConversationId] = {conversation for one in due for conversation in one.conversations}
    keys = backend.read(live_keys, conversations=conversations)
    purge_dialogue_cache(backend.home / "dialogue" / "tracker.db", conversations=conversations, keys=keys)


def _scrub(backend: Backend, due: list[PendingErasure]) -> int:
    if not scrub(backend.engine):
        return 0  # Somebody still reads the old state: the next round does it again.
    for one in due:
        backend.run(note_swept, pending=one)
    return len(due)


def ledger_salt(home: Path) -> str:
    """What the ledger of erasures is salted with, made at the first erasure; a restored backup needs the same one."""
    path = home / "erasures.salt"
    if not path.exists():
        made = home / f".erasures.salt.{os.getpid()}"
        made.touch(mode=_OWNER_ONLY)
        made.write_text(new_secret(), encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="ascii").strip()
