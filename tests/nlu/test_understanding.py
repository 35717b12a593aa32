"""What the trained model makes of messages that it was not trained on, through the command that people measure it by."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "var" / "model" / "kake.tar.gz"
SENTENCES = ROOT / "tests" / "sentences"
NOT_ANSWERED = (None, "out_of_scope")


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines()]


def understand(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "kake", "understand", "-"],
        cwd=ROOT,
        input="\n".join(json.dumps(m) for m in messages),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def understood() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    sentences = lines_of("single.jsonl")
    return list(zip(sentences, understand([{"text": s["text"]} for s in sentences]), strict=True))


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize(("language", "at_least"), [("fi", 0.90), ("en", 0.96), ("sv", 0.96), ("ru", 0.95)])
def test_unseen_messages_get_their_topic(understood: list[tuple[dict[str, Any], dict[str, Any]]], language: str, at_least: float) -> None:
    hits = [u["topic"] == s["topic"] for s, u in understood if s["lang"] == language and s["topic"] not in NOT_ANSWERED]
    assert share(hits) >= at_least


def test_a_shuffled_answer_sheet_would_be_noticed(understood: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """The negative control of the test above."""
    shifted = zip([s for s, _ in understood], [u for _, u in understood[7:] + understood[:7]], strict=True)
    assert share([u["topic"] == s["topic"] for s, u in shifted if s["topic"] not in NOT_ANSWERED]) < 0.5


def test_what_is_none_of_our_business_or_unclear_is_not_answered(understood: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert share([u["topic"] in NOT_ANSWERED for s, u in understood if s["topic"] == "out_of_scope"]) >= 0.85
    assert share([u["topic"] is None for s, u in understood if s["topic"] is None]) >= 0.9


def test_the_language_is_told(understood: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert share([u["lang"] == s["lang"] for s, u in understood]) >= 0.97


def test_every_answer_has_the_promised_form(understood: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for sentence, answer in understood:
        assert list(answer) == ["text", "lang", "topic", "confidence", "topics", "values"]
        assert answer["text"] == sentence["text"]
        assert answer["topic"] == (answer["topics"][0]["topic"] if answer["topics"] else None)
        assert 0 <= answer["confidence"] <= 1


def test_several_questions_are_found_in_their_order() -> None:
    sentences = lines_of("several.jsonl")
    found = understand([{"text": s["text"]} for s in sentences])
    assert share([[t["topic"] for t in u["topics"]] == s["topics"] for s, u in zip(sentences, found, strict=True)]) >= 0.7


def test_a_bad_line_is_named_in_its_place_and_the_rest_goes_on() -> None:
    given = '{"text": "moi"}\nnonsense\n{"txt": "moi"}\n{"text": "varaa aika neuvojalle"}\n'
    done = subprocess.run([sys.executable, "-m", "kake", "understand", "-"], cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert ["error" in line or line["topic"] for line in lines] == ["greet", True, True, "book_meeting"]


def test_hostile_messages_are_only_messages() -> None:
    hostile = ["", " ", "\u200b", "/restart", '/ask_rounds{"a": 1}', "\x00", "\ud83d", "😀" * 3000, "ä" * 20_000, "a\u0301" * 3000, "{{7*7}}", "[moi](greet)"]
    assert len(understand([{"text": text} for text in hostile])) == len(hostile)


def test_an_emergency_is_seen_and_a_figure_of_speech_is_not() -> None:
    emergencies = [
        "en jaksa enää elää",
        "haluan tappaa itseni",
        "mies hakkaa mua just nyt",
        "I want to kill myself",
        "jag vill inte leva längre",
        "хочу умереть",
    ]
    figures = ["tämä byrokratia tappaa", "kuolen nauruun", "en jaksa enää tätä lomaketta", "I could kill for a coffee", "elämä on"]
    python = str(ROOT / "nlu" / ".venv" / "bin" / "python")
    given = "\n".join(json.dumps({"text": text}) for text in [*emergencies, *figures])
    done = subprocess.run([python, "-m", "nlu.understand", "--model", str(MODEL)], cwd=ROOT, input=given, capture_output=True, text=True, check=True)
    seen = [json.loads(line)["crisis"] for line in done.stdout.splitlines()]
    assert seen == [True] * len(emergencies) + [False] * len(figures)
