"""Parts that die are started again; a stop stops all."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from kake.supervisor import Part, Supervisor
from tests.polling import until

SLEEP = "import time, sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write('born\\n'); time.sleep(600)"


def sleeper(name: str, births: Path) -> Part:
    return Part(name=name, command=(sys.executable, "-c", SLEEP, str(births)), environment={})


def born(births: Path) -> int:
    return len(births.read_text().splitlines()) if births.exists() else 0


async def test_a_killed_part_is_started_again_and_this_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    stop = asyncio.Event()
    supervisor = Supervisor([sleeper("alice", tmp_path / "alice"), sleeper("bob", tmp_path / "bob")], say=said.append)
    running = asyncio.create_task(supervisor.run(stop))
    await until(lambda: born(tmp_path / "alice") == 1 and born(tmp_path / "bob") == 1)

    os.kill(supervisor.pids()["alice"], signal.SIGKILL)
    await until(lambda: born(tmp_path / "alice") == 2)

    pids = supervisor.pids()
    stop.set()
    await running
    assert said == ["alice ended (signal SIGKILL), starting it again in 0.2 s"]
    assert born(tmp_path / "bob") == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids.values())


async def test_a_wrong_configuration_stops_everything_instead_of_starting_again(tmp_path: Path) -> None:
    stop = asyncio.Event()
    wrong = Part(name="alice", command=(sys.executable, "-c", "raise SystemExit(78)"), environment={})
    supervisor = Supervisor([wrong, sleeper("bob", tmp_path / "bob")], say=print)

    await supervisor.run(stop)

    assert supervisor.failed_configuration
    assert supervisor.pids() == {}


async def test_a_part_that_ignores_the_stop_is_killed(tmp_path: Path) -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEP
    stop = asyncio.Event()
    part = Part(name="alice", command=(sys.executable, "-c", stubborn, str(tmp_path / "alice")), environment={})
    supervisor = Supervisor([part], say=print, grace_seconds=0.3)
    running = asyncio.create_task(supervisor.run(stop))
    await until(lambda: born(tmp_path / "alice") == 1)

    stop.set()
    await running
    assert supervisor.pids() == {}
