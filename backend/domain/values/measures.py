"""How many of something, as people say it: about so many, from so many to so many, at most, one or the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.numbers import Number, read_number
from backend.domain.values.phrases import Hint, Join, hint_after, hint_before, is_denied, join_between

_SCALES = tuple(Decimal(10**power) for power in (6, 3, 2, 1))
_SHORT = Decimal(100)
_THOUSAND = Decimal(1000)
_MOST_HINTS = 4
_MOST_MEASURES = 64
_MINUS = frozenset({"miinus", "minus", "negatiivinen", "negative"})
_RANGE_AFTER = ("väli", "between")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """What a number counts. `is_rate`: so much for each of something; `start`: of a unit before the number; `is_other`: not what is asked for."""

    end: int
    start: int | None = None
    case: Case = Case.BASIC
    is_rate: bool = False
    is_other: bool = False


ReadUnit = Callable[[Line, Number], Unit | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """`low` and `high` are equal for one number; one of them is None for "at least" and "at most"."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    number: Number
    case: Case = Case.BASIC
    is_approx: bool = False
    is_exclusive: bool = False
    has_unit: bool = False
    is_rate: bool = False
    join: Join | None = None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def _is_negative(line: Line, number: Number) -> bool:
    at = number.start - 1
    if line.word(at) in _MINUS:
        return True
    is_sign = line.word(at) == "-" and line.is_glued(at + 1) and not line.is_glued(at)
    return is_sign and not (line.is_digits(at - 1) or line.is_word(at - 1))


def _single(line: Line, start: int, read_unit: ReadUnit) -> Measure | None:
    number = read_number(line, start)
    if number is None or _is_negative(line, number):
        return None
    unit = read_unit(line, number)
    if unit is not None and unit.is_other:
        return None
    case = number.case if unit is None or number.case is not Case.BASIC else unit.case
    low, high = (number.value, number.value) if number.below is None else (number.value, number.below)
    return Measure(
        start=number.start if unit is None or unit.start is None else unit.start,
        end=number.end if unit is None else unit.end,
        low=low,
        high=high,
        number=number,
        case=case,
        is_approx=number.is_approx,
        is_exclusive=number.below is not None,
        has_unit=unit is not None,
        is_rate=unit is not None and unit.is_rate,
    )


def _skipped_end(line: Line, start: int) -> int:
    """Past a token, and past the whole number that begins there."""
    number = read_number(line, start)
    return number.end if number is not None else start + 1


def _counts_with(line: Line, before: Measure, at: int, read_unit: ReadUnit) -> bool:
    """True for the 6 of `6-7 kertaa` once the 7 at a token is seen to count something else."""
    number = read_number(line, at)
    unit = None if number is None else read_unit(line, number)
    return unit is not None and unit.is_other and join_between(line, before.end, at) in (Join.RANGE, Join.OR)


def find_singles(line: Line, read_unit: ReadUnit) -> list[Measure]:
    """Every number that counts what is asked for, or nothing said; a number that counts something else is left out."""
    found: list[Measure] = []
    at = 0
    while at < len(line) and len(found) < _MOST_MEASURES:
        measure = _single(line, at, read_unit)
        if measure is not None:
            found.append(measure)
        elif found and not found[-1].has_unit and _counts_with(line, found[-1], at, read_unit):
            found.pop()
        at = measure.end if measure is not None else _skipped_end(line, at)
    return found


def _sharing(first: Measure, second: Measure) -> Measure:
    """The first of "5-6 tonnia" is thousands too, and that of "5-6000" as well."""
    low, high = first.low, second.high
    scale = second.number.scale
    if low is None or high is None or first.has_unit or 1 < first.number.scale >= scale:
        return first
    if scale == 1 and second.number.is_worded:
        scale = next((power for power in _SCALES if high % power == 0), Decimal(1))
    if scale == 1 and low < _SHORT and high >= _THOUSAND and high % _THOUSAND == 0:
        scale = _THOUSAND
    if scale > 1 and low < scale and low * scale < high:
        return replace(first, low=low * scale, high=low * scale)
    return first


def _sharing_back(first: Measure, second: Measure) -> Measure:
    """The second of "tonni tai kaksi" is thousands too."""
    scale = first.number.scale
    if second.has_unit or second.low is None or second.high is None or scale < _THOUSAND or not second.high < _SHORT:
        return second
    return replace(second, low=second.low * scale, high=second.high * scale, has_unit=first.has_unit)


def _join(line: Line, first: Measure, second: Measure) -> Join | None:
    """What joins two neighbours."""
    joined = join_between(line, first.end, second.start)
    if joined is Join.AND and _is_between(line, first, second):
        return Join.RANGE
    if joined is not None or first.is_rate != second.is_rate:
        return joined
    is_apart = first.case is Case.FROM and second.case is Case.TO
    if is_apart and second.start - first.end <= 1:
        return Join.RANGE
    between = line.words(first.end, second.start)
    if first.number.is_worded and second.number.is_worded and not first.has_unit and between in ("", ",") and _ascends(first, second):
        return Join.RANGE
    return None


