"""The times of day a line names, put together: ranges, open ends, alternatives, and the part of the day said with them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from backend.domain.values.bounds import Bound, bound_after, bound_before, join_of
from backend.domain.values.calendar_words import PART_BY_WORD
from backend.domain.values.clock import clock_at
from backend.domain.values.clock_face import Clock
from backend.domain.values.forms import Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.phrases import Join, is_correction, is_denied

Moment = tuple[int, int]
_HALF_DAY = 12
_MOST_CLOCKS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """A time of day or a stretch of it; an end that is None is open. Hour 24 is the midnight that ends the day."""

    start: int
    end: int
    first: Moment | None
    last: Moment | None
    is_sure: bool
    clock: Clock
    is_stretch: bool = False
    join: Join | None = None


def _scan(line: Line, covered: Container[int]) -> list[Clock]:
    found: list[Clock] = []
    at = 0
    while at < len(line) and len(found) < _MOST_CLOCKS:
        clock = None if at in covered else clock_at(line, at)
        if clock is not None and not any(place in covered for place in range(clock.start, clock.end)):
            found.append(clock)
            at = clock.end
        else:
            at += 1
    return found


def _part_near(line: Line, clock: Clock) -> str:
    """The part of the day named nearest to a time; empty where none is."""
    places = [at for at in range(len(line)) if line.word(at) in PART_BY_WORD and not clock.start <= at < clock.end]
    if not places:
        return ""
    nearest = min(places, key=lambda at: at - clock.end + 1 if at >= clock.end else clock.start - at)
    return PART_BY_WORD[line.word(nearest)]


def _moment(line: Line, clock: Clock, fallback: str) -> Moment:
    return clock.in_part(_part_near(line, clock) or fallback)


def _later(clock: Clock, first: Moment, last: Moment) -> Moment:
    """The end of `11-7` or `10-8` is in the evening."""
    if last <= first and clock.is_bare and last[0] < _HALF_DAY and (last[0] + _HALF_DAY, last[1]) > first:
        return last[0] + _HALF_DAY, last[1]
    return last


def _ranged(line: Line, first: Clock, second: Clock, fallback: str) -> Times:
    if second.half and not first.half and first.is_bare:
        first = replace(first, half="am" if second.half == "pm" and (first.hour % _HALF_DAY) > (second.hour % _HALF_DAY) else second.half)
    begin, end = _moment(line, first, fallback), _moment(line, second, fallback)
    is_sure = first.is_sure or second.is_sure
    stop = second.end + line.word(second.end).startswith("väli")
    return Times(start=first.start, end=stop, first=begin, last=_later(second, begin, end), is_sure=is_sure, clock=first, is_stretch=True, join=first.join)


def _single(line: Line, clock: Clock, fallback: str) -> Times:
    moment = _moment(line, clock, fallback)
    times = Times(start=clock.start, end=clock.end, first=moment, last=moment, is_sure=clock.is_sure, clock=clock, join=clock.join)
    after, before = bound_after(line, clock.end), bound_before(line, clock.start)
    bound = after or before
    if bound is None:
        return times
    is_from = bound[0] in (Bound.AFTER, Bound.SINCE)
    start = times.start if after is not None else bound[1]
    end = bound[1] if after is not None else times.end
    return replace(times, start=start, end=end, first=moment if is_from else None, last=None if is_from else moment, is_stretch=True)


def _put_together(line: Line, clocks: Sequence[Clock], fallback: str) -> list[Times]:
    found: list[Times] = []
    at = 0
    while at < len(clocks):
        clock = clocks[at]
        following = clocks[at + 1] if at + 1 < len(clocks) else None
        place = (clock.start, clock.end, clock.case)
        if following is not None and join_of(line, place, (following.start, following.end, following.case)) is Join.RANGE:
            times = _ranged(line, clock, following, fallback)
            at += 2
        else:
            times = _single(line, clock, fallback)
            at += 1
        before = found[-1] if found else None
        join = None if before is None else join_of(line, (before.start, before.end, before.clock.case), (times.start, times.end, clock.case))
        found.append(replace(times, join=join))
    return found


def _settled(line: Line, found: Sequence[Times]) -> list[Times]:
    """Without what was taken back, and two facing open ends as one stretch."""
    kept: list[Times] = []
    for times in found:
        before = kept[-1] if kept else None
        settled = times
        if before is not None and (times.join is Join.CORRECTION or is_correction(line, before.end, times.start)):
            kept = []
        elif before is not None and before.last is None and times.first is None and times.join is not Join.OR:
            settled = replace(times, start=before.start, first=before.first)
            kept.pop()
        if not is_denied(line, settled.start):
            kept.append(settled)
    return kept


def _usable(found: Sequence[Times]) -> list[Times]:
    """Times said as times, where there are any; a bare number beside them is something else unless it is joined to one."""
    sure = {at for at, times in enumerate(found) if times.is_sure}
    if not sure:
        return list(found)
    links = (Join.OR, Join.CORRECTION)
    joined = {at - 1 for at in sure if found[at].join in links} | {at + 1 for at in sure if at + 1 < len(found) and found[at + 1].join in links}
    return [times for at, times in enumerate(found) if at in sure | joined]


def find_times(line: Line, covered: Container[int] = (), *, part: str = "") -> list[Times]:
    """The times of a line outside the covered tokens; `part` is the part of the day where the line names none."""
    return _settled(line, _usable(_put_together(line, _scan(line, covered), part)))


def told(moment: Moment) -> str:
    return f"{moment[0] % 24:02}:{moment[1]:02}"


def time_form(times: Times) -> Value:
    if not times.is_stretch and times.first is not None:
        return {"time": told(times.first)}
    return {name: told(end) for name, end in (("from", times.first), ("to", times.last)) if end is not None}


def read_time(line: Line, covered: Container[int] = ()) -> Value | None:
    """The time of day a line names when asked for one."""
    return one_of([time_form(times) for times in find_times(line, covered)])
