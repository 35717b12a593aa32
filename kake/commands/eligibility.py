"""`kake eligibility`"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import click

from backend.content.eligibility_loader import LoadedRules, load_eligibility
from backend.domain.clock import CITY_ZONE
from backend.domain.eligibility import FactsUnreadable, judge, read_facts
from backend.domain.eligibility.plain import plain
from kake.exits import FAILED
from kake.settings import Settings, read_settings


class _BadLine(ValueError):
    """The line is no JSON that can hold facts; the text says why."""


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day asked on, for instance 2018-02-10. Default: today by the product's clock.")
@click.option("--programme", metavar="ID", help="The programme asked about. Default: the one that is set.")
def eligibility(file: IO[bytes], on: datetime | None, programme: str | None) -> None:
    """Say whether each idea of FILE (JSON lines of facts, `-` for standard input) fits the programme.

    A line holds what is known, for instance {"kind": "event", "amount_eur": 5000, "applicant": "civic_group"}. The
    answer to each, in order: {"verdict", "criteria", "would_change"}. A bad line gets {"error": ...} in its place, and
    the command ends with 1.

    A verdict is advice: only the funder decides. It rests on the programme's material of 2018-2021.
    """
    settings = read_settings()
    loaded = load_eligibility(settings.content, programme=_known_programme(settings, programme))
    day = settings.clock().now().astimezone(CITY_ZONE).date() if on is None else on.date()
    has_failed = False
    for line in file:
        answer = _answer(line, loaded=loaded, on=day)
        has_failed = has_failed or "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False))
    if has_failed:
        raise click.exceptions.Exit(FAILED)


def _known_programme(settings: Settings, wanted: str | None) -> str:
    """A programme named on the command line must be there; one that is set wrongly is a matter of configuration."""
    if wanted is None:
        return settings.programme
    known = sorted(path.stem for path in Path(settings.content, "programmes").glob("*.yml") if "." not in path.stem)
    if wanted not in known:
        msg = f"there is no programme {wanted!r}; there are: {', '.join(known)}"
        raise click.BadParameter(msg, param_hint="--programme")
    return wanted


def _answer(line: bytes, *, loaded: LoadedRules, on: date) -> Mapping[str, Any]:
    try:
        facts = read_facts(_parsed(line), known=loaded.rules.facts)
    except (_BadLine, FactsUnreadable) as error:
        return {"error": str(error)}
    return plain(judge(loaded.rules, programme=loaded.programme, facts=facts, on=on))


def _parsed(line: bytes) -> object:
    """The JSON of a line; a key that stands there twice makes it unclear what is meant."""
    try:
        return json.loads(line.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except _BadLine:
        raise
    except UnicodeDecodeError as error:
        msg = "not UTF-8"
        raise _BadLine(msg) from error
    except (ValueError, RecursionError) as error:
        msg = "not JSON"
        raise _BadLine(msg) from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        msg = f"{twice!a} is there twice"
        raise _BadLine(msg)
    return made


def _no_number(constant: str) -> object:
    msg = f"{constant} is no number"
    raise _BadLine(msg)
