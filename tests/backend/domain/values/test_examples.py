"""What many people write, as data: each line of the .jsonl files beside this one is read as its `value` says."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backend.domain.values import KINDS, find_values, read_value

HERE = Path(__file__).parent
FILES = sorted(path.stem for path in HERE.glob("*.jsonl") if path.stem != "in_passing")


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_read_as_its_line_says(name: str) -> None:
    examples = lines_of(name)

    read = [{**line, "value": read_value(line["text"], kind=line["kind"], now=datetime.fromisoformat(line["now"]))} for line in examples]

    assert read == examples


def test_values_said_in_passing_are_found_and_nothing_else_is() -> None:
    examples = lines_of("in_passing")

    found = [
        [{"kind": one.kind, "text": one.text, "value": one.value} for one in find_values(line["text"], now=datetime.fromisoformat(line["now"]))]
        for line in examples
    ]

    assert found == [line["values"] for line in examples]


def test_the_examples_are_many_and_of_every_kind() -> None:
    examples = [line for name in FILES for line in lines_of(name)]

    assert len(examples) >= 250
    assert {line["kind"] for line in examples} == set(KINDS)
    assert {kind for kind in KINDS if any(line["kind"] == kind and line["value"] is None for line in examples)} == set(KINDS)
