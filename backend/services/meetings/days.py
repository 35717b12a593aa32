"""All the free times: by day, then the times of a day."""

from collections.abc import Sequence
from datetime import date

from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import Slot
from backend.services.asking import Asking
from backend.services.meetings.finding_times import free_times
from backend.services.meetings.letting_go import TIME, let_go
from backend.services.meetings.offering import Offered, button, offered_to, preference, remember, time_buttons
from backend.services.meetings.wording import day_label

_MOST_DAYS = 6
_MOST_TIMES = 8


def tell_days(asking: Asking, *, after: str = "", key: str = "meeting.days") -> None:
    """The days with free times as buttons, those later than `after` (an ISO date)."""
    let_go(asking)
    days = list(dict.fromkeys(city_day(slot.starts_at) for slot in _free(asking)))
    later = [day for day in days if day.isoformat() > after] or days
    if not later:
        _ask_time(asking)
        return
    voice = asking.voice
    buttons = [button(asking, "day", label=day_label(voice.content, day, voice.language), day=day.isoformat()) for day in later[:_MOST_DAYS]]
    if len(later) > _MOST_DAYS:
        label = voice.content.text("meeting.button.later_days", voice.language)
        buttons.append(button(asking, "days", label=label, after=later[_MOST_DAYS - 1].isoformat()))
    voice.tell(key, buttons=[*buttons, button(asking, "leave")])
    _put_time_first(asking)


def tell_day(asking: Asking, day: str) -> None:
    """The free times of the day as buttons."""
    let_go(asking)
    voice = asking.voice
    there = [slot for slot in _free(asking) if city_day(slot.starts_at).isoformat() == day]
    if not there:
        tell_days(asking, key="meeting.day_full")
        return
    shown = _spread(there)
    before = offered_to(voice, asking.interview)
    remember(voice, asking.interview, Offered(slots=tuple(slot.id for slot in shown), turn=before.turn, kind=before.kind))
    label = day_label(voice.content, date.fromisoformat(day), voice.language)
    times, way_out = time_buttons(asking, shown, has_more=False)[:-1], button(asking, "leave")
    others = button(asking, "days", label=voice.content.text("meeting.button.days", voice.language))
    voice.tell("meeting.times_of_day", buttons=[*times, others, way_out], day=label)
    _put_time_first(asking)


def _free(asking: Asking) -> Sequence[Slot]:
    return free_times(asking.voice.unit, preference(asking), now=asking.voice.now).slots


def _spread(slots: Sequence[Slot]) -> Sequence[Slot]:
    """As many as there are buttons for, over the whole day."""
    if len(slots) <= _MOST_TIMES:
        return slots
    step = len(slots) / _MOST_TIMES
    return [slots[int(place * step)] for place in range(_MOST_TIMES)]


def _put_time_first(asking: Asking) -> None:
    """What is written next is about the time, also where another one was about to be confirmed."""
    if asking.interview.current != TIME:
        asking.change(current=TIME, asked_count=1)


def _ask_time(asking: Asking) -> None:
    question = asking.form.question(TIME)
    if question is not None:
        asking.ask(question)
