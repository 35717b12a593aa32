"""The criteria as data: each a table of cases, of which the first that holds decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from backend.domain.eligibility.facts import FactKind, FactSpec
from backend.domain.programme import Source


class Result(StrEnum):
    """`not_asked` is no case's own: it is the result where no case holds, for want of a fact."""

    MET = "met"
    NOT_MET = "not_met"
    ADVISER = "adviser"
    NOT_ASKED = "not_asked"


class RoundState(StrEnum):
    OPEN = "open"
    OPEN_PROVISIONAL = "open_provisional"
    COMING = "coming"
    COMING_PROVISIONAL = "coming_provisional"
    NONE = "none"


class StartState(StrEnum):
    IN_TIME = "in_time"
    EARLY = "early"
    NO_ROUND = "no_round"


@dataclass(frozen=True, kw_only=True, slots=True)
class OneOf:
    """The choice is one of the options; of several choices at least one is."""

    fact: str
    options: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """The amount is at least the one limit and under the other; both are names of the programme's facts."""

    fact: str
    at_least: str | None = None
    under: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Is:
    fact: str
    wanted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Starts:
    fact: str
    state: StartState


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    fact: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundIs:
    states: frozenset[RoundState]


Condition: TypeAlias = OneOf | Within | Is | Starts | Missing | RoundIs


class Act(StrEnum):
    """What a change does to its fact: `to` a value, `add` an option, `below` a limit, to the `earliest` start."""

    TO = "to"
    ADD = "add"
    BELOW = "below"
    EARLIEST = "earliest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A change that may turn a criterion. `value` is an option, a flag, a limit's name, or nothing for `earliest`."""

    change: str
    fact: str
    act: Act
    value: str | bool = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """`source` is None where the criterion's own serves."""

    name: str
    when: tuple[Condition, ...]
    result: Result
    is_provisional: bool = False
    source: Source | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """`needs` are the facts without which a case may not hold. Without an essential criterion nothing can be told.

    A criterion that rests on rounds has the sentence of the round it looked at as its source, `source` only where the
    programme has no round.
    """

    id: str
    needs: tuple[str, ...]
    cases: tuple[Case, ...]
    source: Source
    is_essential: bool = False
    rests_on_rounds: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact the criterion looks at, the needed ones first."""
        looked_at = (condition.fact for condition in self._conditions() if not isinstance(condition, RoundIs))
        return tuple(dict.fromkeys([*self.needs, *looked_at]))

    @property
    def limits(self) -> tuple[str, ...]:
        """The programme's facts it compares with, by name."""
        names = (name for condition in self._conditions() if isinstance(condition, Within) for name in (condition.at_least, condition.under))
        return tuple(dict.fromkeys(name for name in names if name is not None))

    @property
    def asks_for_rounds(self) -> bool:
        return any(isinstance(condition, RoundIs | Starts) for condition in self._conditions())

    def key(self, case: Case | None) -> str:
        """The key of the text that says why."""
        return f"eligibility.{self.id}.{'not_asked' if case is None else case.name}"

    def _conditions(self) -> Iterator[Condition]:
        return (condition for case in self.cases for condition in case.when)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """`version` changes with the criteria and with the programme's facts."""

    facts: Mapping[str, FactSpec]
    criteria: tuple[Criterion, ...]
    version: str = ""


_TEXT_KINDS: Mapping[FactKind, str] = {
    FactKind.CHOICE: "text",
    FactKind.CHOICES: "texts",
    FactKind.AMOUNT: "number",
    FactKind.START: "text",
    FactKind.FLAG: "flag",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """A text key with the facts its text is sure to be given, each by the kind a text knows it as."""

    criterion: str
    key: str
    gets: Mapping[str, str] = field(default_factory=dict)


def tellings(rules: Rules) -> tuple[Telling, ...]:
    """Every text that the rules may ask for."""
    return tuple(
        Telling(criterion=criterion.id, key=criterion.key(case), gets=_sure_facts(criterion, case, rules.facts))
        for criterion in rules.criteria
        for case in (*criterion.cases, *([None] if criterion.needs else []))
    )


def _sure_facts(criterion: Criterion, case: Case | None, specs: Mapping[str, FactSpec]) -> Mapping[str, str]:
    conditions = () if case is None else case.when
    known = [condition.fact for condition in conditions if not isinstance(condition, Missing | RoundIs)]
    return {
        **{name: _TEXT_KINDS[specs[name].kind] for name in known},
        **dict.fromkeys(criterion.limits, "number"),
        **dict.fromkeys(["on"] if criterion.rests_on_rounds else [], "text"),
        **dict.fromkeys(["opens", "closes", "earliest"] if any(map(_knows_a_round, conditions)) else [], "text"),
    }


def _knows_a_round(condition: Condition) -> bool:
    if isinstance(condition, RoundIs):
        return RoundState.NONE not in condition.states
    return isinstance(condition, Starts) and condition.state is not StartState.NO_ROUND
