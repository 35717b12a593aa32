"""Into an interview: begin it, begin it anew, take it up again. All in the turn's transaction."""

from collections.abc import Sequence

from backend.domain.interview.form import Question
from backend.domain.interview.opening import tells_something
from backend.domain.interview.record import Interview, InterviewState, SheetId
from backend.domain.refusals import NotFound
from backend.services.asking import Asking, asking_of, top_of
from backend.services.coaching import coach
from backend.services.form_hooks import Hooks
from backend.services.interviewing import go_on, pick_up
from backend.services.speaking import Voice


def begin(voice: Voice, *, form: str, hooks: Hooks, text: str = "", is_new: bool = False) -> None:
    """Begins the form, or takes up one of its kind that is open or was put aside, unless it is to be a new one.

    What `text` says already is not asked. Raises NotFound where there is no such form.
    """
    stack = voice.unit.interviews.stack(voice.conversation.id)
    if not is_new and _takes_up_earlier(voice, stack, form, hooks=hooks, text=text):
        return
    asking = _started(voice, form, stack, sheet=voice.unit.sheets.start(form=form, now=voice.now), hooks=hooks)
    asking.hook.on_begun(voice, asking.interview)
    if text and asking.hook.answered_first:
        voice.say(voice.fresh_answer(asking.hook.answered_first).text, buttons=[voice.source_button(asking.hook.answered_first)])
    carried = _take_from_elsewhere(asking, stack)
    opened = _opened(asking, text)
    intro, after = asking.form.intro[voice.language], [*carried, *pick_up(asking, text), *asking.how_long()]
    if opened is None:
        go_on(asking, parts=[intro, *after])
    elif not coach(asking, opened, text.strip(), parts=[intro, *after]):
        go_on(asking, parts=[intro, asking.text("opened", value=asking.shown(opened, text.strip())), *after])


def begin_on(voice: Voice, *, form: str, sheet: SheetId, hooks: Hooks, parts: Sequence[str] = (), question: str = "") -> None:
    """Goes on with what is on the sheet, asking `question` or what is still open; ends the form where nothing is."""
    stack = voice.unit.interviews.stack(voice.conversation.id)
    there = voice.unit.interviews.on_sheet(voice.conversation.id, sheet)
    if there is None:
        asking = _started(voice, form, stack, sheet=sheet, hooks=hooks)
    else:
        asking = _known(voice, there, hooks=hooks)
        _put_on_top(asking, stack)
    wanted = asking.form.question(question)
    if wanted is None:
        go_on(asking, parts=parts)
    else:
        asking.change(last="", current="")
        asking.ask(wanted, parts=parts)


def _takes_up_earlier(voice: Voice, stack: Sequence[Interview], form: str, *, hooks: Hooks, text: str) -> bool:
    is_open = next((one for one in stack if one.form == form), None)
    if is_open is None and form in hooks and hooks[form].choose(voice, text):
        return True
    earlier = is_open or voice.unit.interviews.latest(voice.conversation.id, state=InterviewState.STOPPED, form=form)
    if earlier is None:
        return False
    asking = _known(voice, earlier, hooks=hooks)
    _put_on_top(asking, stack)
    picked = pick_up(asking, text)
    go_on(asking, parts=[*asking.where_we_are(), *picked, *asking.how_long()])
    return True


def _started(voice: Voice, form: str, stack: Sequence[Interview], *, sheet: SheetId, hooks: Hooks) -> Asking:
    depth = max((one.depth for one in stack), default=0) + 1
    conversation = voice.conversation
    interview = voice.unit.interviews.start(conversation=conversation.id, person=conversation.person, form=form, sheet=sheet, depth=depth, now=voice.now)
    voice.unit.events.append(type="interview.begun", actor="person", object=interview.id, now=voice.now, data={"form": form})
    return _known(voice, interview, hooks=hooks)


def _known(voice: Voice, interview: Interview, *, hooks: Hooks) -> Asking:
    asking = asking_of(voice, interview, hooks=hooks)
    if asking is None:
        raise NotFound
    return asking


def _put_on_top(asking: Asking, stack: Sequence[Interview]) -> None:
    top = max((one.depth for one in stack), default=0)
    if asking.interview.state is not InterviewState.OPEN or asking.interview.depth < top:
        asking.change(state=InterviewState.OPEN.value, depth=top + 1)


def _opened(asking: Asking, text: str) -> Question | None:
    """The message that began the form answers its opening question where it tells the idea itself, not merely that there is one."""
    question = asking.form.question(asking.hook.opening)
    if question is None or question.id in asking.answers or not tells_something(text, asking.voice.content.signals):
        return None
    asking.give(question, text.strip(), text=text)
    asking.change(last=question.id)
    return question


def _take_from_elsewhere(asking: Asking, stack: Sequence[Interview]) -> list[str]:
    """What another form of ours was told already is not asked again; what was told longer ago is said back."""
    known = asking.hook.carried(asking.voice, asking.interview)
    for question in asking.form.questions:
        answer = known.get(question.id)
        if answer is not None and answer.value is not None and question.id not in asking.answers:
            asking.give(question, answer.value, text=answer.text)
    said = [(question, asking.answers[question.id].value) for question in asking.form.questions if question.id in asking.answers]
    items = tuple(asking.item(question, value) for question, value in said if value is not None)
    for interview in stack:
        other = asking.voice.content.forms.get(interview.form)
        given = asking.voice.unit.sheets.answers(interview.sheet)
        for question in asking.form.questions:
            same = other.question(question.id) if other is not None else None
            answer = given.get(question.id)
            is_same = same is not None and same.kind is question.kind and question.id not in asking.answers
            if is_same and answer is not None and answer.value is not None:
                asking.give(question, answer.value, text=answer.text)
    return [asking.text("carried", items=items)] if items else []


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
    parts = [*asking.where_we_are(), *asking.how_long()]
    question = asking.question
    if question is not None and asking.answers.get(question.id) is None:
        asking.ask(question, parts=parts)
    else:
        go_on(asking, parts=parts)
