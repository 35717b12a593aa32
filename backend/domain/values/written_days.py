"""Days written with their number: 15.4.2027, 15/4, 2027-04-15, 15. huhtikuuta, huhtikuun viidestoista, 1.-10.4., kuun 15. päivä."""

from collections.abc import Callable
from datetime import date

from backend.domain.values.calendar_words import ORDINALS, month
from backend.domain.values.counted import is_euro, is_other_thing, is_people
from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.stretches import Days, InYear, Sort, Stretch, a_day, months_later, one_day, yearly

_YEAR_DIGITS = 4
_DAY_DIGITS = 2
_MONTHS = 12
_MOST_DAYS = 31
_CLOCKS = frozenset({"klo", "kello", "kl", "klo.", "at", "kl."})
_DAY_WORDS = ("päiv", "pv", "pnä", "pä", "day")
_SUFFIXES = frozenset({"th", "st", "nd", "rd", "s"})
_NEAR_YEARS = range(2000, 2100)


def _short(line: Line, at: int) -> int | None:
    """A number of one or two digits."""
    return int(line.word(at)) if line.is_digits(at) and len(line.word(at)) <= _DAY_DIGITS else None


def _full_year(digits: str) -> int:
    """The year of `2027` and `27`; 0, which no day is in, for anything else."""
    if len(digits) == _YEAR_DIGITS:
        return int(digits)
    return 2000 + int(digits) if len(digits) == _DAY_DIGITS else 0


def year_at(line: Line, at: int) -> int | None:
    """A year standing by itself: four digits that count nothing."""
    if not line.is_digits(at) or len(line.word(at)) != _YEAR_DIGITS or int(line.word(at)) not in _NEAR_YEARS:
        return None
    after = line.word(at + 1)
    is_span = after == "-" and line.is_digits(at + 2) and len(line.word(at + 2)) == _YEAR_DIGITS
    if is_span:
        return int(line.word(at))
    if after == "-" and month(line.word(at + 2)) is not None:
        return int(line.word(at))
    is_counting = is_euro(after) or is_people(after) or is_other_thing(after) or after in ("-", ":", "k", "te", "/", "%", "x")
    is_decimal = after in (".", ",") and line.is_glued(at + 1) and line.is_digits(at + 2) and line.is_glued(at + 2)
    return None if is_counting or is_decimal else int(line.word(at))


def _in(year: int | None, month_number: int, day: int, days: Days, today: date) -> Days:
    """The days with their date filled in; both ends stay None where there is no such day."""
    in_year = one_day(month_number, day) if 1 <= month_number <= _MONTHS else _never
    if year is None:
        return yearly(days, in_year, today)
    found = a_day(year, month_number, day)
    return Days(start=days.start, end=days.end, sort=Sort.DAY, first=found, last=found)


def _never(_year: int) -> Stretch | None:
    return None


def _iso(line: Line, at: int, today: date) -> Days | None:
    dashes = (
        line.word(at + 1) == line.word(at + 3) and line.word(at + 1) in ("-", "/") and line.is_glued(at + 1) and line.is_glued(at + 2) and line.is_glued(at + 4)
    )
    if not dashes or not line.is_digits(at + 2) or not line.is_digits(at + 4):
        return None
    first, middle, last = line.word(at), line.word(at + 2), line.word(at + 4)
    if len(first) == _YEAR_DIGITS and len(middle) <= _DAY_DIGITS and len(last) <= _DAY_DIGITS:
        return _in(int(first), int(middle), int(last), Days(start=at, end=at + 5, sort=Sort.DAY), today)
    if len(last) == _YEAR_DIGITS and len(middle) <= _DAY_DIGITS and len(first) <= _DAY_DIGITS:
        return _in(int(last), int(middle), int(first), Days(start=at, end=at + 5, sort=Sort.DAY), today)
    return None


def _dotted_year(line: Line, at: int) -> tuple[int | None, int]:
    """The year after `15.4.` and where it ends: glued, or four digits that count nothing."""
    if line.is_digits(at) and line.is_glued(at) and not (line.word(at + 1) in (".", ":") and line.is_glued(at + 1) and line.is_digits(at + 2)):
        return _full_year(line.word(at)), at + 1
    year = year_at(line, at)
    return (year, at + 1) if year is not None else (None, at)


def _is_undotted_day(after: str, day: int, number: int) -> bool:
    """True where `15.4` can be a day: what comes after does not make it a count."""
    is_count = is_euro(after) or is_people(after) or after in ("%", "k") or (is_other_thing(after) and after not in _CLOCKS)
    return 1 <= number <= _MONTHS and 1 <= day <= _MOST_DAYS and not is_count


