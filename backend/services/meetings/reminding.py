"""Reminders of booked meetings and of seats at trainings: two days and three hours before, with one tap to say no."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.ids import ConversationId
from backend.domain.meetings.records import Booking, BookingState, Meeting, Seat, SeatState, Slot, Training, TrainingState
from backend.domain.meetings.reminder_times import LOOKS_AHEAD, due_step
from backend.domain.messages import Button, Command, Reply
from backend.domain.reminders import is_quiet
from backend.services.meetings.training_cards import title_of
from backend.services.ports import Unit
from backend.services.teaming import tell_conversation

LEASE = "remind_of_meetings"
_AT_A_TIME = timedelta(seconds=50)


def remind_of_meetings(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """Tells those who come which meetings and trainings are near: each step once, and only the newest that is due.

    Decided when it is sent: nobody is reminded of what was cancelled or moved. How many chats were told.
    """
    if is_quiet(now):
        return 0
    meetings, seats = list(_due_meetings(unit, now)), list(_due_seats(unit, now))
    if not (meetings or seats) or not unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME):
        return 0
    told = sum(_remind_of_meeting(unit, content, meeting, due=due, now=now) for meeting, due in meetings)
    return told + sum(_remind_of_training(unit, content, training, seat, due=due, now=now) for training, seat, due in seats)


def _due_meetings(unit: Unit, now: datetime) -> Iterator[tuple[Meeting, str]]:
    for meeting in unit.bookings.between(after=now, before=now + LOOKS_AHEAD):
        booking = meeting.booking
        if booking.state is BookingState.BOOKED:
            due = due_step(meeting.slot.starts_at, known_since=booking.booked_at or booking.made_at, reminded=booking.reminded, now=now)
            if due is not None:
                yield meeting, due


def _due_seats(unit: Unit, now: datetime) -> Iterator[tuple[Training, Seat, str]]:
    near = [one for one in unit.trainings.list(after=now) if one.state is TrainingState.PUBLISHED and one.starts_at < now + LOOKS_AHEAD]
    for training in near:
        for seat in unit.trainings.seats(training.id):
            due = due_step(training.starts_at, known_since=seat.since, reminded=seat.reminded, now=now)
            if seat.state is SeatState.BOOKED and due is not None:
                yield training, seat, due


def _remind_of_meeting(unit: Unit, content: Content, meeting: Meeting, *, due: str, now: datetime) -> int:
    booking, slot = meeting.booking, meeting.slot
    chats = _chats(unit, booking)
    _lock(unit, chats)
    if not unit.bookings.mark_reminded(booking.id, due) or not _is_still_booked(unit, booking):
        return 0
    key = f"meeting:{booking.id}:{booking.sequence}:{due}"

    def reply(language: str, *, is_booker: bool) -> Reply:
        return _meeting_reply(content, booking, slot, is_booker=is_booker, language=language, now=now)

    booker = booking.party.conversation
    return sum(tell_conversation(unit, content, chat, key=key, reply=partial(reply, is_booker=chat == booker), now=now) for chat in chats)


def _chats(unit: Unit, booking: Booking) -> Sequence[ConversationId]:
    """The one that booked it, then the private ones of the others in the team."""
    team = () if booking.party.team is None else unit.teams.conversations(booking.party.team)
    found = (unit.conversations.get(one) for one in team)
    return [booking.party.conversation, *(chat.id for chat in found if chat is not None and chat.is_private and chat.id != booking.party.conversation)]


def _lock(unit: Unit, chats: Sequence[ConversationId]) -> None:
    """As a turn in which somebody cancels does: first its conversation, then the meeting."""
    for chat in sorted(chats):
        unit.conversations.lock(chat)


def _is_still_booked(unit: Unit, booking: Booking) -> bool:
    """Asked under the lock of the booking: it may have been cancelled or moved since it was read."""
    found = unit.bookings.get(booking.id)
    return found is not None and found.state is BookingState.BOOKED


def _meeting_reply(content: Content, booking: Booking, slot: Slot, *, is_booker: bool, language: str, now: datetime) -> Reply:
    text = content.text(
        "meeting_reminders.meeting" if is_booker else "meeting_reminders.meeting_of_team",
        language,
        days=_days_until(slot.starts_at, now),
        at=content.wordings[language].moment(slot.starts_at),
        where=content.text(f"meeting_reminders.where.{slot.kind}", language, place=slot.place),
        adviser=slot.adviser_name,
    )
    label = content.text("meeting_reminders.button.cancel" if is_booker else "meeting_reminders.button.cancel_of_team", language)
    cancel = Button(label=label, command=Command(act="meeting.cancel_now", arguments={"booking": booking.id}))
    return Reply(text=text, kind="reminder", buttons=(cancel,))


def _remind_of_training(unit: Unit, content: Content, training: Training, seat: Seat, *, due: str, now: datetime) -> int:
    _lock(unit, [seat.conversation])
    known = unit.trainings.lock(training.id)
    held = unit.trainings.seat_of(training.id, seat.person)
    if known is None or known.state is TrainingState.CANCELLED or held is None or held.state is not SeatState.BOOKED:
        return 0
    if not unit.trainings.mark_reminded(seat, due):
        return 0

    def reply(language: str) -> Reply:
        text = content.text(
            "meeting_reminders.training",
            language,
            title=title_of(content, training, language),
            days=_days_until(training.starts_at, now),
            at=content.wordings[language].moment(training.starts_at),
            place=training.place,
        )
        label = content.text("meeting_reminders.button.cancel", language)
        cancel = Button(label=label, command=Command(act="training.leave", arguments={"training": training.id}))
        return Reply(text=text, kind="reminder", buttons=(cancel,))

    return tell_conversation(unit, content, seat.conversation, key=f"training:{seat.id}:{seat.sequence}:{due}", reply=reply, now=now)


def _days_until(starts_at: datetime, now: datetime) -> int:
    return (starts_at.astimezone(CITY_ZONE).date() - now.astimezone(CITY_ZONE).date()).days
