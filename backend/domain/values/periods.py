"""Stretches with a name: weeks, months, seasons, years and feasts, whole or their beginning, middle and end."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.domain.values.calendar_words import SEASONS, month, month_stem, season
from backend.domain.values.feasts import LONGEST_NAME, Feast, FixedFeast, day_of, feast, feast_case, stretch_of
from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.stretches import (
    Days,
    InYear,
    Sort,
    Stretch,
    Turn,
    month_end,
    months_later,
    portion_of,
    portioned,
    turn_between,
    turned,
    week_of,
    whole_months,
    yearly,
)
from backend.domain.values.turns import portion_after, portion_before, portion_case, prefixed, turn_at
from backend.domain.values.weeks import numbered_weeks, weeks_in_year
from backend.domain.values.written_days import year_at

_WEEK = ("viikko", "viiko", "vko", "vk", "week", "vecka", "viikk")
_WEEK_NOT = ("viikonlop", "weekend", "weekday", "viikonpäiv", "viikottai", "viikoittai", "weekly")
_WEEKEND = ("viikonlop", "weekend", "vkl", "viikolop", "wknd")
_YEAR_WORDS = frozenset(
    ["vuosi", "vuoden", "vuonna", "vuotena", "vuodesta", "vuoteen", "vuotta", "vuodelle", "year", "vuodeksi", "vuoes", "vuuen", "vuona", "året"]
)
_MONTH_WORDS = frozenset(
    ["kuu", "kuun", "kuussa", "kuus", "kuulle", "kuuta", "kuusta", "kuuhun", "kuukausi", "kuukauden", "kuukautena", "kuukaudella", "month", "kuukaus", "kuul"]
)
_TURNS_OF = frozenset({"vaihteessa", "vaihde", "vaihteen", "vaihteeseen", "vaihteesta", "vaihtees", "vaiheessa.", "taitteessa"})
_WEEK_STEP = {Turn.NEXT: 1, Turn.COMING: 1, Turn.THIS: 0, Turn.LAST: -1, Turn.AFTER_NEXT: 2}
_TURNED_YEARS = {Turn.NEXT: 1, Turn.COMING: 1, Turn.THIS: 0, Turn.LAST: -1, Turn.AFTER_NEXT: 2}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a period may begin, with what was said before it."""

    line: Line
    start: int
    at: int
    today: date
    turn: Turn | None
    portion: str

    @property
    def word(self) -> str:
        return self.line.word(self.at)

    def days(self, end: int, sort: Sort, stretch: Stretch | None, *, portion: str = "", case: Case = Case.BASIC) -> Days:
        """A stretch that is sure of its year, or its portion."""
        if stretch is not None and portion:
            stretch = portion_of(stretch, portion, sort)
        first, last = stretch or (None, None)
        return Days(start=self.start, end=end, sort=sort, first=first, last=last, case=self._case(end, portion, case), portion=portion, is_approx=bool(portion))

    def yearly(self, end: int, sort: Sort, in_year: InYear, *, portion: str = "", case: Case = Case.BASIC) -> Days:
        """A stretch that comes every year, or its portion."""
        chosen = portioned(in_year, portion, sort) if portion else in_year
        is_approx = bool(portion) or sort is Sort.SEASON
        days = Days(start=self.start, end=end, sort=sort, case=self._case(end, portion, case), portion=portion, is_approx=is_approx)
        return yearly(days, chosen, self.today, self.turn)

    def _case(self, end: int, portion: str, case: Case) -> Case:
        return portion_case(self.line.word(end - 1)) if portion and end > self.at + 1 else case

    def portion_and_end(self, end: int, portion: str) -> tuple[str, int]:
        after = portion_after(self.line, end)
        return after if after is not None else (portion, end)


def _month(place: _Place) -> Days | None:
    portion, word = prefixed(place.word)
    named = month(place.word)
    if named is None and portion:
        named = month(word)
    if named is None or (place.word in ("may", "mar", "jan", "mars", "maj") and not _is_english_month(place)):
        return None
    number, case = named
    end = place.at + 1
    if place.line.word(end) in _TURNS_OF:
        before = (number - 2) % 12 + 1
        days = place.yearly(end + 1, Sort.MONTH, turn_between(whole_months(before, before), whole_months(number, number)))
        return replace(days, is_approx=True)
    portion, end = place.portion_and_end(end, place.portion or portion)
    return place.yearly(end, Sort.MONTH, whole_months(number, number), portion=portion, case=case)


