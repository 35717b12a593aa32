"""Inside an interview: take an answer, skip, go back, explain, correct, stop, end. All in the turn's transaction."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.interview.answers import AnswerState, previous_question, questions_left, skipped
from backend.domain.interview.form import Kind, Question, Value
from backend.domain.interview.judging import Accepted, Ambiguous, Complaint, Judgement, judge
from backend.domain.interview.record import InterviewState
from backend.domain.interview.taking import Correction, take_all
from backend.services.asking import Asking, top_of


def pick_up(asking: Asking, text: str) -> list[str]:
    """Keeps what the text says in passing, and says it back."""
    said = take_all(asking.form, text, answers=asking.answers, given=asking.given, now=asking.voice.now) if text else {}
    found = [(question, said[question.id]) for question in asking.form.questions if question.id in said]
    for question, value in found:
        asking.give(question, value, text=text)
    return [asking.text("picked_up", items=tuple(asking.item(question, value) for question, value in found))] if found else []


def go_on(asking: Asking, *, parts: Sequence[str] = ()) -> None:
    """Asks the next question, or ends the form."""
    question = asking.next
    if question is not None:
        asking.ask(question, parts=parts)
    else:
        finish(asking, parts=parts)


def finish(asking: Asking, *, parts: Sequence[str] = ()) -> None:
    """Ends the form with what its hook says, and returns to the interview below."""
    voice = asking.voice
    is_first = asking.interview.state is not InterviewState.DONE
    asking.change(state=InterviewState.DONE.value, current="", asked_count=0)
    if is_first:
        voice.unit.events.append(type="interview.done", actor="person", object=asking.interview.id, now=voice.now, data={"form": asking.form.id})
    said = [*parts, *([asking.form.done[voice.language]] if is_first else [])]
    if said:
        voice.say("\n\n".join(said))
    for reply in asking.hook.on_done(voice, asking.interview, asking.answers):
        voice.say(reply.text, buttons=reply.buttons, kind=reply.kind)
    below = top_of(voice, hooks=asking.hooks)
    if below is not None:
        go_on(below, parts=below.where_we_are())


def take_answer(asking: Asking, *, text: str, also: str = "") -> None:
    """Judges the text as the answer to the open question; `also` is the whole message, in which more may be said."""
    question = asking.question
    if question is None:
        go_on(asking)
        return
    take_judged(asking, question, judge(question, text, now=asking.voice.now, offered=asking.offered(question)), text=text, also=also or text)


def take_judged(asking: Asking, question: Question, judged: Judgement, *, text: str = "", also: str = "") -> None:
    match judged:
        case Accepted(value=value):
            _accept(asking, question, value, text=text, also=also)
        case Ambiguous(candidates=candidates):
            _ask_which(asking, question, candidates)
        case Complaint():
            # What answers other questions is kept, and only then is this one asked again.
            asking.ask(question, parts=pick_up(asking, also) or _complaint(asking, question, judged))


def _accept(asking: Asking, question: Question, value: Value, *, text: str, also: str) -> None:
    old = asking.answers.get(question.id)
    if asking.is_collecting and isinstance(value, list) and old is not None and isinstance(old.value, list):
        value = [*old.value, *(one for one in value if one not in old.value)]
    asking.give(question, value, text=text)
    asking.change(last=question.id)
    go_on(asking, parts=[*noted(asking, question, value), *pick_up(asking, also)])


def noted(asking: Asking, question: Question, value: Value) -> list[str]:
    if question.kind is Kind.TEXT:
        return [asking.text("noted_text")]
    return [asking.text("noted", label=question.label[asking.voice.language], value=asking.shown(question, value))]


def _complaint(asking: Asking, question: Question, complaint: Complaint) -> list[str]:
    """The question's own words for it where it has any and no limit is to be told, and an example."""
    language = asking.voice.language
    own = question.complaint.get(language, "") if not complaint.facts else ""
    return [own or asking.text(f"complaint.{complaint.key}", **complaint.facts), question.example[language]]


def _ask_which(asking: Asking, question: Question, candidates: Sequence[Value]) -> None:
    if question.kind in (Kind.CHOICE, Kind.COMPUTED):
        asking.ask(question, parts=[asking.text("which")], only=[str(one) for one in candidates])
        return
    asking.change(current=question.id, asked_count=asking.interview.asked_count + 1)
    asking.voice.say(asking.text("which"), buttons=asking.value_buttons(question, candidates))


