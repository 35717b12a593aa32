"""Judges facts by the rules. The verdict is advice: only the funder decides."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from backend.domain.eligibility.facts import Facts, FactValue, Period
from backend.domain.eligibility.rules import Act, Case, Criterion, Offer, Result, Rules
from backend.domain.eligibility.situation import Situation
from backend.domain.programme import Programme, Source


class Outcome(StrEnum):
    FITS = "fits"
    FITS_IF = "fits_if"
    CANNOT_TELL = "cannot_tell"
    DOES_NOT_FIT = "does_not_fit"


Shown: TypeAlias = FactValue | date


@dataclass(frozen=True, kw_only=True, slots=True)
class Because:
    """A text key, and the group's own values with what they were compared with."""

    key: str
    values: Mapping[str, Shown]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What one criterion came to. `is_provisional`: it rests on a round that was only planned."""

    criterion: str
    result: Result
    because: Because
    source: Source
    is_provisional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change that would turn a criterion that is not met. `sets` is the whole new value of `fact`.

    For an amount `value` is the limit, which itself is too much, and `sets` an amount just under it.
    """

    criterion: str
    change: str
    value: str | int | bool | date
    fact: str
    sets: FactValue


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """`version` is that of the rules."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    would_change: tuple[Change, ...] = field(default=())
    on: date
    version: str = ""


def changed(facts: Facts, change: Change) -> Facts:
    """The facts after the change, to judge them again."""
    return facts.with_fact(change.fact, change.sets)


def judge(rules: Rules, *, programme: Programme, facts: Facts, on: date) -> Verdict:
    """The verdict on the day asked on."""
    situation = Situation(programme=programme, facts=facts, on=on)
    decided = [(criterion, first_case(criterion, situation)) for criterion in rules.criteria]
    findings = tuple(_finding(criterion, case, situation) for criterion, case in decided)
    return Verdict(
        outcome=_outcome(rules.criteria, findings),
        findings=findings,
        would_change=tuple(change for criterion, case in decided if case is not None for change in _changes(criterion, case, situation)),
        on=on,
        version=rules.version,
    )


def first_case(criterion: Criterion, situation: Situation) -> Case | None:
    """The case that decides; None where a fact is missing for all of them."""
    return next((case for case in criterion.cases if all(map(situation.holds, case.when))), None)


def _finding(criterion: Criterion, case: Case | None, situation: Situation) -> Finding:
    source = None if case is None else case.source
    is_provisional = case is not None and case.is_provisional
    return Finding(
        criterion=criterion.id,
        result=Result.NOT_ASKED if case is None else case.result,
        because=Because(key=criterion.key(case), values=_values(criterion, situation) | ({"provisional": True} if is_provisional else {})),
        source=source or _own_source(criterion, situation),
        is_provisional=is_provisional,
    )


def _values(criterion: Criterion, situation: Situation) -> dict[str, Shown]:
    facts = situation.facts.values
    values: dict[str, Shown] = {name: facts[name] for name in criterion.facts if name in facts}
    values |= {name: situation.limit(name) for name in criterion.limits}
    if criterion.rests_on_rounds:
        values["on"] = situation.on
        round_ = situation.round_to_go_by
        if round_ is not None:
            values |= {"opens": round_.opens, "closes": round_.closes, "earliest": round_.earliest_start}
    return values


def _own_source(criterion: Criterion, situation: Situation) -> Source:
    """Where no round is open or known to come, the last one's sentence is still the best there is."""
    rounds = situation.programme.rounds
    if not criterion.rests_on_rounds or not rounds:
        return criterion.source
    return (situation.round_to_go_by or max(rounds, key=lambda round_: round_.closes)).source


def _outcome(criteria: Sequence[Criterion], findings: Sequence[Finding]) -> Outcome:
    results = {finding.result for finding in findings}
    if Result.NOT_MET in results:
        return Outcome.DOES_NOT_FIT
    if any(criterion.is_essential and finding.result is Result.NOT_ASKED for criterion, finding in zip(criteria, findings, strict=True)):
        return Outcome.CANNOT_TELL
    return Outcome.FITS_IF if results & {Result.ADVISER, Result.NOT_ASKED} else Outcome.FITS


def _changes(criterion: Criterion, case: Case, situation: Situation) -> Iterator[Change]:
    """The case's offers that do turn the criterion; an offer that would not is never made."""
    for offer in case.offers:
        change = _change(criterion, offer, situation)
        if change is not None and _turns(criterion, change, situation):
            yield change


def _turns(criterion: Criterion, change: Change, situation: Situation) -> bool:
    after = Situation(programme=situation.programme, facts=changed(situation.facts, change), on=situation.on)
    case = first_case(criterion, after)
    return case is None or case.result is not Result.NOT_MET


def _change(criterion: Criterion, offer: Offer, situation: Situation) -> Change | None:
    value: str | int | bool | date = offer.value
    sets: FactValue = offer.value
    if offer.act is Act.ADD:
        already = situation.facts.get(offer.fact)
        sets = (*(already if isinstance(already, tuple) else ()), str(offer.value))
    elif offer.act is Act.BELOW:
        value = situation.limit(str(offer.value))
        sets = math.nextafter(value, 0)
    elif offer.act is Act.EARLIEST:
        round_ = situation.round_to_go_by
        if round_ is None:
            return None
        value = round_.earliest_start
        sets = Period(first=value, last=value)
    return Change(criterion=criterion.id, change=offer.change, value=value, fact=offer.fact, sets=sets)
