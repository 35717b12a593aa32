"""What the tests of the criteria share: the product's own rules, and ideas to judge by them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from backend.content.eligibility_loader import LoadedRules, load_eligibility
from backend.domain.eligibility import Verdict, judge, read_facts
from backend.domain.eligibility.facts import FactKind
from backend.domain.eligibility.plain import plain

ROOT = Path(__file__).parents[4]
CONTENT = ROOT / "content"
GOOD: Mapping[str, Any] = {
    "kind": "event",
    "amount_eur": 5000,
    "applicant": "civic_group",
    "applicant_place": "joensuu",
    "activity_place": "city_centre",
    "beneficiaries": ["needs_support"],
    "aims": ["inclusion"],
    "start": "2018-04-15",
    "pitched": True,
}
"""An idea that fits in the first round."""
IN_ROUND = date(2018, 2, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A line of cases.jsonl: facts, a day, and what the specification says of them."""

    name: str
    on: date
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]


def cases() -> Iterator[Asked]:
    for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        expected = {key: case[key] for key in ("verdict", "results", "provisional", "would_change")}
        yield Asked(name=case["name"], on=date.fromisoformat(case["on"]), facts=case["facts"], expected=expected)


@cache
def own_rules() -> LoadedRules:
    return load_eligibility(CONTENT, programme="joensuu-kake-2")


def verdict_on(facts: Mapping[str, Any], *, on: date = IN_ROUND, loaded: LoadedRules | None = None) -> Verdict:
    loaded = loaded or own_rules()
    return judge(loaded.rules, programme=loaded.programme, facts=read_facts(facts, known=loaded.rules.facts), on=on)


def told(verdict: Verdict) -> Mapping[str, Any]:
    """The verdict as the lines of cases.jsonl tell it."""
    written = plain(verdict)
    return {
        "verdict": written["verdict"],
        "results": {criterion["id"]: criterion["result"] for criterion in written["criteria"]},
        "provisional": any(criterion.get("provisional", False) for criterion in written["criteria"]),
        "would_change": written["would_change"],
    }


def ideas() -> st.SearchStrategy[dict[str, Any]]:
    """Any facts that can be read, each of them perhaps missing."""
    amounts = st.sampled_from([0.01, 7999, 7999.99, 8000, 8001, 69999.99, 70000, 70001]) | st.floats(min_value=0.01, max_value=1e300)
    starts = st.dates(min_value=date(2017, 6, 1), max_value=date(2020, 1, 1)).map(str)
    by_kind: Mapping[FactKind, st.SearchStrategy[Any]] = {
        FactKind.AMOUNT: amounts,
        FactKind.START: starts | starts.map(lambda day: day[:7]),
        FactKind.FLAG: st.booleans(),
    }
    optional = {
        name: st.sampled_from(list(spec.options))
        if spec.kind is FactKind.CHOICE
        else st.lists(st.sampled_from(list(spec.options)), max_size=4)
        if spec.kind is FactKind.CHOICES
        else by_kind[spec.kind]
        for name, spec in own_rules().rules.facts.items()
    }
    return st.fixed_dictionaries({}, optional=optional)


def days() -> st.SearchStrategy[date]:
    return st.dates(min_value=date(2017, 6, 1), max_value=date(2019, 6, 1)) | st.sampled_from([date.min, date.max])
