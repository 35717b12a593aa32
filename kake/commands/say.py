"""`kake say` and `kake chat`"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import IO

import click

from kake.chatting import TerminalChat, Utterance, as_line, terminal_chat
from kake.exits import Failed
from kake.home import running_url
from kake.settings import Settings, read_settings

_TURN_SECONDS = 25.0


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--chat", "name", required=True, metavar="NAME", help="The person; the same name goes on with the same chat.")
@click.option("--script", type=click.File("r", encoding="utf-8"), help="Say each line of FILE, one turn each.")
@click.option("--wait", type=click.FloatRange(min=0), default=0.0, metavar="N", help="Then print what arrives in N seconds.")
@click.argument("text", required=False)
def say(name: str, script: IO[str] | None, wait: float, text: str | None) -> None:
    """Say TEXT to the running product as the chat person NAME; a JSON line for each message that comes back.

    A TEXT equal to a button's label presses it. Returns when the turn is done, after 25 s at most.
    """
    texts = [line.strip() for line in script if line.strip()] if script is not None else []
    if text is not None:
        texts.append(text)
    if not texts and not wait:
        msg = "give TEXT, --script or --wait"
        raise click.UsageError(msg)
    asyncio.run(_say(read_settings(), name, texts, wait))


@click.command()
@click.option("--chat", "name", default="terminal", metavar="NAME", help="The person; the same name goes on with the same chat.")
def chat(name: str) -> None:
    """Chat with the running product in the terminal. A button is pressed by its number; an empty line ends."""
    asyncio.run(_chat(read_settings(), name))


async def _say(settings: Settings, name: str, texts: Sequence[str], wait: float) -> None:
    async with terminal_chat(url=_url(settings), home=settings.home.resolve(), name=name) as terminal:
        for text in texts:
            await _print_lines(terminal, terminal.send(text, seconds=_TURN_SECONDS))
        if wait:
            await _print_lines(terminal, terminal.arriving(wait))


async def _print_lines(terminal: TerminalChat, utterances: AsyncIterator[Utterance]) -> None:
    async for utterance in utterances:
        documents = [{"name": d["name"], "type": d["type"], "path": str(await terminal.fetch(d["url"], d["name"]))} for d in utterance["documents"]]
        click.echo(as_line(utterance, documents))


async def _chat(settings: Settings, name: str) -> None:
    labels: list[str] = []
    async with terminal_chat(url=_url(settings), home=settings.home.resolve(), name=name) as terminal:
        while True:
            typed = await asyncio.to_thread(_ask)
            if not typed:
                return
            text = labels[int(typed) - 1] if typed.isdigit() and 0 < int(typed) <= len(labels) else typed
            try:
                labels = await _print_turn(terminal, text)
            except Failed as failure:
                click.echo(str(failure), err=True)


async def _print_turn(terminal: TerminalChat, text: str) -> list[str]:
    labels: list[str] = []
    async for utterance in terminal.send(text, seconds=_TURN_SECONDS):
        click.echo(f"\n{utterance['text']}")
        for button in utterance["buttons"]:
            labels.append(button["label"])
            click.echo(f"  [{len(labels)}] {button['label']}")
        for document in utterance["documents"]:
            path: Path = await terminal.fetch(document["url"], document["name"])
            click.echo(f"  {path}")
    click.echo()
    return labels


def _ask() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _url(settings: Settings) -> str:
    return running_url(settings.home.resolve()) or f"http://{settings.bind}"
