"""Words while the time is asked, or while one is about to be confirmed."""

from dataclasses import replace

from backend.domain.interview.form import Question
from backend.domain.interview.judging import Accepted, judge
from backend.domain.interview.record import Interview
from backend.domain.meetings.records import SlotId
from backend.domain.meetings.windows import SpokenWish
from backend.domain.meetings.wishes import wish_in
from backend.services.asking import Asking
from backend.services.meetings.booking_now import book_held
from backend.services.meetings.days import tell_days
from backend.services.meetings.finding_times import find_times
from backend.services.meetings.holding import SURE, choose, leave
from backend.services.meetings.letting_go import TIME, let_go
from backend.services.meetings.offering import Offered, kind_said, offer, offered_to, picked, preference, remember, wish_of
from backend.services.meetings.parties import text_of
from backend.services.speaking import Voice

ASKED = (TIME, SURE)


def reads_time(voice: Voice, interview: Interview, question: Question, text: str) -> bool:
    """Whether the words tell of a time, as `take` would take them."""
    wish = wish_in(text, now=voice.now)
    if question.id not in ASKED:
        return wish.names_time or wish.wrong is not None
    return not wish.is_empty or bool(kind_said(voice, text)) or picked(voice, interview, text) is not None


def take_time(asking: Asking, text: str) -> bool:
    """Words that choose a time or tell which would suit; False where they say nothing of the kind."""
    slot = picked(asking.voice, asking.interview, text)
    if slot is not None:
        choose(asking, slot)
        return True
    return _take_wish(asking, text, wish_in(text, now=asking.voice.now))


def take_sure(asking: Asking, question: Question, text: str) -> bool:
    """A yes is to the time that is held; where another is told with it, or instead of it, that one is looked for."""
    voice = asking.voice
    wish = wish_in(text, now=voice.now)
    held = voice.unit.slots.get(SlotId(text_of(asking.answers, TIME)))
    is_same = not wish.names_time or (held is not None and wish.fits(held.starts_at))
    said = judge(question, text, now=voice.now)
    if not isinstance(said, Accepted) or not is_same or wish.wants_others:
        return take_time(asking, text)
    there = None if held is None else voice.unit.bookings.on_slot(held.id)
    if said.value is not True:
        leave(asking)
    elif there is not None and there.party.person == voice.conversation.person:
        book_held(voice, there.id, hooks=asking.hooks)
    else:
        asking.ask(question)
    return True


def _take_wish(asking: Asking, text: str, wish: SpokenWish) -> bool:
    voice = asking.voice
    kind = kind_said(voice, text)
    if wish.is_empty and not kind:
        return False
    if wish.wants_none:
        leave(asking)
        return True
    let_go(asking)
    before = offered_to(voice, asking.interview)
    turn = voice.turn if wish.names_time else before.turn if wish.is_empty else None
    remember(voice, asking.interview, Offered(turn=turn, kind=kind or before.kind))
    if wish.wants_others and not kind:
        tell_days(asking)
        return True
    found = find_times(voice.unit, wish_of(voice, offered_to(voice, asking.interview)) if kind else wish, preference(asking), now=voice.now)
    if found.is_single or found.is_only:
        choose(asking, found.slots[0].id)
    else:
        offer(asking, found if kind else replace(found, missed=""))
    return True
