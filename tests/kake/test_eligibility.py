"""`kake eligibility`: lines of facts in, a verdict for each, in order."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kake.commands.eligibility import eligibility
from tests.backend.domain.eligibility.asking import GOOD, cases

GOOD_LINE = json.dumps(GOOD).encode()


def run(*arguments: str, lines: bytes = b"") -> Result:
    return CliRunner().invoke(eligibility, [*arguments, "-"], input=lines)


def answers(result: Result) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_its_verdict_in_order() -> None:
    asked = [case for case in cases() if case.on.isoformat() == "2018-02-10"]

    result = run("--on", "2018-02-10", lines=b"".join(json.dumps(case.facts).encode() + b"\n" for case in asked))

    assert (result.exit_code, [answer["verdict"] for answer in answers(result)]) == (0, [case.expected["verdict"] for case in asked])


def test_an_answer_has_the_promised_form() -> None:
    [answer] = answers(run("--on", "2018-02-10", lines=b'{"amount_eur": 80000}'))

    assert list(answer) == ["verdict", "criteria", "would_change"]
    assert [criterion["id"] for criterion in answer["criteria"]] == ["applicant", "place", "amount", "beneficiaries", "aims", "round", "start", "pitch"]
    assert {tuple(criterion) for criterion in answer["criteria"]} == {("id", "result", "because", "source")}
    assert {(*criterion["because"], *criterion["source"]) for criterion in answer["criteria"]} == {("key", "values", "document", "sentence")}
    assert answer["would_change"] == [{"criterion": "amount", "change": "amount_below", "value": 70000}]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"nonsense", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"amount_eur": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"\xff{}", "not UTF-8"),
        (b"[]", "facts must be a JSON object"),
        (b'{"amount_eur": NaN}', "NaN is no number"),
        (b'{"amount_eur": -Infinity}', "-Infinity is no number"),
        (b'{"amount_eur": 1e400}', "amount_eur is inf, it must be a number of euros above 0"),
        (b'{"kind": "event", "kind": "project"}', "'kind' is there twice"),
        (b'{"kind": "\\ud800"}', "kind is '\\ud800', it must be one of event, project"),
        (b'{"kind": "bileet", "amount_eur": "tonni"}', "kind is 'bileet', it must be one of event, project; amount_eur is 'tonni', it must be a number of euros above 0"),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_in_its_place_and_the_command_goes_on(line: bytes, error: str) -> None:
    result = run("--on", "2018-02-10", lines=GOOD_LINE + b"\n" + line + b"\n" + GOOD_LINE)

    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert [answer.get("error", answer.get("verdict")) for answer in answers(result)] == ["fits", error, "fits"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    result = run("--on", "2018-02-10", lines=b"\xef\xbb\xbf" + GOOD_LINE + b"\r\n" + GOOD_LINE + b"\r\n")

    assert (result.exit_code, [answer["verdict"] for answer in answers(result)]) == (0, ["fits", "fits"])


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    result = run(lines='{"kind": "\u2028"}'.encode())

    assert answers(result) == [{"error": "kind is '\\u2028', it must be one of event, project"}]


def test_no_lines_get_no_answers() -> None:
    result = run()

    assert (result.exit_code, result.stdout) == (0, "")


def test_facts_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_bytes(GOOD_LINE)

    result = CliRunner().invoke(eligibility, ["--on", "2018-02-10", str(tmp_path / "facts.jsonl")])

    assert [answer["verdict"] for answer in answers(result)] == ["fits"]


@pytest.mark.parametrize(
    ("now", "on"), [("2018-02-28T23:59:00", "2018-02-28"), ("2018-02-28T22:30:00+00:00", "2018-03-01"), ("2018-02-28T21:30:00+00:00", "2018-02-28")]
)
def test_the_day_asked_on_is_today_in_the_city_by_the_products_clock(monkeypatch: pytest.MonkeyPatch, now: str, on: str) -> None:
    monkeypatch.setenv("KAKE_NOW", now)

    [answer] = answers(run(lines=GOOD_LINE))

    assert answer["criteria"][5]["because"]["values"]["on"] == on


@pytest.mark.parametrize(
    "arguments",
    [("--on", "tomorrow"), ("--on", "2018-02-30"), ("--programme", "no-such"), ("--programme", "joensuu-kake-2.eligibility"), ("--programme", "../x")],
)
def test_wrong_options_are_wrong_usage(arguments: tuple[str, str]) -> None:
    result = run(*arguments, lines=GOOD_LINE)

    assert (result.exit_code, result.stdout) == (2, "")


def test_the_programme_can_be_named() -> None:
    result = run("--programme", "joensuu-kake-2", "--on", "2018-02-10", lines=GOOD_LINE)

    assert [answer["verdict"] for answer in answers(result)] == ["fits"]


def test_the_help_says_that_a_verdict_is_advice() -> None:
    assert "only the funder decides" in " ".join(CliRunner().invoke(eligibility, ["--help"]).stdout.split())
