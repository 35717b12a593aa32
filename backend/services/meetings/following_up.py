"""After a meeting: whether they came, what was agreed on, told to the group and kept with its idea."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from backend.content import Content
from backend.domain.ideas import Idea, IdeaId
from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.notes import tasks_in, with_tasks, without_tasks
from backend.domain.meetings.records import Booking, BookingId, Meeting, Outcome, Slot
from backend.domain.messages import Button, Command, Reply
from backend.domain.refusals import NotFound
from backend.services.ideas.viewing import view_of
from backend.services.meetings.booking import mark_outcome
from backend.services.ports import Unit
from backend.services.teaming import tell_conversation, tell_team

_BOOK = "book_meeting"


def follow_up(
    unit: Unit, content: Content, *, booking: BookingId, outcome: Outcome, notes: str = "", tasks: Sequence[str] = (), by: str, now: datetime
) -> Booking:
    """Keeps what came of the meeting. Of one that took place every member is told the notes and tasks, the same ones once.

    Who did not come is offered another time, and not told the notes. Notes and tasks that were written before stay where there
    are no new ones. Raises NotFound, MeetingNotBegun, and ChangedMeanwhile where it was cancelled or moved.
    """
    written = with_tasks(notes, tasks)
    done = mark_outcome(unit, booking=booking, outcome=outcome, notes=written or None, now=now)
    slot = unit.slots.get(done.slot)
    if slot is None:
        raise NotFound
    if outcome is Outcome.DID_NOT_COME:
        _offer_another(unit, content, done, slot, now=now)
    elif written:
        _tell(unit, content, done, slot, by=by, now=now)
    return done


def open_tasks(unit: Unit, idea: IdeaId) -> tuple[str, ...]:
    """What was agreed on at the idea's meetings, the oldest first."""
    return tuple(task for meeting in unit.bookings.about(idea) for task in tasks_in(meeting.booking.notes))


def earlier_lines(content: Content, meetings: Sequence[Meeting], language: str) -> list[str]:
    """A line for each meeting that is over, with the adviser's notes."""
    return [
        content.text(f"brief.earlier.{meeting.booking.outcome}", language, at=meeting.slot.starts_at, notes=without_tasks(meeting.booking.notes))
        for meeting in meetings
        if meeting.booking.outcome is not None
    ]


def _tell(unit: Unit, content: Content, booking: Booking, slot: Slot, *, by: str, now: datetime) -> None:
    idea = _idea(unit, booking)
    view = None if idea is None else view_of(unit, content, idea)

    def reply(language: str) -> Reply:
        text = content.text(
            "meeting_after.came",
            language,
            day=city_day(slot.starts_at),
            title="" if view is None else view.title(content, language),
            by=by,
            notes=without_tasks(booking.notes),
            tasks=tasks_in(booking.notes),
            has_draft=view is not None and view.draft is not None,
        )
        return Reply(text=text.strip(), kind="case_answer", buttons=_buttons(content, idea, language))

    _tell_party(unit, content, booking, key=f"meeting.came:{booking.uid}:{_fingerprint(booking.notes)}", reply=reply, now=now)


def _offer_another(unit: Unit, content: Content, booking: Booking, slot: Slot, *, now: datetime) -> None:
    def reply(language: str) -> Reply:
        text = content.text("meeting_after.did_not_come", language, day=city_day(slot.starts_at))
        return Reply(text=text, kind="notice", buttons=_buttons(content, None, language))

    tell_conversation(unit, content, booking.party.conversation, key=f"meeting.missed:{booking.id}", reply=reply, now=now)


def _tell_party(unit: Unit, content: Content, booking: Booking, *, key: str, reply: Callable[[str], Reply], now: datetime) -> None:
    if booking.party.team is not None:
        tell_team(unit, content, booking.party.team, key=key, reply=reply, now=now)
    else:
        tell_conversation(unit, content, booking.party.conversation, key=key, reply=reply, now=now)


def _idea(unit: Unit, booking: Booking) -> Idea | None:
    if booking.party.idea is None:
        return None
    return unit.ideas.of_person(booking.party.idea, person=booking.party.person)


def _buttons(content: Content, idea: Idea | None, language: str) -> tuple[Button, ...]:
    show = () if idea is None else (Button(label=content.text("meeting_after.show", language), command=Command(act="idea.show", arguments={"idea": idea.id})),)
    return (*show, Button(label=content.label(_BOOK, language), command=Command(topic=_BOOK)))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
