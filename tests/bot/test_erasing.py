"""The worker erases: once, wholly, whenever it is killed, and what is left in the files goes by itself."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.domain.clock import Clock
from backend.domain.messages import Channel, Incoming, Kind, Utterance
from backend.failpoints import VARIABLE
from backend.services import chatting
from backend.services.my_data import pending_erasures
from backend.services.receiving import receive
from backend.services.watching import broken_invariants
from backend.store.schema import inbox
from tests.backend.services.asking import Person
from tests.backend.store.canaries import Canaries, found_in_files
from tests.polling import until

SCRIPT = Path(__file__).with_name("worker_process.py")
ROOT = Path(__file__).parents[2]
SECRET = Canaries(prefix="zqrantakylan")


@pytest.fixture
def alice(sqlite_backend: Backend) -> Person:
    """On the ordinary clock, which the killed processes have too; she has asked, and the question is on her screen."""
    somebody = Person(backend=replace(sqlite_backend, clock=Clock()), now=datetime.now(UTC))
    somebody.write(f"olen Alice, {SECRET.prefix} kulmilta", "ask_area")
    somebody.write("poista mun tiedot", "delete_my_data")
    return somebody


def press_yes(alice: Person) -> None:
    token = alice.backend.read(lambda unit: unit.outbox.button_labelled("Poista kaikki", conversation=alice.conversation, now=alice.now))
    pressed = Incoming(channel=Channel.TELEGRAM, source="telegram:1", external_id="yes", address=alice.address, kind=Kind.PRESS, token=token)
    alice.backend.run(receive, incoming=pressed, now=alice.now)


async def one_life(home: Path, failpoint: str, is_done: Callable[[], bool]) -> int:
    """Lets a worker live until it is killed, or all is done; its exit code."""
    armed = {VARIABLE: failpoint} if failpoint else {}
    process = await asyncio.create_subprocess_exec(sys.executable, str(SCRIPT), str(home), cwd=ROOT, env={**os.environ, **armed, "PYTHONPATH": str(ROOT)})
    await until(lambda: process.returncode is not None or is_done(), seconds=60)
    if process.returncode is None:
        process.terminate()
    return await process.wait()


def history(alice: Person) -> list[Utterance]:
    return list(alice.backend.read(chatting.read, conversation=alice.conversation, after=0))


def is_swept(alice: Person) -> bool:
    return any(one.sweeps for one in alice.backend.read(pending_erasures))


def is_settled(alice: Person) -> bool:
    with alice.backend.engine.connect() as db:
        return db.execute(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "new")).scalar() == 0


@pytest.mark.parametrize("failpoint", ["before_erase_commit", "after_turn_effect", "after_erase_commit"])
async def test_a_worker_killed_at_the_erasure_leaves_all_or_nothing_and_the_next_one_ends_it(alice: Person, failpoint: str) -> None:
    before = history(alice)
    press_yes(alice)
    home = alice.backend.home

    killed = await one_life(home, f"{failpoint}:kill", lambda: False)
    between = [u for u in history(alice) if u.turn is None or u.kind != "press"]
    ended = await one_life(home, "", lambda: is_swept(alice) and is_settled(alice))

    assert (killed, ended) == (-signal.SIGKILL, 0)
    assert between == before if failpoint == "before_erase_commit" else "poistettu" in between[0].text
    assert ["poistettu" in u.text for u in history(alice)] == [True], "told exactly once"
    assert found_in_files(home, SECRET) == []
    assert alice.backend.read(broken_invariants) == []


async def test_without_the_next_worker_the_words_would_stay_in_the_file(alice: Person) -> None:
    press_yes(alice)
    await one_life(alice.backend.home, "after_erase_commit:kill", lambda: False)

    assert found_in_files(alice.backend.home, SECRET) != []


async def test_the_worker_goes_on_with_what_was_written_after_the_wish(alice: Person) -> None:
    press_yes(alice)
    later = Incoming(channel=Channel.TELEGRAM, source="telegram:1", external_id="later", address=alice.address, kind=Kind.COMMAND, text="tuntematon")
    alice.backend.run(receive, incoming=later, now=alice.now + timedelta(seconds=1))

    await one_life(alice.backend.home, "", lambda: is_swept(alice) and is_settled(alice))

    said = [(u.is_from_person, u.kind) for u in history(alice)]
    assert said == [(True, "command"), (False, "receipt"), (False, "notice"), (False, "answer")]
