"""Into an interview: begin it, begin it anew, take it up again. All in the turn's transaction."""

from collections.abc import Sequence

from backend.domain.interview.record import Interview, InterviewState
from backend.domain.refusals import NotFound
from backend.services.asking import Asking, asking_of, top_of
from backend.services.form_hooks import Hooks
from backend.services.interviewing import go_on, pick_up
from backend.services.speaking import Voice


def begin(voice: Voice, *, form: str, hooks: Hooks, text: str = "", is_new: bool = False) -> None:
    """Begins the form, or takes up one of its kind that is open or was put aside, unless it is to be a new one.

    What `text` says already is not asked. Raises NotFound where there is no such form.
    """
    stack = voice.unit.interviews.stack(voice.conversation.id)
    earlier = None if is_new else _earlier(voice, stack, form)
    if earlier is not None:
        _take_up(voice, earlier, stack, hooks=hooks, text=text)
        return
    depth = max((one.depth for one in stack), default=0) + 1
    interview = voice.unit.interviews.start(conversation=voice.conversation.id, person=voice.conversation.person, form=form, depth=depth, now=voice.now)
    asking = asking_of(voice, interview, hooks=hooks)
    if asking is None:
        raise NotFound
    voice.unit.events.append(type="interview.begun", actor="person", object=interview.id, now=voice.now, data={"form": form})
    _take_from_below(asking, stack)
    picked = pick_up(asking, text)
    go_on(asking, parts=[asking.form.intro[voice.language], *picked, asking.how_long()])


def _earlier(voice: Voice, stack: Sequence[Interview], form: str) -> Interview | None:
    is_open = next((one for one in stack if one.form == form), None)
    return is_open or voice.unit.interviews.latest(voice.conversation.id, state=InterviewState.STOPPED, form=form)


def _take_up(voice: Voice, interview: Interview, stack: Sequence[Interview], *, hooks: Hooks, text: str) -> None:
    asking = asking_of(voice, interview, hooks=hooks)
    if asking is None:
        raise NotFound
    top = max((one.depth for one in stack), default=0)
    if interview.state is not InterviewState.OPEN or interview.depth < top:
        asking.change(state=InterviewState.OPEN.value, depth=top + 1)
    picked = pick_up(asking, text)
    go_on(asking, parts=[*asking.where_we_are(), *picked, asking.how_long()])


def _take_from_below(asking: Asking, stack: Sequence[Interview]) -> None:
    """A question that the interview below has answered is not asked again."""
    for interview in stack:
        other = asking.voice.content.forms.get(interview.form)
        given = asking.voice.unit.interviews.answers(interview.id)
        for question in asking.form.questions:
            same = other.question(question.id) if other is not None else None
            answer = given.get(question.id)
            if same is not None and same.kind is question.kind and answer is not None and answer.value is not None:
                asking.give(question, answer.value, text=answer.text)


def start_over(asking: Asking) -> None:
    """A new interview of the same form; the old one's answers are kept but not asked for again."""
    asking.change(state=InterviewState.EXPIRED.value)
    begin(asking.voice, form=asking.form.id, hooks=asking.hooks, is_new=True)


def resume(voice: Voice, *, hooks: Hooks) -> bool:
    """Takes up what was put aside last, with what lay below it; False where there is nothing."""
    latest = voice.unit.interviews.latest(voice.conversation.id, state=InterviewState.STOPPED)
    if latest is None:
        return False
    together = voice.unit.interviews.stopped_at(voice.conversation.id, latest.touched_at)
    depth = max((one.depth for one in voice.unit.interviews.stack(voice.conversation.id)), default=0)
    for place, interview in enumerate(together, depth + 1):
        voice.unit.interviews.change(interview, now=voice.now, state=InterviewState.OPEN.value, depth=place)
    top = top_of(voice, hooks=hooks)
    if top is None:
        return False
    _ask_where_we_were(top)
    return True


def _ask_where_we_were(asking: Asking) -> None:
    parts = [*asking.where_we_are(), asking.how_long()]
    question = asking.question
    if question is not None and asking.answers.get(question.id) is None:
        asking.ask(question, parts=parts)
    else:
        go_on(asking, parts=parts)
