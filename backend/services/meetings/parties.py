"""Who meets, what about, and how they like to: from the answers to the form, or as at an earlier meeting of theirs."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.ideas import Idea, IdeaState
from backend.domain.interview.answers import Answer, Answers, AnswerState
from backend.domain.interview.record import SheetId
from backend.domain.meetings.records import Booking, BookingId, MeetingKind, Party
from backend.services.ideas.choosing import own_ideas
from backend.services.ideas.viewing import IdeaView
from backend.services.meetings.finding_times import Preference, languages_free
from backend.services.speaking import Voice

BOOKING = "booking"
MOVING = "moving"
LIKE = "like"
"""On the sheet of a move: the meeting that is moved."""


def ideas_here(voice: Voice) -> Sequence[IdeaView]:
    """The ideas that a meeting may be about: the one that is being told just now alone, else all of the person's."""
    views = own_ideas(voice)
    told = {idea.id for one in voice.unit.interviews.stack(voice.conversation.id) if (idea := voice.unit.ideas.on_sheet(one.sheet)) is not None}
    return [view for view in views if view.idea.id in told][:1] or views


def like_of(voice: Voice, answers: Answers) -> Booking | None:
    """The meeting that is moved."""
    like = text_of(answers, LIKE)
    return voice.unit.bookings.visible(BookingId(like), person=voice.conversation.person) if like else None


def party_of(voice: Voice, answers: Answers) -> Party:
    person, conversation = voice.conversation.person, voice.conversation.id
    like = like_of(voice, answers)
    if like is not None:
        return replace(like.party, person=person, conversation=conversation)
    idea, about = _idea(voice, answers), text_of(answers, "about")
    team = idea.team if idea is not None else next(iter(voice.unit.teams.of_person(person)), None)
    if idea is None and not about:
        about = text_of(answers, "idea")
    language = preference_of(voice, answers).language or voice.language
    return Party(person=person, conversation=conversation, team=team, idea=None if idea is None else idea.id, about=about, language=language)


def preference_of(voice: Voice, answers: Answers) -> Preference:
    """As answered; nothing is preferred where nothing differs."""
    like = like_of(voice, answers)
    if like is not None:
        slot = voice.unit.slots.get(like.slot)
        return Preference(kind=None if slot is None else slot.kind, language=like.party.language)
    kind = text_of(answers, "kind")
    language = text_of(answers, "language")
    if not language and voice.language in languages_free(voice.unit, now=voice.now):
        language = voice.language
    return Preference(kind=MeetingKind(kind) if kind in tuple(MeetingKind) else None, language=language)


def sheet_like(voice: Voice, booking: BookingId) -> SheetId:
    """A sheet on which that meeting is moved."""
    sheet = voice.unit.sheets.start(form=MOVING, now=voice.now)
    answer = Answer(question=LIKE, state=AnswerState.GIVEN, value=booking)
    voice.unit.sheets.write(sheet, answer, turn=voice.turn, person=voice.conversation.person, now=voice.now)
    return sheet


def text_of(answers: Answers, question: str) -> str:
    answer = answers.get(question)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def _idea(voice: Voice, answers: Answers) -> Idea | None:
    views = ideas_here(voice)
    chosen = text_of(answers, "idea")
    found = next((view.idea for view in views if view.idea.id == chosen), None)
    if found is not None:
        return found
    is_alone = len(views) == 1 and views[0].idea.state is IdeaState.ACTIVE and not chosen
    return views[0].idea if is_alone else None
