"""docs/add-a-question.md, followed to the letter on a copy of the content."""

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.content import load_content
from backend.content.form_file import _KEYS
from tests.backend.services.interview_house import Chat
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "add-a-question.md").read_text(encoding="utf-8")


@pytest.fixture
def chat(sqlite_backend: Backend, tmp_path: Path) -> Chat:
    """Alice in a product whose content is a copy, begun before the question was added."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    content = load_content(tmp_path / "content", programme="joensuu-kake-2")
    return Chat(dataclasses.replace(sqlite_backend, content=content))


def add_the_question(folder: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert block is not None
    file = folder / "forms" / "eligibility.yml"
    file.write_text(file.read_text(encoding="utf-8") + block[1], encoding="utf-8")


def ask_until_the_end(chat: Chat) -> str:
    chat.writes("joensuulaisen yhdistyksen 5000 euron juhla keskustassa työttömille", "check_eligibility")
    return chat.writes("osallisuutta")


def test_the_question_is_asked_in_the_next_conversation_without_a_restart(chat: Chat, tmp_path: Path) -> None:
    add_the_question(tmp_path / "content")

    assert "Tulisitteko mukaan yhteistapaamisiin?" in ask_until_the_end(chat)
    assert "järjestetään yhteistapaamisia" in chat.writes("miksi kysyt", "explain_question")
    assert "Rahoituksesta päättää aina rahoittaja" in chat.writes("joo")
    assert chat.values()["comes_to_meetings"] is True


def test_before_it_was_added_it_is_not_asked(chat: Chat) -> None:
    """The negative control."""
    assert "Rahoituksesta päättää aina rahoittaja" in ask_until_the_end(chat)


def test_every_key_the_guide_names_is_one_a_form_may_have() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))

    assert named == {*_KEYS, "same_as"}
