"""A real dialogue server on a tiny model, as a process of its own."""

import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from kake.dialogue_files import write_server_files

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"
LAUNCHER = ("-m", "nlu.launch")
TINY = Path(__file__).parent / "tiny"
SECRET = secrets.token_urlsafe(32)
DEADLINE_SECONDS = 5.0
_UP_SECONDS = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def train_tiny_model() -> Path:
    """Trains the tiny model, once for as long as nothing it is made of changes."""
    sources = [ROOT / "nlu" / "domain.yml", ROOT / "stories" / "rules.yml", *sorted(path for path in TINY.iterdir() if path.is_file())]
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"kake-tiny-model-{os.getuid()}-{fingerprint}"
    model = folder / "tiny.tar.gz"
    if not model.exists():
        with tempfile.TemporaryDirectory() as work:
            _train(Path(work))
            folder.mkdir(exist_ok=True)
            shutil.move(Path(work) / "tiny.tar.gz", folder / "new")
            (folder / "new").rename(model)
    return model


def _train(work: Path) -> None:
    domain = work / "domain"
    domain.mkdir()
    shutil.copy(ROOT / "nlu" / "domain.yml", domain)
    shutil.copy(TINY / "intents.yml", domain)
    sources: list[str | Path] = ["--config", TINY / "config.yml", "--domain", domain, "--data", TINY / "examples.yml", ROOT / "stories" / "rules.yml"]
    target: list[str | Path] = ["--out", work, "--fixed-model-name", "tiny"]
    subprocess.run([PYTHON, *LAUNCHER, "train", *sources, *target], cwd=ROOT, check=True, capture_output=True, timeout=170)


class RasaServer:
    """`actions_port` is where it looks for the actions. Beside our channel it opens Rasa's own, for comparison."""

    def __init__(self, folder: Path, *, model: Path, actions_port: int) -> None:
        self.tracker = folder / "tracker.db"
        self.log = folder / "rasa.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._model = model
        self._process: subprocess.Popen[bytes] | None = None
        write_server_files(folder, actions_url=f"http://127.0.0.1:{actions_port}/webhook", secret=SECRET, tracker_path=self.tracker)
        credentials = json.loads((folder / "credentials.yml").read_text())
        credentials["nlu.channel.TurnInput"]["deadline_seconds"] = DEADLINE_SECONDS
        (folder / "credentials.yml").write_text(json.dumps({**credentials, "rest": {}}))

    def start(self) -> None:
        files: list[str | Path] = ["-m", self._model, "--endpoints", self._folder / "endpoints.yml", "--credentials", self._folder / "credentials.yml"]
        command = [PYTHON, *LAUNCHER, "run", *files, "-i", "127.0.0.1", "-p", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        self._wait_until_ready()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _UP_SECONDS
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/webhooks/turn/").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())
