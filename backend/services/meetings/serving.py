"""The topics about one's own meetings: shown, moved, cancelled."""

from collections.abc import Callable, Mapping, Sequence

from backend.domain.meetings.records import BookingId, Meeting
from backend.domain.meetings.wishes import wish_in
from backend.domain.messages import Button, Command
from backend.services.asking import top_of
from backend.services.confirming import ask_once
from backend.services.form_hooks import Hooks
from backend.services.interview_starting import begin_on
from backend.services.meetings.answering_times import take_time
from backend.services.meetings.booking import own_bookings
from backend.services.meetings.booking_now import FORMS, own_buttons
from backend.services.meetings.holding import leave, which_buttons
from backend.services.meetings.parties import MOVING, sheet_like
from backend.services.meetings.training_cards import own_trainings
from backend.services.meetings.wording import facts_of, listed, meeting_button, starts, topic_of, when
from backend.services.speaking import Voice


def show_meetings(voice: Voice, _text: str, _hooks: Hooks) -> bool:
    """Each with what can be done about it; trainings in one list."""
    meetings = own_bookings(voice.unit, person=voice.conversation.person, now=voice.now)
    for meeting in meetings:
        tell_meeting(voice, meeting)
    trainings = own_trainings(voice)
    if trainings.lines:
        voice.say("\n".join(trainings.lines), buttons=trainings.buttons)
    return bool(meetings or trainings.lines)


def tell_meeting(voice: Voice, meeting: Meeting) -> None:
    content, language = voice.content, voice.language
    about = topic_of(voice.unit, content, meeting.booking, language)
    buttons = own_buttons(voice, meeting.booking.id) if meeting.slot.starts_at > voice.now else []
    voice.tell("meeting.card", buttons=buttons, about=about, **facts_of(content, meeting.slot, language))


def move_meeting(voice: Voice, text: str, hooks: Hooks) -> bool:
    """The only one, or the one that the words name; of several it is asked. While one is being moved, the words tell where to."""
    asking = top_of(voice, hooks=hooks)
    if asking is not None and asking.form.id == MOVING and text and take_time(asking, text):
        return True
    return _with_one(voice, "move", ahead(voice), text, lambda meeting: begin_moving(voice, meeting, hooks=hooks))


def begin_moving(voice: Voice, meeting: Meeting, *, hooks: Hooks) -> None:
    """Asks for another time; this one stays until the other is confirmed."""
    if meeting.slot.starts_at <= voice.now:
        tell_begun(voice, meeting)
        return
    said = voice.content.text("meeting.moving", voice.language, when=starts(voice.content, meeting.slot, voice.language))
    begin_on(voice, form=MOVING, sheet=sheet_like(voice, meeting.booking.id), hooks=hooks, parts=[said])


def cancel_meeting(voice: Voice, text: str, hooks: Hooks) -> bool:
    """Asked once before it is done. Where nothing is booked yet, what is being booked is left."""
    meetings = ahead(voice)
    asking = top_of(voice, hooks=hooks)
    if asking is not None and asking.form.id in FORMS and (not meetings or asking.form.id == MOVING):
        leave(asking)
        return True
    return _with_one(voice, "cancel", meetings, text, lambda meeting: ask_to_cancel(voice, meeting))


def ask_to_cancel(voice: Voice, meeting: Meeting) -> None:
    if meeting.slot.starts_at <= voice.now:
        tell_begun(voice, meeting)
        return
    booking = meeting.booking.id
    move = meeting_button(voice.content, "move", voice.language, booking=booking)
    at = starts(voice.content, meeting.slot, voice.language)
    ask_once(
        voice,
        "meeting.ask_to_cancel",
        act="meeting.cancel_now",
        arguments={"booking": booking},
        yes="meeting.button.cancel_now",
        more=(move,),
        when=at,
    )


def tell_begun(voice: Voice, meeting: Meeting) -> None:
    voice.tell("meeting.begun", buttons=[voice.hand_over_button("move_meeting", voice.turn)], when=when(voice.content, meeting.slot, voice.language))


def ahead(voice: Voice) -> Sequence[Meeting]:
    """Those that have not begun; where all have, these."""
    meetings = own_bookings(voice.unit, person=voice.conversation.person, now=voice.now)
    return [meeting for meeting in meetings if meeting.slot.starts_at > voice.now] or meetings


def own_meeting(voice: Voice, booking: str) -> Meeting | None:
    """None for another's as for none: whether it exists is not told."""
    meetings = own_bookings(voice.unit, person=voice.conversation.person, now=voice.now)
    return next((meeting for meeting in meetings if meeting.booking.id == BookingId(booking)), None)


def _with_one(voice: Voice, act: str, meetings: Sequence[Meeting], text: str, do: Callable[[Meeting], None]) -> bool:
    wish = wish_in(text, now=voice.now)
    named = [meeting for meeting in meetings if wish.mentions(meeting.slot.starts_at)]
    meant = named if len(named) == 1 else meetings
    if len(meant) == 1:
        do(meant[0])
    elif meant:
        never_mind = Button(label=voice.content.text("confirm.button.no", voice.language), command=Command(act="confirm.cancel"))
        told = listed(voice.content, meant, voice.language)
        voice.tell(f"meeting.{act}_which", buttons=[*which_buttons(voice, (act,), meant), never_mind], meetings=told)
    return bool(meant)


SERVED: Mapping[str, Callable[[Voice, str, Hooks], bool]] = {
    "show_meetings": show_meetings,
    "move_meeting": move_meeting,
    "cancel_meeting": cancel_meeting,
}
"""Each returns False where the person has no meeting: then the topic's own text says so."""
