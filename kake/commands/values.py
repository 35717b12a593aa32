"""`kake values`"""

import json
from datetime import datetime
from typing import IO, Any

import click

from backend.domain.values import KINDS, read_value
from kake.exits import FAILED

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class _BadLineError(Exception):
    """What is wrong with a line."""


def _object(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        msg = f"not a line of JSON: {error}"
        raise _BadLineError(msg) from error
    if not isinstance(read, dict):
        msg = "not a JSON object"
        raise _BadLineError(msg)
    return read


def _field(read: dict[str, Any], name: str) -> str:
    if not isinstance(read.get(name), str):
        msg = f'"{name}" is missing' if name not in read else f'"{name}" is not a text'
        raise _BadLineError(msg)
    return str(read[name])


def _moment(written: str) -> datetime:
    try:
        now = datetime.fromisoformat(written)
    except ValueError as error:
        msg = '"now" is not a time in ISO 8601, such as 2026-11-23T12:00:00+02:00'
        raise _BadLineError(msg) from error
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        msg = f'"now" is not between the years {_FIRST_YEAR} and {_LAST_YEAR}'
        raise _BadLineError(msg)
    return now


def _answer(line: bytes) -> dict[str, Any]:
    read = _object(line)
    text, kind = _field(read, "text"), _field(read, "kind")
    if kind not in KINDS:
        msg = f'"kind" is none of {", ".join(KINDS)}'
        raise _BadLineError(msg)
    return {"text": text, "value": read_value(text, kind=kind, now=_moment(_field(read, "now")))}


def _written(answer: dict[str, Any]) -> str:
    """The answer as a line of JSON; half characters, which no file can hold, stay escaped."""
    written = json.dumps(answer, ensure_ascii=False)
    return written if written.isprintable() or _is_storable(written) else json.dumps(answer)


def _is_storable(written: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in written)


@click.command()
@click.argument("file", type=click.File("rb"))
@click.pass_context
def values(context: click.Context, file: IO[bytes]) -> None:
    """Read a value out of each line of FILE (JSON lines, `-` for standard input).

    A line is {"text": ..., "kind": ..., "now": ...}; kind is amount, date, time, datetime, date_range, people, email or
    phone, and now the moment the text was written (ISO 8601; Helsinki where it has no offset). The answer to each, in
    order: {"text", "value"}, value null where nothing was understood. A bad line gets {"error": ...} in its place, and
    the command ends with 1.
    """
    is_good = True
    for line in file:
        try:
            answer = _answer(line)
        except _BadLineError as error:
            answer, is_good = {"error": str(error)}, False
        click.echo(_written(answer))
    if not is_good:
        context.exit(FAILED)
