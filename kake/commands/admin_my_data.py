"""`kake admin erase` and `kake admin export`: a person's own data, for somebody who cannot ask in the chat."""

import json
from pathlib import Path

import click

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId
from backend.domain.refusals import NotFound
from backend.services.my_data import copy_for, erase_person, find_conversation
from backend.sweeping import sweep
from kake.exits import Failed
from kake.opening import opened_backend

_OWNER_ONLY = 0o600
_CASE = click.option("--case", "number", type=click.IntRange(min=1), help="A question of theirs, by its number.")
_CONVERSATION = click.option("--conversation", default="", help="Their conversation, by its id.")


@click.command()
@_CASE
@_CONVERSATION
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
def erase(number: int | None, conversation: str, is_sure: bool) -> None:  # noqa: FBT001 - click passes a flag so
    """Delete everything of the person who asked question --case, or whose conversation is --conversation.

    It cannot be brought back. What they wrote with a group that goes on stays the group's, without their name and contact.
    """
    with opened_backend() as backend:
        found = _found(backend, number, conversation)
        if not is_sure:
            click.confirm("Delete everything of this person, for good?", abort=True, err=True)
        backend.run(erase_person, backend.content, conversation=found, now=backend.clock.now())
        sweep(backend)
    click.echo(json.dumps({"state": "erased"}))


@click.command()
@_CASE
@_CONVERSATION
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="The folder to write to.")
@click.option("--language", default="fi", help="The language of the page.")
def export(number: int | None, conversation: str, folder: Path, language: str) -> None:
    """Write everything that is kept of a person into two files, readable by you only; print their names, a line each."""
    with opened_backend() as backend:
        found = _found(backend, number, conversation)
        copy = backend.read(copy_for, backend.content, conversation=found, language=language, now=backend.clock.now())
    folder.mkdir(parents=True, exist_ok=True)
    for ending, data in (("html", copy.html), ("json", copy.json)):
        path = folder / f"{copy.name}.{ending}"
        path.touch(mode=_OWNER_ONLY)
        path.chmod(_OWNER_ONLY)
        path.write_bytes(data)
        click.echo(str(path))


def _found(backend: Backend, number: int | None, conversation: str) -> ConversationId:
    if (number is None) == (conversation == ""):
        msg = "name the person by --case NUMBER or by --conversation ID"
        raise click.UsageError(msg)
    try:
        return backend.read(find_conversation, case=number, conversation=conversation)
    except NotFound as refusal:
        msg = f"there is no question {number}" if number is not None else "there is no such conversation"
        raise Failed(msg) from refusal
