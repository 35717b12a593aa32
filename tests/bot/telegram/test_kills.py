"""Parts are killed at their worst moments and started again, until all is done."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.domain.clock import Clock
from backend.failpoints import VARIABLE
from bot.courier import MAX_IN_FLIGHT
from bot.telegram.emulator.server import Emulator
from tests.bot.house import open_house, queue, received, states
from tests.polling import until

SCRIPT = Path(__file__).with_name("part_process.py")
ROOT = Path(__file__).parents[3]
CHATS = (7001, 7002, 7003)
MOST_LIVES = 15
# Each life gets so much further than the last one: what was stored but not confirmed comes again and is passed again.
STEP = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Backend]:
    """On the ordinary clock, which the killed processes have too."""
    with open_house(tmp_path, clock=Clock()) as backend:
        yield backend


async def live_until(is_done: Callable[[], bool], *, part: str, failpoint: str, telegram: Emulator, house: Backend) -> int:
    """Starts the part again each time it was killed at the failpoint; how often it was."""
    command = [sys.executable, str(SCRIPT), part, str(house.home / "kake.db"), telegram.url, telegram.token]
    for kills in range(MOST_LIVES):
        armed = f"{failpoint}:kill:{STEP * (kills + 1)}"
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ, VARIABLE: armed, "PYTHONPATH": str(ROOT)})
        if await _end(process, is_done) != -signal.SIGKILL:
            return kills
    return MOST_LIVES


async def _end(process: Process, is_done: Callable[[], bool]) -> int:
    await until(lambda: process.returncode is not None or is_done(), seconds=60)
    if process.returncode is None:
        process.terminate()
    return await process.wait()


async def write_to_all(telegram: Emulator, count: int) -> list[str]:
    texts = [f"{chat} {number}" for number in range(count) for chat in CHATS]
    for text in texts:
        await telegram.world.write(int(text.split()[0]), text)
    return texts


def by_chat(texts: list[str]) -> dict[str, list[str]]:
    return {str(chat): [text for text in texts if text.startswith(str(chat))] for chat in CHATS}


@pytest.mark.parametrize("failpoint", ["before_receive_commit", "after_receive_commit"])
async def test_no_update_is_lost_doubled_or_out_of_order_when_the_receiver_is_killed(telegram: Emulator, house: Backend, failpoint: str) -> None:
    texts = await write_to_all(telegram, 4)

    kills = await live_until(lambda: not telegram.world.pending, part="receive", failpoint=failpoint, telegram=telegram, house=house)

    assert kills >= 2
    assert by_chat([text for _, _, text in received(house)]) == by_chat(texts)


async def test_a_receiver_that_acknowledges_first_loses_what_it_had_not_stored(telegram: Emulator, house: Backend) -> None:
    """The negative control: the two tests above would see such a mistake."""
    texts = await write_to_all(telegram, 4)

    await live_until(lambda: not telegram.world.pending, part="receive-acknowledging-first", failpoint="before_receive_commit", telegram=telegram, house=house)

    assert len(received(house)) < len(texts)


@pytest.mark.parametrize(("failpoint", "may_come_twice"), [("after_delivery_claim", False), ("after_delivery_send", True), ("after_delivery_mark", True)])
async def test_every_message_arrives_in_order_and_only_what_was_in_flight_twice(
    telegram: Emulator, house: Backend, failpoint: str, may_come_twice: bool
) -> None:
    texts = [f"{chat} {number}" for number in range(4) for chat in CHATS]
    for text in texts:
        telegram.world.chat(int(text.split()[0]))
        queue(house, text.split()[0], text)

    kills = await live_until(
        lambda: "ready" not in states(house).values() and "sending" not in states(house).values(),
        part="courier",
        failpoint=failpoint,
        telegram=telegram,
        house=house,
    )

    said = [message["text"] for chat in CHATS for message in telegram.world.said_in(chat)]
    plain = [text.removeprefix("(again)\n") for text in said]
    assert kills >= 1
    assert {chat: list(dict.fromkeys(mine)) for chat, mine in by_chat(plain).items()} == by_chat(texts)
    doubled = {text: times for text, times in Counter(plain).items() if times > 1}
    assert sum(times - 1 for times in doubled.values()) <= (kills * MAX_IN_FLIGHT if may_come_twice else kills * (MAX_IN_FLIGHT - 1))
    assert all(f"(again)\n{text}" in said for text in doubled)
    assert set(states(house).values()) <= {"sent", "uncertain"}
