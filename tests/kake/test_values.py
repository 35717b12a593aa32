import json
from pathlib import Path

from click.testing import CliRunner, Result

from kake.commands.values import values

NOW = "2026-11-23T12:00:00+02:00"


def run(*lines: str) -> Result:
    return CliRunner().invoke(values, ["-"], input="\n".join(lines).encode("utf-8", "surrogatepass") + b"\n")


def answers(result: Result) -> list[object]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_order() -> None:
    result = run(
        json.dumps({"text": "7,5k", "kind": "amount", "now": NOW}),
        json.dumps({"text": "en tiedä", "kind": "amount", "now": NOW}),
        json.dumps({"text": "ensi tiistaina", "kind": "date", "now": NOW}),
    )

    assert result.exit_code == 0
    assert answers(result) == [
        {"text": "7,5k", "value": {"eur": 7500}},
        {"text": "en tiedä", "value": None},
        {"text": "ensi tiistaina", "value": {"ambiguous": True, "candidates": [{"date": "2026-11-24"}, {"date": "2026-12-01"}]}},
    ]


def test_a_file_is_read_like_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"text": "parikymmentä", "kind": "people", "now": NOW}) + "\n", "utf-8")

    result = CliRunner().invoke(values, [str(file)])

    assert (result.exit_code, answers(result)) == (0, [{"text": "parikymmentä", "value": {"n": 20, "approx": True}}])


def test_a_bad_line_is_named_in_its_place_and_the_others_are_answered() -> None:
    good = json.dumps({"text": "5000 €", "kind": "amount", "now": NOW})

    result = run(
        good,
        "not json",
        "[1]",
        json.dumps({"kind": "amount", "now": NOW}),
        json.dumps({"text": 5000, "kind": "amount", "now": NOW}),
        json.dumps({"text": "5000", "kind": "money", "now": NOW}),
        json.dumps({"text": "5000", "kind": "amount"}),
        json.dumps({"text": "5000", "kind": "amount", "now": "yesterday"}),
        json.dumps({"text": "5000", "kind": "amount", "now": "0001-01-01T00:00:00"}),
        "",
        good,
    )

    read = answers(result)
    assert result.exit_code == 1
    assert [read[0], read[-1]] == [{"text": "5000 €", "value": {"eur": 5000}}] * 2
    assert read[2:9] == [
        {"error": "not a JSON object"},
        {"error": '"text" is missing'},
        {"error": '"text" is not a text'},
        {"error": '"kind" is none of amount, date, time, datetime, date_range, people, email, phone'},
        {"error": '"now" is missing'},
        {"error": '"now" is not a time in ISO 8601, such as 2026-11-23T12:00:00+02:00'},
        {"error": '"now" is not between the years 1990 and 2100'},
    ]
    assert [str(line).startswith("{'error': 'not a line of JSON: ") for line in (read[1], read[9])] == [True, True]


def test_half_a_character_is_answered_as_it_came() -> None:
    result = run('{"text": "5000 \\ud83d", "kind": "amount", "now": "2026-11-23T12:00:00+02:00"}')

    assert (result.exit_code, answers(result)) == (0, [{"text": "5000 \ud83d", "value": {"eur": 5000}}])
