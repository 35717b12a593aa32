"""Times of day, each by itself: klo 14, 14.30, puol kolme, varttia vaille viis, half past two, 2pm, kahdelta, noon."""

from collections.abc import Callable
from dataclasses import replace

from backend.domain.values.clock_face import DAY_HOURS, HALF_DAY, Clock
from backend.domain.values.counted import is_euro, is_other_thing, is_people
from backend.domain.values.line import Line
from backend.domain.values.number_word import word_number
from backend.domain.values.number_words import Case
from backend.domain.values.numbers import Number, read_number
from backend.domain.values.tables import words

_HOUR = 60
_CLOCKS = frozenset({"klo", "kello", "kl", "kloo", "kellon", "kellolla", "kelo"})
_FIXED = {
    **dict.fromkeys(
        words("""keskipäivä keskipäivällä keskipäiväl keskipäivän keskipäivää puolipäivä puoliltapäivin puolenpäivän puoltapäivää puoliltapäivi noon midday"""),
        12,
    ),
    **dict.fromkeys(["keskiyö", "keskiyöllä", "keskiyöl", "keskiyön", "keskiyötä", "puoliyö", "puoliltaöin", "midnight", "puolenyön", "puoltayötä"], 0),
}
_HALVES = ("puolelta", "puoli", "puolen", "puolta", "puol", "half")
_QUARTERS = frozenset({"vartti", "varttia", "vartin", "varttii", "quarter", "vart", "varttie"})
_FINNISH_TO = frozenset({"vaille", "vaile", "vailla", "vaill", "vail", "vailleen"})
_TO = frozenset({*_FINNISH_TO, "vajaa", "til", "till"})
_PAST = frozenset({"yli", "yl", "past", "yl.", "ylitte"})
_MINUTE_WORDS = frozenset({"min", "minuuttia", "minsaa", "minuutti", "minutes", "minute", "minuuttii", "mins"})
_ROUND_MINUTES = frozenset({5, 10, 15, 20, 25})
_OCLOCK = frozenset(
    {"o'clock", "oclock", "h", "tunnin", "aikaan", "aikoihin", "maissa", "maisa", "pintaan", "tienoilla", "paikkeilla", "tasan", "sharp", "aikoihi", "uhr"}
)
_COUNTS_ANYWAY = frozenset({"h", "min", "klo", "am", "pm", "aste"})
_NOT_BEFORE = frozenset({"numero", "nro", "viikolla", "viikko", "vko", "#", "€", "-", "+", "^", "room"})
_RANGE_TOKENS = 6
_GLUED_ENDINGS = frozenset({"lta", "ltä", "ish"})
_MOST_HOUR_WORD = 25
# Of a day's beginning or end, said in one word with the hour: aamukasilta, iltaseitsemän.
_PART_PREFIXES = (("aamupäivä", "am"), ("aamuyö", "am"), ("aamu", "am"), ("iltapäivä", "pm"), ("ilta", "pm"))


def _whole(number: Number | None, most: int) -> int | None:
    return int(number.value) if number is not None and number.value % 1 == 0 and 0 <= number.value <= most and not number.is_approx else None


def _is_hour_digits(line: Line, at: int) -> bool:
    if not line.is_digits(at) or len(line.word(at)) > 2:  # noqa: PLR2004 - hours have two digits
        return False
    before = line.word(at - 1)
    if before == "t" and line.is_digits(at - 2):
        return True
    return not (line.is_glued(at) and (line.is_word(at - 1) or (before in (".", ":", ",", "/", "^", "+") and line.is_digits(at - 2))))


def _half_of_day(line: Line, end: int) -> tuple[str, int]:
    """`pm`, `p.m.` after a time, and where it ends."""
    word = line.word(end)
    if word in ("am", "pm"):
        return word, end + 1
    if word in ("a", "p") and line.words(end + 1, end + 3) == ". m" and line.is_glued(end + 1):
        return f"{word}m", end + 3 + (line.word(end + 3) == "." and line.is_glued(end + 3))
    return "", end


def _minutes(line: Line, at: int) -> int | None:
    """The minutes of `14.30` or `14:30`, whose separator is at a token."""
    is_two = line.is_digits(at + 1) and len(line.word(at + 1)) == 2  # noqa: PLR2004 - minutes have two digits
    if line.word(at) not in (".", ":") or not line.is_glued(at) or not is_two or not line.is_glued(at + 1):
        return None
    return int(line.word(at + 1))


