"""Which times somebody asks for in their own words: "ti tai ke klo 12 jälkeen", "ensi viikolla iltapäivällä", "mahdollisimman pian"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from backend.domain.interview.phrases import joined, spans
from backend.domain.meetings.windows import SpokenWish, Window
from backend.domain.meetings.wish_words import (
    CORRECTION,
    DENIALS,
    EARLIER,
    ENGLISH_WEEKDAYS,
    NONE,
    OTHERS,
    PARTS,
    RECURRING_PARTS,
    SOON,
    TURNS,
    WORKDAYS,
)
from backend.domain.values import read_value
from backend.domain.values.calendar_words import PART_BY_WORD, weekday
from backend.domain.values.impossible import impossible


def wish_in(text: str, *, now: datetime) -> SpokenWish:
    """Empty where the text says nothing about a time."""
    line = joined(text)
    wrong = impossible(text, now=now)
    if wrong is not None:
        return SpokenWish(wrong=wrong)
    meant, denied = _sides(text)
    windows = _all_windows(meant, now)
    not_windows = _all_windows(denied, now)
    if windows or not_windows:
        return SpokenWish(windows=windows, denied=not_windows)
    return SpokenWish(
        is_soon=bool(spans(SOON, line)),
        wants_earlier=bool(spans(EARLIER, line)),
        wants_others=bool(spans(OTHERS, line)),
        wants_none=bool(spans(NONE, line)),
    )


def _sides(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """What is meant and what is said not to suit: "tiistai ei käy, mutta keskiviikko", "ei tiistaina vaan keskiviikkona"."""
    if not _is_denial(text):
        return [text], []
    parts = [part for part in TURNS.split(text) if part.strip()]
    return [part for part in parts if not _is_denial(part)], [part for part in parts if _is_denial(part)]


def _is_denial(text: str) -> bool:
    words = CORRECTION.sub(" ", text.casefold()).split()
    return not DENIALS.isdisjoint(word.strip(".,!?:;()") for word in words)


def _all_windows(parts: Sequence[str], now: datetime) -> tuple[Window, ...]:
    return tuple(window for part in parts for window in _windows(part, now))


def _windows(text: str, now: datetime) -> tuple[Window, ...]:
    words = [word.strip('.,!?:;()"”').casefold() for word in text.split()]
    named = tuple(_with_days(text, now)) or tuple(_times_alone(text, now))
    weekdays = _weekdays(words)
    if weekdays and all(window.first is None for window in named):
        named = tuple(replace(window, weekdays=weekdays) for window in named or (Window(),))
    parts = list(dict.fromkeys(part for word in words if (part := RECURRING_PARTS.get(word) or PART_BY_WORD.get(word)) is not None))
    if not parts or any(window.starts is not None or window.ends is not None for window in named):
        return named
    return tuple(_in_part(window, part) for window in named or (Window(),) for part in parts)


def _in_part(window: Window, part: str) -> Window:
    starts, ends = PARTS[part]
    return replace(window, starts=starts, ends=ends)


def _weekdays(words: Sequence[str]) -> frozenset[int]:
    """Of "tiistaisin", "tuesdays", "arkisin"."""
    if not WORKDAYS.isdisjoint(words):
        return frozenset(range(5))
    finnish = {found[0] for word in words if word.endswith("isin") and (found := weekday(f"{word.removesuffix('sin')}")) is not None}
    return frozenset(finnish | {ENGLISH_WEEKDAYS[word] for word in words if word in ENGLISH_WEEKDAYS})


def _candidates(read: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    if read is None:
        return ()
    return read["candidates"] if read.get("ambiguous") else [read]


def _with_days(text: str, now: datetime) -> Iterator[Window]:
    for read in _candidates(read_value(text, kind="datetime", now=now)):
        if "at" in read:
            at = datetime.fromisoformat(read["at"])
            yield Window(first=at.date(), last=at.date(), starts=at.time(), ends=at.time())
        elif "date" in read:
            day = Window(first=date.fromisoformat(read["date"]), last=date.fromisoformat(read["date"]))
            yield _in_part(day, read["part"]) if read.get("part") in PARTS else day
        else:
            yield _stretch(read)


def _stretch(read: Mapping[str, Any]) -> Window:
    """Between two days, or from an hour of a day on: an hour makes the open end the end of its day."""
    begin, end = (datetime.fromisoformat(read[name]) if name in read else None for name in ("from", "to"))
    has_hours = any("T" in str(read.get(name, "")) for name in ("from", "to"))
    if not has_hours:
        return Window(first=begin.date() if begin else None, last=end.date() if end else None)
    first, last = (begin or end), (end or begin)
    is_one_day = first is not None and last is not None and first.date() == last.date()
    return Window(
        first=first.date() if first else None,
        last=last.date() if last else None,
        starts=begin.time() if begin and is_one_day else None,
        ends=end.time() if end and is_one_day else None,
    )


def _times_alone(text: str, now: datetime) -> Iterator[Window]:
    for read in _candidates(read_value(text, kind="time", now=now)):
        starts, ends = (time.fromisoformat(read[name]) if name in read else None for name in ("from", "to"))
        if "time" in read:
            starts = ends = time.fromisoformat(read["time"])
        yield Window(starts=starts, ends=ends)
