"""Numbers in a line, in digits and in words: 7 500, 7.500,00, 7,5k, seitsemän ja puoli tuhatta, two hundred and fifty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.domain.values.line import Line
from backend.domain.values.number_word import Part, WordNumber, added, multiplied, word_number
from backend.domain.values.number_words import MORE_THAN, THOUSAND_MARKS, Case

_MOST_DIGITS = 12
_GROUP = 3
_MOST_GROUPS = 12
_HALF = Decimal("0.5")
_HALVES = frozenset({"puoli", "puol", "puolikas", "half"})
_THOUSAND = Decimal(1000)
_CASE_ENDINGS = (("sta", Case.FROM), ("stä", Case.FROM), ("lta", Case.AT), ("ltä", Case.AT), ("lla", Case.AT), ("llä", Case.AT), ("n", Case.TO))
_GENITIVES = frozenset({"n", "en", "in", "ien"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """`scale`: the last multiplier said (6 tonnia: 1000), which a number before it may share (5-6 tonnia)."""

    start: int
    end: int
    value: Decimal
    below: Decimal | None = None
    case: Case = Case.BASIC
    is_approx: bool = False
    is_worded: bool = False
    scale: Decimal = Decimal(1)


def _is_glued_letter(line: Line, at: int) -> bool:
    return line.is_word(at) and line.is_glued(at)


def _groups_end(line: Line, start: int) -> tuple[int, str]:
    """Where the thousands end (7 500, 7.500, 7'500) and what parts them."""
    first = line.word(start + 1)
    separator = first if first in (".", ",", "'") and line.is_glued(start + 1) else ""
    step = 2 if separator else 1
    end = start + 1
    if len(line.word(start)) > _GROUP or line.word(start).startswith("0"):
        return end, separator
    while end - start <= _MOST_GROUPS and _is_group(line, end, separator):
        end += step
    return end, separator


def _is_group(line: Line, end: int, separator: str) -> bool:
    at = end + 1 if separator else end
    if separator and (line.word(end) != separator or not line.is_glued(end) or not line.is_glued(at)):
        return False
    return line.is_digits(at) and len(line.word(at)) == _GROUP and (bool(separator) or not line.is_glued(at)) and not _is_glued_letter_number(line, at)


def _is_glued_letter_number(line: Line, at: int) -> bool:
    """`20 000-vuotias` or `300kg` are still groups; a date's day is not: `5 100.2.`"""
    return line.word(at + 1) == "." and line.is_digits(at + 2) and line.is_glued(at + 2) and line.word(at + 3) == "."


def _decimals_end(line: Line, end: int, separator: str) -> tuple[str, int]:
    """The decimals after `end` and where they end; `5000,-` has none."""
    mark = line.word(end)
    if mark not in (",", ".") or not line.is_glued(end):
        return "", end
    if line.word(end + 1) == "-" and line.is_glued(end + 1) and not line.is_digits(end + 2):
        return "", end + 2
    digits = line.word(end + 1)
    is_decimal = line.is_digits(end + 1) and line.is_glued(end + 1) and mark != separator
    if not is_decimal or len(digits) > _GROUP:
        return "", end
    return digits, end + 2


def _digits(line: Line, start: int) -> tuple[Decimal, int] | None:
    end, separator = _groups_end(line, start)
    if end == start + 1:
        separator = ""
    whole = "".join(line.word(at) for at in range(start, end) if line.is_digits(at))
    decimals, end = _decimals_end(line, end, separator)
    if len(whole) > _MOST_DIGITS:
        return None
    value = Decimal(f"{whole}.{decimals or 0}")
    if line.word(end) == "½" and line.is_glued(end):
        return value + _HALF, end + 1
    return value, end


def _suffix_case(line: Line, end: int) -> tuple[Case, int]:
    """The case of `5000:sta` or `9:ään` and where it ends."""
    if line.word(end) != ":" or not line.is_glued(end) or not _is_glued_letter(line, end + 1):
        return Case.BASIC, end
    suffix = line.word(end + 1)
    if suffix in _GENITIVES and suffix != "in":
        return Case.OF, end + 2
    return next((case for ending, case in _CASE_ENDINGS if suffix.endswith(ending)), Case.OTHER), end + 2


def _is_inside_group(line: Line, start: int) -> bool:
    """True for the rest of a longer number that was too long to be one, or began with a zero."""
    is_group = line.is_digits(start) and len(line.word(start)) == _GROUP and not line.is_glued(start)
    return is_group and line.is_digits(start - 1) and len(line.word(start - 1)) <= _GROUP


def _digit_number(line: Line, start: int) -> Number | None:
    read = _digits(line, start)
    before, glued_before = line.token(start - 1), line.is_glued(start)
    if read is None or _is_inside_group(line, start) or (glued_before and (line.is_word(start - 1) or before.text in ("^", "_", "#", "@"))):
        return None
    value, end = read
    if line.word(end) == "^" or (line.is_digits(end) and line.is_glued(end)):
        return None
    case, end = _suffix_case(line, end)
    number = Number(start=start, end=end, value=value, case=case)
    if line.word(end) in THOUSAND_MARKS and not (line.is_glued(end + 1) and line.is_digits(end + 1)):
        dot = 1 if line.word(end) == "tuh" and line.word(end + 1) == "." else 0
        return replace(number, end=end + 1 + dot, value=_scaled(value), scale=_THOUSAND)
    return number


def _scaled(value: Decimal) -> Decimal:
    return value * _THOUSAND


def _plain_thousands(line: Line, number: Number) -> Number:
    """`7,500` alone is seven and a half thousand written the English way; before a multiplier it is a decimal."""
    is_english = number.scale == 1 and line.word(number.start + 1) == "," and len(line.word(number.start + 2)) == _GROUP
    if is_english and number.value < _THOUSAND and line.is_digits(number.start + 2) and line.is_glued(number.start + 2):
        return replace(number, value=_scaled(number.value))
    return number


@dataclass(slots=True)
class _Sum:
    """A number under way over several words."""

    parts: tuple[Part, ...]
    end: int
    case: Case
    is_approx: bool
    scale: Decimal

    def takes(self, word: WordNumber, end: int) -> bool:
        """True where the word goes on with this number; it is then counted in."""
        agrees = word.case == self.case or self.case in (Case.OF, Case.BASIC) or word.case is Case.BASIC
        is_next_half = word.value == _HALF and self.case in (Case.FROM, Case.AT)
        if not agrees or is_next_half:
            return False
        parts = self._with(word)
        if parts is None:
            return False
        self.parts, self.end, self.is_approx = parts, end, self.is_approx or word.is_approx
        self.case = word.case if word.case is not Case.BASIC else self.case
        self.scale = word.scale
        return True

    def _with(self, word: WordNumber) -> tuple[Part, ...] | None:
        if word.scale > 1:
            return multiplied(self.parts, word.scale)
        return added(self.parts, word.parts)

    def takes_half(self, end: int) -> None:
        self.parts = (*self.parts, Part(_HALF, _HALF))
        self.end = end


def _link(line: Line, end: int, so_far: Sequence[Part]) -> int:
    """How many tokens may stand between two words of one number: hundred *and* fifty, twenty-five."""
    word = line.word(end)
    following = word_number(line.word(end + 1))
    if following is None or following.is_finnish or following.scale > 1 or not so_far:
        return 0
    after = word_number(line.word(end + 2))
    is_and = word == "and" and so_far[-1].floor >= Decimal(100) and (after is None or after.scale == 1)
    is_hyphen = word == "-" and line.is_glued(end) and so_far[-1].floor == Decimal(10)
    return 1 if is_and or is_hyphen else 0


def _goes_on(line: Line, total: _Sum) -> bool:
    half = 2 if line.word(total.end + 1) == "a" else 1
    if line.word(total.end) in ("ja", "and") and line.word(total.end + half) in _HALVES and total.parts[-1].value % 1 == 0:
        total.takes_half(total.end + half + 1)
        return True
    skipped = _link(line, total.end, total.parts)
    word = word_number(line.word(total.end + skipped))
    if word is None or (line.is_glued(total.end) and not skipped and line.is_word(total.end - 1)):
        return False
    return total.takes(word, total.end + skipped + 1)


def _trailing_digits(line: Line, number: Number) -> Number:
    """`2 tonnia 500`: the hundreds in digits after a spoken thousand."""
    digits = line.word(number.end)
    is_hundreds = line.is_digits(number.end) and len(digits) == _GROUP and digits.endswith("00") and not line.is_glued(number.end)
    if number.scale == _THOUSAND and is_hundreds and not (line.is_word(number.end + 1) and not line.word(number.end + 1).startswith("e")):
        return replace(number, end=number.end + 1, value=number.value + Decimal(digits), scale=Decimal(1))
    return number


def _summed(line: Line, first: Number, parts: tuple[Part, ...]) -> Number:
    total = _Sum(parts, first.end, first.case, first.is_approx, first.scale)
    while _goes_on(line, total):
        continue
    value = sum((part.value for part in total.parts), Decimal(0))
    if total.end == first.end:
        return first
    return _trailing_digits(line, replace(first, end=total.end, value=value, case=total.case, is_approx=total.is_approx, scale=total.scale))


def _worded(line: Line, start: int) -> Number | None:
    more_than = MORE_THAN.get(line.word(start))
    if more_than is not None:
        return Number(start=start, end=start + 1, value=more_than[0], below=more_than[1], is_worded=True)
    at = start + 1 if line.word(start) in ("a", "an") else start
    word = word_number(line.word(at))
    if word is None or (at > start and word.scale == 1 and not word.is_approx and word.value != _HALF):
        return None
    end = at + 1
    if line.word(end) == "of" or (word.value == _HALF and line.word(end) in ("a", "an")):
        end += 1
    number = Number(start=start, end=end, value=word.value, case=word.case, is_approx=word.is_approx, is_worded=True, scale=word.scale)
    return _trailing_digits(line, _summed(line, number, word.parts))


def read_number(line: Line, start: int) -> Number | None:
    """The number that begins at a token, as long as it goes, or None."""
    if line.is_word(start):
        return _worded(line, start)
    number = _digit_number(line, start) if line.is_digits(start) else None
    if number is None:
        return None
    if _is_glued_letter(line, number.end) and word_number(line.word(number.end)) is None and number.scale > 1:
        return number
    return _plain_thousands(line, _summed(line, number, (Part(number.value, Decimal(0)),)))
