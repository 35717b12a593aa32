"""The days a line names, put together: a weekday with its week or date, ranges, open ends, and what was taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from backend.domain.values.bounds import Bound, bound_after, bound_before, join_of
from backend.domain.values.line import Line
from backend.domain.values.named_days import named_days
from backend.domain.values.number_words import Case
from backend.domain.values.periods import period
from backend.domain.values.phrases import Join, is_correction, is_denied
from backend.domain.values.stretches import Days, Sort, in_that_year, week_of
from backend.domain.values.written_days import written_days

_WEEK = timedelta(days=7)
_LONGEST_TURN = timedelta(days=200)
_APPOSITIONS = frozenset({"", ",", "eli", "(", "sen", "puolella", "siis", "on", "of", "elikkä", "the", "aikana", "jo", "in", "on the", ". ", "jonain"})
_DENIED_AFTER = frozenset(
    """ei käy|ei sovi|ei onnistu|ei kelpaa|en pääse|ei pääse|en ehdi|ei ehdi|ei kyllä|ei ole hyvä|ei oo hyvä|ei mulle|doesn't work|does not work|won't work|doesn't suit|is not good
    is no good|isn't good|ei passaa|ei passoo|ei oikein|ei sitten""".replace("\n    ", "|").split("|"),
)
_LONGEST_DENIAL = 3
_MOST_NAMINGS = 64


def scan_days(line: Line, today: date) -> list[Days]:
    """Every naming of days in order, each by itself."""
    found: list[Days] = []
    at = 0
    while at < len(line) and len(found) < _MOST_NAMINGS:
        days = named_days(line, at, today) or written_days(line, at, today) or period(line, at, today)
        if days is not None:
            found.append(days)
        at = at + 1 if days is None else max(days.end, at + 1)
    return found


def _on_weekday(days: Days, within: Days) -> Days | None:
    """The weekday inside a week, or so many weeks from now."""
    if days.first is None or within.first is None:
        return None
    return _in_week(days, week_of(within.first)[0])


def _in_week(days: Days, monday: date) -> Days:
    if days.first is None:
        return days
    day = monday + timedelta(days=days.first.weekday())
    return replace(days, first=day, last=day, week=monday, other=None)


def _named_and_dated(weekday: Days, dated: Days) -> Days | None:
    """A weekday said with a date: two fair readings where they do not agree; None where the date is rather a time (9.30)."""
    if weekday.first is None or dated.first is None or weekday.first.weekday() == dated.first.weekday():
        return replace(dated, part=dated.part or weekday.part, is_sure=True, may_be_time=False)
    if dated.may_be_time:
        return None
    step = (weekday.first.weekday() - dated.first.weekday() + 3) % 7 - 3
    near = dated.first + timedelta(days=step)
    return replace(dated, other=(near, near), in_year=None, is_sure=True, may_be_time=False)


def _merged(first: Days, second: Days) -> Days | None:
    """Two namings in a row that are one."""
    pair = {first.sort: first, second.sort: second}
    if len(pair) == 1:
        return None
    whole: Days | None = None
    if Sort.YEAR in pair:
        other = second if first.sort is Sort.YEAR else first
        year = pair[Sort.YEAR].first
        whole = in_that_year(other, year.year) if other.in_year is not None and year is not None else None
    elif Sort.WEEKDAY in pair and Sort.WEEK in pair:
        whole = _on_weekday(pair[Sort.WEEKDAY], pair[Sort.WEEK])
    elif Sort.WEEKDAY in pair and Sort.DAY in pair and pair[Sort.DAY].is_one_day:
        weekday, day = pair[Sort.WEEKDAY], pair[Sort.DAY]
        whole = _on_weekday(weekday, day) if day.portion == "weeks" else _named_and_dated(weekday, day)
    elif Sort.WEEKDAY in pair and Sort.FEAST in pair:
        whole = pair[Sort.FEAST]
    return None if whole is None else replace(whole, start=first.start, end=second.end, part=first.part or second.part or whole.part, is_sure=True)


def _put_together(line: Line, found: Sequence[Days]) -> list[Days]:
    together: list[Days] = []
    for days in found:
        before = together[-1] if together else None
        is_close = before is not None and line.words(before.end, days.start) in _APPOSITIONS
        merged = _merged(before, days) if before is not None and is_close else None
        if merged is None:
            together.append(days)
        else:
            together[-1] = replace(merged, end=merged.end + (line.word(merged.end) == ")"))
    return together


def _sharing_weeks(line: Line, found: Sequence[Days]) -> list[Days]:
    """`ensi viikolla ti tai ke`, `ti tai ke viikolla 12`: one week for both."""
    shared = list(found)
    for at in range(1, len(shared)):
        before, days = shared[at - 1], shared[at]
        if days.sort is not Sort.WEEKDAY or before.sort is not Sort.WEEKDAY or (before.week is None) == (days.week is None):
            continue
        if join_of(line, (before.start, before.end, before.case), (days.start, days.end, days.case)) in (Join.OR, Join.AND, Join.RANGE):
            shared[at - 1] = before if days.week is None else _in_week(before, days.week)
            shared[at] = days if before.week is None else _in_week(days, before.week)
    return shared


def _before_said_year(first: Days, last: date) -> Days:
    """The beginning of a range whose end was said with its year."""
    same, earlier = in_that_year(first, last.year), in_that_year(first, last.year - 1)
    is_turn_of_year = earlier.first is not None and last - earlier.first <= _LONGEST_TURN
    return earlier if is_turn_of_year and same.first is not None and same.first > last else same


