"""`kake admin times` and `kake admin trainings`, as coordinators type them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backend import bootstrap
from backend.content import Content
from kake.commands.admin import admin
from kake.exits import Failed

Typed = Callable[..., Result]
PHONE = ("--adviser", "1", "--kind", "phone")


@pytest.fixture
def typed(tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.setenv("KAKE_HOME", str(tmp_path))
    # Read once for all commands: it takes seconds.
    monkeypatch.setattr(bootstrap, "load_content", lambda *_, **__: content)
    monkeypatch.setenv("KAKE_NOW", "2026-11-23T10:00:00Z")
    return lambda *words: CliRunner().invoke(admin, [str(word) for word in words])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def failure(result: Result) -> str:
    assert isinstance(result.exception, Failed), result.output
    return str(result.exception)


def test_times_are_published_listed_and_taken_back(typed: Typed) -> None:
    [pirkko] = lines(typed("times", "adviser", "add", "Pirkko", "--languages", "fi,en"))
    [rule] = lines(typed("times", "publish", *PHONE, "--weekday", "tue", "--from", "9", "--to", "10.00"))
    [single] = lines(typed("times", "add", *PHONE, "--day", "25.11.2026", "--from", "9:00", "--to", "9:45", "--languages", "fi"))
    times = lines(typed("times", "list"))

    assert pirkko == {"number": 1, "name": "Pirkko", "languages": ["fi", "en"], "is_active": True}
    assert (rule["weekday"], rule["from"], rule["to"], rule["times"]) == ("tue", "09:00", "10:00", 8)
    assert [(one["starts"], one["state"], one["rule"]) for one in times[:2]] == [
        ("2026-11-24T09:00+02:00", "free", rule["id"]),
        ("2026-11-25T09:00+02:00", "free", None),
    ]
    assert lines(typed("times", "remove", single["id"])) == [{"id": single["id"], "state": "removed", "cancelled": None}]
    [gone] = lines(typed("times", "remove", rule["id"]))
    assert (gone["times"], gone["kept"], lines(typed("times", "list"))) == (8, [], [])
    assert failure(typed("times", "remove", rule["id"])).startswith("there is nothing with that ID")


def test_what_cannot_be_is_said_with_the_option_at_fault(typed: Typed) -> None:
    typed("times", "adviser", "add", "Pirkko", "--languages", "fi")
    typed("times", "add", *PHONE, "--day", "25.11.2026", "--from", "9:00", "--to", "9:45")

    def add(day: str, starts: str, ends: str, *more: str) -> str:
        return failure(typed("times", "add", *PHONE, "--day", day, "--from", starts, "--to", ends, *more))

    assert add("2026-11-25", "10:00", "9:00") == "--to: it ends before it begins"
    assert add("2026-11-25", "9:30", "10:00").startswith("--from: the adviser has a time then already: ")
    assert add("2026-11-20", "9:30", "10:00") == "--from: that is over already (2026-11-20T09:30+02:00)"
    assert add("2036-11-25", "9:30", "10:00").startswith("--day: that is more than two years away")
    assert add("2027-03-28", "3:30", "5:00") == "--from: on that day the clocks skip that time; choose another"
    assert add("2026-11-25", "11", "12", "--languages", "en") == "--languages: choose from the languages that the adviser speaks"
    assert add("2026-11-25", "11", "12", "--languages", "xx").startswith("--languages: xx is not one of fi, en")
    assert failure(typed("times", "leave", "add", "2026-12-02", "2026-12-01")) == "LAST: it ends before it begins"
    assert typed("times", "add", *PHONE, "--day", "31.2.2027", "--from", "9", "--to", "10").exit_code == 2
    assert typed("times", "add", *PHONE, "--day", "1.2.2027", "--from", "25:00", "--to", "26:00").exit_code == 2
    assert len(lines(typed("times", "list"))) == 1


def test_a_time_that_the_clocks_show_twice_is_the_first_and_it_is_said(typed: Typed) -> None:
    typed("times", "adviser", "add", "Pirkko", "--languages", "fi")
    made = typed("times", "add", *PHONE, "--day", "2027-10-31", "--from", "3:15", "--to", "3:45")

    assert (json.loads(made.stdout)["starts"], made.stderr) == (
        "2027-10-31T03:15+03:00",
        "on that day the clocks show this time twice; the first one is meant\n",
    )


def test_a_leave_takes_the_times_and_gives_them_back(typed: Typed) -> None:
    typed("times", "adviser", "add", "Pirkko", "--languages", "fi")
    typed("times", "publish", *PHONE, "--weekday", "tue", "--from", "9", "--to", "10")
    [leave] = lines(typed("times", "leave", "add", "2026-11-24", "1.12.2026", "--adviser", "1", "--reason", "loma"))

    assert (leave["times"], leave["cancelled"], len(lines(typed("times", "list")))) == (2, [], 6)
    assert [one["reason"] for one in lines(typed("times", "list", "--leaves"))] == ["loma"]
    assert lines(typed("times", "leave", "remove", leave["id"])) == [{"id": leave["id"], "state": "removed", "times": 2}]


def test_trainings_are_published_listed_and_cancelled(typed: Typed) -> None:
    what = ("--kind", "training", "--title", "fi=Hakuilta", "--title", "en=Evening", "--place", "Kirjasto", "--capacity", 12)
    [made] = lines(typed("trainings", "publish", *what, "--day", "2.12.2026", "--from", "17", "--to", "19"))

    assert (made["number"], made["starts"], made["sign_up_until"]) == (1, "2026-12-02T17:00+02:00", "2026-12-02T17:00+02:00")
    assert lines(typed("trainings", "list")) == [made]
    assert lines(typed("trainings", "cancel", 1)) == [{"number": 1, "state": "cancelled", "seats": []}]
    assert failure(typed("trainings", "cancel", 1)).startswith("there is no training 1")
