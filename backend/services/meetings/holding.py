"""A chosen time is held in an interview and asked about once; somebody else may have been quicker."""

from collections.abc import Sequence

from backend.domain.interview.form import Question
from backend.domain.interview.record import InterviewState
from backend.domain.meetings.records import Booking, BookingId, BookingState, Meeting, Slot, SlotId
from backend.domain.messages import Button
from backend.services.asking import Asking, top_of
from backend.services.form_hooks import Around, Hooks
from backend.services.interviewing import go_on
from backend.services.meetings.booking import Gone, Held, Taken, TooMany, hold
from backend.services.meetings.finding_times import Found
from backend.services.meetings.letting_go import TIME, forget_time, release_held
from backend.services.meetings.offering import button, offer, said_of, time_buttons
from backend.services.meetings.parties import MOVING, like_of, party_of, text_of
from backend.services.meetings.wording import clock, facts_of, listed, meeting_button, starts, topic_of, when
from backend.services.speaking import Voice

SURE = "sure"


def choose(asking: Asking, slot: SlotId) -> None:
    """Holds the time and asks whether it is to be booked; what was held before is let go."""
    result = _hold(asking, slot)
    match result:
        case Held(booking=Booking(state=BookingState.BOOKED)):
            voice = asking.voice
            asking.ask(
                question_of(asking, TIME),
                parts=[voice.content.text("meeting.have_already", voice.language, when=when(voice.content, result.slot, voice.language))],
            )
        case Held():
            asking.give(question_of(asking, TIME), slot)
            asking.change(last=TIME)
            asking.ask(question_of(asking, SURE))
        case Taken() | Gone():
            forget_time(asking)
            offer(asking, found_instead(result))
        case TooMany(meetings=meetings):
            close(asking)
            tell_too_many(asking.voice, meetings)
            go_on_below(asking.voice, asking.hooks)


def around_sure(asking: Asking, _question: Question) -> Around:
    """The time that is held; held anew where the ten minutes ran out, and others where it went to somebody else."""
    slot = SlotId(text_of(asking.answers, TIME))
    there = asking.voice.unit.bookings.on_slot(slot)
    is_held = there is not None and there.party.person == asking.voice.conversation.person and there.hold_until > asking.voice.now
    result = _hold(asking, slot)
    if isinstance(result, Held):
        again = [] if is_held else [asking.voice.content.text("meeting.held_again", asking.voice.language)]
        return Around(parts=[*again, held_card(asking.voice, result)], buttons=_sure_buttons(asking, result.booking.id))
    found = found_instead(result)
    buttons = time_buttons(asking, found.slots, has_more=True)
    wording = question_of(asking, TIME).asks[asking.voice.language][0]
    return Around(parts=said_of(asking.voice, found), wording=wording, buttons=buttons)


def held_card(voice: Voice, held: Held) -> str:
    content, language = voice.content, voice.language
    about = topic_of(voice.unit, content, held.booking, language)
    until = clock(content, held.booking.hold_until, language)
    return content.text("meeting.held", language, about=about, until=until, **facts_of(content, held.slot, language))


def found_instead(result: Taken | Gone | TooMany) -> Found:
    """What is still free, in place of what is not."""
    slots = () if isinstance(result, TooMany) else result.free
    return Found(slots=slots, key="taken" if isinstance(result, Taken) else "gone", has_more=True)


def leave(asking: Asking) -> None:
    """Lets the time go and ends the interview; what lay below it goes on."""
    voice = asking.voice
    release_held(voice, asking.answers)
    moved = like_of(voice, asking.answers) if asking.form.id == MOVING else None
    slot = None if moved is None else voice.unit.slots.get(moved.slot)
    close(asking)
    if slot is not None:
        voice.tell("meeting.left_move", buttons=[voice.topic_button("show_meetings")], when=when(voice.content, slot, voice.language))
    else:
        voice.tell("meeting.left", buttons=[voice.topic_button("book_meeting"), voice.hand_over_button("book_meeting", voice.turn)])
    go_on_below(voice, asking.hooks)


def close(asking: Asking) -> None:
    """Ends the interview for good: its buttons are dead, and no answer of it can be changed."""
    asking.change(state=InterviewState.EXPIRED.value, current="", asked_count=0)
    asking.voice.remember(times=None)


def go_on_below(voice: Voice, hooks: Hooks) -> None:
    """Back to what was asked before the meeting came in between."""
    below = top_of(voice, hooks=hooks)
    if below is not None:
        go_on(below, parts=below.where_we_are())


def tell_too_many(voice: Voice, meetings: Sequence[Meeting]) -> None:
    content, language = voice.content, voice.language
    voice.tell("meeting.too_many", buttons=which_buttons(voice, ("move", "cancel"), meetings), meetings=listed(content, meetings, language))


def which_buttons(voice: Voice, acts: Sequence[str], meetings: Sequence[Meeting]) -> list[Button]:
    """For each meeting its acts, each named with the time where there are several."""
    content, language = voice.content, voice.language

    def label(act: str, slot: Slot) -> str:
        at = starts(content, slot, language)
        return at if len(acts) == 1 else f"{content.text(f'meeting.button.{act}', language)}: {at}"

    return [meeting_button(content, act, language, label=label(act, one.slot), booking=one.booking.id) for one in meetings for act in acts]


def _hold(asking: Asking, slot: SlotId) -> Held | Taken | Gone | TooMany:
    like = like_of(asking.voice, asking.answers)
    replaces = None if like is None else like.id
    return hold(asking.voice.unit, slot=slot, party=party_of(asking.voice, asking.answers), now=asking.voice.now, replaces=replaces)


def _sure_buttons(asking: Asking, booking: BookingId) -> list[Button]:
    content, language = asking.voice.content, asking.voice.language
    yes = content.text("meeting.button.move_here" if asking.form.id == MOVING else "meeting.button.book", language)
    other = content.text("meeting.button.other", language)
    return [
        meeting_button(content, "confirm", language, label=yes, booking=booking),
        button(asking, "days", label=other),
        button(asking, "leave"),
    ]


def question_of(asking: Asking, name: str) -> Question:
    return next(question for question in asking.form.questions if question.id == name)