def _turned_round(first: Days, second: Days, today: date) -> tuple[Days, Days]:
    """Both ends of a range whose end would come before its beginning."""
    if second.sort is Sort.WEEKDAY and second.first is not None and second.last is not None:
        return first, replace(second, first=second.first + _WEEK, last=second.last + _WEEK)
    if second.in_year is None or first.first is None or second.last is None:
        return first, second
    earlier = None if first.in_year is None else in_that_year(first, first.first.year - 1)
    if earlier is not None and earlier.first is not None and earlier.first <= today <= second.last:
        return earlier, second
    return first, in_that_year(second, second.last.year + 1)


def _fitting(first: Days, second: Days, today: date) -> tuple[Days, Days]:
    """Both ends of a range in the years they are meant in."""
    if first.first is None or second.last is None:
        return first, second
    if first.in_year is not None and second.in_year is None:
        return _before_said_year(first, second.last), second
    return (first, second) if first.first <= second.last else _turned_round(first, second, today)


def _ranged(first: Days, second: Days, today: date) -> Days:
    begin, end = _fitting(first, second, today)
    is_possible = begin.first is not None and end.last is not None and begin.first <= end.last
    return replace(
        end,
        start=first.start,
        first=begin.first if is_possible else None,
        last=end.last if is_possible else None,
        is_approx=(begin.is_approx and begin.portion != "begin") or (end.is_approx and end.portion != "end"),
        is_sure=begin.is_sure or end.is_sure,
        sort=Sort.DAY if begin.sort is Sort.WEEKDAY else end.sort,
        day=None,
        other=None,
        may_be_time=False,
        portion="",
        join=first.join,
    )


def _joined(line: Line, found: Sequence[Days], today: date) -> list[Days]:
    """Ranges put together; every other naming knows what joins it to the one before."""
    joined: list[Days] = []
    for days in found:
        before = joined[-1] if joined else None
        join = None if before is None else join_of(line, (before.start, before.end, before.case), (days.start, days.end, days.case))
        if before is not None and join is Join.RANGE:
            ranged = _ranged(before, days, today)
            joined[-1] = replace(ranged, end=ranged.end + line.word(ranged.end).startswith("väli"))
        else:
            joined.append(replace(days, join=join))
    return joined


def _opened(days: Days, bound: Bound) -> Days:
    """The days from, after, before or until those named."""
    one = timedelta(days=1)
    open_end = replace(days, other=None, day=None, in_year=None, part="")
    if days.first is None or days.last is None:
        return open_end
    if bound is Bound.AFTER:
        return replace(open_end, first=days.last + one, last=None)
    if bound is Bound.SINCE:
        return replace(open_end, last=None, is_approx=days.is_approx and days.portion != "begin")
    if bound is Bound.BEFORE:
        last = days.last if days.portion == "end" else days.first - one
        return replace(open_end, first=None, last=last, is_approx=days.is_approx and days.portion != "end")
    return replace(open_end, first=None, is_approx=days.is_approx and days.portion != "end")


def _bounded(line: Line, days: Days) -> Days:
    is_range = days.first != days.last and days.sort is Sort.DAY
    after, before = bound_after(line, days.end), bound_before(line, days.start)
    if after is not None and not (after[0] is Bound.UNTIL and is_range):
        return replace(_opened(days, after[0]), end=after[1])
    if before is not None and not is_range:
        return replace(_opened(days, before[0]), start=before[1])
    if after is None and days.case is Case.TO and days.portion:
        return _opened(days, Bound.UNTIL)
    if after is None and line.word(days.end) == "-" and days.end == len(line) - 1:
        return replace(_opened(days, Bound.SINCE), end=days.end + 1)
    return replace(days, end=after[1]) if after is not None else days


def _is_refused(line: Line, days: Days) -> bool:
    return any(line.words(days.end, days.end + length) in _DENIED_AFTER for length in range(2, _LONGEST_DENIAL + 1)) or is_denied(line, days.start)


def _faces(before: Days, days: Days) -> bool:
    """True where one is open to the end and the next from the beginning: `joulun jälkeen mutta ennen pääsiäistä`."""
    return before.last is None and days.first is None and before.first is not None and days.join is not Join.OR


def _settled(line: Line, found: Sequence[Days]) -> list[Days]:
    """Without what was taken back or refused, and two open ends that face each other as one range."""
    kept: list[Days] = []
    for days in found:
        before = kept[-1] if kept else None
        settled = days
        if before is not None and (days.join is Join.CORRECTION or is_correction(line, before.end, days.start)):
            kept = []
        elif before is not None and days.last is None and before.last is not None and days.join is Join.AND:
            kept.pop()
        elif before is not None and _faces(before, days):
            settled = replace(days, start=before.start, first=before.first)
            kept.pop()
        if not _is_refused(line, settled):
            kept.append(settled)
    return kept


def _contains(wide: Days, narrow: Days) -> bool:
    if wide.first is None or wide.last is None or narrow.first is None or narrow.last is None or narrow.join is Join.OR:
        return False
    is_wider = (wide.last - wide.first) > (narrow.last - narrow.first)
    return is_wider and wide.first <= narrow.first and narrow.last <= wide.last


def find_days(line: Line, today: date, *, without_times: bool = False) -> list[Days]:
    """The days of a line, ready to be told; `without_times` leaves out what may be a time of day (9.30)."""
    found = _sharing_weeks(line, _put_together(line, scan_days(line, today)))
    if without_times:
        found = [days for days in found if not days.may_be_time]
    together = [_bounded(line, days) for days in _joined(line, found, today)]
    settled = [days for days in _settled(line, together) if days.is_possible]
    return [days for days in settled if not any(_contains(days, other) for other in settled)]
