"""Days with a name: today, tomorrow, Tuesday, next Tuesday, in two weeks."""

from dataclasses import replace
from datetime import date, timedelta

from backend.domain.values.calendar_words import ORDINALS, PART_BY_WORD, abbreviated_weekday, month, weekday
from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.stretches import Days, Sort, Turn, coming, month_end, months_later, week_of, whole_months
from backend.domain.values.turns import offset_at, turn_at

_WEEK, _THURSDAY = 7, 3
_COUNTED = {
    "ensimmäisellä": 1,
    "ekalla": 1,
    "ensimmäinen": 1,
    "eka": 1,
    "ensimmäisen": 1,
    "toisella": 2,
    "tokalla": 2,
    "toinen": 2,
    "toka": 2,
    "toisen": 2,
    "kolmannella": 3,
    "kolmas": 3,
    "kolmannen": 3,
    "neljännellä": 4,
    "neljäs": 4,
    "neljännen": 4,
    "viidennellä": 5,
    "viimeisellä": -1,
    "viimeinen": -1,
    "viimeisen": -1,
}
_NEAR_DAYS = {
    -2: "toissapäivänä toissapäivän",
    -1: "eilen eile yesterday igår вчера",
    0: "tänään tänää tänäin tämänpäivän tänään today idag сегодня tännään tänäpänä tänä",
    1: "huomenna huomena huomen huomennna huomisen huominen huomista huomiseen huome huomennakin tomorrow tomorow tommorow imorgon завтра huomenn huomenissa",
    2: "ylihuomenna ylihuomena ylihuomen ylihuominen övermorgon послезавтра ylihuomiselle",
}
_NEAR_BY_WORD = {word: days for days, words in _NEAR_DAYS.items() for word in words.split() if word != "tänä"}
_NEAR_COMPOUNDS = (("ylihuomen", 2), ("ylihuomis", 2), ("huomen", 1), ("huomis", 1))
_TONIGHT = {("tänä", "iltana"): "evening", ("tänä", "aamuna"): "forenoon", ("tänä", "iltapäivänä"): "afternoon", ("this", "evening"): "evening"}
_ENGLISH_NOW = {("this", "afternoon"): "afternoon", ("this", "morning"): "forenoon", ("tänä", "aamupäivänä"): "forenoon"}
_ABBREVIATION_NEXT = frozenset({"klo", "kello", "-", "tai", ",", ".", "", "aamu", "ilta", "ip", "ap", "/", "!", "?", "ja", "vai", "or"})
_RISKY = frozenset({"to", "ma", "sun", "mon", "sat", "su", "wed", "la", "pe", "ti", "ke"})
_ENGLISH_TO_BEFORE = frozenset({"from", "want", "like", "need", "have", "going", "able", "up", "is", "due", "how", "next", "used"})
_LAST_WORDS = frozenset({"viimeinen", "viimeisenä", "viimeistä", "last", "vika", "vikana", "viimenen", "viimesenä"})
_DAY_WORDS = frozenset({"päivä", "päivänä", "pv", "day", "päivää"})


def _near(line: Line, at: int, today: date) -> Days | None:
    word = line.word(at)
    pair = (word, line.word(at + 1))
    part = _TONIGHT.get(pair) or _ENGLISH_NOW.get(pair)
    if part is not None:
        return Days(start=at, end=at + 2, sort=Sort.DAY, first=today, last=today, part=part)
    if word in ("tonight", "tänäiltana"):
        return Days(start=at, end=at + 1, sort=Sort.DAY, first=today, last=today, part="evening")
    if line.words(at, at + 4) == "the day after tomorrow" or line.words(at, at + 3) == "day after tomorrow":
        day = today + timedelta(days=2)
        return Days(start=at, end=at + (4 if word == "the" else 3), sort=Sort.DAY, first=day, last=day)
    step, part = _near_step(word)
    if step is None:
        return None
    day = today + timedelta(days=step)
    return Days(start=at, end=at + 1, sort=Sort.DAY, first=day, last=day, part=part)


def _near_step(word: str) -> tuple[int | None, str]:
    """How many days from today, and the part of the day in `huomenaamulla`."""
    if word in _NEAR_BY_WORD:
        return _NEAR_BY_WORD[word], ""
    for stem, days in _NEAR_COMPOUNDS:
        part = PART_BY_WORD.get(word.removeprefix(stem)) if word.startswith(stem) else None
        if part is not None:
            return days, part
    return None, ""


def _offset(line: Line, at: int, today: date) -> Days | None:
    offset = offset_at(line, at)
    day = None if offset is None else offset.day_from(today)
    if offset is None or day is None:
        return None
    portion = "weeks" if offset.unit == "weeks" else ""
    return Days(start=at, end=offset.end, sort=Sort.DAY, first=today if offset.is_within else day, last=day, portion=portion)


def next_weekday(today: date, number: int) -> date:
    """The day of that name to come; today does not count."""
    return today + timedelta(days=(number - today.weekday() - 1) % _WEEK + 1)


def _turned_weekday(days: Days, number: int, today: date, turn: Turn | None) -> Days:
    upcoming = next_weekday(today, number)
    if turn is Turn.LAST:
        day = today - timedelta(days=(today.weekday() - number - 1) % _WEEK + 1)
        return replace(days, first=day, last=day)
    if turn is Turn.THIS:
        this = week_of(today)[0] + timedelta(days=number)
        this = max(this, upcoming) if this < today else this
        return replace(days, first=this, last=this)
    days = replace(days, first=upcoming, last=upcoming)
    is_this_week = upcoming <= week_of(today)[1]
    if turn is Turn.NEXT and is_this_week:
        later = upcoming + timedelta(days=_WEEK)
        return replace(days, other=(later, later))
    return days


