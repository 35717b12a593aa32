"""Fits what the features of a message weigh: `make triage` writes content/triage.yml from what people wrote while they were asked something.

Logistic regression on named features (backend/domain/interview/evidence.py), so that every weight can be read and the bot needs nothing but a sum.
First what the words show is weighed, on the lines of some writers; then, on those of the others, what they show against what the dialogue server
hears. Each line is understood by a classifier that has not learned from its writer (nlu/crossfit.py), or by the trained model, which has not seen it.
"""

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.content import load_content
from backend.domain.interview.evidence import evidence, heard
from backend.domain.interview.form import Kind, Question
from backend.domain.interview.judging import reader
from backend.domain.interview.message import Message
from backend.domain.interview.naming import CHOSEN
from backend.domain.text import gate
from kake.dialogue import run_dialogue_program
from kake.in_form import ANSWER, InForm, read_understanding
from kake.settings import ROOT, read_settings

SENTENCES = ROOT / "tests" / "sentences"
_WORDS = frozenset({"adviser", "a", "b", "c"})
"""The writers from whose lines it is learned what words show."""
_TABLES = ("triage.txt", "triage_held_out.txt", "triage_fresh.txt")
_JOINTS = (". ", ", ", ", ", ". ", " ja ", ", mut ", ". Ja hei, ", ", ja ")
_NEAR: Mapping[str, tuple[str, ...]] = {
    "when": ("ask_rounds", "ask_start_time", "ask_decision_time"),
    "where": ("ask_area", "ask_contact", "ask_work_ability"),
    "for_whom": ("ask_target_group", "ask_who_can_apply"),
    "amount": ("ask_event_grant", "ask_project_grant", "ask_costs", "ask_own_contribution", "ask_prefinancing", "ask_programme_budget"),
    "change": ("ask_goals", "ask_results", "ask_reporting"),
    "contact": ("ask_contact", "ask_privacy"),
    "team": ("ask_administration", "ask_who_decides", "ask_support"),
    "what": ("ask_goals", "ask_how_to_apply", "ask_event_or_project", "ask_results"),
}
"""Questions that are likely to come while that slot is asked for."""
_NO_ORDER = ("start_pitch", "check_eligibility", "affirm", "deny", "out_of_scope", None)
_TOGETHER = 180
_LONGEST_ANSWER, _LONGEST_NAME, _LONGEST_QUESTION = 10, 4, 9
_RARE = 3
_SMALL = 0.03
_RIDGE = 1.5
_ROUNDS = 150
_FOLDS = 4
_SEED = 20


@dataclass(frozen=True)
class Line:
    """`understood` is empty where the trained model is to be asked."""

    slot: str
    text: str
    is_answer: bool
    understood: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    features: Mapping[str, float]
    is_answer: bool


def _json_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines()]


def _crossfitted() -> Mapping[bool, Sequence[Line]]:
    """Of the writers of whom words are learned, and of the others."""
    done = run_dialogue_program("nlu.crossfit", [], captures=True)
    lines: dict[bool, list[Line]] = {True: [], False: []}
    for one in map(json.loads, done.stdout.decode("utf-8").splitlines()):
        lines[one["writer"] in _WORDS].append(Line(one["slot"], one["text"], one["outcome"] == ANSWER, one))
    return lines


def _tables() -> Iterator[Line]:
    for name in _TABLES:
        for row in (SENTENCES / name).read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#"):
                slot, text, _, outcome = row.split(" | ")
                if outcome != "unclear":
                    yield Line(slot, text, outcome == ANSWER or outcome.startswith("both"))


def _interrupting(slots: Sequence[str], chance: random.Random) -> Iterator[Line]:
    """What people write without a form, once anywhere and once where it is most likely to be taken for an answer."""
    for line in _json_lines("single.jsonl"):
        if line["topic"] not in _NO_ORDER:
            yield Line(chance.choice(slots), line["text"], is_answer=False)
            yield from (Line(slot, line["text"], is_answer=False) for slot, topics in _NEAR.items() if line["topic"] in topics)
        if line["topic"] == "check_eligibility":
            yield from (Line(slot, line["text"], is_answer=False) for slot in ("group_name", "title"))


def _together(written: Sequence[Line], chance: random.Random) -> Iterator[Line]:
    """Answers with a question after them."""
    longest = {"group_name": _LONGEST_NAME, "title": _LONGEST_NAME, "amount": 0, "contact": 0}
    answers = [one for one in written if one.is_answer and "?" not in one.text and len(one.text.split()) <= longest.get(one.slot, _LONGEST_ANSWER)]
    asked = [line["text"] for line in _json_lines("single.jsonl") if str(line["topic"]).startswith("ask_") and line["lang"] in ("fi", "en")]
    questions = [text for text in asked if 1 < len(text.split()) <= _LONGEST_QUESTION]
    for _ in range(_TOGETHER):
        answer, question, joint = chance.choice(answers), chance.choice(questions), chance.choice(_JOINTS)
        first = question[0].upper() if joint == ". " else question[0].lower()
        yield Line(answer.slot, f"{answer.text.rstrip('.!')}{joint}{first}{question[1:]}", is_answer=True)


def _understood(texts: Sequence[str], model: Path) -> Mapping[str, dict[str, Any]]:
    given = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    done = run_dialogue_program("nlu.understand", ["--model", str(model)], stdin=given, captures=True)
    return {text: json.loads(line) for text, line in zip(texts, done.stdout.decode("utf-8").splitlines(), strict=True)}


