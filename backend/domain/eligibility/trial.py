"""Tries a criterion out on every situation that differs for it, before anybody is judged by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from backend.domain.eligibility.facts import FactKind, Facts, FactSpec, FactValue, Period
from backend.domain.eligibility.rules import Criterion, Rules
from backend.domain.eligibility.situation import Situation
from backend.domain.eligibility.verdict import first_case
from backend.domain.programme import Programme, Round

_DAYS = (date(2000, 1, 1), date(2000, 2, 1), date(2000, 4, 1), date(2000, 5, 1), date(2000, 7, 1))
"""Before a firm round, in it, before a provisional one, in it, after all."""
_EARLY, _LATE = date(1990, 1, 1), date(2010, 1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """`undecided` are situations with every needed fact in which no case holds; `idle` are cases that decide nothing."""

    undecided: tuple[Situation, ...]
    idle: tuple[str, ...]


def try_out(criterion: Criterion, *, rules: Rules, programme: Programme) -> Trial:
    undecided: list[Situation] = []
    decided: set[str] = set()
    for situation in _situations(criterion, rules, programme):
        case = first_case(criterion, situation)
        if case is not None:
            decided.add(case.name)
        elif all(name in situation.facts.values for name in criterion.needs):
            undecided.append(situation)
    return Trial(undecided=tuple(undecided), idle=tuple(case.name for case in criterion.cases if case.name not in decided))


def _situations(criterion: Criterion, rules: Rules, programme: Programme) -> Iterator[Situation]:
    rounds = _trial_rounds(criterion, programme)
    amounts = _amounts([value for name in criterion.limits if isinstance(value := programme.facts[name].value, int)])
    values = [_values(rules.facts[name], amounts) for name in criterion.facts]
    for on, *chosen in product(_DAYS if criterion.rests_on_rounds else _DAYS[:1], *values):
        known = {name: value for name, value in zip(criterion.facts, chosen, strict=True) if value is not None}
        yield Situation(programme=rounds, facts=Facts(values=known), on=on)


def _trial_rounds(criterion: Criterion, programme: Programme) -> Programme:
    def round_(opens: date, closes: date, *, is_provisional: bool) -> Round:
        return Round(opens=opens, closes=closes, earliest_start=date(2005, 1, 1), is_provisional=is_provisional, source=criterion.source)

    firm = round_(_DAYS[1], date(2000, 2, 28), is_provisional=False)
    planned = round_(_DAYS[3], date(2000, 5, 31), is_provisional=True)
    return replace(programme, rounds=(firm, planned))


def _amounts(limits: Sequence[int]) -> tuple[int, ...]:
    """On both sides of each limit."""
    return tuple(sorted({1, *(amount for limit in limits for amount in (limit - 1, limit, limit + 1))}))


def _values(spec: FactSpec, amounts: Sequence[int]) -> Sequence[FactValue | None]:
    """None stands for missing. Of several choices each alone: a condition never asks for two at once."""
    match spec.kind:
        case FactKind.CHOICE:
            return (None, *spec.options)
        case FactKind.CHOICES:
            return (None, *((option,) for option in spec.options))
        case FactKind.AMOUNT:
            return (None, *amounts)
        case FactKind.START:
            return (None, Period(first=_EARLY, last=_EARLY), Period(first=_LATE, last=_LATE))
        case FactKind.FLAG:
            return (None, True, False)
