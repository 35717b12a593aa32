"""Fits what the features of a message weigh: `make triage` writes content/triage.yml from the lines under tests/sentences.

Logistic regression on named features (backend/domain/interview/evidence.py), so that every weight can be read and the bot needs
nothing but a sum. The lines are understood by the trained model, which has not seen them.
"""

import json
import math
import random
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.content import load_content
from backend.domain.interview.evidence import evidence
from backend.domain.interview.form import Kind
from backend.domain.interview.judging import reader
from backend.domain.interview.message import Message
from backend.domain.interview.naming import CHOSEN
from backend.domain.text import gate
from kake.dialogue import run_dialogue_program
from kake.in_form import ANSWER, InForm, read_understanding
from kake.settings import ROOT, read_settings

SENTENCES = ROOT / "tests" / "sentences"
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
    slot: str
    text: str
    is_answer: bool


@dataclass(frozen=True)
class Row:
    features: Mapping[str, float]
    is_answer: bool


def _json_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines()]


def _written() -> Iterator[Line]:
    """Lines written as what somebody says while a slot is asked for."""
    for line in (*_json_lines("triage_lines.jsonl"), *_json_lines("triage_voices.jsonl")):
        yield Line(line["slot"], line["text"], line["outcome"] == ANSWER)
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


def _rows(lines: Sequence[Line], form: InForm, model: Path) -> list[Row]:
    """Of the lines that words alone or a readable value do not decide."""
    understood = _understood(list(dict.fromkeys(line.text for line in lines)), model)
    rows: list[Row] = []
    for line in lines:
        question = next((question for question in form.form.questions if question.slot == line.slot), None)
        if question is None or question.kind in CHOSEN:
            continue
        message = Message(gate(line.text), read_understanding(understood[line.text]), form.signals, reader(question, now=form.now))
        is_words = question.kind is Kind.TEXT or question.is_free
        is_plain = not is_words and message.reads(message.text) and not message.asked and not message.wished
        if message.words and message.control() is None and not is_plain:
            rows.append(Row(evidence(question, message), line.is_answer))
    return rows


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


def main() -> None:
    parser = ArgumentParser(prog="tools.fit_triage", description=__doc__)
    parser.add_argument("--model", type=Path, metavar="FILE", help="the trained model; default: the product's own")
    settings = read_settings()
    content = load_content(settings.content, programme=settings.programme)
    form = InForm(form=content.forms["pitch"], signals=content.signals, now=settings.clock().now())
    chance = random.Random(_SEED)  # noqa: S311  the same lines every time
    written = list(_written())
    slots = sorted({line["slot"] for line in _json_lines("triage_lines.jsonl")})
    model = parser.parse_args().model or settings.model
    rows = _rows(written, form, model)
    others = _rows([*_interrupting(slots, chance), *_together(written, chance)], form, model)
    weights = fit(_without_rare_words([*rows, *others]))
    kept = {name: weight for name, weight in sorted(weights.items()) if abs(weight) >= _SMALL}
    head = "# What the features of a message weigh for its being an answer. Made by `make triage` (tools/fit_triage.py): not to be edited.\n"
    body = "".join(f"  {json.dumps(name, ensure_ascii=False)}: {weight:.2f}\n" for name, weight in kept.items())
    (settings.content / "triage.yml").write_text(f"{head}weights:\n{body}", encoding="utf-8")
    share = _share_right(rows, others, chance)
    print(f"{len(rows) + len(others)} lines, {len(kept)} weights; answers told from all else in {share:.1%} of lines not fitted on", file=sys.stderr)  # noqa: T201  progress belongs on standard error


if __name__ == "__main__":
    main()