def _weighed(lines: Sequence[Line], form: InForm, model: Path) -> Iterator[tuple[Question, Message, bool]]:
    """The lines that neither words alone nor a readable value decide, and whether each is an answer."""
    understood = _understood(list(dict.fromkeys(line.text for line in lines if not line.understood)), model)
    for line in lines:
        question = next((question for question in form.form.questions if question.slot == line.slot), None)
        if question is None or question.kind in CHOSEN:
            continue
        found = read_understanding(line.understood or understood[line.text])
        message = Message(gate(line.text), found, form.signals, reader(question, now=form.now))
        is_words = question.kind is Kind.TEXT or question.is_free
        is_plain = not is_words and message.reads(message.text) and not message.asked and not message.wished
        if message.words and message.control() is None and not is_plain:
            yield question, message, line.is_answer


def _rows(lines: Sequence[Line], form: InForm, model: Path) -> list[Row]:
    return [Row(evidence(question, message), is_answer) for question, message, is_answer in _weighed(lines, form, model)]


def _heard_rows(lines: Sequence[Line], form: InForm, model: Path, weights: Mapping[str, float]) -> list[Row]:
    def shown(question: Question, message: Message) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in evidence(question, message).items())

    return [Row(heard(question, message, shown=shown(question, message)), is_answer) for question, message, is_answer in _weighed(lines, form, model)]


def _without_rare_words(rows: Sequence[Row]) -> list[Row]:
    counts = Counter(name for row in rows for name in row.features)
    return [Row({name: value for name, value in row.features.items() if " " not in name or counts[name] >= _RARE}, row.is_answer) for row in rows]


def fit(rows: Sequence[Row]) -> Mapping[str, float]:
    """The weights of a logistic regression with a ridge, by resilient steps: each weight has a step of its own."""
    names = sorted({name for row in rows for name in row.features})
    place = {name: index for index, name in enumerate(names)}
    table = [([(place[name], value) for name, value in row.features.items()], 1.0 if row.is_answer else 0.0) for row in rows]
    weights, steps, before = [0.0] * len(names), [0.1] * len(names), [0.0] * len(names)
    for _ in range(_ROUNDS):
        slopes = [_RIDGE * weight for weight in weights]
        for features, wanted in table:
            total = sum(weights[index] * value for index, value in features)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - wanted
            for index, value in features:
                slopes[index] += error * value
        for index, slope in enumerate(slopes):
            turned = slope * before[index]
            steps[index] = min(steps[index] * 1.2, 1.0) if turned > 0 else steps[index] * (0.5 if turned < 0 else 1.0)
            before[index] = 0.0 if turned < 0 else slope
            if before[index]:
                weights[index] -= math.copysign(steps[index], before[index])
    return dict(zip(names, weights, strict=True))


def _share_right(written: Sequence[Row], others: Sequence[Row], chance: random.Random) -> float:
    """Of the written lines, each told by weights that were fitted without it: what people will meet, not what was learned by heart."""
    shuffled = chance.sample(written, len(written))
    right = 0
    for fold in range(_FOLDS):
        rest = [row for place, row in enumerate(shuffled) if place % _FOLDS != fold]
        weights = fit(_without_rare_words([*rest, *others]))
        totals = [(sum(weights.get(name, 0.0) * value for name, value in row.features.items()), row) for row in shuffled[fold::_FOLDS]]
        right += sum((total > 0) == row.is_answer for total, row in totals)
    return right / len(shuffled)


def _entries(weights: Mapping[str, float]) -> tuple[str, int]:
    kept = {name: weight for name, weight in sorted(weights.items()) if abs(weight) >= _SMALL}
    return "".join(f"  {json.dumps(name, ensure_ascii=False)}: {weight:.2f}\n" for name, weight in kept.items()), len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools.fit_triage", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, metavar="FILE", help="the trained model; default: the product's own")
    settings = read_settings()
    content = load_content(settings.content, programme=settings.programme)
    form = InForm(form=content.forms["pitch"], signals=content.signals, now=settings.clock().now())
    chance = random.Random(_SEED)  # noqa: S311  the same lines every time
    model = parser.parse_args().model or settings.model
    lines = _crossfitted()
    written = [*lines[True], *_tables()]
    slots = sorted({line.slot for line in lines[True]})
    rows = _rows(written, form, model)
    others = _rows([*_interrupting(slots, chance), *_together(written, chance)], form, model)
    weights = fit(_without_rare_words([*rows, *others]))
    heard_rows = _heard_rows(lines[False], form, model, weights)
    shown, count = _entries(weights)
    told, _ = _entries(fit(heard_rows))
    head = "# What the features of a message weigh for its being an answer. Made by `make triage` (tools/fit_triage.py): not to be edited.\n"
    (settings.content / "triage.yml").write_text(f"{head}weights:\n{shown}heard:\n{told}", encoding="utf-8")
    by_words, by_both = _share_right(rows, others, chance), _share_right(heard_rows, (), chance)
    figures = f"answers told from all else in {by_words:.1%} of lines not fitted on by words, {by_both:.1%} by both"
    print(f"{len(rows) + len(others)} and {len(heard_rows)} lines, {count} weights of words; {figures}", file=sys.stderr)  # noqa: T201  progress belongs on standard error


if __name__ == "__main__":
    main()
