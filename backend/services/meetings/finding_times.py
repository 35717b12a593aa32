"""Which free times are offered: those that fit what somebody wished, else the nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import MeetingKind, Slot
from backend.domain.meetings.windows import SpokenWish
from backend.domain.values.impossible import Sort
from backend.services.ports import Unit

MOST_OFFERED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Preference:
    """How and in which language somebody wants to meet; None and empty where it does not matter."""

    kind: MeetingKind | None = None
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeTimes:
    """`missed` is what of the preference nothing that is free meets: empty, kind or language."""

    slots: tuple[Slot, ...]
    missed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """`slots` in the order of their start; `key` names what is said of them, with `facts`. `is_single`: the one moment that was named is free.

    `is_only` is true where nothing else fits the wish, `has_more` where there are other free times.
    """

    slots: tuple[Slot, ...]
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    missed: str = ""
    is_single: bool = False
    is_only: bool = False
    has_more: bool = False


def free_times(unit: Unit, preference: Preference, *, now: datetime) -> FreeTimes:
    """What is free and preferred; where there is none, what comes closest: the language counts more than the way of meeting."""
    every = tuple(unit.slots.free(now=now))
    spoken = tuple(slot for slot in every if not preference.language or preference.language in slot.languages)
    both = _of_kind(spoken, preference.kind)
    if both or not every:
        return FreeTimes(slots=both)
    if spoken:
        return FreeTimes(slots=spoken, missed="kind")
    return FreeTimes(slots=_of_kind(every, preference.kind) or every, missed="language")


def find_times(unit: Unit, wish: SpokenWish, preference: Preference, *, now: datetime) -> Found:
    free = free_times(unit, preference, now=now)
    slots = free.slots
    fitting = tuple(slot for slot in slots if wish.fits(slot.starts_at))
    key, facts = _said(wish, slots, fitting, now=now)
    if key in ("found", "nearest", "earliest"):
        offered = fitting[:MOST_OFFERED]
    elif key in ("past", "no_such_day", "no_such_hour"):
        offered = slots[:MOST_OFFERED]
    else:
        suitable = [slot for slot in slots if not wish.denies(slot.starts_at)] or slots
        nearest = sorted(suitable, key=lambda slot: (wish.distance(slot.starts_at), slot.starts_at))[:MOST_OFFERED]
        offered = tuple(sorted(nearest, key=lambda slot: (slot.starts_at, slot.id)))
    is_single = key == "found" and wish.is_exact
    is_only = key == "found" and len(fitting) == 1
    return Found(slots=offered, key=key, facts=facts, missed=free.missed, is_single=is_single, is_only=is_only, has_more=len(slots) > len(offered))


def _said(wish: SpokenWish, slots: Sequence[Slot], fitting: Sequence[Slot], *, now: datetime) -> tuple[str, Mapping[str, Any]]:
    if wish.wrong is not None:
        return ("no_such_day" if wish.wrong.sort is Sort.DAY else "no_such_hour"), {"said": wish.wrong.said}
    if wish.is_past(now):
        return "past", {}
    if wish.wants_earlier:
        return "earliest", {}
    if fitting or not wish.names_time:
        return "found" if wish.windows else "nearest", {}
    is_beyond = wish.first_day is not None and bool(slots) and wish.first_day > city_day(slots[-1].starts_at)
    return ("beyond" if is_beyond else "none_then"), {}


def kinds_free(unit: Unit, *, now: datetime) -> tuple[MeetingKind, ...]:
    """The ways of meeting among the free times."""
    there = {slot.kind for slot in unit.slots.free(now=now)}
    return tuple(kind for kind in MeetingKind if kind in there)


def languages_free(unit: Unit, *, now: datetime) -> frozenset[str]:
    return frozenset(language for slot in unit.slots.free(now=now) for language in slot.languages)


def _of_kind(slots: Sequence[Slot], kind: MeetingKind | None) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if kind in (None, slot.kind))
