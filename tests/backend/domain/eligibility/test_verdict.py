"""The verdict: the table of cases, what holds for any facts, and that the table notices every change of a rule."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given

from backend.content.eligibility_loader import LoadedRules
from backend.domain.eligibility import Facts, changed, judge, read_facts
from backend.domain.eligibility.plain import plain
from backend.domain.eligibility.rules import Case, Criterion, Result
from backend.domain.programme import Round
from tests.backend.domain.eligibility import specification
from tests.backend.domain.eligibility.asking import GOOD, IN_ROUND, Asked, cases, days, ideas, own_rules, told, verdict_on

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_as_specified(case: Asked) -> None:
    assert told(verdict_on(case.facts, on=case.on)) == case.expected


@given(facts=ideas(), on=days())
def test_any_facts_get_the_verdict_that_the_specification_gives(facts: dict[str, Any], on: date) -> None:
    expected = specification.results(facts, on)

    found = told(verdict_on(facts, on=on))

    assert (found["results"], found["verdict"]) == (expected, specification.verdict(expected))


@given(facts=ideas(), on=days())
def test_every_verdict_can_be_written_as_json(facts: dict[str, Any], on: date) -> None:
    verdict = plain(verdict_on(facts, on=on))

    assert json.loads(json.dumps(verdict, allow_nan=False)) == verdict


@given(known=ideas(), more=ideas(), on=days())
def test_what_does_not_fit_does_not_come_to_fit_by_telling_more(known: dict[str, Any], more: dict[str, Any], on: date) -> None:
    fewer = {name: value for name, value in known.items() if value != []}

    before, after = verdict_on(fewer, on=on), verdict_on({**more, **fewer}, on=on)

    assert before.outcome != "does_not_fit" or after.outcome == "does_not_fit"


@given(facts=ideas(), on=days())
def test_every_change_that_is_offered_turns_its_criterion(facts: dict[str, Any], on: date) -> None:
    loaded = own_rules()
    read = read_facts(facts, known=loaded.rules.facts)
    verdict = judge(loaded.rules, programme=loaded.programme, facts=read, on=on)

    not_met = {finding.criterion for finding in verdict.findings if finding.result is Result.NOT_MET}
    turned = {change.criterion for change in verdict.would_change if not _fails(loaded, changed(read, change), on, change.criterion)}

    assert {change.criterion for change in verdict.would_change} == not_met == turned
    assert not any(_fails(loaded, changed(read, change), on, change.criterion) for change in verdict.would_change)


def _fails(loaded: LoadedRules, facts: Facts, on: date, criterion: str) -> bool:
    verdict = judge(loaded.rules, programme=loaded.programme, facts=facts, on=on)
    return any(finding.criterion == criterion and finding.result is Result.NOT_MET for finding in verdict.findings)


def test_all_changes_together_make_an_idea_fit() -> None:
    loaded = own_rules()
    wrong = {**GOOD, "amount_eur": 9500, "applicant_place": "elsewhere", "beneficiaries": ["general_public"], "aims": ["other"], "start": "2018-03"}
    facts = read_facts(wrong, known=loaded.rules.facts)

    for change in verdict_on(wrong).would_change:
        if change.change != "kind":
            facts = changed(facts, change)

    assert judge(loaded.rules, programme=loaded.programme, facts=facts, on=IN_ROUND).outcome == "fits"


def test_a_change_that_would_not_help_is_not_offered() -> None:
    generous = _with_case("amount", "event_over_all", offers=_case("amount", "event_over").offers)

    offered = [change.change for change in verdict_on({"kind": "event", "amount_eur": 80000}, loaded=generous).would_change]

    assert offered == ["amount_below"]


def test_a_month_counts_as_early_only_where_all_of_it_is() -> None:
    mid_month = _with_rounds(replace(own_rules().programme.rounds[0], earliest_start=date(2018, 4, 16)))

    results = {start: told(verdict_on({"start": start}, loaded=mid_month))["results"]["start"] for start in ("2018-03", "2018-04", "2018-04-15", "2018-04-16")}

    assert results == {"2018-03": "not_met", "2018-04": "met", "2018-04-15": "not_met", "2018-04-16": "met"}


def test_several_months_count_as_early_only_where_all_of_them_are() -> None:
    """Who says "in the spring" may begin in its last month."""
    results = {start: told(verdict_on({"start": start}))["results"]["start"] for start in ("2018-02/2018-03", "2018-03/2018-05", "2018-04/2018-05")}

    assert results == {"2018-02/2018-03": "not_met", "2018-03/2018-05": "met", "2018-04/2018-05": "met"}


def test_without_any_round_the_criterion_has_its_own_source() -> None:
    verdict = verdict_on(GOOD, loaded=_with_rounds())

    found = {finding.criterion: (finding.result.value, finding.source.sentence) for finding in verdict.findings}
    assert (found["round"], found["start"]) == (("adviser", FORMS), ("adviser", FORMS))


FORMS = "Hakulomakkeet ja ohjeistukset: www.joensuu.fi/kake"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2017-12-24", "16.1.-28.2.2018 (hankkeet voivat alkaa huhtikuussa)"),
        ("2018-02-28", "16.1.-28.2.2018 (hankkeet voivat alkaa huhtikuussa)"),
        ("2018-03-01", "Alustava: 1.4.-31.5.2018 (hankkeet voivat alkaa syyskuussa)"),
        ("2018-09-01", "Alustava: 1.9.-31.10.2018 (hankkeet voivat alkaa tammikuussa)"),
        ("2026-11-23", "Alustava: 1.9.-31.10.2018 (hankkeet voivat alkaa tammikuussa)"),
    ],
)
def test_round_and_start_show_the_sentence_of_the_round_they_go_by(on: str, sentence: str) -> None:
    sources = {finding.criterion: finding.source for finding in verdict_on(GOOD, on=date.fromisoformat(on)).findings}

    assert {(sources[name].document.id, sources[name].sentence) for name in ("round", "start")} == {("presentation", sentence)}


def test_a_finding_is_written_with_the_groups_own_value_and_its_source() -> None:
    verdict = plain(verdict_on({**GOOD, "amount_eur": 9500}))

    assert verdict["criteria"][2] == {
        "id": "amount",
        "result": "not_met",
        "because": {"key": "eligibility.amount.event_over", "values": {"amount_eur": 9500, "kind": "event", "event_limit": 8000, "project_limit": 70000}},
        "source": {"document": "presentation", "sentence": "Pikku KAKEt voivat olla tapahtumia (alle 8 000€) tai kehittämishankkeita (alle 70 000€)."},
    }


def test_a_provisional_round_says_so() -> None:
    verdict = plain(verdict_on(GOOD, on=date(2018, 4, 1)))

    assert verdict["criteria"][5] == {
        "id": "round",
        "result": "met",
        "provisional": True,
        "because": {
            "key": "eligibility.round.open_provisional",
            "values": {"on": "2018-04-01", "opens": "2018-04-01", "closes": "2018-05-31", "earliest": "2018-09-01", "provisional": True},
        },
        "source": {"document": "presentation", "sentence": "Alustava: 1.4.-31.5.2018 (hankkeet voivat alkaa syyskuussa)"},
    }


def test_every_given_fact_stands_in_the_reason_of_a_criterion() -> None:
    given_values = {name: value for criterion in plain(verdict_on(GOOD))["criteria"] for name, value in criterion["because"]["values"].items()}

    assert {name: given_values[name] for name in GOOD} == GOOD


def test_the_table_notices_every_change_of_a_rule() -> None:
    """The negative control: each case's result and offers, each criterion's weight and each day of each round, changed one by one."""
    unnoticed = [name for name, loaded in chain(_other_results(), _other_offers(), _other_weights(), _other_rounds()) if _table_agrees(loaded)]

    assert unnoticed == []


def _table_agrees(loaded: LoadedRules) -> bool:
    return all(told(verdict_on(case.facts, on=case.on, loaded=loaded)) == case.expected for case in CASES)


def _other_results() -> Iterator[tuple[str, LoadedRules]]:
    for criterion, case in _all_cases():
        for result in {Result.MET, Result.NOT_MET, Result.ADVISER} - {case.result}:
            yield f"{criterion.id}.{case.name} {result}", _with_case(criterion.id, case.name, result=result)
        yield f"{criterion.id}.{case.name} provisional", _with_case(criterion.id, case.name, is_provisional=not case.is_provisional)


def _other_offers() -> Iterator[tuple[str, LoadedRules]]:
    for criterion, case in _all_cases():
        for offer in case.offers:
            yield f"{criterion.id}.{case.name} without {offer}", _with_case(criterion.id, case.name, offers=tuple(o for o in case.offers if o != offer))


def _other_weights() -> Iterator[tuple[str, LoadedRules]]:
    for criterion in own_rules().rules.criteria:
        if criterion.needs:
            yield f"{criterion.id} weight", _with_criterion(replace(criterion, is_essential=not criterion.is_essential))


def _other_rounds() -> Iterator[tuple[str, LoadedRules]]:
    day = timedelta(days=1)
    rounds = own_rules().programme.rounds
    for number, round_ in enumerate(rounds):
        others = {
            "opens later": replace(round_, opens=round_.opens + day),
            "opens earlier": replace(round_, opens=round_.opens - day),
            "closes earlier": replace(round_, closes=round_.closes - day),
            "closes later": replace(round_, closes=round_.closes + day),
            "starts later": replace(round_, earliest_start=round_.earliest_start + day),
            "starts earlier": replace(round_, earliest_start=round_.earliest_start - day),
            "provisional": replace(round_, is_provisional=not round_.is_provisional),
        }
        for name, other in others.items():
            yield f"round {number} {name}", _with_rounds(*rounds[:number], other, *rounds[number + 1 :])


def _all_cases() -> Iterator[tuple[Criterion, Case]]:
    return ((criterion, case) for criterion in own_rules().rules.criteria for case in criterion.cases)


def _case(criterion: str, name: str) -> Case:
    return next(case for one, case in _all_cases() if (one.id, case.name) == (criterion, name))


def _with_criterion(other: Criterion) -> LoadedRules:
    loaded = own_rules()
    criteria = tuple(other if criterion.id == other.id else criterion for criterion in loaded.rules.criteria)
    return replace(loaded, rules=replace(loaded.rules, criteria=criteria))


def _with_case(criterion_id: str, name: str, **changes: Any) -> LoadedRules:
    criterion = next(one for one in own_rules().rules.criteria if one.id == criterion_id)
    return _with_criterion(replace(criterion, cases=tuple(replace(case, **changes) if case.name == name else case for case in criterion.cases)))


def _with_rounds(*rounds: Round) -> LoadedRules:
    loaded = own_rules()
    return replace(loaded, programme=replace(loaded.programme, rounds=rounds))
