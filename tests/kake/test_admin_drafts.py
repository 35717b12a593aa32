"""`kake admin drafts`, as a coordinator uses it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.bootstrap import Backend
from backend.domain.ideas import What
from kake.cli import kake
from kake.exits import Failed
from kake.opening import opened_backend
from tests.backend.services.idea_house import House, told
from tests.times import NOON


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    monkeypatch.setenv("KAKE_HOME", str(tmp_path))
    monkeypatch.setenv("KAKE_NOW", "2026-11-23T15:00:00+02:00")
    with opened_backend() as opened:
        yield opened


@pytest.fixture
def house(backend: Backend) -> House:
    made = House(backend)
    made.sends(at=NOON)
    return made


def output(*arguments: str) -> str:
    result = CliRunner().invoke(kake, ["admin", "drafts", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def lines(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output(*arguments).splitlines()]


def answer(number: int, *more: str) -> list[dict[str, Any]]:
    return lines("answer", str(number), "--decision", "go_on", "--reasons", "Hyvä alku.", "--by", "Maija", *more)


def test_what_waits_is_listed_received_and_answered(house: House) -> None:
    [waiting] = lines("list")
    [received] = lines("receive", str(house.number), "--by", "Maija")
    [answered] = answer(house.number, "--what", "pitch")

    assert (waiting["number"], waiting["what"], waiting["state"], waiting["title"]) == (house.number, "pitch", "sent", "Kahvit kaikille")
    assert (received["state"], answered["state"]) == ("received", "answered")
    assert (answered["decision"], answered["answered_by"]) == ("go_on", "Maija")
    assert lines("list") == []
    assert lines("list", "--all") == [answered]
    assert ["Vastaanotettu" in told(house.alice)[0], "”Hyvä alku.”" in told(house.alice)[1]] == [True, True]


def test_show_prints_what_a_coordinator_reads(house: House) -> None:
    text = output("show", str(house.number))

    assert text.startswith(f"Idea {house.number}: Kahvit kaikille\nIdean esittely. Lähetetty 23.11.2026, odottaa vastaanottoa.\n")
    assert "\nMitä tehdään: keitetään kahvit\n" in text


def test_of_a_pitch_and_a_draft_the_one_that_waits_is_meant(house: House) -> None:
    answer(house.number)
    house.drafts(at=NOON, name="Kahvit ja pulla")
    house.sends(What.DRAFT, at=NOON)

    assert "Hakemusluonnos – ei ole vielä hakemus" in output("show", str(house.number))
    assert [one["what"] for one in lines("receive", str(house.number))] == ["draft"]
    assert "Idean esittely" in output("show", str(house.number), "--what", "pitch")


def test_answering_twice_is_refused_in_words(house: House) -> None:
    answer(house.number)
    with pytest.raises(Failed, match=f"idea {house.number} has been answered already"):
        answer(house.number, "--what", "pitch")
    assert len(told(house.alice)) == 1


def test_an_idea_that_is_not_there_and_one_that_was_not_sent_are_told_apart_for_coordinators(house: House) -> None:
    with pytest.raises(Failed, match="there is no idea 99999999999"):
        output("show", "99999999999")
    with pytest.raises(Failed, match=f"the group of idea {house.number} has sent nothing of this kind"):
        output("show", str(house.number), "--what", "draft")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--decision", "go_on", "--reasons", " \u200b ", "--by", "Maija"),
        ("--decision", "go_on", "--reasons", "x", "--by", "  "),
        ("--decision", "go_on", "--reasons", "x", "--by", "M" * 65),
        ("--decision", "maybe", "--reasons", "x", "--by", "Maija"),
        ("--decision", "go_on", "--by", "Maija"),
        ("--decision", "go_on", "--reasons", "x"),
    ],
)
def test_an_answer_without_reasons_decision_or_name_is_wrong_usage(house: House, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(kake, ["admin", "drafts", "answer", str(house.number), *arguments])

    assert (result.exit_code, result.stdout, told(house.alice)) == (2, "", [])