def _abbreviated(line: Line, at: int, *, is_led: bool) -> int | None:
    """`ti` where it can only be a Tuesday: before a date or a time, in a list of days, or alone."""
    word = line.word(at)
    number = abbreviated_weekday(word)
    if number is None or (word == "to" and (line.word(at - 1) in _ENGLISH_TO_BEFORE or line.is_digits(at - 1) or month(line.word(at - 1)) is not None)):
        return None
    after = line.word(at + 1)
    is_fenced = line.word(at - 1) in ("", "-", "tai", "vai", ",", "/", "viikon", "ja", "ensi", "ens") or is_led
    is_followed = (
        line.is_digits(at + 1) or after in _ABBREVIATION_NEXT or after in PART_BY_WORD or weekday(after) is not None or abbreviated_weekday(after) is not None
    )
    if word == "sun" and not (line.is_digits(at + 1) or is_led):
        return None
    return number if is_followed or (is_fenced and word not in ("to", "sun", "ma")) else None


def _weekday(line: Line, at: int, today: date) -> Days | None:
    turn = turn_at(line, at)
    start, at = at, at + (turn is not None)
    named = weekday(line.word(at))
    if named is None:
        number = _abbreviated(line, at, is_led=turn is not None)
        if number is None:
            return None
        is_sure = line.is_digits(at + 1) or line.word(at + 1) in ("klo", "kello") or turn is not None
        dot = line.word(at + 1) == "." and line.is_glued(at + 1) and len(line) > at + 2
        return _turned_weekday(Days(start=start, end=at + 1 + dot, sort=Sort.WEEKDAY, is_sure=is_sure), number, today, turn)
    number, case, part = named
    end = at + 1
    if not part and line.word(end) == "-" and line.word(end + 1) in PART_BY_WORD:
        part, end = PART_BY_WORD[line.word(end + 1)], end + 2
    return _turned_weekday(Days(start=start, end=end, sort=Sort.WEEKDAY, case=case, part=part), number, today, turn)


def _counted_weekday(line: Line, at: int, today: date) -> Days | None:
    """`huhtikuun ensimmäinen maanantai`, `the last Friday of May`."""
    start = at
    named = month(line.word(at))
    at += (named is not None and named[1] is Case.OF) or line.word(at) == "the"
    count = -1 if line.word(at) in _LAST_WORDS else ORDINALS.get(line.word(at))
    day = weekday(line.word(at + 1)) if count is not None else None
    end = at + 2
    if named is None and line.word(end) in ("of", "in"):
        named, end = month(line.word(end + 1)), end + 2
    stretch = coming(whole_months(named[0], named[0]), today) if named is not None else None
    if stretch is None or day is None or count is None:
        return None
    fitting = [
        stretch[0] + timedelta(days=step) for step in range((stretch[1] - stretch[0]).days + 1) if (stretch[0] + timedelta(days=step)).weekday() == day[0]
    ]
    chosen = fitting[-1] if count == -1 else (fitting[count - 1] if 1 <= count <= len(fitting) else None)
    return Days(start=start, end=end, sort=Sort.DAY, first=chosen, last=chosen)


def _last_day(line: Line, at: int, today: date) -> Days | None:
    """`toukokuun viimeinen päivä`, `kuun viimeinen päivä`, `the last day of May`."""
    start = at
    at += line.word(at) == "the"
    named = month(line.word(at))
    turn = turn_at(line, at)
    is_this = line.word(at + (turn is not None)) == "kuun"
    at += 1 + (turn is not None) if is_this else int(named is not None and named[1] is Case.OF)
    if line.word(at) not in _LAST_WORDS or line.word(at + 1) not in _DAY_WORDS:
        return None
    end = at + 2
    if at in (start, start + 1) and line.word(end) == "of":
        named, end = month(line.word(end + 1)), end + 2
    if is_this:
        later = months_later(today.replace(day=1), int(turn in (Turn.NEXT, Turn.COMING)))
        last = month_end(later.year, later.month)
    else:
        stretch = None if named is None else coming(whole_months(named[0], named[0]), today)
        if stretch is None:
            return None
        last = stretch[1]
    return Days(start=start, end=end, sort=Sort.DAY, first=last, last=last)


def _counted_week(line: Line, at: int, today: date) -> Days | None:
    """`huhtikuun ensimmäisellä viikolla`: a week belongs to the month of its Thursday."""
    named = month(line.word(at))
    count = _COUNTED.get(line.word(at + 1))
    if named is None or named[1] is not Case.OF or count is None or not line.word(at + 2).startswith(("viikolla", "viikko", "viikon", "viikol")):
        return None
    stretch = coming(whole_months(named[0], named[0]), today)
    if stretch is None:
        return None
    days = [stretch[0] + timedelta(days=step) for step in range((stretch[1] - stretch[0]).days + 1)]
    weeks = [week_of(day) for day in days if day.weekday() == _THURSDAY]
    chosen = weeks[-1] if count == -1 else (weeks[count - 1] if count <= len(weeks) else None)
    first, last = chosen or (None, None)
    return Days(start=at, end=at + 3, sort=Sort.WEEK, first=first, last=last)


def named_days(line: Line, at: int, today: date) -> Days | None:
    """The named day that begins at a token, or None."""
    ways = (_near, _offset, _last_day, _counted_week, _counted_weekday, _weekday)
    return next((days for days in (way(line, at, today) for way in ways) if days is not None), None)
