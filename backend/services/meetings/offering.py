"""The times that are offered while the question of the time is open, and what somebody said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.ids import TurnId
from backend.domain.interview.form import Choice, Question
from backend.domain.interview.judging import named
from backend.domain.interview.phrases import joined, phrase
from backend.domain.interview.record import Interview
from backend.domain.meetings.records import MeetingKind, Slot, SlotId
from backend.domain.meetings.windows import SpokenWish
from backend.domain.meetings.wishes import wish_in
from backend.domain.messages import Button
from backend.domain.values.calendar_words import ORDINALS
from backend.services.asking import Asking
from backend.services.form_hooks import Around
from backend.services.meetings.finding_times import Found, Preference, find_times
from backend.services.meetings.letting_go import TIME, let_go
from backend.services.meetings.parties import BOOKING, preference_of
from backend.services.meetings.wording import meeting_button, slot_labels
from backend.services.speaking import Voice

_MEMORY = "times"
_ANY = "any"
_UNMET = frozenset({"none_then", "beyond", "earliest"})
_NO_WISH = SpokenWish()


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """What was offered last: the slots, the turn in which the wish was written, and the way of meeting that it named."""

    slots: tuple[SlotId, ...] = ()
    turn: TurnId | None = None
    kind: str = ""
    is_unmet: bool = False


def offered_to(voice: Voice, interview: Interview) -> Offered:
    kept: Mapping[str, Any] = voice.memory.get(_MEMORY) or {}
    if kept.get("interview") != interview.id:
        return Offered()
    slots = tuple(SlotId(slot) for slot in kept["slots"])
    return Offered(slots=slots, turn=TurnId(kept["turn"]) if kept["turn"] else None, kind=kept["kind"], is_unmet=kept["is_unmet"])


def remember(voice: Voice, interview: Interview, offered: Offered) -> None:
    kept = {"interview": interview.id, "slots": list(offered.slots), "turn": offered.turn or "", "kind": offered.kind, "is_unmet": offered.is_unmet}
    voice.remember(**{_MEMORY: kept})


def wish_of(voice: Voice, offered: Offered) -> SpokenWish:
    """What they wrote about the time they wish for."""
    text = (voice.unit.inbox.text_of(offered.turn) or "") if offered.turn else ""
    return wish_in(text, now=voice.now) if text else _NO_WISH


def preference(asking: Asking) -> Preference:
    """As answered; a way of meeting named since then counts more."""
    answered = preference_of(asking.voice, asking.answers)
    kind = offered_to(asking.voice, asking.interview).kind
    if not kind:
        return answered
    return Preference(kind=None if kind == _ANY else MeetingKind(kind), language=answered.language)


def kind_said(voice: Voice, text: str) -> str:
    """The one way of meeting that the text names; empty for none or several."""
    question = voice.content.forms[BOOKING].question("kind")
    said = () if question is None else named(question.choices, text, is_answer=False)
    return said[0] if len(said) == 1 else ""


def choices_of(voice: Voice, interview: Interview) -> Sequence[Choice]:
    """The offered times as choices: named by their labels, or by their place ("eka", "2")."""
    offered = offered_to(voice, interview)
    found = [slot for id_ in offered.slots if (slot := voice.unit.slots.get(id_)) is not None]
    labels = {code: slot_labels(voice.content, found, code) for code in voice.content.languages}
    return [_choice(slot, {code: labels[code][slot.id] for code in labels}) for slot in found]


def _choice(slot: Slot, labels: Mapping[str, str]) -> Choice:
    picks = tuple(made for label in labels.values() if (made := phrase(joined(label))) is not None)
    return Choice(id=slot.id, labels=labels, words=(), picks=picks)


def picked(voice: Voice, interview: Interview, text: str) -> SlotId | None:
    """The offered time that the text names by its label or its place."""
    choices = choices_of(voice, interview)
    said = named(choices, text, is_answer=True)
    if len(said) == 1:
        return SlotId(said[0])
    place = _place(text, voice)
    return SlotId(choices[place - 1].id) if 0 < place <= len(choices) else None


def _place(text: str, voice: Voice) -> int:
    """Which of them the text points at ("2", "se toka"); 0 for none ("klo 2", "toinen aika")."""
    bare = text.strip().rstrip(".)")
    if bare.isdigit():
        return int(bare)
    wish = wish_in(text, now=voice.now)
    words = [word.strip(".,!") for word in text.casefold().split()]
    places = [ORDINALS[word] for word in words if word in ORDINALS]
    return places[0] if len(places) == 1 and not wish.names_time and not wish.wants_others and not wish.is_soon else 0


def offer(asking: Asking, found: Found) -> None:
    """Asks for the time again, with those found."""
    voice = asking.voice
    before = offered_to(voice, asking.interview)
    slots = tuple(slot.id for slot in found.slots)
    remember(voice, asking.interview, Offered(slots=slots, turn=before.turn, kind=before.kind, is_unmet=found.key in _UNMET))
    question = asking.form.question(TIME)
    if question is None:
        return
    # They were understood: it is not for want of an answer that it is asked so often.
    asking.change(asked_count=asking.interview.asked_count % len(question.asks[voice.language]))
    asking.ask(question, parts=said_of(voice, found) if found.slots else [])


def said_of(voice: Voice, found: Found) -> list[str]:
    missed = [voice.content.text(f"meeting.times.other_{found.missed}", voice.language)] if found.missed else []
    return [*missed, voice.content.text(f"meeting.times.{found.key}", voice.language, many=len(found.slots) > 1, **found.facts)]


def around_time(asking: Asking, _question: Question) -> Around:
    """The times that were offered and are still free, else the nearest; the way to others, to the waiting list, and out."""
    let_go(asking)
    voice, offered = asking.voice, offered_to(asking.voice, asking.interview)
    free = {slot.id: slot for slot in voice.unit.slots.free(now=voice.now)}
    slots = tuple(free[id_] for id_ in offered.slots if id_ in free)
    if slots:
        return Around(buttons=time_buttons(asking, slots, has_more=len(free) > len(slots), can_wait=offered.is_unmet))
    found = find_times(voice.unit, wish_of(voice, offered), preference(asking), now=voice.now)
    if not found.slots:
        return _none(asking)
    can_wait = found.key in _UNMET
    remember(voice, asking.interview, Offered(slots=tuple(slot.id for slot in found.slots), turn=offered.turn, kind=offered.kind, is_unmet=can_wait))
    return Around(parts=said_of(voice, found), buttons=time_buttons(asking, found.slots, has_more=found.has_more, can_wait=can_wait))


def _none(asking: Asking) -> Around:
    voice = asking.voice
    buttons = [voice.hand_over_button("book_meeting", voice.turn), button(asking, "wait"), button(asking, "leave")]
    return Around(wording=voice.content.text("meeting.none_left", voice.language), buttons=buttons)


def time_buttons(asking: Asking, slots: Sequence[Slot], *, has_more: bool, can_wait: bool = False) -> list[Button]:
    labels = slot_labels(asking.voice.content, slots, asking.voice.language)
    times = [button(asking, "take", label=labels[slot.id], slot=slot.id) for slot in slots]
    more = [button(asking, "days", label=asking.voice.content.text("meeting.button.more", asking.voice.language))] if has_more else []
    wait = [button(asking, "wait")] if can_wait else []
    return [*times, *more, *wait, button(asking, "leave")]


def button(asking: Asking, act: str, *, label: str = "", **arguments: str) -> Button:
    return meeting_button(asking.voice.content, act, asking.voice.language, label=label, interview=asking.interview.id, **arguments)
