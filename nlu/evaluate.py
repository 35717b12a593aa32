"""How well a model understands the project's own held-out sentences: `python -m nlu.evaluate --model FILE`.

tests/sentences/single.jsonl: {"text", "lang", "topic" (null: the bot should ask back), "register"}
tests/sentences/several.jsonl: {"text", "lang", "topics"}
"""

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.training_files import ROOT
from nlu.understand import Understanding

SENTENCES = ROOT / "tests" / "sentences"
OUT_OF_SCOPE = "out_of_scope"
SHOWN = 40


@dataclass(frozen=True)
class Case:
    expected: dict[str, Any]
    answer: dict[str, Any]

    @property
    def is_in_scope(self) -> bool:
        return self.expected["topic"] not in (None, OUT_OF_SCOPE)

    @property
    def best(self) -> str:
        """The best guess, accepted or not."""
        return str(self.answer["topic"] or self.answer["candidates"][0]["topic"])

    @property
    def is_accepted(self) -> bool:
        return self.answer["topic"] not in (None, OUT_OF_SCOPE)


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _cases(understanding: Understanding, lines: list[dict[str, Any]]) -> list[Case]:
    answers = understanding.of([(line["text"], None) for line in lines])
    return [Case(line, answer) for line, answer in zip(lines, answers, strict=True)]


def _share(hits: list[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):5.1f} % of {len(hits):4d}" if hits else "    - of    0"


def _report_line(name: str, hits: list[bool]) -> None:
    print(f"{name:42s} {_share(hits)}")  # noqa: T201  this is the command's result


def _report_groups(title: str, cases: list[Case], key: str) -> None:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[f"{case.expected['lang']} {case.expected[key]}"].append(case)
    for name, group in sorted(groups.items()):
        _report_line(f"{title} {name}", [case.answer["topic"] == case.expected["topic"] for case in group])


def _report_calibration(cases: list[Case]) -> None:
    for low in (0.0, 0.4, 0.6, 0.8, 0.9):
        high = {0.0: 0.4, 0.4: 0.6, 0.6: 0.8, 0.8: 0.9, 0.9: 1.01}[low]
        group = [case for case in cases if low <= case.answer["confidence"] < high]
        _report_line(f"right where confidence {low:.1f} to {min(high, 1):.1f}", [case.best == case.expected["topic"] for case in group])


def _report_singles(cases: list[Case]) -> None:
    inside = [case for case in cases if case.is_in_scope]
    for language in ("fi", "en", "sv", "ru"):
        group = [case for case in inside if case.expected["lang"] == language]
        _report_line(f"{language}: best guess right, in scope", [case.best == case.expected["topic"] for case in group])
        _report_line(f"{language}: answered and right, in scope", [case.answer["topic"] == case.expected["topic"] for case in group])
        _report_line(f"{language}: answered, in scope", [case.is_accepted for case in group])
        outside = [case for case in cases if case.expected["topic"] == OUT_OF_SCOPE and case.expected["lang"] == language]
        _report_line(f"{language}: not answered, out of scope", [not case.is_accepted for case in outside])
    _report_line("asked back where it should", [case.answer["topic"] is None for case in cases if case.expected["topic"] is None])
    _report_line("language right", [case.answer["lang"] == case.expected["lang"] for case in cases])
    _report_line("more than one topic found in one", [len(case.answer["topics"]) > 1 for case in cases])
    _report_groups("register", cases, "register")
    _report_calibration(inside)


def _report_confusions(cases: list[Case]) -> None:
    wrong = Counter((str(c.expected["topic"]), str(c.answer["topic"])) for c in cases if c.answer["topic"] != c.expected["topic"])
    for (expected, found), count in wrong.most_common(SHOWN):
        print(f"  {count:3d}  {expected} taken for {found}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(prog="nlu.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, metavar="FILE")
    parser.add_argument("--confusions", action="store_true", help="show what is taken for what")
    arguments = parser.parse_args()
    understanding = Understanding(arguments.model)
    cases = _cases(understanding, _read("single.jsonl"))
    _report_singles(cases)
    several = _read("several.jsonl")
    answers = understanding.of([(line["text"], None) for line in several])
    exact = [[t["topic"] for t in answer["topics"]] == line["topics"] for line, answer in zip(several, answers, strict=True)]
    _report_line("several topics, exactly", exact)
    if arguments.confusions:
        _report_confusions(cases)


if __name__ == "__main__":
    main()