def _ascends(first: Measure, second: Measure) -> bool:
    shared = _sharing(first, second)
    return shared.high is not None and second.low is not None and 0 < shared.high < second.low


def _is_between(line: Line, first: Measure, second: Measure) -> bool:
    before = hint_before(line, first.start)
    return (before is not None and before[0] is Hint.BETWEEN) or line.word(second.end).startswith(_RANGE_AFTER)


def _ranged(line: Line, first: Measure, second: Measure) -> Measure | None:
    shared = _sharing(first, second)
    if shared.low is None or second.high is None or shared.low >= second.high:
        return None
    end = second.end + (1 if line.word(second.end).startswith(_RANGE_AFTER) else 0)
    return replace(
        second,
        start=first.start,
        end=end,
        low=shared.low,
        is_approx=first.is_approx or second.is_approx,
        has_unit=first.has_unit or second.has_unit,
        join=first.join,
    )


_BOUNDS = {Hint.MOST: (False, True, False), Hint.LEAST: (True, False, False), Hint.UNDER: (False, True, True), Hint.OVER: (True, False, True)}


def _hinted(measure: Measure, hint: Hint) -> Measure:
    if hint is Hint.ABOUT:
        return replace(measure, is_approx=True)
    if hint not in _BOUNDS or not measure.is_exact:
        return measure
    keeps_low, keeps_high, is_exclusive = _BOUNDS[hint]
    return replace(measure, low=measure.low if keeps_low else None, high=measure.high if keeps_high else None, is_exclusive=is_exclusive)


def _with_hints(line: Line, measure: Measure, *, before: int, after: int) -> Measure:
    """The measure with what is said right before and after it, between its neighbours."""
    for _ in range(_MOST_HINTS):
        said = hint_before(line, measure.start)
        if said is None or said[1] < before:
            break
        measure = replace(_hinted(measure, said[0]), start=said[1])
    said = hint_after(line, measure.end)
    is_free = said is not None and (said[1] < after or said[1] == len(line) or line.word(said[1]) in (",", ".", "!", "?"))
    if said is not None and is_free and not (line.word(measure.end) == "+" and not line.is_glued(measure.end)):
        return replace(_hinted(measure, said[0]), end=said[1])
    return measure


def _joined(line: Line, singles: Sequence[Measure]) -> list[Measure]:
    """Ranges put together; every other measure knows what joins it to the one before it."""
    found: list[Measure] = []
    for single in singles:
        before = found[-1] if found else None
        join = _join(line, before, single) if before is not None else None
        if before is not None and join is Join.RANGE and before.is_exact and (ranged := _ranged(line, before, single)) is not None:
            found[-1] = ranged
        else:
            found.append(replace(single, join=join))
    return found


def _shared_alternatives(measures: Sequence[Measure]) -> list[Measure]:
    """`5 tai 6 tonnia`: the first takes the unit and the thousands of the second."""
    found = list(measures)
    for at in range(len(found) - 1, 0, -1):
        if found[at].join in (Join.OR, Join.CORRECTION):
            first, second = _sharing(found[at - 1], found[at]), _sharing_back(found[at - 1], found[at])
            found[at] = second
            found[at - 1] = replace(first, has_unit=first.has_unit or second.has_unit, is_rate=first.is_rate or (second.is_rate and not first.has_unit))
    return found


def _after_corrections(line: Line, measures: Sequence[Measure]) -> list[Measure]:
    """What is left when everything taken back is dropped."""
    start = max((at for at, measure in enumerate(measures) if measure.join is Join.CORRECTION), default=0)
    return [measure for measure in measures[start:] if len(measures) == 1 or not is_denied(line, measure.start)]


def _bounded(measures: Sequence[Measure]) -> list[Measure]:
    """`yli 3000 mutta alle 8000`: an open measure from below and one from above are one range."""
    found = list(measures[:1])
    for before, measure in pairwise(measures):
        is_pair = before.high is None and measure.low is None and measure.join is not Join.OR and measure.start - before.end <= _MOST_HINTS
        if is_pair and found and found[-1] is before:
            found[-1] = replace(measure, start=before.start, low=before.low, has_unit=before.has_unit or measure.has_unit)
        else:
            found.append(measure)
    return found


def find_measures(line: Line, read_unit: ReadUnit) -> list[Measure]:
    """The measures of a line in order, put together from their parts, without what was taken back."""
    joined = _shared_alternatives(_joined(line, find_singles(line, read_unit)))
    hinted: list[Measure] = []
    for at, measure in enumerate(joined):
        before = joined[at - 1].end if at else 0
        after = joined[at + 1].start if at + 1 < len(joined) else len(line) + 1
        hinted.append(_with_hints(line, measure, before=before, after=after))
    return _bounded(_after_corrections(line, hinted))
