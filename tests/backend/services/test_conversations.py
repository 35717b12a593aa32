"""Conversations in data, played against the services."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from backend.bootstrap import Backend
from tests.backend.services.interview_house import Chat

FOLDER = Path(__file__).parents[2] / "conversations"


def conversations() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for name, steps in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(steps, id=f"{path.stem}-{name}")


@pytest.mark.parametrize("steps", list(conversations()))
def test_the_conversation_goes_as_written(sqlite_backend: Backend, steps: list[Mapping[str, Any]]) -> None:
    chat = Chat(sqlite_backend)
    for step in steps:
        said, chat = play(chat, step)
        assert missing(said, step["bot"]) == [], f"after {step['person']!r} the bot said:\n{said}"
        assert [word for word in step.get("never", ()) if word in said] == [], said
        if "answers" in step:
            assert chat.values() == step["answers"]


def play(chat: Chat, step: Mapping[str, Any]) -> tuple[str, Chat]:
    person = step["person"]
    if isinstance(person, str | int):
        chat.language = step.get("language", chat.language)
        return chat.writes(str(person), *step.get("topics", ()), is_crisis=step.get("crisis", False)), chat
    if "press" in person:
        return chat.presses(person["press"]), chat
    chat.now += timedelta(days=person.get("waits", 0))
    return "", chat.moves_to_web() if person.get("moves") == "web" else chat


def missing(said: str, wanted: list[str]) -> list[str]:
    """What is not in it, or not in that order. Capitals do not matter."""
    place, lost = 0, []
    for part in wanted:
        found = said.casefold().find(part.casefold(), place)
        if found < 0:
            lost.append(part)
        else:
            place = found + len(part)
    return lost
