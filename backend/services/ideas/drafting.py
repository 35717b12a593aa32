"""The draft application: made from a pitch, and kept in step with it."""

from backend.domain.ideas import DraftState, Idea, PitchState
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.prefilling import prefilled
from backend.domain.interview.record import SheetId
from backend.domain.refusals import ChangedMeanwhile
from backend.services.ideas.viewing import IdeaView, form_of, view_of
from backend.services.interview_words import shown
from backend.services.pitching import APPLICATION
from backend.services.speaking import Voice

FROM_PITCH = "pitch"


def make_draft(voice: Voice, view: IdeaView) -> IdeaView:
    """Begins the draft with what the pitch tells; the one that is there where it was made before."""
    if view.draft is not None:
        return view
    sheet = voice.unit.sheets.start(form=APPLICATION, now=voice.now)
    if not voice.unit.ideas.change(view.idea, now=voice.now, draft_id=sheet, draft_state=DraftState.OPEN.value):
        raise ChangedMeanwhile
    voice.unit.events.append(type="idea.drafted", actor="person", object=view.idea.id, now=voice.now)
    _fill(voice, view, sheet)
    return _again(voice, view.idea)


def refresh_draft(voice: Voice, idea: Idea) -> None:
    """What the draft took from the pitch follows it; what the group wrote there itself stays."""
    if idea.draft is not None and idea.draft_state is not DraftState.SENT:
        _fill(voice, view_of(voice.unit, voice.content, idea), idea.draft)


def is_ripe(view: IdeaView) -> bool:
    """Whether the pitch tells enough for a draft to be made of it."""
    return view.idea.pitch_state is not PitchState.STARTED


def _fill(voice: Voice, view: IdeaView, sheet: SheetId) -> None:
    form = form_of(voice.content, APPLICATION)
    language = view.idea.language
    there = voice.unit.sheets.answers(sheet)
    found = prefilled(
        form, view.pitch.form, view.pitch.answers, language=language, shown=lambda question, value: shown(voice.content, question, value, language)
    )
    for name, value in found.items():
        old = there.get(name)
        is_ours = old is None or (old.origin == FROM_PITCH and old.value != value)
        if is_ours:
            answer = Answer(question=name, state=AnswerState.GIVEN, value=value, origin=FROM_PITCH)
            voice.unit.sheets.write(sheet, answer, turn=voice.turn, person=None, now=voice.now)
    gone = [name for name, old in there.items() if old.origin == FROM_PITCH and old.value is not None and name not in found]
    for name in gone:
        # Not forgotten: its version must go on rising, or an old page could overwrite what comes next unseen.
        empty = Answer(question=name, state=AnswerState.LATER, origin=FROM_PITCH)
        voice.unit.sheets.write(sheet, empty, turn=voice.turn, person=None, now=voice.now)


def _again(voice: Voice, idea: Idea) -> IdeaView:
    found = voice.unit.ideas.of_person(idea.id, person=voice.conversation.person)
    if found is None:
        raise ChangedMeanwhile
    return view_of(voice.unit, voice.content, found)
