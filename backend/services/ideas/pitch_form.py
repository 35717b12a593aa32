"""What the pitch and the draft need beyond their files: the idea they belong to, what is known already, what comes after them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from backend.domain.ideas import Idea, IdeaState, PitchState
from backend.domain.interview.answers import Answer, Answers
from backend.domain.interview.record import Interview, InterviewState
from backend.domain.messages import Button, Command, Reply
from backend.domain.refusals import ChangedMeanwhile
from backend.services import checking_eligibility
from backend.services.form_hooks import FormHooks
from backend.services.ideas.cards import card_text, idea_button, next_buttons
from backend.services.ideas.choosing import own_ideas, which_buttons
from backend.services.ideas.drafting import refresh_draft
from backend.services.ideas.viewing import view_of
from backend.services.pitching import APPLICATION_HOOKS, PITCH, PITCH_HOOKS, as_facts
from backend.services.speaking import Voice
from backend.services.teaming import author_of

_OF_THE_GROUP = ("group_name", "applicant", "applicant_place", "contact_name", "contact")
_STILL_FRESH = timedelta(days=1)
OPENING = "what"


def idea_on(voice: Voice, interview: Interview) -> Idea | None:
    return voice.unit.ideas.on_sheet(interview.sheet)


def _begun(voice: Voice, interview: Interview) -> None:
    """A pitch begins an idea of the team that its writer is in."""
    person = voice.conversation.person
    team = next(iter(voice.unit.teams.of_person(person)), None) or voice.unit.teams.start(owner=person, now=voice.now)
    idea = voice.unit.ideas.start(team=team, pitch=interview.sheet, programme=voice.content.programme.id, language=voice.language, now=voice.now)
    voice.unit.events.append(type="idea.begun", actor="person", object=idea.id, now=voice.now)


def _carried(voice: Voice, interview: Interview) -> Answers:
    """What the group told of itself with its last idea, and what it told just now when its idea was checked."""
    idea = idea_on(voice, interview)
    others = [other for other in voice.unit.ideas.of_team(idea.team) if other.id != idea.id] if idea is not None else []
    last = max(others, key=lambda other: other.touched_at, default=None)
    known: dict[str, Answer] = {}
    if last is not None:
        known |= {name: answer for name, answer in voice.unit.sheets.answers(last.pitch).items() if name in _OF_THE_GROUP}
    checked = voice.unit.interviews.latest(voice.conversation.id, state=InterviewState.DONE, form=checking_eligibility.FORM)
    if checked is not None and voice.now - checked.touched_at < _STILL_FRESH:
        known |= voice.unit.sheets.answers(checked.sheet)
    return known


def _saved(voice: Voice, interview: Interview) -> None:
    """Every answer counts as work on the idea, and the draft follows its pitch."""
    idea = idea_on(voice, interview)
    if idea is None:
        return
    # A word more on an idea that was put away brings it back.
    if not voice.unit.ideas.change(idea, now=voice.now, state=IdeaState.ACTIVE.value, warned_at=None):
        raise ChangedMeanwhile
    if interview.form == PITCH:
        refresh_draft(voice, idea)


def _choose(voice: Voice, text: str) -> bool:
    """With an unfinished idea there: whether to go on with it, or this is a new one. What was said is not lost."""
    unfinished = [view for view in own_ideas(voice) if view.idea.pitch_state is PitchState.STARTED]
    if not unfinished:
        return False
    new = Button(label=voice.content.text("idea.button.new", voice.language), command=Command(act="idea.new", arguments={"turn": voice.turn} if text else {}))
    titles = tuple(view.title(voice.content, voice.language) for view in unfinished)
    go_on = which_buttons(voice, "go_on", unfinished)
    if len(unfinished) == 1:
        go_on = [idea_button(voice, unfinished[0], "go_on")]
    voice.tell("idea.go_on_or_new", buttons=(*go_on, new), titles=titles)
    return True


def _pitched(voice: Voice, interview: Interview, answers: Answers) -> Sequence[Reply]:
    """The pitch is there: the verdict with its reasons, then what can be done next."""
    idea = idea_on(voice, interview)
    if idea is None:
        return ()
    is_first = idea.pitch_state is PitchState.STARTED
    if is_first:
        if not voice.unit.ideas.change(idea, now=voice.now, pitch_state=PitchState.COMPLETE.value):
            raise ChangedMeanwhile
        voice.unit.events.append(type="idea.complete", actor="person", object=idea.id, now=voice.now)
    return [checking_eligibility.told(voice, interview, as_facts(answers)), _card(voice, interview, is_whole=is_first)]


def _drafted(voice: Voice, interview: Interview, _answers: Answers) -> Sequence[Reply]:
    return [_card(voice, interview, is_whole=True)]


def _card(voice: Voice, interview: Interview, *, is_whole: bool) -> Reply:
    idea = idea_on(voice, interview)
    if idea is None:
        raise ChangedMeanwhile
    view = view_of(voice.unit, voice.content, idea)
    return Reply(text=card_text(voice, view, is_whole=is_whole), buttons=tuple(next_buttons(voice, view)))


def _author(voice: Voice, interview: Interview) -> str:
    idea = idea_on(voice, interview)
    return "" if idea is None else author_of(voice, idea.team)


PITCH_FORM: FormHooks = replace(
    PITCH_HOOKS,
    given=checking_eligibility.given,
    choose=_choose,
    on_begun=_begun,
    on_saved=_saved,
    on_done=_pitched,
    carried=_carried,
    author=_author,
    opening=OPENING,
)
APPLICATION_FORM: FormHooks = replace(APPLICATION_HOOKS, on_saved=_saved, on_done=_drafted, author=_author)
