"""What people hear of a training without having written: a seat became theirs, or it is not held."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.records import Seat, SeatState, Training, TrainingId, TrainingState
from backend.domain.meetings.reminder_times import due_step
from backend.domain.messages import Button, Command, Document, Reply
from backend.domain.reminders import is_quiet, morning
from backend.services.meetings.calendars import training_ics
from backend.services.meetings.training_cards import facts_of
from backend.services.meetings.training_seats import CancelledTraining, cancel_training, promote
from backend.services.ports import Unit
from backend.services.saying import say

LEASE = "fill_seats"
_AT_A_TIME = timedelta(seconds=50)


def call_off(unit: Unit, content: Content, *, training: TrainingId, now: datetime) -> CancelledTraining:
    """Cancels the training and tells all who were signed up or waited. Raises NotFound."""
    done = cancel_training(unit, training=training, now=now)
    cancelled = unit.trainings.get(training) or done.training
    for seat in done.seats:
        _tell_called_off(unit, content, cancelled, seat, now=now)
    return done


def _tell_called_off(unit: Unit, content: Content, training: Training, seat: Seat, *, now: datetime) -> None:
    language = _language(unit, content, seat)
    text = content.text("trainings.called_off", language, **facts_of(content, training, language), is_seat=seat.state is SeatState.BOOKED)
    others = Button(label=content.label("ask_joint_meetings", language), command=Command(topic="ask_joint_meetings"))
    documents = training_file(unit, content, training, seat, language=language, now=now) if seat.state is SeatState.BOOKED else ()
    reply = Reply(text=text, kind="notice", buttons=(others,), documents=documents)
    say(unit, seat.conversation, reply, key=f"training:{training.id}:off:{seat.id}", now=now)


def fill_seats(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """Gives seats that an erasure left free to those who wait; how many were told."""
    with_both = [one for one in unit.trainings.list(after=now) if one.state is TrainingState.PUBLISHED and one.waiting and not one.is_full]
    if not with_both or not unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME):
        return 0
    promoted = [(training, promote(unit, training=training.id, now=now)) for training in with_both]
    for training, seats in promoted:
        tell_promoted(unit, content, training, seats, now=now)
    return sum(len(seats) for _, seats in promoted)


def tell_promoted(unit: Unit, content: Content, training: Training, seats: Iterable[Seat], *, now: datetime) -> None:
    """A seat became theirs. At night they hear of it in the morning, unless it would be too late then."""
    at = _told_at(training, now)
    for seat in seats:
        language = _language(unit, content, seat)
        leave = Button(
            label=content.text("meeting_reminders.button.cancel", language), command=Command(act="training.leave", arguments={"training": training.id})
        )
        documents = training_file(unit, content, training, seat, language=language, now=now)
        reply = Reply(text=content.text("trainings.promoted", language, **facts_of(content, training, language)), buttons=(leave,), documents=documents)
        say(unit, seat.conversation, reply, key=f"training:{seat.id}:{seat.sequence}:promoted", now=now, not_before=at)
        due = due_step(training.starts_at, known_since=seat.since, reminded=seat.reminded, now=at)
        if due is not None:
            # They hear of it now: a reminder in the next minute would say the same again.
            unit.trainings.mark_reminded(seat, due)


def training_file(unit: Unit, content: Content, training: Training, seat: Seat, *, language: str, now: datetime) -> tuple[Document, ...]:
    """The training for the person's calendar, or its cancelling, kept for the conversation of the seat."""
    made = training_ics(content, training, seat, language=language, now=now)
    return (unit.outbox.keep_document(seat.conversation, name=made.name, media_type=made.media_type, data=made.data, now=now),)


def _told_at(training: Training, now: datetime) -> datetime:
    if not is_quiet(now):
        return now
    today = now.astimezone(CITY_ZONE).date()
    eight = morning(today) if now < morning(today) else morning(today + timedelta(days=1))
    return eight if eight < training.starts_at else now


def _language(unit: Unit, content: Content, seat: Seat) -> str:
    found = unit.conversations.get(seat.conversation)
    return content.language(found.language if found is not None and found.language else content.default_language)
