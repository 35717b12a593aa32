"""`kake admin rounds`, as a coordinator uses it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kake.cli import kake
from kake.exits import Failed

ROUND = ("2027-02-01", "2027-03-12", "2027-04-15")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_HOME", str(tmp_path))
    monkeypatch.setenv("KAKE_NOW", "2026-11-23T12:00:00+02:00")


def run(*arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(kake, ["admin", "rounds", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_published_round_is_listed_and_a_removed_one_is_not() -> None:
    [made] = run("publish", *ROUND)

    assert {key: made[key] for key in ("opens", "closes", "earliest_start")} == dict(zip(("opens", "closes", "earliest_start"), ROUND, strict=True))
    assert run("list") == [made]
    assert run("remove", made["id"]) == [{"id": made["id"], "state": "removed"}]
    assert run("list") == []


def test_days_may_be_written_as_in_finland() -> None:
    [made] = run("publish", "1.2.2027", "12.3.2027", "15.4.2027")
    assert (made["opens"], made["closes"], made["earliest_start"]) == ROUND


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (("2027-03-12", "2027-02-01", "2027-04-15"), "the round closes before it opens"),
        (("2027-02-01", "2027-03-12", "2027-03-01"), "the activities would start before the round closes"),
        (("2026-02-01", "2026-03-12", "2026-04-15"), "the round is over already; --past publishes it all the same"),
        (("2072-02-01", "2072-03-12", "2072-04-15"), "that is more than three years away; is the year right?"),
        (("2027-03-01", "2028-04-01", "2028-05-01"), "a round lasts a year at most; is the year right?"),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_words(days: tuple[str, str, str], says: str) -> None:
    with pytest.raises(Failed) as refused:
        run("publish", *days)
    assert str(refused.value) == says


def test_a_round_at_the_time_of_another_is_refused() -> None:
    run("publish", *ROUND)
    with pytest.raises(Failed, match="there is a round at that time already"):
        run("publish", "2027-03-12", "2027-04-01", "2027-05-01")


def test_a_round_of_the_past_is_published_where_it_is_meant() -> None:
    assert len(run("publish", "--past", "2026-02-01", "2026-03-12", "2026-04-15")) == 1


@pytest.mark.parametrize("day", ["2027-02-31", "31.2.2027", "huomenna", "", "2027-02"])
def test_a_day_that_is_none_is_wrong_usage(day: str) -> None:
    result = CliRunner().invoke(kake, ["admin", "rounds", "publish", day, "2027-03-12", "2027-04-15"])
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_round_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(Failed, match="no round abc is published"):
        run("remove", "abc")
