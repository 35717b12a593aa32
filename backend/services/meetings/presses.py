"""Pressed buttons about meetings: acts named meeting.*, with ids of our own making as arguments."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from backend.domain.interview.record import InterviewId, InterviewState
from backend.domain.meetings.records import Booking, BookingId, BookingState, Meeting, Party, SlotId
from backend.domain.meetings.refusals import MeetingBegun
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services.asking import Asking, asking_of
from backend.services.confirming import ask_once
from backend.services.form_hooks import Hooks
from backend.services.interview_turns import remind
from backend.services.meetings.booking import Held, TooMany, cancel, hold
from backend.services.meetings.booking_now import FORMS, book_held, tell_instead
from backend.services.meetings.days import tell_day, tell_days
from backend.services.meetings.holding import choose, held_card, leave, tell_too_many
from backend.services.meetings.serving import ask_to_cancel, begin_moving, own_meeting, tell_begun, tell_meeting
from backend.services.meetings.telling import calendar_file, tell_others
from backend.services.meetings.waiting_list import decline_offer, no_more, wait_after, wait_in
from backend.services.meetings.wording import starts
from backend.services.speaking import Voice

Arguments = Mapping[str, str]


def press_meeting(voice: Voice, arguments: Arguments, *, act: str, hooks: Hooks) -> None:
    """Does what the button says, where what it is about is the person's own and still stands."""
    voice.remember(confirm=None)
    if "interview" in arguments:
        asking = _open(voice, arguments["interview"], hooks=hooks)
        if asking is None:
            voice.tell("button.expired", buttons=[voice.topic_button("show_meetings"), voice.topic_button("book_meeting")])
        else:
            _IN_INTERVIEW[act](asking, arguments)
    elif act in _ON_MEETINGS:
        meeting = own_meeting(voice, arguments.get("booking", ""))
        if meeting is None:
            _tell_gone(voice, arguments)
        else:
            _ON_MEETINGS[act](voice, meeting, hooks)
    else:
        _ALONE[act](voice, arguments, hooks)


def _open(voice: Voice, interview: str, *, hooks: Hooks) -> Asking | None:
    """The interview of the button, on top of whatever else is asked; None where it ended."""
    found = voice.unit.interviews.get(InterviewId(interview), conversation=voice.conversation.id)
    if found is None or found.form not in FORMS or found.state not in (InterviewState.OPEN, InterviewState.STOPPED):
        return None
    asking = asking_of(voice, found, hooks=hooks)
    top = max((one.depth for one in voice.unit.interviews.stack(voice.conversation.id)), default=0)
    if asking is not None and (found.state is InterviewState.STOPPED or found.depth < top):
        asking.change(state=InterviewState.OPEN.value, depth=top + 1)
    return asking


def _tell_gone(voice: Voice, arguments: Arguments) -> None:
    """Of one's own that was cancelled already it is said so; of anything else nothing is told."""
    found = voice.unit.bookings.visible(BookingId(arguments.get("booking", "")), person=voice.conversation.person)
    slot = None if found is None else voice.unit.slots.get(found.slot)
    if found is not None and slot is not None and found.state is BookingState.CANCELLED:
        voice.tell("meeting.cancelled_already", buttons=[voice.topic_button("book_meeting")], when=starts(voice.content, slot, voice.language))
    else:
        voice.tell("meeting.not_found", buttons=[voice.topic_button("show_meetings"), voice.topic_button("book_meeting")])


def _take(asking: Asking, arguments: Arguments) -> None:
    choose(asking, SlotId(arguments.get("slot", "")))


def _days(asking: Asking, arguments: Arguments) -> None:
    tell_days(asking, after=arguments.get("after", ""))


def _day(asking: Asking, arguments: Arguments) -> None:
    tell_day(asking, arguments.get("day", ""))


def _leave(asking: Asking, _arguments: Arguments) -> None:
    leave(asking)


def _wait_in(asking: Asking, _arguments: Arguments) -> None:
    wait_in(asking)


def _show(voice: Voice, meeting: Meeting, _hooks: Hooks) -> None:
    tell_meeting(voice, meeting)


