"""A chosen time that is not to be booked after all is free for others at once."""

from backend.domain.interview.answers import Answers
from backend.domain.meetings.records import BookingState, SlotId
from backend.services.asking import Asking
from backend.services.meetings.booking import release
from backend.services.meetings.parties import text_of
from backend.services.speaking import Voice

TIME = "time"


def let_go(asking: Asking) -> None:
    """The time that was chosen is not meant any more."""
    if text_of(asking.answers, TIME):
        release_held(asking.voice, asking.answers)
        forget_time(asking)


def release_held(voice: Voice, answers: Answers) -> None:
    there = voice.unit.bookings.on_slot(SlotId(text_of(answers, TIME)))
    if there is not None and there.state is BookingState.HELD and there.party.person == voice.conversation.person:
        release(voice.unit, booking=there.id, person=voice.conversation.person, now=voice.now)


def forget_time(asking: Asking) -> None:
    """It is asked again."""
    asking.voice.unit.sheets.forget(asking.interview.sheet, TIME)
    asking.answers = {name: answer for name, answer in asking.answers.items() if name != TIME}
