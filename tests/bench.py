"""`make bench`: repeats the figures that the docs claim, on this machine, each beside something measured in the same run."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from backend.content import load_content
from backend.domain.clock import CITY_ZONE
from kake.dialogue import run_dialogue_program
from kake.in_form import ANSWER, InForm
from tests import rush
from tests.whole.product import ROOT, Product, product

MODEL = ("--model", str(ROOT / "var" / "model" / "kake.tar.gz"))
TURNS = 100
QUESTIONS = ("kuka voi hakea?", "milloin haku on auki", "pitääkö olla omaa rahaa", "paljonko tapahtumaan saa", "kuka päättää")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kake-bench-") as folder:
        started = time.monotonic()
        with product(Path(folder) / "var") as running:
            _tell("start to ready (model there already)", f"{time.monotonic() - started:.1f} s")
            asyncio.run(_measure_turns(running))
    _tell("10,000 attempts of 16 processes to book 100 times", "")
    content = load_content(ROOT / "content", programme="joensuu-kake-2")
    rush.bench(content)
    _measure_understanding()
    _measure_in_form(InForm(form=content.forms["pitch"], signals=content.signals, now=datetime.now(tz=CITY_ZONE)))
    _tell("understanding on the test sentences", "")
    run_dialogue_program("nlu.evaluate", MODEL)


async def _measure_turns(running: Product) -> None:
    """A bare answer of the same server is what everything else is compared with."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await (await session.post(f"{running.url}/api/chat/session", json={})).release()

        async def health(_: int) -> None:
            await (await session.get(f"{running.url}/health")).release()

        async def acknowledged(_: int) -> str:
            body = {"id": str(uuid.uuid4()), "text": QUESTIONS[0]}
            response = await session.post(f"{running.url}/api/chat/messages", json=body)
            return str((await response.json())["turn"])

        async def turn(number: int) -> None:
            body = {"id": str(uuid.uuid4()), "text": QUESTIONS[number % len(QUESTIONS)]}
            made = (await (await session.post(f"{running.url}/api/chat/messages", json=body)).json())["turn"]
            while made in (await (await session.get(f"{running.url}/api/chat/history")).json())["pending"]:  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.005)  # the page is told by an event stream; asking is what a program can do

        bare = await _median("GET /health", health, TURNS)
        # A person may post 30 messages a minute: the samples stay below.
        stored = await _median("POST a message until it is stored", acknowledged, 8)
        whole = await _median("a whole turn: stored, understood, answered", turn, 15)
        _tell("stored / health", f"{stored / bare:.1f} x")
        _tell("whole turn / health", f"{whole / bare:.1f} x")


async def _median(name: str, work: Callable[[int], Awaitable[object]], count: int) -> float:
    taken = []
    for number in range(count):
        began = time.perf_counter()
        await work(number)
        taken.append(time.perf_counter() - began)
    median = statistics.median(taken)
    _tell(name, f"{median * 1000:.1f} ms median, {max(taken) * 1000:.1f} ms worst of {count}")
    return median


def _measure_understanding() -> None:
    sentences = (ROOT / "tests" / "sentences" / "single.jsonl").read_text(encoding="utf-8").splitlines()
    lines = [json.dumps({"text": json.loads(line)["text"]}) for line in (sentences * 2)[:1000]]
    seconds = {}
    for count in (1, 1000):
        began = time.perf_counter()
        run_dialogue_program("nlu.understand", MODEL, stdin="\n".join(lines[:count]).encode(), captures=True)
        seconds[count] = time.perf_counter() - began
        _tell(f"understanding {count} lines, start included", f"{seconds[count]:.1f} s")
    _tell("1,000 lines / one line", f"{seconds[1000] / seconds[1]:.1f} x")


def _measure_in_form(form: InForm) -> None:
    """What is made of messages while the pitch asks, beside what is made of them by their words alone."""
    lines = [json.loads(line) for line in (ROOT / "tests" / "sentences" / "in_form.jsonl").read_text(encoding="utf-8").splitlines()]
    given = "\n".join(json.dumps({"text": line["text"]}) for line in lines).encode()
    done = run_dialogue_program("nlu.understand", MODEL, stdin=given, captures=True)
    understood = [json.loads(line) for line in done.stdout.decode().splitlines()]
    ways: dict[str, dict[str, Any]] = {"listening for answers": {}, "by their words alone": {"answers": {}}}
    for name, unheard in ways.items():
        pairs = [(line["outcome"], form.outcome({**one, **unheard}, slot=line["slot"])) for line, one in zip(lines, understood, strict=True)]
        right = sum(wanted == told for wanted, told in pairs) / len(pairs)
        swallowed = sum(told == ANSWER != wanted for wanted, told in pairs)
        lost = sum(wanted == ANSWER != told for wanted, told in pairs)
        _tell(f"{len(lines)} messages in the form, {name}", f"{right:.1%} right, {swallowed} swallowed, {lost} lost")


def _tell(name: str, figure: str) -> None:
    sys.stdout.write(f"{name:55s} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