def _dotted(line: Line, at: int, today: date) -> Days | None:
    day, number = _short(line, at), _short(line, at + 2)
    is_tight = line.is_glued(at + 1) and line.is_glued(at + 2)
    has_dot = line.word(at + 3) == "." and line.is_glued(at + 3)
    if day is None or number is None or line.word(at + 1) != "." or not (is_tight or (line.is_glued(at + 1) and has_dot)):
        return None
    if line.word(at - 1) in _CLOCKS or (line.word(at - 1) == "." and line.word(at - 2) in _CLOCKS):
        return None
    if not has_dot:
        days = Days(start=at, end=at + 3, sort=Sort.DAY, may_be_time=True, is_sure=False)
        return _in(None, number, day, days, today) if _is_undotted_day(line.word(at + 3), day, number) else None
    year, end = _dotted_year(line, at + 4)
    if year is None and line.is_digits(end) and line.is_glued(end):
        return None
    return _in(year, number, day, Days(start=at, end=end, sort=Sort.DAY), today)


def _slashed(line: Line, at: int, today: date) -> Days | None:
    day, number = _short(line, at), _short(line, at + 2)
    if line.word(at + 1) != "/" or not line.is_glued(at + 1) or day is None or not line.is_digits(at + 2) or not line.is_glued(at + 2):
        return None
    if number is None:
        return None
    if number > _MONTHS >= day:
        day, number = number, day
    days = Days(start=at, end=at + 3, sort=Sort.DAY, is_sure=False)
    if line.word(at + 3) == "/" and line.is_glued(at + 3) and line.is_digits(at + 4):
        return _in(_full_year(line.word(at + 4)), number, day, Days(start=at, end=at + 5, sort=Sort.DAY), today)
    return _in(None, number, day, days, today) if 1 <= number <= _MONTHS else None


def _day_number(line: Line, at: int) -> tuple[int, int] | None:
    """`15.`, `15`, `15th`, `viidestoista` [päivä] and where it ends."""
    day = _short(line, at)
    if day is None:
        day = ORDINALS.get(line.word(at))
        return None if day is None else (day, at + 1 + line.word(at + 1).startswith(_DAY_WORDS))
    end = at + 1
    if (line.word(end) == "." or line.word(end) in _SUFFIXES) and line.is_glued(end):
        end += 1
    return day, end + line.word(end).startswith(_DAY_WORDS)


def _month_of_day(line: Line, at: int) -> tuple[int, int] | None:
    """The month after a day's number and where it ends: `huhtikuuta`, `of April`, `neljättä`."""
    end = at + 1 if line.word(at) == "of" else at
    named = month(line.word(end))
    if named is not None and (named[1] is Case.BASIC or end > at):
        dot = 1 if line.word(end + 1) == "." and line.is_glued(end + 1) and len(line.word(end)) <= _YEAR_DIGITS else 0
        return named[0], end + 1 + dot
    spoken = ORDINALS.get(line.word(at)) if line.word(at).endswith(("ttä", "tta", "mmäistä", "toista")) else None
    return (spoken, at + 1) if spoken is not None and spoken <= _MONTHS and not line.word(at).endswith("stoista") else None


def _day_and_month(line: Line, at: int, today: date) -> Days | None:
    day = _day_number(line, at)
    named = None if day is None else _month_of_day(line, day[1])
    if day is None or named is None:
        return None
    return _in(None, named[0], day[0], Days(start=at, end=named[1], sort=Sort.DAY), today)


def _month_and_day(line: Line, at: int, today: date) -> Days | None:
    named = month(line.word(at))
    is_leading = named is not None and (named[1] is Case.OF or not line.word(at).startswith(line.word(at)[:3] + "kuu"))
    if named is None or not is_leading or (named[1] is not Case.OF and "kuu" in line.word(at)):
        return None
    start = at + 1 if line.word(at + 1) != "the" else at + 2
    day = _day_number(line, start)
    if day is None or not 1 <= day[0] <= _MOST_DAYS:
        return None
    after = line.word(day[1])
    if is_euro(after) or is_people(after) or is_other_thing(after) or (line.word(start) in ORDINALS and month(after) is not None):
        return None
    if after.startswith(("viiko", "week", "maanan", "tiis", "keski", "tors", "perj", "lauan", "sunnun")) or after in (":", "%"):
        return None
    rest = _range_of_days(line, day[1], day[0])
    if rest is not None:
        return yearly(Days(start=at, end=rest[1], sort=Sort.DAY), _days_of_month(named[0], day[0], rest[0]), today)
    return _in(None, named[0], day[0], Days(start=at, end=day[1], sort=Sort.DAY), today)


