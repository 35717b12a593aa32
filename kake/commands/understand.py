"""`kake understand`"""

import json
from datetime import datetime
from typing import IO, Any

import click

from backend.domain.values import find_values
from kake.dialogue import run_dialogue_program, train_model
from kake.exits import Failed
from kake.settings import read_settings


@click.command()
@click.argument("file", type=click.File("rb"))
def understand(file: IO[bytes]) -> None:
    """Say what the running bot would make of each message of FILE (JSON lines, `-` for standard input).

    A line is {"text": ..., "lang"?: ...}; `lang` is a hint. The answer to each, in order: {"text", "lang", "topic",
    "confidence", "topics", "values"}. A bad line gets {"error": ...} in its place, and the command ends with 1.
    """
    settings = read_settings()
    if not train_model(settings.model):
        msg = "there is no model and none could be trained; the reason is above"
        raise Failed(msg)
    done = run_dialogue_program("nlu.understand", ["--model", str(settings.model)], stdin=file.read(), captures=True)
    for line in done.stdout.decode("utf-8").splitlines():
        click.echo(json.dumps(_as_promised(json.loads(line), now=settings.clock().now()), ensure_ascii=False))
    if done.returncode != 0:
        raise click.exceptions.Exit(done.returncode)


def _as_promised(understood: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """The line without what only the running bot needs."""
    if "error" in understood:
        return understood
    kept = ("text", "lang", "topic", "confidence", "topics")
    values = [{"kind": found.kind, "text": found.text, "value": found.value} for found in find_values(understood["text"], now=now)]
    return {**{key: understood[key] for key in kept}, "values": values}
