"""What is made of messages while the pitch asks: of two writers who knew nothing of the rules and from whom nothing was learned.

`kake understand --in-form` is the command that people measure it by; the trained model and the product's own weights answer.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests" / "sentences" / "in_form.jsonl"
LINES: list[dict[str, Any]] = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
ANSWER = "answer"


def in_form(slot: str, lines: list[dict[str, Any]]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kake", "understand", "--in-form", slot, "-"],
        cwd=ROOT,
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line)["outcome"] for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[str, str]]:
    """What each line is, and what it is held for."""
    return list(zip([line["outcome"] for line in LINES], in_form("line", [{"slot": line["slot"], "text": line["text"]} for line in LINES]), strict=True))


def share_right(outcomes: list[tuple[str, str]]) -> float:
    return sum(wanted == told for wanted, told in outcomes) / len(outcomes)


def swallowed(outcomes: list[tuple[str, str]]) -> int:
    return sum(told == ANSWER != wanted for wanted, told in outcomes)


def lost(outcomes: list[tuple[str, str]]) -> int:
    return sum(wanted == ANSWER != told for wanted, told in outcomes)


def test_nearly_every_unseen_message_gets_what_it_is(outcomes: list[tuple[str, str]]) -> None:
    assert share_right(outcomes) >= 0.95, Counter(pair for pair in outcomes if pair[0] != pair[1])


def test_hardly_a_question_or_order_is_swallowed_into_an_answer_or_an_answer_lost(outcomes: list[tuple[str, str]]) -> None:
    assert swallowed(outcomes) <= 13
    assert lost(outcomes) <= 9


def test_without_what_was_heard_and_weighed_it_would_be_noticed(outcomes: list[tuple[str, str]]) -> None:
    """The negative control: who takes everything for an answer, or believes that another line was said."""
    everything = [(wanted, ANSWER) for wanted, _ in outcomes]
    shifted = list(zip([wanted for wanted, _ in outcomes], [told for _, told in [*outcomes[7:], *outcomes[:7]]], strict=True))

    assert swallowed(everything) > 200
    assert share_right(shifted) < 0.5


def test_every_slot_is_asked_with_answers_questions_and_orders() -> None:
    slots = {"group_name", "title", "what", "for_whom", "change", "where", "when", "amount", "team", "contact"}

    assert {line["slot"] for line in LINES} == slots
    assert len({line["outcome"] for line in LINES}) > 50
    assert len(LINES) >= 600


def test_what_was_promised_by_name_holds() -> None:
    promised = {
        ("group_name", "Lopetetaan yksinäisyys -ryhmä"): ANSWER,
        ("title", "Kiitos-tapahtuma vapaaehtoisille"): ANSWER,
        ("what", "Järjestetään kahvila, jossa neuvotaan miten haetaan tukea"): ANSWER,
        ("amount", "en tiiä, ehkä nelisen tonnia"): ANSWER,
        ("where", "moneltako te aukeatte"): "ask_contact",
        ("amount", "ohita"): "skip",
        ("change", "en jaksa nyt, jatketaan huomenna"): "stop",
        ("when", "en tiedä vielä"): "skip",
    }

    told = in_form("line", [{"slot": slot, "text": text} for slot, text in promised])

    assert dict(zip(promised, told, strict=True)) == promised
