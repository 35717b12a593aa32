"""A day with its time of day, in Helsinki: puol kolmelta perjantaina, ti 24.11. klo 13-15, huomenna klo 12 jälkeen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.domain.values.calendar_words import PART_BY_WORD
from backend.domain.values.clock import names_no_time
from backend.domain.values.dates import date_forms, found_day, parts_of_each
from backend.domain.values.days import find_days
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.phrases import Join, join_between
from backend.domain.values.stretches import Days
from backend.domain.values.times import Moment, Times, find_times, time_form
from backend.domain.values.turns import offset_at

HELSINKI = ZoneInfo("Europe/Helsinki")
_OR = frozenset({"tai", "vai", "or", "taikka", "eller", "или"})


@dataclass(frozen=True, slots=True)
class _Clause:
    days: list[Days]
    times: list[Times]
    parts: list[list[str]]


def covered_by(found: Sequence[Days]) -> set[int]:
    """The tokens that name days."""
    return {at for days in found for at in range(days.start, days.end)}


def _local(day: date, moment: Moment) -> datetime:
    return datetime.combine(day + timedelta(days=moment[0] // 24), time(moment[0] % 24, moment[1]))


def _readings(local: datetime) -> list[str]:
    """The moment as told; none where the clock skips it, two with their offsets where it comes twice."""
    twice = [local.replace(tzinfo=HELSINKI, fold=fold) for fold in (0, 1)]
    real = [moment for moment in twice if moment.astimezone(UTC).astimezone(HELSINKI).replace(tzinfo=None) == local]
    if len({moment.utcoffset() for moment in real}) > 1:
        return [moment.isoformat(timespec="minutes") for moment in real]
    return [local.isoformat(timespec="minutes")] if real else []


def _as_written(day: date, times: Times) -> Times:
    """In the night when the clock is moved, `3.30` in digits is that night's: better asked again than moved to the afternoon."""
    clock = times.clock
    written = (clock.hour, clock.minute)
    if not clock.is_digital or clock.is_plain or clock.half or times.is_stretch:
        return times
    return replace(times, first=written, last=written) if len(_readings(_local(day, written))) != 1 else times


def _at(day: date, times: Times) -> list[Value]:
    times = _as_written(day, times)
    if not times.is_stretch and times.first is not None:
        return [{"at": at} for at in _readings(_local(day, times.first))]
    value: Value = {}
    for name, moment in (("from", times.first), ("to", times.last)):
        if moment is None:
            continue
        is_next_day = name == "to" and times.first is not None and moment <= times.first
        readings = _readings(_local(day + timedelta(days=int(is_next_day)), moment))
        if not readings:
            return []
        value[name] = readings[0]
    return [value]


def _one_days(days: Days) -> list[date]:
    """Each single day the naming may be."""
    if days.day is not None:
        return [days.day]
    stretches = [(days.first, days.last), *([days.other] if days.other else [])]
    return [first for first, last in stretches if first is not None and first == last]


def _stretch(days: Days, times: Times) -> list[Value]:
    """From an hour of the first day to an hour of the last: `1.-3.4. klo 10-15`; the days alone where they are vague."""
    is_exact = days.first is not None and days.last is not None and times.first is not None and times.last is not None
    if not is_exact or days.is_approx or not times.is_stretch or days.first is None or days.last is None or times.first is None or times.last is None:
        return date_forms(days, ())
    begin, end = _readings(_local(days.first, times.first)), _readings(_local(days.last, times.last))
    return [{"from": begin[0], "to": end[0]}] if begin and end else []


def _forms(clause: _Clause) -> list[Value]:
    forms: list[Value] = []
    for days, parts in zip(clause.days, clause.parts, strict=True):
        singles = _one_days(days)
        if not clause.times:
            forms.extend(date_forms(days, parts))
        elif singles:
            forms.extend(value for day in singles for times in clause.times for value in _at(day, times))
        else:
            forms.extend(value for times in clause.times for value in _stretch(days, times))
    return forms


def _from_to(line: Line, clause: _Clause) -> list[Value] | None:
    """`pe klo 18 - su klo 15`: a day and a time at each end."""
    if len(clause.days) != len(clause.times) or len(clause.days) != 2:  # noqa: PLR2004 - two ends
        return None
    (first, last), (begin, end) = clause.days, clause.times
    is_in_order = max(first.start, begin.start) < min(last.start, end.start)
    gap = (max(first.end, begin.end), min(last.start, end.start))
    if not is_in_order or not first.is_one_day or not last.is_one_day or join_between(line, *gap) is not Join.RANGE:
        return None
    if first.first is None or last.first is None or begin.first is None or end.first is None:
        return None
    since, until = _readings(_local(first.first, begin.first)), _readings(_local(last.first, end.first))
    return [{"from": since[0], "to": until[0]}] if since and until else []


