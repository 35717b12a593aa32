"""Meetings and trainings for calendars: a file to open for those who come, an address to subscribe to for those who advise."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from backend.content import Content
from backend.documents import CalendarEvent, EventStatus, Method, Organizer, Subscription, to_ics
from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import BookingState, Meeting, Seat, SeatState, Slot, Training, TrainingState
from backend.domain.refusals import NotFound
from backend.services.exporting import Exported, file_words
from backend.services.ideas.viewing import view_of
from backend.services.meetings.publishing import feed_hash
from backend.services.ports import Unit

MEDIA_TYPE = "text/calendar"
_PAST = timedelta(days=30)
_FOR_EVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
_REFRESH_MINUTES = 30
_NAMING = ("title", "what")


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """`tag` changes when anything in the calendar does."""

    data: bytes
    tag: str


def meeting_ics(content: Content, meeting: Meeting, *, language: str, now: datetime) -> Exported:
    """The meeting as booked, moved (under the same uid, with a higher sequence) or cancelled."""
    slot, booking = meeting.slot, meeting.booking
    code = content.language(language)
    kind = content.text(f"calendar.kind.{slot.kind}", code)
    event = CalendarEvent(
        uid=booking.uid,
        sequence=booking.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=content.text("calendar.summary.meeting", code),
        description=content.text("calendar.description.meeting", code, adviser=slot.adviser_name, kind=kind),
        location=_location(content, slot, code),
        status=EventStatus.CONFIRMED,
        updated_at=booking.ended_at or booking.booked_at or booking.made_at,
        language=code,
        is_private=True,
    )
    is_cancelled = booking.state is BookingState.CANCELLED
    name = content.text("calendar.file.meeting_cancelled" if is_cancelled else "calendar.file.meeting", code, day=city_day(slot.starts_at))
    return _file(content, event, name=name, is_cancelled=is_cancelled, now=now)


def training_ics(content: Content, training: Training, seat: Seat, *, language: str, now: datetime) -> Exported:
    """The training for somebody who has a seat at it, or had one: it is cancelled with the seat or with the whole training."""
    code = content.language(language)
    title = _in(training.title, code)
    event = CalendarEvent(
        uid=seat.uid,
        sequence=_sequence(training, seat),
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        summary=title,
        description=content.text("calendar.description.training", code, about=_in(training.about, code)).strip(),
        location=training.place,
        status=EventStatus.CONFIRMED,
        updated_at=now,
        language=code,
        is_private=False,
    )
    is_cancelled = seat.state is SeatState.CANCELLED or training.state is TrainingState.CANCELLED
    key = "calendar.file.training_cancelled" if is_cancelled else "calendar.file.training"
    name = content.text(key, code, title=file_words(title), day=city_day(training.starts_at))
    return _file(content, event, name=name, is_cancelled=is_cancelled, now=now)


def feed_of(unit: Unit, content: Content, *, secret: str, now: datetime) -> Feed:
    """The calendar under an adviser's secret address: their meetings of the last month and to come, and all trainings.

    Of citizens it names nobody. Raises NotFound where the address is unknown or died, or they do not advise any more.
    """
    adviser = unit.advisers.by_feed(feed_hash(secret))
    if adviser is None or not adviser.is_active:
        raise NotFound
    code, since = content.default_language, now - _PAST
    meetings = unit.bookings.between(after=since, before=_FOR_EVER, adviser=adviser.id)
    trainings = [one for one in unit.trainings.list(after=since) if one.state is TrainingState.PUBLISHED]
    events = [*(_of_adviser(unit, content, one, code) for one in meetings), *(_of_all(content, one, code) for one in trainings)]
    name = content.text("calendar.feed.name", code, adviser=adviser.name)
    shown = Subscription(name=name, refresh_minutes=_REFRESH_MINUTES)
    return Feed(data=to_ics(events, method=Method.PUBLISH, stamped_at=now, subscription=shown), tag=_tag(name, *events))


def _file(content: Content, event: CalendarEvent, *, name: str, is_cancelled: bool, now: datetime) -> Exported:
    method = Method.CANCEL if is_cancelled else Method.PUBLISH
    told = _cancelled(content, event) if is_cancelled else event
    data = to_ics([told], method=method, stamped_at=now, organizer=_organizer(content))
    return Exported(name=f"{name}.ics", media_type=MEDIA_TYPE, data=data)


def _cancelled(content: Content, event: CalendarEvent) -> CalendarEvent:
    """Says so in words as well: not every calendar takes out again what it is told to."""
    return replace(
        event,
        summary=content.text("calendar.summary.cancelled", event.language, summary=event.summary),
        description=content.text("calendar.description.cancelled", event.language),
        status=EventStatus.CANCELLED,
    )


def _organizer(content: Content) -> Organizer | None:
    """Nobody where the office has told no address: none is invented."""
    return Organizer(name=content.programme.name, email=content.office.email) if content.office.email else None


def _location(content: Content, slot: Slot, code: str) -> str:
    return slot.place or content.text(f"calendar.kind.{slot.kind}", code)


def _of_adviser(unit: Unit, content: Content, meeting: Meeting, code: str) -> CalendarEvent:
    booking, slot = meeting.booking, meeting.slot
    language = content.wordings[content.language(booking.party.language)].name.lower()
    kind = content.text(f"calendar.kind.{slot.kind}", code)
    return CalendarEvent(
        uid=booking.uid,
        sequence=booking.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=_about(unit, content, meeting, code),
        description=content.text("calendar.feed.description", code, kind=kind, language_name=language, booking=booking.id),
        location=_location(content, slot, code),
        status=EventStatus.CONFIRMED,
        updated_at=booking.booked_at or booking.made_at,
        language=code,
        is_private=False,
    )


def _about(unit: Unit, content: Content, meeting: Meeting, code: str) -> str:
    party = meeting.booking.party
    idea = None if party.idea is None else unit.ideas.of_person(party.idea, person=party.person)
    if idea is None:
        return content.text("calendar.feed.no_idea", code)
    view = view_of(unit, content, idea)
    is_named = any(question.id in _NAMING for question in view.pitch.answered)
    title = view.title(content, code) if is_named else content.text("calendar.feed.untitled", code)
    return content.text("calendar.feed.meeting", code, title=title, number=idea.number)


def _of_all(content: Content, training: Training, code: str) -> CalendarEvent:
    return CalendarEvent(
        uid=training.id,
        sequence=training.version - 1,
        starts_at=training.starts_at,
        ends_at=training.ends_at,
        summary=content.text("calendar.feed.training", code, title=_in(training.title, code), taken=training.taken, capacity=training.capacity),
        description=_in(training.about, code),
        location=training.place,
        status=EventStatus.CONFIRMED,
        updated_at=None,
        language=code,
        is_private=False,
    )


def _sequence(training: Training, seat: Seat) -> int:
    """Rises with every change of either."""
    return seat.sequence + training.version - 1


def _in(texts: Mapping[str, str], code: str) -> str:
    """In the language, else in whichever it was written."""
    return texts.get(code) or next(iter(texts.values()), "")


def _tag(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()[:32]
