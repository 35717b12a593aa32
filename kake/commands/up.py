"""`kake up`: the whole product on one machine."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import click

from backend.content import load_content
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from kake.dialogue import QUIETLY, dialogue_python, train_model
from kake.dialogue_files import prepare_tracker_file, write_server_files
from kake.exits import WRONG_CONFIGURATION, Failed, WrongConfiguration
from kake.home import kept_secret, note_running, only_one
from kake.logs import set_up_logs
from kake.settings import ROOT, Settings, read_settings
from kake.supervisor import Part, Supervisor

ALL_PARTS = ("dialogue", "actions", "web", "bot", "courier")
_READY_SECONDS = 120


@click.command()
@click.option("--only", default="", metavar="PART,PART", help=f"Only these parts: {', '.join(ALL_PARTS)}. The desk is served by web.")
def up(only: str) -> None:
    """Start the whole product; each part is started again if it dies. Ctrl-C stops everything."""
    parts = _chosen(only)
    set_up_logs(part="supervisor")
    settings = read_settings()
    home = settings.home.resolve()
    with only_one(home, sqlite_file=settings.sqlite_file):
        _prepare(settings, parts)
        sys.exit(asyncio.run(_run(settings, parts)))


def _chosen(only: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys("web" if n.strip() == "desk" else n.strip() for n in only.split(",") if n.strip()))
    unknown = [n for n in names if n not in ALL_PARTS]
    if unknown:
        msg = f"there is no part {', '.join(unknown)}; the parts are {', '.join(ALL_PARTS)}"
        raise click.BadParameter(msg, param_hint="--only")
    return names or ALL_PARTS


def _prepare(settings: Settings, parts: Sequence[str]) -> None:
    """Everything that can be wrong is found before a port opens."""
    load_content(settings.content, programme=settings.programme)
    engine = open_engine(settings.database)
    migrate(engine)
    engine.dispose()
    _check_port_is_free(settings, parts)
    if "dialogue" in parts and not train_model(settings.model):
        msg = "there is no model and none could be trained; the reason is above"
        raise Failed(msg)


def _check_port_is_free(settings: Settings, parts: Sequence[str]) -> None:
    if "web" not in parts:
        return
    family = socket.AF_INET6 if ":" in settings.bind_host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.bind_host, settings.bind_port))
        except OSError as error:
            raise WrongConfiguration(
                [f"KAKE_BIND: {settings.bind} cannot be used ({error.strerror}); set another address or stop what listens there"]
            ) from error


async def _run(settings: Settings, parts: Sequence[str]) -> int:
    stop = asyncio.Event()
    for sent in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sent, stop.set)
    environment = _shared_environment(settings)
    supervisor = Supervisor([_part(name, settings, environment) for name in parts], say=_say)
    running = asyncio.create_task(supervisor.run(stop))
    if await _wait_until_ready(settings, parts, supervisor, stop):
        note_running(settings.home.resolve(), url=_web_url(settings), pids=supervisor.pids())
        _announce(settings, parts)
    await running
    return WRONG_CONFIGURATION if supervisor.failed_configuration else 0


def _shared_environment(settings: Settings) -> dict[str, str]:
    """What every part is told; what was not set is made here."""
    home = settings.home.resolve()
    return {
        "KAKE_HOME": str(home),
        "KAKE_DATABASE_URL": settings.database,
        "KAKE_DIALOGUE_URL": settings.dialogue_url or f"http://127.0.0.1:{_free_port()}",
        "KAKE_ACTIONS_URL": settings.actions_url or f"http://127.0.0.1:{_free_port()}/webhook",
        "KAKE_SHARED_SECRET": settings.secret or kept_secret(home),
        # A part that starts again later takes the clock from where it is by then.
        "KAKE_NOW": "",
        "KAKE_CLOCK_OFFSET": str(settings.clock().offset_seconds),
        "PYTHONUNBUFFERED": "1",
    }


def _part(name: str, settings: Settings, environment: dict[str, str]) -> Part:
    if name != "dialogue":
        return Part(name=name, command=(sys.executable, "-m", "kake.part", name), environment=environment)
    folder = settings.home.resolve() / "dialogue"
    tracker = folder / "tracker.db"
    port = environment["KAKE_DIALOGUE_URL"].rpartition(":")[2]

    def prepare() -> None:
        write_server_files(folder, actions_url=environment["KAKE_ACTIONS_URL"], secret=environment["KAKE_SHARED_SECRET"], tracker_path=tracker)
        # The last life of the server is over whenever this runs: the supervisor waited for its end.
        prepare_tracker_file(tracker, now=settings.clock().now())

    return Part(
        name=name,
        command=_dialogue_command(folder, model=settings.model, port=port),
        environment={**environment, **QUIETLY, "PYTHONPATH": str(ROOT)},
        prepare=prepare,
    )


def _dialogue_command(folder: Path, *, model: Path, port: str) -> tuple[str, ...]:
    return (
        dialogue_python(),
        "-m",
        "nlu.launch",
        "run",
        *("-i", "127.0.0.1", "-p", port),
        *("--model", str(model)),
        *("--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _wait_until_ready(settings: Settings, parts: Sequence[str], supervisor: Supervisor, stop: asyncio.Event) -> bool:
    """Whether every part works; says once in a while that it still waits."""
    if "web" not in parts:
        return True
    begun = time.monotonic()
    said = begun
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        while not stop.is_set() and time.monotonic() - begun < _READY_SECONDS:
            try:
                async with session.get(f"{_web_url(settings)}/ready") as response:
                    if response.status == 200:  # noqa: PLR2004 - HTTP's word for good
                        return True
                    waited_for = [name for name, state in (await response.json())["checks"].items() if state != "ok"]
            except (aiohttp.ClientError, TimeoutError):
                waited_for = ["web"]
            if time.monotonic() - said > 2:  # noqa: PLR2004 - seconds
                said = time.monotonic()
                _say(f"starting: {len(supervisor.pids())} of {len(parts)} parts are up, waiting for {', '.join(waited_for)}")
            await asyncio.sleep(0.1)
    if not stop.is_set():
        _say(f"not everything works after {_READY_SECONDS} s; it goes on trying, and `kake doctor` tells what is wrong")
    return False


def _web_url(settings: Settings) -> str:
    host = "127.0.0.1" if settings.bind_host in {"0.0.0.0", "::"} else settings.bind_host  # noqa: S104 - only compared
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.bind_port}"


def _announce(settings: Settings, parts: Sequence[str]) -> None:
    if "web" in parts:
        click.echo(f"chat page: {settings.public_url or _web_url(settings)}/")
    if "bot" in parts:
        click.echo("Telegram:  " + ("on" if settings.token else "off (set KAKE_TELEGRAM_TOKEN)"))
    sys.stdout.flush()


def _say(line: str) -> None:
    click.echo(line, err=True)