def _clauses(line: Line, days: Sequence[Days], times: Sequence[Times], parts: Sequence[list[str]]) -> list[_Clause]:
    """The line cut at its "or"; a clause without a day or a time takes its neighbour's."""
    inside = covered_by(days)
    cuts = [at for at in range(len(line)) if line.word(at) in _OR and at not in inside]
    bounds = list(zip([0, *cuts], [*cuts, len(line)], strict=True))
    clauses: list[_Clause] = []
    for start, end in bounds:
        mine = [at for at, one in enumerate(days) if start <= one.start < end]
        found_times = [one for one in times if start <= one.start < end]
        if mine or found_times:
            clauses.append(_Clause([days[at] for at in mine], found_times, [parts[at] for at in mine]))
    return _completed(clauses)


def _completed(clauses: list[_Clause]) -> list[_Clause]:
    whole = list(clauses)
    for at in range(1, len(whole)):
        if not whole[at].days:
            whole[at] = replace(whole[at], days=whole[at - 1].days, parts=whole[at - 1].parts)
    for at in range(len(whole) - 2, -1, -1):
        if not whole[at].times and not any(whole[at].parts):
            whole[at] = replace(whole[at], times=whole[at + 1].times)
    for at in range(1, len(whole)):
        if not whole[at].times and not any(whole[at].parts):
            whole[at] = replace(whole[at], times=whole[at - 1].times)
    return whole


def days_and_times(line: Line, today: date) -> tuple[list[Days], list[Times]]:
    """The days and the times of a line; `9.30` is a time beside a day that cannot be one."""
    days = find_days(line, today)
    if any(one.may_be_time for one in days) and not all(one.may_be_time for one in days):
        days = find_days(line, today, without_times=True)
    said = next((one.part for one in days if one.part), "")
    return days, find_times(line, covered_by(days), part=said)


def _soon(line: Line, now: datetime) -> Value | None:
    """`tunnin päästä`: so many minutes from now."""
    for at in range(len(line)):
        offset = offset_at(line, at)
        if offset is not None and offset.minutes is not None and not offset.is_within:
            later = now.astimezone(UTC) + timedelta(minutes=offset.minutes)
            return {"at": later.astimezone(HELSINKI).replace(tzinfo=None).isoformat(timespec="minutes")}
    return None


def read_datetime(line: Line, now: datetime) -> Value | None:
    """The moment, or the day where no hour is said, that a line names when asked for one; `now` is aware."""
    today = now.astimezone(HELSINKI).date()
    days, times = days_and_times(line, today)
    if not days or names_no_time(line):
        return None if days else _soon(line, now)
    clauses = _clauses(line, days, times, parts_of_each(line, days))
    values: list[Value] = []
    for clause in clauses:
        ends = _from_to(line, clause)
        values.extend(_forms(clause) if ends is None else ends)
    return one_of(values)


def _is_beside(line: Line, one: Days | Times, other: Days | Times) -> bool:
    """True where next to nothing stands between the two."""
    gap = range(min(one.end, other.end), max(one.start, other.start))
    return sum(line.word(at) not in PART_BY_WORD for at in gap) <= 1


def _surely(line: Line, days: Sequence[Days], times: Sequence[Times]) -> tuple[list[Days], list[Times]]:
    """The days and times that are surely such, also for what stands beside them."""
    clear_days, clear_times = [one for one in days if one.is_sure], [one for one in times if one.is_sure]
    written = [one for one in times if one.clock.is_digital or one.is_stretch or one.clock.is_plain or line.word(one.start) == "at"]
    near_times = [one for one in times if one in clear_times or (one in written and any(_is_beside(line, one, day) for day in clear_days))]
    near_days = [one for one in days if one in clear_days or any(_is_beside(line, one, time_) for time_ in clear_times)]
    return near_days, [one for one in times if one in near_times or (one.join is Join.OR and near_times)]


def find_moments(line: Line, now: datetime) -> list[Found]:
    """Every day, time and day with time in any message that is surely one."""
    today = now.astimezone(HELSINKI).date()
    days, times = days_and_times(line, today)
    parts = parts_of_each(line, days)
    sure_days, sure_times = _surely(line, days, times)
    if sure_days and sure_times:
        both: list[Days | Times] = [*sure_days, *sure_times]
        value = read_datetime(line, now)
        return [Found("datetime", min(one.start for one in both), max(one.end for one in both), value)] if value is not None else []
    found: list[Found] = []
    for one, said in zip(days, parts, strict=True):
        day = found_day(one, said) if one in sure_days else None
        if day is not None:
            found.append(replace(day, end=day.end + (line.word(day.end) in PART_BY_WORD)))
    return [*found, *(Found("time", one.start, one.end, time_form(one)) for one in sure_times)]