def _digital(line: Line, at: int) -> Clock | None:
    minutes = _minutes(line, at + 1) if _is_hour_digits(line, at) else None
    if minutes is None:
        return None
    hour, end = int(line.word(at)), at + 3
    if line.word(end) == ":" and line.is_digits(end + 1) and line.is_glued(end + 1):
        end += 2
    if (
        (line.word(end) == "." and line.is_glued(end) and line.is_digits(end + 1) and line.is_glued(end + 1))
        or is_euro(line.word(end))
        or hour > DAY_HOURS
        or minutes >= _HOUR
    ):
        return None
    number = read_number(line, at + 2) if line.word(end) == ":" else None
    half, end = _half_of_day(line, number.end if number is not None else end)
    is_plain = line.word(at).startswith("0") or hour > HALF_DAY
    case = number.case if number is not None else Case.BASIC
    is_sure = line.word(at + 1) == ":" or bool(half)
    return Clock(start=at, end=end, hour=hour, minute=minutes, is_plain=is_plain, is_digital=True, half=half, case=case, is_sure=is_sure)


def _joined_digits(line: Line, at: int) -> Clock | None:
    """`klo 1430`, `klo 14 30`."""
    word = line.word(at)
    if line.is_digits(at) and len(word) == 4 and int(word[:2]) < DAY_HOURS and int(word[2:]) < _HOUR:  # noqa: PLR2004 - hhmm
        return Clock(start=at, end=at + 1, hour=int(word[:2]), minute=int(word[2:]), is_plain=True, is_digital=True)
    is_spaced = _is_hour_digits(line, at) and line.is_digits(at + 1) and len(line.word(at + 1)) == 2  # noqa: PLR2004 - minutes have two digits
    if is_spaced and int(word) < DAY_HOURS and int(line.word(at + 1)) < _HOUR and line.word(at + 2) not in (".", "-", "/"):
        return Clock(start=at, end=at + 2, hour=int(word), minute=int(line.word(at + 1)), is_plain=int(word) > HALF_DAY, is_digital=True)
    return None


def _is_named(line: Line, at: int) -> bool:
    """True right after `klo`, and for the end of `klo 10-12`: what stands next is then not what is counted."""
    if line.word(at - 1) in _CLOCKS or (line.word(at - 1) == "." and line.word(at - 2) in _CLOCKS):
        return True
    return line.word(at - 1) == "-" and any(line.word(before) in _CLOCKS for before in range(at - _RANGE_TOKENS, at))


def _counts(line: Line, number: Number) -> bool:
    """True where the number counts something or is part of a date, and is no hour."""
    after = line.word(number.end)
    if after in _COUNTS_ANYWAY:
        return False
    if after in ("%", "^", "€", "+") or (after in (".", "/", ",", ":") and line.is_glued(number.end) and line.is_digits(number.end + 1)):
        return True
    if line.is_glued(number.end) and line.is_word(number.end):
        return after not in _GLUED_ENDINGS
    if after in _FINNISH_TO:
        return True
    if after == "päivällä" and line.word(number.end - 1).endswith(("lta", "ltä", "lt")):
        return False
    return not _is_named(line, number.start) and (is_euro(after) or is_people(after) or is_other_thing(after))


def _spoken_minutes(line: Line, number: Number) -> tuple[int, int]:
    """`neljätoista kolmekymmentä`: the minutes after the hour, and where they end."""
    following = read_number(line, number.end) if number.is_worded else None
    minutes = _whole(following, _HOUR - 1)
    if following is not None and following.is_worded and minutes is not None and minutes >= 10 and (number.value >= 7 or minutes >= _MOST_HOUR_WORD):  # noqa: PLR2004 - not 8 9 or 5 15
        return minutes, following.end
    if number.is_worded and line.words(number.end - 1, number.end + 1) == "nolla nolla":
        return 0, number.end + 1
    return 0, number.end


def _bare(line: Line, at: int) -> Clock | None:
    number = read_number(line, at) if line.is_word(at) or _is_hour_digits(line, at) else None
    hour = _whole(number, DAY_HOURS)
    if number is None or hour is None or _counts(line, number) or (line.word(at - 1) in _NOT_BEFORE and line.is_glued(at) and not line.is_digits(at - 2)):
        return None
    minute, end = _spoken_minutes(line, number)
    end += line.is_glued(end) and line.word(end) in _GLUED_ENDINGS
    half, end = _half_of_day(line, end)
    is_sure = bool(half) or line.word(end) in ("o'clock", "oclock") or (number.is_worded and number.case is Case.AT)
    end += line.word(end) in _OCLOCK
    is_plain = hour == 0 or hour > HALF_DAY or (line.is_digits(at) and line.word(at).startswith("0"))
    return Clock(start=at, end=end, hour=hour, minute=minute, is_plain=is_plain, half=half, case=number.case, is_sure=is_sure)


def _fixed(line: Line, at: int) -> Clock | None:
    length = 2 if line.words(at, at + 2) in ("puolen päivän", "puolilta päivin", "puolta päivää", "keski päivällä") else 1
    hour = _FIXED.get(line.words(at, at + length).replace(" ", ""))
    return None if hour is None else Clock(start=at, end=at + length, hour=hour, is_plain=True, is_sure=True)


