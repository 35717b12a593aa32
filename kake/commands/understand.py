"""`kake understand`"""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import repeat
from typing import IO, Any, TypeAlias

import click

from backend.content import load_content
from backend.domain.values import find_values
from kake.dialogue import run_dialogue_program, train_model
from kake.exits import FAILED, Failed
from kake.in_form import InForm
from kake.settings import Settings, read_settings

_FORM = "pitch"
_LINE = "line"
Answers: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""What is told of a line that was understood."""


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--in-form", "slot", metavar="SLOT", help="The slot of the pitch that is asked for, or `line`: each line says its own.")
def understand(file: IO[bytes], slot: str | None) -> None:
    """Say what the running bot would make of each message of FILE (JSON lines, `-` for standard input).

    A line is {"text": ..., "lang"?: ...}; `lang` is a hint. The answer to each, in order: {"text", "lang", "topic",
    "confidence", "topics", "values"}. A bad line gets {"error": ...} in its place, and the command ends with 1.

    With --in-form, what it would do with the message while the pitch waits for the answer to SLOT: {"text", "outcome"},
    `answer` or a topic. An answer together with a question is an answer; what neither answers nor asks is `out_of_scope`.
    """
    settings = read_settings()
    lines = _lines(file.read())
    told = repeat(_as_promised(settings.clock().now()), len(lines)) if slot is None else _in_form(settings, lines, slot)
    if not train_model(settings.model):
        msg = "there is no model and none could be trained; the reason is above"
        raise Failed(msg)
    given = "".join(lines).encode("utf-8", "surrogateescape")
    done = run_dialogue_program("nlu.understand", ["--model", str(settings.model)], stdin=given, captures=True)
    has_failed = done.returncode != 0
    for line, answer in zip(done.stdout.decode("utf-8").splitlines(), told, strict=not has_failed):
        understood = json.loads(line)
        answered = understood if "error" in understood else answer(understood)
        has_failed = has_failed or "error" in answered
        click.echo(json.dumps(answered, ensure_ascii=False))
    if has_failed:
        raise click.exceptions.Exit(done.returncode or FAILED)


def _lines(given: bytes) -> list[str]:
    """The lines that the dialogue program will answer: those that hold something."""
    written = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", errors="surrogateescape")
    return [f"{line.rstrip(chr(10))}\n" for line in written if line.strip()]


def _as_promised(now: datetime) -> Answers:
    def told(understood: dict[str, Any]) -> dict[str, Any]:
        """The line without what only the running bot needs."""
        kept = ("text", "lang", "topic", "confidence", "topics")
        values = [{"kind": found.kind, "text": found.text, "value": found.value} for found in find_values(understood["text"], now=now)]
        return {**{key: understood[key] for key in kept}, "values": values}

    return told


def _in_form(settings: Settings, lines: Iterable[str], slot: str) -> Iterator[Answers]:
    content = load_content(settings.content, programme=settings.programme)
    form = InForm(form=content.forms[_FORM], signals=content.signals, now=settings.clock().now())
    if slot not in (*form.slots(), _LINE):
        msg = f"there is no slot {slot!r}; there are: {', '.join(form.slots())}, and {_LINE} where each line says its own"
        raise click.BadParameter(msg, param_hint="--in-form")
    return (_waiting_for(form, _own_slot(line) if slot == _LINE else slot) for line in lines)


def _waiting_for(form: InForm, slot: object) -> Answers:
    def told(understood: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(slot, str) or slot not in form.slots():
            return {"error": f"a slot is needed, one of {', '.join(form.slots())}"}
        return {"text": understood["text"], "outcome": form.outcome(understood, slot=slot)}

    return told


def _own_slot(line: str) -> object:
    """What stands at `slot`; that the line is JSON at all the dialogue program sees."""
    try:
        read = json.loads(line)
    except ValueError:
        return None
    return read.get("slot") if isinstance(read, dict) else None