def _is_english_month(place: _Place) -> bool:
    before = place.line.word(place.at - 1)
    is_after_word = (
        place.portion or place.turn or before in ("in", "by", "before", "after", "until", "of", "from", "to", "late", "early", "since", "during", "-")
    )
    is_first_of_two = place.line.word(place.at + 1) in ("-", "to") and month(place.line.word(place.at + 2)) is not None
    return bool(is_after_word) or is_first_of_two or year_at(place.line, place.at + 1) is not None or len(place.line) == 1


def _two_months(place: _Place) -> Days | None:
    """`maalis-huhtikuussa`, `maalis-huhtikuun vaihteessa`, `maaliskuun ja huhtikuun vaihteessa`."""
    line, at = place.line, place.at
    first = month_stem(place.word)
    link = line.word(at + 1)
    if first is None:
        named = month(place.word)
        first = named[0] if named is not None and link == "ja" and line.word(at + 3) in _TURNS_OF else None
    second = month(line.word(at + 2)) if first is not None and link in ("-", "ja", "tai", "/") else None
    if first is None or second is None:
        return None
    one, other = whole_months(first, first), whole_months(second[0], second[0])
    if line.word(at + 3) in _TURNS_OF:
        return replace(place.yearly(at + 4, Sort.MONTH, turn_between(one, other)), is_approx=True)
    if link == "tai":
        days, later = place.yearly(at + 3, Sort.MONTH, one), turned(other, place.today, place.turn)
        return replace(days, other=later, in_year=None)
    return place.yearly(at + 3, Sort.MONTH, whole_months(first, second[0]), case=second[1])


def _season(place: _Place) -> Days | None:
    portion, word = prefixed(place.word)
    named = season(place.word) or (season(word) if portion else None)
    if named is None:
        return None
    begin = SEASONS[named[0]]
    whole = whole_months(begin, (begin + 1) % 12 + 1)
    portion, end = place.portion_and_end(place.at + 1, place.portion or portion)
    return place.yearly(end, Sort.SEASON, whole, portion=portion, case=named[1])


def _this_month(place: _Place) -> Days | None:
    """`ensi kuussa`, `kuun lopussa`, `loppukuusta`, `next month`."""
    portion, word = prefixed(place.word)
    if word not in _MONTH_WORDS:
        return None
    end = place.at + 1
    is_turn = place.line.word(end) in _TURNS_OF
    portion, end = place.portion_and_end(end, place.portion or portion)
    if place.turn is None and not portion and not is_turn:
        return None
    first = months_later(place.today.replace(day=1), _WEEK_STEP[place.turn or Turn.THIS])
    if is_turn:
        later = months_later(first, 1)
        days = place.days(end + 1, Sort.MONTH, (portion_of((first, month_end(first.year, first.month)), "end", Sort.MONTH)[0], later.replace(day=10)))
        return replace(days, is_approx=True)
    return place.days(end, Sort.MONTH, (first, month_end(first.year, first.month)), portion=portion)


def _or_week(place: _Place, days: Days) -> Days:
    """`viikolla 10 tai 11`: two fair readings."""
    is_other = place.line.word(days.end) in ("tai", "vai", "or") and place.line.is_digits(days.end + 1)
    second = numbered_weeks(place.line, days.end + 1) if is_other else None
    if second is None:
        return days
    return replace(days, end=second[2], other=turned(weeks_in_year(second[0], second[1]), place.today, place.turn))


def _week(place: _Place) -> Days | None:
    portion, word = prefixed(place.word)
    is_week = word.startswith(_WEEK) and not word.startswith(_WEEK_NOT)
    if place.word.startswith("keskivi") or not is_week:
        return None
    end = place.at + 1 + (place.line.word(place.at + 1) == "." and place.line.is_digits(place.at + 2))
    numbers = numbered_weeks(place.line, end)
    if numbers is not None and place.turn is None:
        end = numbers[2] + (
            place.line.words(numbers[2], numbers[2] + 2) == "/ " + place.line.word(numbers[2] + 1) and year_at(place.line, numbers[2] + 1) is not None
        )
        portion, end = place.portion_and_end(end, place.portion or portion)
        days = place.yearly(end, Sort.WEEK, weeks_in_year(numbers[0], numbers[1]), portion=portion, case=feast_case(word))
        return _or_week(place, days)
    if numbers is None and place.line.is_digits(end) and place.turn is None:
        return place.days(end + 1, Sort.WEEK, None)
    portion, end = place.portion_and_end(place.at + 1, place.portion or portion)
    is_after_next = place.line.words(end, end + 2) == "after next"
    if place.turn is None and not portion and not is_after_next:
        return None
    step = 2 if is_after_next else _WEEK_STEP[place.turn or Turn.THIS]
    return place.days(end + 2 * is_after_next, Sort.WEEK, week_of(place.today + timedelta(weeks=step)), portion=portion)


