"""`kake understand --in-form`: what the bot would do while the pitch waits for an answer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.content import Content
from kake.commands.understand import understand
from kake.in_form import InForm
from tests.times import NOON

ROOT = Path(__file__).parents[2]
SLOTS = ["group_name", "title", "what", "for_whom", "change", "where", "when", "amount", "team", "contact"]


@pytest.fixture(scope="module")
def pitch(content: Content) -> InForm:
    return InForm(form=content.forms["pitch"], signals=content.signals, now=NOON)


def understood(text: str, *topics: str, crisis: bool = False) -> dict[str, Any]:
    scored = [{"topic": topic, "confidence": 0.9} for topic in topics]
    return {"text": text, "lang": "fi", "topics": scored, "candidates": scored, "answers": {}, "crisis": crisis}


def run(*lines: str, slot: str) -> subprocess.CompletedProcess[str]:
    given = "".join(f"{line}\n" for line in lines)
    command = [sys.executable, "-m", "kake", "understand", "--in-form", slot, "-"]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)


def test_every_slot_of_the_pitch_is_there(pitch: InForm) -> None:
    assert set(SLOTS) <= set(pitch.slots())


@pytest.mark.parametrize(
    ("slot", "text", "topics", "outcome"),
    [
        ("title", "Lopetetaan yksinäisyys -ryhmä", ["stop"], "answer"),
        ("title", "moneltako te aukeatte", ["ask_contact"], "ask_contact"),
        ("what", "Leivotaan yhdessä. Saako jauhot ostaa avustuksella?", ["ask_costs"], "answer"),
        ("what", "miksi kysyt", ["explain_question"], "explain_question"),
        ("what", "näytä yhteenveto", ["show_drafts"], "show_drafts"),
        ("what", "joo", ["affirm"], "affirm"),
        ("what", "👍", [], "out_of_scope"),
        ("when", "en tiedä vielä", ["skip"], "skip"),
        ("when", "sitten kun lumet on sulanu", [], "answer"),
        ("amount", "en tiiä, ehkä nelisen tonnia", ["skip"], "answer"),
        ("amount", "sen verran kun tarvitaan", [], "answer"),
        ("contact", "en halua antaa", ["deny"], "skip"),
    ],
)
def test_the_outcome_is_an_answer_or_a_topic(pitch: InForm, slot: str, text: str, topics: list[str], outcome: str) -> None:
    assert pitch.outcome(understood(text, *topics), slot=slot) == outcome


def test_a_change_of_an_answer_given_earlier_is_an_edit(pitch: InForm) -> None:
    assert pitch.outcome(understood("vaihda summa 6000:een"), slot="title") == "edit_draft"


def test_where_there_may_be_danger_nothing_is_taken_for_an_answer(pitch: InForm) -> None:
    assert pitch.outcome(understood("en jaksa enää elää", "stop", crisis=True), slot="change") == "out_of_scope"


def test_a_slot_that_is_none_is_wrong_usage_and_names_those_there_are() -> None:
    result = CliRunner().invoke(understand, ["--in-form", "colour", "-"], input=b"")

    assert result.exit_code == 2
    assert all(slot in result.stderr for slot in (*SLOTS, "line"))
    assert result.stdout == ""


def test_each_line_may_say_its_own_slot_and_a_bad_one_is_named_in_its_place() -> None:
    done = run(
        '{"text": "ohita", "slot": "title"}',
        '{"text": "ohita"}',
        "",
        '{"text": "ohita", "slot": "colour"}',
        "nonsense",
        '{"text": "5000", "lang": "fi", "slot": "amount"}',
        slot="line",
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line.get("outcome", "error") for line in lines] == ["skip", "error", "error", "error", "answer"]
    assert lines[0] == {"text": "ohita", "outcome": "skip"}
    assert "group_name" in lines[1]["error"]


def test_good_lines_end_well() -> None:
    done = run('{"text": "Utran martat"}', '{"text": "puhunko ihmiselle"}', slot="group_name")

    assert done.returncode == 0
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["answer", "ask_if_bot"]
