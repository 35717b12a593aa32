"""What is known of a group and its idea. Which facts there are, and what each may hold, is data."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from backend.domain.programme import Texts

_START = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})|/([0-9]{4})-([0-9]{2}))?")
_SHOWN = 60


class FactKind(StrEnum):
    """One option, several options, euros, a day or month, yes or no."""

    CHOICE = "choice"
    CHOICES = "choices"
    AMOUNT = "amount"
    START = "start"
    FLAG = "flag"


@dataclass(frozen=True, kw_only=True, slots=True)
class FactSpec:
    """`options`, of a choice only, hold the words for each by language."""

    name: str
    kind: FactKind
    options: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A day, a whole month, or several: first and last day included."""

    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return self.first != self.last and not self.is_span

    @property
    def is_span(self) -> bool:
        return _month(self.first) != _month(self.last)

    def __str__(self) -> str:
        if self.is_span:
            return f"{_month(self.first)}/{_month(self.last)}"
        return _month(self.first) if self.is_month else self.first.isoformat()


FactValue: TypeAlias = str | tuple[str, ...] | int | float | bool | Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """A fact that is missing is not in `values`; a list in them is never empty."""

    values: Mapping[str, FactValue] = field(default_factory=dict)

    def get(self, name: str) -> FactValue | None:
        return self.values.get(name)

    def with_fact(self, name: str, value: FactValue) -> "Facts":
        return replace(self, values={**self.values, name: value})


class FactsUnreadable(ValueError):
    """What was given is no set of facts. `problems` name each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read_facts(raw: object, *, known: Mapping[str, FactSpec]) -> Facts:
    """The facts of a parsed JSON object; an empty list counts as missing. Raises FactsUnreadable."""
    if not isinstance(raw, Mapping):
        raise FactsUnreadable(["facts must be a JSON object"])
    problems: list[str] = []
    values: dict[str, FactValue] = {}
    for name, value in raw.items():
        if name not in known:
            problems.append(f"unknown fact {_shown(name)}, the facts are {', '.join(known)}")
            continue
        read = _READERS[known[name].kind](known[name], value)
        if read is None:
            problems.append(f"{name} is {_shown(value)}, it must be {_wanted(known[name])}")
        elif read != ():
            values[name] = read
    if problems:
        raise FactsUnreadable(problems)
    return Facts(values=values)


def _shown(value: object) -> str:
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "too large a number"
    written = ascii(value)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."


def _wanted(spec: FactSpec) -> str:
    match spec.kind:
        case FactKind.CHOICE:
            return f"one of {', '.join(spec.options)}"
        case FactKind.CHOICES:
            return f"a list of {', '.join(spec.options)}"
        case FactKind.AMOUNT:
            return "a number of euros above 0"
        case FactKind.START:
            return "a day such as 2018-04-15, a month such as 2018-04 or months such as 2018-03/2018-05"
        case FactKind.FLAG:
            return "true or false"


def _choice(spec: FactSpec, value: object) -> str | None:
    return value if isinstance(value, str) and value in spec.options else None


def _choices(spec: FactSpec, value: object) -> tuple[str, ...] | None:
    """Each once, in the order given."""
    if not isinstance(value, list) or any(_choice(spec, one) is None for one in value):
        return None
    return tuple(dict.fromkeys(value))


def _amount(_spec: FactSpec, value: object) -> float | None:
    """Whole euros as int."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LARGEST:
        return None
    return int(value) if value == int(value) else value


def _start(_spec: FactSpec, value: object) -> Period | None:
    found = _START.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        first = date(int(found[1]), int(found[2]), int(found[3] or 1))
        last = first if found[3] else _month_ends(date(int(found[4] or found[1]), int(found[5] or found[2]), 1))
    except ValueError:
        return None
    return Period(first=first, last=last) if first <= last else None


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _month_ends(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _flag(_spec: FactSpec, value: object) -> bool | None:
    return value if isinstance(value, bool) else None


# What a 64-bit float holds: beyond it a number is infinite to most programs that write JSON.
_LARGEST = int(1.7e308)
_READERS: Mapping[FactKind, Callable[[FactSpec, object], FactValue | None]] = {
    FactKind.CHOICE: _choice,
    FactKind.CHOICES: _choices,
    FactKind.AMOUNT: _amount,
    FactKind.START: _start,
    FactKind.FLAG: _flag,
}
