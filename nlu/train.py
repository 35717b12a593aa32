"""Trains the model: `python -m nlu.train --out FILE`, from the project's root. Returns at once where FILE fits already."""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from nlu import launch, training_files

_TELL_EVERY = 10.0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  progress belongs on standard error


def fingerprint_file(model: Path) -> Path:
    return model.with_name(model.name + ".fingerprint")


def is_current(model: Path, fingerprint: str) -> bool:
    file = fingerprint_file(model)
    return model.exists() and file.exists() and file.read_text(encoding="ascii").strip() == fingerprint


@contextmanager
def _progress(start: float) -> Iterator[None]:
    """Says now and then that it goes on, and for how long it has."""
    is_over = threading.Event()

    def tell() -> None:
        while not is_over.wait(_TELL_EVERY):
            _say(f"  still training, {time.monotonic() - start:.0f} s so far")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        is_over.set()
        teller.join()


def _train(model: Path, folder: Path) -> None:
    """Rasa writes beside the model under a name of its own, so that a half-written model is never in place."""
    launch.prepare_quietly()
    from rasa.model_training import train  # noqa: PLC0415  only after prepare()

    domain, files = training_files.write_to(folder)
    with redirect_stdout(sys.stderr):  # Rasa prints
        result = train(
            domain=str(domain),
            config=str(training_files.NLU / "config.yml"),
            training_files=[str(file) for file in files],
            output=str(folder / "models"),
            fixed_model_name="model",
            force_training=True,
        )
    if result.code or result.model is None:
        sys.exit("Training failed; the reason stands above.")
    model.parent.mkdir(parents=True, exist_ok=True)
    half = model.with_name(model.name + ".half")
    half.write_bytes(Path(result.model).read_bytes())
    half.replace(model)


def main() -> None:
    parser = argparse.ArgumentParser(prog="nlu.train", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    model: Path = parser.parse_args().out.resolve()
    os.chdir(training_files.ROOT)
    fingerprint = training_files.fingerprint()
    if is_current(model, fingerprint):
        _say("The model is up to date.")
        return
    start = time.monotonic()
    _say("Training the model: about three minutes, once.")
    with tempfile.TemporaryDirectory() as folder, _progress(start):
        _train(model, Path(folder))
    fingerprint_file(model).write_text(fingerprint + "\n", encoding="ascii")
    _say(f"Trained in {time.monotonic() - start:.0f} s: {model}")


if __name__ == "__main__":
    main()