def _in_one_word(line: Line, at: int) -> Clock | None:
    """`aamukasilta`, `iltaseitsemältä`."""
    word = line.word(at)
    for prefix, half in _PART_PREFIXES:
        number = word_number(word.removeprefix(prefix)) if word.startswith(prefix) else None
        if number is not None and number.value % 1 == 0 and 1 <= number.value < HALF_DAY:
            return Clock(start=at, end=at + 1, hour=int(number.value), half=half, case=number.case, is_sure=True)
    return None


def _hour_after(line: Line, at: int) -> Clock | None:
    at += line.word(at) in _CLOCKS
    return _bare(line, at)


def _earlier(clock: Clock, minutes: int) -> Clock:
    """So many minutes before the hour; the hour that was said is counted on the 12-hour clock."""
    hour = clock.hour - 1 if clock.hour > 1 else HALF_DAY if clock.hour == 1 else DAY_HOURS - 1
    return replace(clock, hour=hour, minute=_HOUR - minutes, is_sure=True)


def _half(line: Line, at: int) -> Clock | None:
    word = line.word(at)
    if word == "half" and line.word(at + 1) == "past":
        clock = _hour_after(line, at + 2)
        return None if clock is None else replace(clock, start=at, minute=30, is_sure=True)
    if word in _HALVES:
        clock = _hour_after(line, at + 1)
        if clock is None or clock.minute or (clock.is_plain and clock.hour < 1):
            return None
        return replace(clock, start=at, minute=30, is_sure=True) if word == "half" else replace(_earlier(clock, 30), start=at)
    rest = next((word.removeprefix(half) for half in _HALVES if word.startswith(half)), word)
    number = word_number(rest) if rest != word else None
    if number is None or not 1 <= number.value <= HALF_DAY or number.value % 1:
        return None
    clock = Clock(start=at, end=at + 1, hour=int(number.value), case=number.case)
    return _earlier(clock, 30)


def _minutes_said(line: Line, at: int) -> tuple[int, int] | None:
    """How many minutes to or past, and where that ends."""
    start = at + (line.word(at) in ("a", "noin"))
    if line.word(start) in _QUARTERS:
        return 15, start + 1
    number = read_number(line, at)
    minutes = _whole(number, _HOUR // 2)
    if number is None or not minutes:
        return None
    return minutes, number.end + (line.word(number.end) in _MINUTE_WORDS)


def _to_or_past(line: Line, at: int) -> Clock | None:
    if line.word(at) in _TO and line.word(at + 1) in _QUARTERS:
        clock = _hour_after(line, at + 2)
        return None if clock is None else replace(_earlier(clock, 15), start=at)
    said = _minutes_said(line, at)
    if said is None:
        return None
    minutes, end = said
    is_english_to = line.word(end) == "to" and line.word(at - 1) not in ("from", "between") and minutes in _ROUND_MINUTES and line.is_word(at)
    is_to, is_past = line.word(end) in _TO or is_english_to, line.word(end) in _PAST
    half = _half(line, end + 1) if is_to or is_past else None
    if half is not None and minutes < _HOUR // 2:
        return replace(half, start=at, minute=_HOUR // 2 + (minutes if is_past else -minutes), is_sure=True)
    clock = _hour_after(line, end + 1) if is_to or is_past else None
    if clock is None or clock.minute:
        return None
    return replace(_earlier(clock, minutes), start=at) if is_to else replace(clock, start=at, minute=minutes, is_sure=True)


def clock_at(line: Line, at: int) -> Clock | None:
    """The time of day that begins at a token, or None. A bare number counts as an hour; `is_sure` is then false."""
    is_named = line.word(at) in _CLOCKS or (line.word(at) in ("at", "@") and (line.is_digits(at + 1) or line.is_word(at + 1)))
    start = at + is_named + (is_named and line.word(at + 1) == ".")
    joined = (_joined_digits,) if is_named or len(line) == 1 else ()
    ways: tuple[Callable[[Line, int], Clock | None], ...] = (_fixed, _in_one_word, _to_or_past, _half, _digital, *joined, _bare)
    clock = next((clock for clock in (way(line, start) for way in ways) if clock is not None), None)
    if clock is None:
        return None
    if (clock.hour == DAY_HOURS and clock.minute) or clock.hour > DAY_HOURS:
        return None
    return replace(clock, start=at, is_sure=clock.is_sure or (is_named and line.word(at) not in ("at", "@")))


def names_no_time(line: Line) -> bool:
    """True where somebody wrote a time of day that there is not: klo 25, 14:75."""
    for at in range(len(line)):
        named = line.word(at) in _CLOCKS and line.is_digits(at + 1)
        is_written = line.is_digits(at) and line.word(at + 1) == ":" and _minutes(line, at + 1) is not None and not line.is_glued(at)
        if (named or is_written) and clock_at(line, at) is None:
            return True
    return False