def _move(voice: Voice, meeting: Meeting, hooks: Hooks) -> None:
    begin_moving(voice, meeting, hooks=hooks)


def _cancel(voice: Voice, meeting: Meeting, _hooks: Hooks) -> None:
    ask_to_cancel(voice, meeting)


def _calendar(voice: Voice, meeting: Meeting, _hooks: Hooks) -> None:
    language, chat = voice.language, voice.conversation.id
    file = calendar_file(voice.unit, voice.content, meeting.booking, meeting.slot, chat=chat, language=language, now=voice.now)
    voice.tell("meeting.calendar_here", documents=(file,))


def _cancel_now(voice: Voice, meeting: Meeting, hooks: Hooks) -> None:
    """The time is free at once, and the calendar file takes it out of the calendar."""
    try:
        done = cancel(voice.unit, booking=meeting.booking.id, person=voice.conversation.person, now=voice.now)
    except MeetingBegun:
        tell_begun(voice, meeting)
        return
    except (ChangedMeanwhile, NotFound):
        _tell_gone(voice, {"booking": meeting.booking.id})
        return
    content, language, chat = voice.content, voice.language, voice.conversation.id
    file = calendar_file(voice.unit, content, done.booking, done.slot, chat=chat, language=language, now=voice.now)
    at = starts(content, done.slot, language)
    voice.tell("meeting.cancelled", buttons=[voice.topic_button("book_meeting")], kind="receipt", documents=(file,), when=at)
    tell_others(voice.unit, content, done.booking, done.slot, change="cancelled", here=chat, now=voice.now)
    remind(voice, hooks=hooks)


def _confirm(voice: Voice, arguments: Arguments, hooks: Hooks) -> None:
    book_held(voice, BookingId(arguments.get("booking", "")), hooks=hooks)


def _hold(voice: Voice, arguments: Arguments, _hooks: Hooks) -> None:
    """A time offered outside an interview, in place of one that was taken back: for the same people and matter."""
    like = voice.unit.bookings.visible(BookingId(arguments.get("like", "")), person=voice.conversation.person)
    if like is None:
        _tell_gone(voice, arguments)
        return
    result = hold(voice.unit, slot=SlotId(arguments.get("slot", "")), party=_party_of(voice, like), now=voice.now)
    if isinstance(result, Held):
        _ask_to_book(voice, result)
    elif isinstance(result, TooMany):
        tell_too_many(voice, result.meetings)
    else:
        tell_instead(voice, result, like=like.id)


def _ask_to_book(voice: Voice, held: Held) -> None:
    card = held_card(voice, held)
    ask_once(voice, "meeting.ask_to_book", act="meeting.confirm", arguments={"booking": held.booking.id}, yes="meeting.button.book", card=card)


def _party_of(voice: Voice, like: Booking) -> Party:
    return replace(like.party, person=voice.conversation.person, conversation=voice.conversation.id)


def _wait(voice: Voice, arguments: Arguments, _hooks: Hooks) -> None:
    wait_after(voice, BookingId(arguments.get("booking", "")))


def _decline(voice: Voice, arguments: Arguments, _hooks: Hooks) -> None:
    decline_offer(voice, BookingId(arguments.get("booking", "")))


def _no_wait(voice: Voice, _arguments: Arguments, _hooks: Hooks) -> None:
    no_more(voice)


_IN_INTERVIEW: Mapping[str, Callable[[Asking, Arguments], None]] = {"take": _take, "days": _days, "day": _day, "leave": _leave, "wait": _wait_in}
_ON_MEETINGS: Mapping[str, Callable[[Voice, Meeting, Hooks], None]] = {
    "show": _show,
    "move": _move,
    "cancel": _cancel,
    "cancel_now": _cancel_now,
    "calendar": _calendar,
}
_ALONE: Mapping[str, Callable[[Voice, Arguments, Hooks], None]] = {
    "confirm": _confirm,
    "hold": _hold,
    "wait": _wait,
    "decline": _decline,
    "no_wait": _no_wait,
}
ACTS = tuple(f"meeting.{name}" for name in dict.fromkeys((*_IN_INTERVIEW, *_ON_MEETINGS, *_ALONE)))
"""Every act that a button about a meeting may have."""
