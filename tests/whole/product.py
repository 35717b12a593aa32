"""The whole product as people run it: `kake up` in a folder of its own, with Telegram's part played by the emulator."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
TOKEN = "4242:" + "A" * 35
READY_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, is_so: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Polls until the value is true and returns it; fails with `what` when it never is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = is_so()
        if value:
            return value
        time.sleep(0.05)
    msg = f"{what} did not happen in {seconds} s"
    raise AssertionError(msg)


@dataclass(kw_only=True)
class Product:
    """A product that runs, or ran. `environment` is what the commands of the same folder need."""

    home: Path
    port: int
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kake(self, *arguments: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a command as a person at the terminal would."""
        return subprocess.run(
            [sys.executable, "-m", "kake", *arguments],
            env=dict(self.environment),
            cwd=ROOT,
            input=stdin,
            text=True,
            capture_output=True,
            timeout=120,
            check=check,
        )

    def say(self, name: str, *arguments: str) -> list[dict[str, Any]]:
        """What came back to the chat person."""
        return [json.loads(line) for line in self.kake("say", "--chat", name, *arguments).stdout.splitlines()]

    def say_while_parts_die(self, name: str, text: str) -> list[dict[str, Any]]:
        """The same where a part is killed again and again: the later it is started anew, so that a turn may take longer than is waited for."""
        said = self.kake("say", "--chat", name, text, check=False)
        heard = said.stdout
        for _ in range(6 if said.returncode else 0):
            heard += self.kake("say", "--chat", name, "--wait", "10").stdout
            if heard:
                break
        return [json.loads(line) for line in heard.splitlines()]

    def start(self) -> None:
        log = (self.home / "log.txt").open("ab")
        self.process = subprocess.Popen([sys.executable, "-m", "kake", "up"], env=dict(self.environment), cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_for("the product's being ready", self.is_ready, seconds=READY_SECONDS)
        except AssertionError:
            raise AssertionError(self.log()[-4000:]) from None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=20)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/ready", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def pids(self) -> dict[str, int]:
        """The parts that run now, by name."""
        assert self.process is not None
        found: dict[str, int] = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, ValueError):
                continue
            if parent == self.process.pid:
                found["dialogue" if "nlu.launch" in command else command[-2]] = int(folder.name)
        return found

    def log(self) -> str:
        return (self.home / "log.txt").read_text(errors="replace")


@contextmanager
def product(home: Path, **settings: str) -> Iterator[Product]:
    """A started product; the model of this checkout is used, the database is new."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "model").exists():
        shutil.copytree(ROOT / "var" / "model", home / "model")
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("KAKE_")},
        "KAKE_HOME": str(home),
        "KAKE_BIND": f"127.0.0.1:{port}",
        **{f"KAKE_{k.upper()}": v for k, v in settings.items()},
    }
    made = Product(home=home, port=port, environment=environment)
    made.start()
    try:
        yield made
    finally:
        made.stop()
