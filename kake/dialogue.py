"""The dialogue server's own environment: where it is, and how its programs are started from here."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kake.exits import WrongConfiguration
from kake.settings import ROOT

QUIETLY = {
    "RASA_TELEMETRY_ENABLED": "false",
    # Without its compiled modules Rasa takes twice as long to start.
    "PYTHONDONTWRITEBYTECODE": "",
    # Rasa 3.6 is a finished line: what its libraries warn of will not be mended, and its progress bars fill a screen.
    "PYTHONWARNINGS": "ignore",
    "LOG_LEVEL": "WARNING",
}
PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"


def dialogue_python() -> str:
    """The interpreter of the dialogue server's environment; raises WrongConfiguration where it was not set up."""
    if not PYTHON.exists():
        raise WrongConfiguration([f"{PYTHON} is missing: run `make setup` first"])
    return str(PYTHON)


def run_dialogue_program(module: str, arguments: Sequence[str], *, stdin: bytes | None = None, captures: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Runs a module of `nlu` to its end, from the project's root; its progress goes to standard error."""
    return subprocess.run(
        [dialogue_python(), "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **QUIETLY},
        input=stdin,
        stdout=subprocess.PIPE if captures else 2,
        check=False,
    )


def train_model(model: Path) -> bool:
    """Trains where no model fits the present examples, rules and code; whether a fitting model is there now."""
    model.parent.mkdir(parents=True, exist_ok=True)
    return run_dialogue_program("nlu.train", ["--out", str(model)]).returncode == 0