def collect(asking: Asking, question: Question, picked: Sequence[str]) -> None:
    """One choice of several was pressed: it is kept, and more may follow."""
    old = asking.answers.get(question.id)
    there = old.value if asking.is_collecting and old is not None and isinstance(old.value, list) else []
    value = [*there, *(one for one in picked if one not in there)]
    asking.give(question, value)
    asking.change(current=question.id, last=question.id)
    left = [choice for choice in question.choices if choice.id not in value]
    if not left or (question.limits.most is not None and len(value) >= question.limits.most):
        go_on(asking, parts=noted(asking, question, value))
        return
    language = asking.voice.language
    picks = [asking.button(choice.labels[language], "pick", question, choice=choice.id) for choice in left]
    enough = asking.button(asking.voice.content.text("interview.button.enough", language), "enough", question)
    asking.voice.say("\n\n".join([*noted(asking, question, value), asking.text("several_more")]), buttons=[*picks, enough])


def skip(asking: Asking) -> None:
    """What may be skipped is left open for good; the rest is asked once more at the end."""
    question = asking.question
    if question is None:
        go_on(asking)
        return
    answer = skipped(question, asking.answers)
    if answer.state is AnswerState.LATER and [other.id for other in questions_left(asking.form, asking.answers, asking.given)] == [question.id]:
        answer = replace(answer, state=AnswerState.LEFT)  # nothing lies between this and the end
    if answer.state is not AnswerState.GIVEN:
        asking.save(answer)
        asking.change(last=question.id)
    else:
        asking.change(current="")
    said = {AnswerState.LATER: "put_off", AnswerState.LEFT: "skipped"}.get(answer.state)
    go_on(asking, parts=[asking.text(said)] if said is not None else [])


def _before(asking: Asking) -> Question | None:
    return previous_question(asking.form, asking.answers, asking.given, current=asking.interview.current)


def back(asking: Asking) -> None:
    """To the question answered last; from there on towards the first."""
    just = asking.form.question(asking.interview.last) if asking.interview.last != asking.interview.current else None
    previous = just if just is not None and just.id in asking.answers else _before(asking)
    if previous is None:
        ask_again(asking, parts=[asking.text("no_previous")])
        return
    answer = asking.answers[previous.id]
    asking.change(last="")
    said = asking.text("back") if answer.value is None else asking.text("back_with", value=asking.shown(previous, answer.value))
    asking.ask(previous, parts=[said])


def explain(asking: Asking, *, why: bool = False) -> None:
    """An example, or the reason why it is asked, and the question in other words."""
    question = asking.question
    if question is not None:
        ask_again(asking, parts=[(question.why if why else question.example)[asking.voice.language]])
    else:
        go_on(asking)


def ask_again(asking: Asking, *, parts: Sequence[str] = ()) -> None:
    question = asking.question
    if question is not None:
        asking.ask(question, parts=parts)
    else:
        go_on(asking, parts=parts)


def show_summary(asking: Asking) -> None:
    ask_again(asking, parts=[*asking.where_we_are()[1:], asking.how_long()])


def correct(asking: Asking, change: Correction, *, text: str = "") -> None:
    """A new value takes the place of the old; without one the question is asked again. Then on from where we were."""
    question = change.question
    old = asking.answers.get(question.id)
    if change.value is None:
        told = "" if old is None or old.value is None else asking.shown(question, old.value)
        asking.change(last="")
        said = asking.text("change_what", label=question.label[asking.voice.language], value=told) if told else ""
        asking.ask(question, parts=[said] if said else [])
        return
    asking.give(question, change.value, text=text)
    asking.change(last=question.id)
    said = asking.text("changed", label=question.label[asking.voice.language], value=asking.shown(question, change.value))
    following = asking.question
    if following is not None and following.id != question.id and asking.next is not None:
        asking.ask(following, parts=[said])
    else:
        go_on(asking, parts=[said])


def stop(asking: Asking) -> None:
    """Puts aside all that is open in the conversation; every answer stays."""
    voice = asking.voice
    for interview in voice.unit.interviews.stack(voice.conversation.id):
        if interview.id != asking.interview.id:
            voice.unit.interviews.change(interview, now=voice.now, state=InterviewState.STOPPED.value)
    asking.change(state=InterviewState.STOPPED.value)
    voice.unit.events.append(type="interview.stopped", actor="person", object=asking.interview.id, now=voice.now, data={"form": asking.form.id})
    label = voice.content.text("interview.button.resume", voice.language)
    voice.say(asking.form.stopped[voice.language], buttons=[asking.button(label, "resume")])