def _weekend(place: _Place) -> Days | None:
    """Saturday and Sunday; "next weekend" said before this one is two weekends."""
    if not place.word.startswith(_WEEKEND):
        return None
    saturday = week_of(place.today)[0] + timedelta(days=5 if place.turn is not Turn.LAST else -2)
    if place.turn is Turn.AFTER_NEXT or (place.turn is Turn.NEXT and place.today >= saturday):
        saturday += timedelta(weeks=1)
    days = place.days(place.at + 1, Sort.WEEK, (saturday, saturday + timedelta(days=1)))
    if place.turn is not Turn.NEXT or place.today >= week_of(place.today)[0] + timedelta(days=5):
        return days
    return replace(days, other=(saturday + timedelta(weeks=1), saturday + timedelta(days=8)))


def _year(place: _Place) -> Days | None:
    """`ensi vuonna`, `vuonna 2027`, `vuoden lopussa`, `loppuvuodesta`, `vuodenvaihteessa`, a bare `2027`."""
    line, at = place.line, place.at
    portion, word = prefixed(place.word)
    bare = year_at(line, at)
    if bare is not None:
        return replace(place.days(at + 1, Sort.YEAR, (date(bare, 1, 1), date(bare, 12, 31)), portion=place.portion), is_sure=False)
    is_turn = word in ("vuodenvaihteessa", "vuodenvaihde", "vuodenvaihteen", "vuodenvaihteeseen") or (word == "vuoden" and line.word(at + 1) in _TURNS_OF)
    if is_turn:
        return replace(place.yearly(at + 1 + (word == "vuoden"), Sort.YEAR, turn_between(whole_months(12, 12), whole_months(1, 1))), is_approx=True)
    if word not in _YEAR_WORDS:
        return None
    said = year_at(line, at + 1)
    portion, end = place.portion_and_end(at + 1 + (said is not None), place.portion or portion)
    if said is None and place.turn is None and not portion:
        return None
    if said is None and place.turn is None:
        return place.yearly(end, Sort.YEAR, whole_months(1, 12), portion=portion)
    year = said or place.today.year + _TURNED_YEARS[place.turn or Turn.THIS]
    return place.days(end, Sort.YEAR, (date(year, 1, 1), date(year, 12, 31)), portion=portion)


def _quarter(place: _Place) -> Days | None:
    """`Q1`, `Q3 2027`."""
    digit = place.line.word(place.at + 1)
    if place.word != "q" or digit not in ("1", "2", "3", "4") or not place.line.is_glued(place.at + 1):
        return None
    last = 3 * int(digit)
    return place.yearly(place.at + 2, Sort.MONTH, whole_months(last - 2, last))


def _feast_stretch(named: Feast | FixedFeast) -> InYear:
    def in_year(year: int) -> Stretch | None:
        return stretch_of(named, year)

    return in_year


def _feast(place: _Place) -> Days | None:
    for length in range(LONGEST_NAME, 0, -1):
        words = tuple(place.line.word(place.at + step) for step in range(length))
        named = feast(words) if all(words) else None
        if named is not None:
            days = place.yearly(place.at + length, Sort.FEAST, _feast_stretch(named), case=feast_case(words[-1]))
            return replace(days, day=day_of(named, days.last.year if days.last is not None else place.today.year))
    return None


_WAYS = (_two_months, _feast, _month, _season, _weekend, _week, _this_month, _quarter, _year)


def period(line: Line, start: int, today: date) -> Days | None:
    """The period that begins at a token, or None."""
    before = portion_before(line, start)
    at = start if before is None else before[1]
    turn = turn_at(line, at)
    at += turn is not None
    place = _Place(line, start, at, today, turn, "" if before is None else before[0])
    return next((days for days in (way(place) for way in _WAYS) if days is not None), None)
