"""One word read as a number: seitsemäntuhattaviisisataa, kakskytviis, viidestätoista, parikymmentä."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from backend.domain.values.number_words import BOUND, FINNISH, LONGEST_FORM, WHOLE_WORDS, Case, Form, Role

_LONGEST_WORD = 120
_TEN = Decimal(10)


@dataclass(frozen=True, slots=True)
class Part:
    """A sum under way. `floor`: only what is smaller can follow it (kaksikymmentä + viisi, but not kuusi + viisi)."""

    value: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True)
class WordNumber:
    """`scale`: what a number before it is multiplied by, where the word is nothing but a multiplier; 1 for others."""

    parts: tuple[Part, ...]
    case: Case
    is_approx: bool
    scale: Decimal
    is_finnish: bool

    @property
    def value(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


def multiplied(parts: Sequence[Part], by: Decimal) -> tuple[Part, ...] | None:
    """What stands before a multiplier is multiplied as far as it is smaller; None where the multiplier cannot stand there."""
    kept = [part for part in parts if part.value >= by]
    smaller = sum((part.value for part in parts if part.value < by), Decimal(0))
    if not smaller and kept and kept[-1].floor <= by:
        return None
    floor = Decimal(1) if by == _TEN and smaller in (0, 1) else by
    return (*kept, Part((smaller or Decimal(1)) * by, floor))


def added(parts: Sequence[Part], more: Sequence[Part]) -> tuple[Part, ...] | None:
    """The two sums in a row as one number, where the second is smaller than what the first leaves open."""
    if parts and sum(part.value for part in more) >= parts[-1].floor:
        return None
    return (*parts, *more)


def _teen(parts: Sequence[Part]) -> tuple[Part, ...] | None:
    if not parts or not 1 <= parts[-1].value < _TEN or parts[-1].value % 1:
        return None
    return (*parts[:-1], Part(parts[-1].value + _TEN, Decimal(1)))


def _next(parts: tuple[Part, ...], form: Form) -> tuple[Part, ...] | None:
    if form.role is Role.TEEN:
        return _teen(parts)
    if form.role is Role.TIMES:
        return multiplied(parts, form.value)
    return added(parts, (Part(form.value, min(Decimal(1), form.value)),))


def _pieces(word: str) -> list[Form] | None:
    """The forms a compound is built of, the longest first; None where it is none."""
    ways: list[list[Form] | None] = [None] * len(word) + [[]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + LONGEST_FORM), start, -1):
            rest = ways[end]
            form = FINNISH.get(word[start:end]) or (BOUND.get(word[start:end]) if end < len(word) else None)
            if form is not None and rest is not None and _summed([form, *rest], begun=start > 0) is not None:
                ways[start] = [form, *rest]
                break
    return ways[0]


def _summed(forms: Sequence[Form], *, begun: bool) -> tuple[Part, ...] | None:
    if begun:
        return ()
    parts: tuple[Part, ...] | None = ()
    for form in forms:
        parts = None if parts is None else _next(parts, form)
    return parts


def _whole(form: Form, *, is_finnish: bool) -> WordNumber:
    floor = Decimal(1) if form.role is not Role.WHOLE or form.value < 2 * _TEN or form.value % _TEN else _TEN
    parts = multiplied((), form.value) if form.role is Role.TIMES else (Part(form.value, min(floor, form.value)),)
    return WordNumber(parts or (), form.case, form.is_approx, form.value if form.role is Role.TIMES else Decimal(1), is_finnish)


@lru_cache(maxsize=4096)
def word_number(word: str) -> WordNumber | None:
    """The number a single word says, or None."""
    if word in WHOLE_WORDS:
        return _whole(WHOLE_WORDS[word], is_finnish=False)
    single = FINNISH.get(word)
    if single is not None:
        return None if single.role is Role.TEEN else _whole(single, is_finnish=True)
    if len(word) > _LONGEST_WORD:
        return None
    forms = _pieces(word)
    parts = _summed(forms, begun=False) if forms else None
    if forms is None or not parts:
        return None
    return WordNumber(parts, forms[0].case, any(form.is_approx for form in forms), Decimal(1), is_finnish=True)
