"""Conversations about meetings in data, played against the services."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from backend.bootstrap import Backend
from tests.backend.services.meetings.chat_house import MeetingChat, play
from tests.backend.services.test_conversations import missing

FOLDER = Path(__file__).parents[3] / "conversations" / "meetings"


def conversations() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for name, steps in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(steps, id=f"{path.stem}-{name}")


@pytest.mark.parametrize("steps", list(conversations()))
def test_the_conversation_goes_as_written(sqlite_backend: Backend, steps: list[Mapping[str, Any]]) -> None:
    chat = MeetingChat(sqlite_backend)
    for step in steps:
        said = play(chat, step)
        assert missing(said, step["bot"]) == [], f"after {step.get('person')!r} the bot said:\n{said}"
        assert [word for word in step.get("never", ()) if word in said] == [], said
        if "booked" in step:
            assert chat.booked() == step["booked"]
        if "held" in step:
            assert chat.held() == step["held"]
