"""Starts the parts, starts one again that dies, and says so."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from kake.exits import WRONG_CONFIGURATION

_BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY_SECONDS = 60.0
_GRACE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One process of the product. `prepare` runs before each start, in the supervisor."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    prepare: Callable[[], None] | None = None


class Supervisor:
    """Keeps the parts running until told to stop."""

    def __init__(self, parts: Sequence[Part], *, say: Callable[[str], None], grace_seconds: float = _GRACE_SECONDS) -> None:
        self._grace_seconds = grace_seconds
        self._parts = parts
        self._say = say
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self.failed_configuration = False

    async def run(self, stop: asyncio.Event) -> None:
        """Runs every part; ends when told to, or when a part says that its configuration is wrong."""
        watches = [asyncio.create_task(self._watch(part, stop)) for part in self._parts]
        await stop.wait()
        await self._stop_all()
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)

    def pids(self) -> dict[str, int]:
        """The process ids of the parts that run now."""
        return {name: process.pid for name, process in self._processes.items() if process.returncode is None}

    async def _watch(self, part: Part, stop: asyncio.Event) -> None:
        deaths = 0
        while not stop.is_set():
            started = asyncio.get_running_loop().time()
            code = await self._run_once(part)
            if stop.is_set():
                return
            if code == WRONG_CONFIGURATION:
                self.failed_configuration = True
                stop.set()
                return
            deaths = 0 if asyncio.get_running_loop().time() - started > _STEADY_SECONDS else deaths + 1
            wait = _BACKOFF[min(deaths, len(_BACKOFF)) - 1] if deaths else _BACKOFF[0]
            self._say(f"{part.name} ended ({_how(code)}), starting it again in {wait:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)

    async def _run_once(self, part: Part) -> int:
        try:
            if part.prepare is not None:
                part.prepare()
            process = await asyncio.create_subprocess_exec(
                *part.command,
                env={**os.environ, **part.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=sys.stderr,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        except OSError as error:
            _log.warning("supervisor.start_failed", part=part.name, error=str(error))
            return 1
        self._processes[part.name] = process
        return await process.wait()

    async def _stop_all(self) -> None:
        running = [process for process in self._processes.values() if process.returncode is None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(process.wait() for process in running)), self._grace_seconds)
        for process in running:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()


def _die_with_parent() -> None:
    """Runs in the child before it becomes the part: a killed supervisor leaves no part behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
