"""What an adviser has before them at a meeting: one page with the idea, how it fits, and what is still open."""

from collections.abc import Sequence
from datetime import datetime

from backend.content import Content
from backend.documents import Document, Section
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import SubmissionState, What
from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import Booking, BookingId, BookingState, Meeting
from backend.domain.refusals import NotFound
from backend.services.checking_eligibility import given_on
from backend.services.ideas.viewing import IdeaView, view_of
from backend.services.meetings.brief_idea import answer_sections, contact_line, group_name, missing_lines, verdict_section
from backend.services.meetings.following_up import earlier_lines, open_tasks
from backend.services.ports import Unit
from backend.services.reviewing import history
from backend.services.rounds import as_of

_LONGEST_QUESTION = 160
_LONGEST_REASONS = 120
_MOST_STEPS = 6


def brief_of(unit: Unit, content: Content, *, booking: BookingId, now: datetime) -> Document:
    """The brief as things stand now; the group's words in its language. Raises NotFound."""
    found = unit.bookings.get(booking)
    slot = None if found is None else unit.slots.get(found.slot)
    if found is None or slot is None:
        raise NotFound
    known, meeting = as_of(unit, content), Meeting(booking=found, slot=slot)
    view = _view(unit, known, found, now=now)
    language = content.default_language
    return Document(
        title=content.text("brief.no_idea", language) if view is None else view.title(content, view.idea.language),
        subtitle=content.text("brief.subtitle", language, number="" if view is None else str(view.idea.number)),
        language=language,
        notices=(content.text("brief.notice", language),),
        sections=tuple(section for section in _sections(unit, known, meeting, view, now=now) if section.paragraphs),
        footer=content.text("brief.footer", language, programme=content.programme.name, booking=booking),
        made_at=content.wordings[language].moment(now),
        unshown=content.text("export.unshown", language),
    )


def _view(unit: Unit, content: Content, booking: Booking, *, now: datetime) -> IdeaView | None:
    party = booking.party
    idea = None if party.idea is None else unit.ideas.of_person(party.idea, person=party.person)
    return None if idea is None else view_of(unit, content, idea, given=given_on(content, on=city_day(now)))


def _sections(unit: Unit, content: Content, meeting: Meeting, view: IdeaView | None, *, now: datetime) -> list[Section]:
    met = _section(content, "meeting", _meeting_lines(unit, content, meeting, view))
    about = _section(content, "about", [meeting.booking.party.about], language=meeting.booking.party.language)
    questions = _section(content, "questions", _questions(unit, content, meeting.booking))
    if view is None:
        return [met, about, questions]
    is_pitched = any(one.what is What.PITCH and one.state is not SubmissionState.TAKEN_BACK for one in unit.ideas.submissions(view.idea.id))
    earlier = [one for one in unit.bookings.about(view.idea.id) if one.booking.id != meeting.booking.id]
    return [
        met,
        about,
        *answer_sections(content, view),
        verdict_section(content, view, is_pitched=is_pitched, now=now),
        _section(content, "open", missing_lines(content, view)),
        _section(content, "tasks", open_tasks(unit, view.idea.id)),
        questions,
        _section(content, "history", [*_steps(unit, content, view), *earlier_lines(content, earlier, content.default_language)]),
    ]


def _section(content: Content, name: str, paragraphs: Sequence[str], *, language: str = "") -> Section:
    heading = content.text(f"brief.heading.{name}", content.default_language)
    return Section(heading=heading, paragraphs=tuple(text for text in paragraphs if text), mark="", language=language or content.default_language)


def _meeting_lines(unit: Unit, content: Content, meeting: Meeting, view: IdeaView | None) -> list[str]:
    language, slot, party = content.default_language, meeting.slot, meeting.booking.party
    wording = content.wordings[language]
    starts, ends = slot.starts_at.astimezone(CITY_ZONE), slot.ends_at.astimezone(CITY_ZONE)
    kind = content.text(f"calendar.kind.{slot.kind}", language)
    when = content.text(
        "brief.when",
        language,
        day=wording.weekday(starts.date()),
        starts=wording.clock(starts.time()),
        ends=wording.clock(ends.time()),
        place=slot.place,
        kind=kind,
        cancelled=meeting.booking.state is BookingState.CANCELLED,
    )
    who = content.text(
        "brief.who",
        language,
        adviser=slot.adviser_name,
        spoken=content.wordings[content.language(party.language)].name.lower(),
        group="" if view is None else group_name(content, view),
        members=1 if party.team is None else len(unit.teams.members(party.team)),
    )
    return [when, who, *(() if view is None else contact_line(content, view))]


def _questions(unit: Unit, content: Content, booking: Booking) -> list[str]:
    """Handed over in the group's chats, and not answered yet."""
    party = booking.party
    chats = {party.conversation, *(() if party.team is None else unit.teams.conversations(party.team))}
    return [
        content.text(
            "brief.question", content.default_language, number=case.number, day=city_day(case.opened_at), question=_cut(case.question, _LONGEST_QUESTION)
        )
        for case in unit.cases.list(state="open")
        if case.conversation in chats
    ]


def _steps(unit: Unit, content: Content, view: IdeaView) -> list[str]:
    language = content.default_language
    return [
        content.text(
            "idea.happened",
            language,
            at=one.at,
            what=content.text(f"idea.happened.{one.type}", language),
            by=one.by,
            reasons=_cut(one.reasons, _LONGEST_REASONS),
        )
        for one in history(unit, view.idea)[-_MOST_STEPS:]
    ]


def _cut(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"
