"""A meeting in the words of a language: when, where, with whom, about what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.records import Booking, Meeting, Slot
from backend.domain.messages import Button, Command
from backend.services.ideas.viewing import view_of
from backend.services.ports import Unit

_LONGEST_TOPIC = 80


def when(content: Content, slot: Slot, language: str) -> str:
    """As in "tiistaina 24.11. klo 14.30–15.15"."""
    wording = content.wordings[content.language(language)]
    return content.text("meeting.span", language, at=wording.moment(slot.starts_at), ends=clock(content, slot.ends_at, language))


def starts(content: Content, slot: Slot, language: str) -> str:
    return content.wordings[content.language(language)].moment(slot.starts_at)


def clock(content: Content, at: datetime, language: str) -> str:
    return content.wordings[content.language(language)].clock(at.astimezone(CITY_ZONE).time())


def where(content: Content, slot: Slot, language: str) -> str:
    return content.text(f"meeting_reminders.where.{slot.kind}", language, place=slot.place)


def facts_of(content: Content, slot: Slot, language: str) -> Mapping[str, Any]:
    """What every text about a meeting may tell."""
    return {"when": when(content, slot, language), "where": where(content, slot, language), "adviser": slot.adviser_name}


def topic_of(unit: Unit, content: Content, booking: Booking, language: str) -> str:
    """The idea's title, or what they wrote it is about; empty where neither was told."""
    party = booking.party
    idea = None if party.idea is None else unit.ideas.of_person(party.idea, person=party.person)
    if idea is not None:
        return view_of(unit, content, idea).title(content, language)
    line = " ".join(party.about.split())
    return line if len(line) <= _LONGEST_TOPIC else f"{line[:_LONGEST_TOPIC].rstrip()}…"


def day_label(content: Content, day: date, language: str) -> str:
    """As in "ti 24.11."."""
    wording = content.wordings[content.language(language)]
    weekday, month_name = wording.weekdays_short[day.weekday()], wording.months[day.month - 1]
    return content.text("meeting.day", language, weekday=weekday, day=day.day, month=day.month, month_name=month_name)


def slot_labels(content: Content, slots: Sequence[Slot], language: str) -> Mapping[str, str]:
    """By slot id; how one meets is told where it differs."""
    is_mixed = len({slot.kind for slot in slots}) > 1
    return {slot.id: _labelled(content, slot, language) if is_mixed else starts(content, slot, language) for slot in slots}


def _labelled(content: Content, slot: Slot, language: str) -> str:
    return content.text("meeting.slot", language, at=starts(content, slot, language), how=content.text(f"meeting.how.{slot.kind}", language))


def listed(content: Content, meetings: Sequence[Meeting], language: str) -> tuple[str, ...]:
    return tuple(f"**{starts(content, meeting.slot, language)}**" for meeting in meetings)


def meeting_button(content: Content, act: str, language: str, *, label: str = "", **arguments: str) -> Button:
    """Labelled with the text of the act, or with `label`."""
    return Button(label=label or content.text(f"meeting.button.{act}", language), command=Command(act=f"meeting.{act}", arguments=arguments))
