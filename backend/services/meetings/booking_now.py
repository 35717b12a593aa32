"""What is held becomes a meeting: the receipt with its calendar file, and word to the team. A second tap books nothing twice."""

from backend.domain.meetings.records import BookingId
from backend.domain.messages import Button
from backend.services.asking import Asking, asking_of
from backend.services.form_hooks import Hooks
from backend.services.meetings.booking import Booked, Gone, Taken, TooMany, confirm
from backend.services.meetings.holding import close, found_instead, go_on_below, tell_too_many
from backend.services.meetings.letting_go import TIME, forget_time
from backend.services.meetings.offering import offer, said_of
from backend.services.meetings.opening_words import opening_line
from backend.services.meetings.parties import BOOKING, MOVING, text_of
from backend.services.meetings.telling import calendar_file, tell_others
from backend.services.meetings.wording import facts_of, meeting_button, slot_labels, starts, topic_of, when
from backend.services.speaking import Voice

FORMS = (BOOKING, MOVING)


def book_held(voice: Voice, booking: BookingId, *, hooks: Hooks) -> None:
    """Books it where it can still be had; tells what it came to, and goes on with what was asked before."""
    asked = voice.unit.bookings.visible(booking, person=voice.conversation.person)
    if asked is None:
        voice.tell("meeting.not_found", buttons=[voice.topic_button("show_meetings"), voice.topic_button("book_meeting")])
        return
    interview = _interview_of(voice, str(asked.slot), hooks=hooks)
    is_late = asked.hold_until <= voice.now
    was_offered = voice.unit.waiting.offered(booking) is not None
    result = confirm(voice.unit, booking=booking, person=voice.conversation.person, now=voice.now)
    if isinstance(result, Booked):
        if interview is not None:
            _done(interview)
        tell_booked(voice, result, is_late=is_late and not was_offered)
        if result.is_new:
            go_on_below(voice, hooks)
    elif isinstance(result, TooMany):
        if interview is not None:
            close(interview)
        tell_too_many(voice, result.meetings)
        go_on_below(voice, hooks)
    elif interview is not None:
        forget_time(interview)
        offer(interview, found_instead(result))
    elif voice.unit.waiting.of(voice.conversation.person) is not None:
        voice.tell("meeting.offer_gone", buttons=[meeting_button(voice.content, "no_wait", voice.language)])
    else:
        tell_instead(voice, result, like=booking)


def tell_booked(voice: Voice, booked: Booked, *, is_late: bool = False) -> None:
    """The receipt; of what had been booked before only a word."""
    content, language, booking, slot = voice.content, voice.language, booked.booking, booked.slot
    if not booked.is_new:
        voice.tell("meeting.booked_already", buttons=own_buttons(voice, booking.id), when=when(content, slot, language))
        return
    file = calendar_file(voice.unit, content, booking, slot, chat=voice.conversation.id, language=language, now=voice.now)
    facts = facts_of(content, slot, language)
    old = None if booked.moved_from is None else voice.unit.slots.get(booked.moved_from.slot)
    buttons = [*own_buttons(voice, booking.id, has_calendar=False), *_wait_button(voice, booked)]
    if old is None:
        text = content.text("meeting.booked", language, about=topic_of(voice.unit, content, booking, language), is_late=is_late, **facts)
    else:
        text = content.text("meeting.moved", language, before=starts(content, old, language), **facts)
    opening = opening_line(voice.unit, content, language=language, now=voice.now)
    voice.say("\n\n".join(part for part in (text, opening) if part), buttons=buttons, kind="receipt", documents=(file,))
    change = "booked" if old is None else "moved"
    tell_others(voice.unit, content, booking, slot, change=change, here=voice.conversation.id, now=voice.now)


def own_buttons(voice: Voice, booking: BookingId, *, has_calendar: bool = True) -> list[Button]:
    """What one can do about a meeting of one's own."""
    acts = ("move", "cancel", "calendar") if has_calendar else ("move", "cancel")
    return [meeting_button(voice.content, act, voice.language, booking=booking) for act in acts]


def tell_instead(voice: Voice, result: Taken | Gone, *, like: BookingId) -> None:
    """Outside any interview: others that can be had in its place, for the same people and matter."""
    found = found_instead(result)
    labels = slot_labels(voice.content, found.slots, voice.language)
    others = [meeting_button(voice.content, "hold", voice.language, label=labels[slot.id], slot=slot.id, like=like) for slot in found.slots]
    if found.slots:
        voice.say("\n\n".join(said_of(voice, found)), buttons=[*others, voice.topic_button("book_meeting")])
    else:
        voice.tell(
            "meeting.none", buttons=[voice.hand_over_button("book_meeting", voice.turn), meeting_button(voice.content, "wait", voice.language, booking=like)]
        )


def _wait_button(voice: Voice, booked: Booked) -> list[Button]:
    label = voice.content.text("meeting.button.wait_earlier", voice.language)
    return [meeting_button(voice.content, "wait", voice.language, label=label, booking=booked.booking.id)]


def _interview_of(voice: Voice, slot: str, *, hooks: Hooks) -> Asking | None:
    """The open interview in which that time was chosen."""
    for interview in voice.unit.interviews.stack(voice.conversation.id):
        if interview.form in FORMS and text_of(voice.unit.sheets.answers(interview.sheet), TIME) == slot:
            return asking_of(voice, interview, hooks=hooks)
    return None


def _done(asking: Asking) -> None:
    voice = asking.voice
    close(asking)
    voice.unit.events.append(type="interview.done", actor="person", object=asking.interview.id, now=voice.now, data={"form": asking.form.id})