def _range_of_days(line: Line, at: int, first: int) -> tuple[int, int] | None:
    """The second day of `April 1-10` and where it ends."""
    if line.word(at) not in ("-", "to", "till", "until") or not line.is_digits(at + 1):
        return None
    second = _day_number(line, at + 1)
    if second is not None and _month_of_day(line, second[1]) is not None:
        return None
    return second if second is not None and first < second[0] <= _MOST_DAYS else None


def _days_of_month(number: int, first: int, last: int) -> InYear:
    def in_year(year: int) -> Stretch | None:
        begin, end = a_day(year, number, first), a_day(year, number, last)
        return None if begin is None or end is None or end <= begin else (begin, end)

    return in_year


def _shared_month(line: Line, at: int, today: date) -> Days | None:
    """`1.-10.4.`, `15. tai 16. huhtikuuta`: the first day takes the month of the second."""
    first = _day_number(line, at)
    link = "" if first is None else line.word(first[1])
    if first is None or not line.is_digits(at) or link not in ("-", "tai", "vai", "or", "ja", "to", "and"):
        return None
    second = _dotted(line, first[1] + 1, today) or _day_and_month(line, first[1] + 1, today)
    if second is None or second.first is None or (second.may_be_time and link != "-"):
        return None
    number, last = second.first.month, second.first.day
    is_between = line.word(at - 1) == "between" or line.word(second.end).startswith("väli")
    if link in ("-", "to") or (link in ("ja", "and") and is_between):
        return _ranged(at, second, _days_of_month(number, first[0], last), today)
    begin = a_day(second.first.year, number, first[0])
    if begin is None:
        return None
    return Days(start=at, end=second.end, sort=Sort.DAY, first=begin, last=begin, other=(second.first, second.first))


def _ranged(at: int, second: Days, in_year: InYear, today: date) -> Days | None:
    """Days of one month, in the year of the last where that was said."""
    days = Days(start=at, end=second.end, sort=Sort.DAY, is_sure=second.is_sure)
    if second.in_year is not None or second.first is None:
        return yearly(days, in_year, today)
    stretch = in_year(second.first.year)
    return None if stretch is None else Days(start=at, end=second.end, sort=Sort.DAY, first=stretch[0], last=stretch[1])


def _day_of_some_month(line: Line, at: int, today: date) -> Days | None:
    """`15. päivä`, `kuun 15. päivä`, `ensi kuun viides`."""
    is_next = line.word(at) in ("ensi", "ens", "seuraavan") and line.word(at + 1) == "kuun"
    named = 2 if is_next else int(line.word(at) == "kuun") or 2 * (line.word(at) in ("tän", "tämän") and line.word(at + 1) == "kuun")
    day = _day_number(line, at + named)
    if day is None or not 1 <= day[0] <= _MOST_DAYS:
        return None
    is_said = line.word(day[1] - 1).startswith(("päiv", "pv")) and not line.word(day[1] - 1).startswith("päivää")
    is_ordinal = line.word(at) in ORDINALS or line.word(at + 1) == "."
    is_english = line.word(at - 1) == "the" and line.word(at + 1) in _SUFFIXES
    if not named and not is_english and not (is_said and is_ordinal):
        return None
    months = range(1 if is_next else 0, _MONTHS + 1)
    found = (a_day(later.year, later.month, day[0]) for later in (months_later(today.replace(day=1), count) for count in months))
    chosen = next((one for one in found if one is not None and one >= today), None)
    return Days(start=at, end=day[1], sort=Sort.DAY, first=chosen, last=chosen)


def written_days(line: Line, at: int, today: date) -> Days | None:
    """The day with a number, or the days of one month, that begin at a token."""
    if line.is_digits(at):
        if line.is_glued(at) and line.word(at - 1) in (".", ":", "/", "^", "+") and line.is_digits(at - 2):
            return None
        ways: tuple[Callable[[Line, int, date], Days | None], ...] = (_iso, _shared_month, _day_and_month, _dotted, _slashed, _day_of_some_month)
    else:
        ways = (_shared_month, _day_and_month, _month_and_day, _day_of_some_month)
    return next((days for days in (way(line, at, today) for way in ways) if days is not None), None)
