"""Phone numbers as people write them, in digits and in words; Finland where no country is said."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import phonenumbers

from backend.domain.values.choosing import to_use
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.number_word import word_number

_COUNTRY = "FI"
_MOST_DIGITS, _FEWEST_DIGITS = 17, 5
_INSIDE = frozenset("-().")
_MOST_PIECES = 10
_LONGEST_CODE = 4
_MOST_TRIES = 200
_BUSINESS_ID = (7, 1)
_SPOKEN_LIMIT = Decimal(100)
_ALSO_LEADING = ("358",)
_MOBILE = ("4", "50")
_MOBILE_DIGITS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Phone:
    start: int
    end: int
    number: str


def _spoken(line: Line, at: int) -> str:
    """The digits of `nolla`, `neljä`, `kaksikymmentä`."""
    if line.word(at) == "plus":
        return "+"
    word = word_number(line.word(at)) if line.is_word(at) else None
    return str(int(word.value)) if word is not None and word.value < _SPOKEN_LIMIT and word.value % 1 == 0 else ""


def _digits(line: Line, at: int) -> str:
    return line.word(at) if line.is_digits(at) else _spoken(line, at)


def _is_inside(line: Line, at: int) -> bool:
    """True where a mark stands within a number: 040-123 4567, (09) 310 1234."""
    return line.word(at) in _INSIDE or (line.word(at) == "+" and line.is_digits(at + 1))


def _end_of_run(line: Line, start: int) -> int:
    """Past the digits, marks and number words that belong together; a plus sign or a slash begins another number."""
    end = start + 1
    is_code = line.word(start).startswith("0") and len(line.word(start)) <= _LONGEST_CODE
    end += is_code and line.word(end) == "/" and line.is_digits(end + 1)
    while end < len(line) and (_digits(line, end) or line.word(end) in _INSIDE):
        end += 1
    while end > start and not _digits(line, end - 1):
        end -= 1
    return end


def _is_text(line: Line, at: int) -> bool:
    """A word, or a mark between digits, that what follows is a part of."""
    return line.is_word(at) or (line.word(at) in ("-", ".", ",", "/", ":") and line.is_digits(at - 1) and line.is_glued(at))


def _is_free(line: Line, start: int, end: int) -> bool:
    """False for a number glued to letters or to a larger one: an identity code, an account number, a decimal."""
    before_glued = line.is_glued(start) and (_is_text(line, start - 1) or line.word(start - 1) in ("_", "#", "=", "^"))
    after_glued = line.is_word(end) and line.is_glued(end) and not line.word(end).startswith(("p", "tel", "puh"))
    lengths = tuple(len(line.word(at)) for at in range(start, end, 2))
    is_business = end - start == 3 and line.word(start + 1) == "-" and lengths == _BUSINESS_ID  # noqa: PLR2004 - digits, hyphen, check digit
    goes_on = line.is_glued(end) and line.word(end) in ("-", ".", ",", ":") and line.is_digits(end + 1) and line.is_glued(end + 1)
    return not before_glued and not after_glued and not goes_on and not is_business and line.word(end) not in ("€", "%", "^")


def _is_foreign_account(line: Line, start: int) -> bool:
    """`FI21 1234 5600 0007 85`: digits that follow digits glued to letters."""
    at = start - 1
    while line.is_digits(at):
        at -= 1
    return at >= 0 and at < start - 1 and line.is_word(at) and line.is_glued(at + 1)


def _normal(text: str) -> str | None:
    """The number with its country where it may be one."""
    bare = text.removeprefix("+")
    if not _FEWEST_DIGITS <= len(bare) <= _MOST_DIGITS:
        return None
    if text.startswith(("+", "0")):
        return text.replace("+3580", "+358", 1) if text.startswith("+3580") else text
    if text.startswith(_ALSO_LEADING):
        return "+" + text
    return "0" + text if text.startswith(_MOBILE) and len(text) == _MOBILE_DIGITS else None


@lru_cache(maxsize=1024)
def e164(text: str) -> str | None:
    """The number in E.164, or None where there is no such number; one from abroad needs only a possible length."""
    normal = _normal(text)
    if normal is None:
        return None
    try:
        number = phonenumbers.parse(normal, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    is_home = phonenumbers.region_code_for_country_code(number.country_code or 0) == _COUNTRY
    is_good = phonenumbers.is_valid_number(number) or (not is_home and phonenumbers.is_possible_number(number))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_good else None


def _joined(line: Line, start: int, end: int) -> str:
    """The digits of a run; the zero of `+358 (0)40` is not dialled."""
    digits: list[str] = []
    for at in range(start, end):
        if line.word(at) == "0" and line.word(at - 1) == "(" and line.word(at + 1) == ")" and digits:
            continue
        digits.append(_digits(line, at))
    return "".join(digits)


def _is_too_long(line: Line, end: int, run: int) -> bool:
    """True where nothing but more digits follow to the end of the line: a number with a digit too many is not cut short."""
    return run == len(line) and line.is_digits(end) and not line.word(end).startswith("0") and all(line.is_digits(at) for at in range(end, run))


def _longest(line: Line, start: int) -> Phone | None:
    """The longest phone number that begins at a token."""
    first = start + (line.word(start) == "(")
    is_leading = line.word(first) == "+" or _digits(line, first)
    if not is_leading or (first > start and not line.word(first).startswith("0")):
        return None
    body = first + 1 if line.word(first) == "+" else first
    run = _end_of_run(line, body)
    end = min(run, start + 2 * _MOST_PIECES)
    sign = "+" if body > first else ""
    while end > body:
        if _digits(line, end - 1) and _is_free(line, body, end) and not _is_foreign_account(line, body):
            number = e164(sign + _joined(line, body, end))
            if number is not None and not _is_date(line, body, end) and not _is_too_long(line, end, run):
                return Phone(start=start, end=end, number=number)
        end -= 1
    return None


def _is_date(line: Line, start: int, end: int) -> bool:
    """`01.02.2027` and `2027-02-01` are no phone numbers."""
    shape = [len(line.word(at)) if line.is_digits(at) else line.word(at) for at in range(start, end)]
    marks = [mark for mark in shape if isinstance(mark, str)]
    digits = [length for length in shape if isinstance(length, int)]
    return marks in ([".", "."], ["-", "-"]) and digits in ([2, 2, 4], [1, 2, 4], [2, 1, 4], [1, 1, 4], [2, 2, 2], [4, 2, 2])


def phones(line: Line) -> list[Phone]:
    """Every number in order, each once."""
    found: list[Phone] = []
    at, tries = 0, 0
    while at < len(line) and tries < _MOST_TRIES:
        phone = _longest(line, at)
        tries += bool(_digits(line, at))
        if phone is not None and phone.number not in [one.number for one in found]:
            found.append(phone)
        at = phone.end if phone is not None else _past(line, at)
    return found


def _past(line: Line, at: int) -> int:
    """Past the digits that begin no number: what follows without a break is a part of them."""
    at += 1
    while line.is_digits(at) and not line.word(at).startswith("0"):
        at += 1
    return at


def read_phone(line: Line) -> Value | None:
    """The number a line says to use."""
    return one_of([{"phone": phone.number} for phone in to_use(line, phones(line))])


def find_phones(line: Line) -> list[Found]:
    return [Found("phone", phone.start, phone.end, {"phone": phone.number}) for phone in phones(line) if line.is_digits(phone.end - 1)]
