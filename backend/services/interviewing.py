"""Inside an interview: take an answer, skip, go back, explain, correct, stop, end. All in the turn's transaction."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.interview.answers import AnswerState, applies, previous_question, questions_left, skipped
from backend.domain.interview.coaching import added, adds_nothing
from backend.domain.interview.form import Kind, Question, Value
from backend.domain.interview.judging import Accepted, Ambiguous, Complaint, Judgement, judge
from backend.domain.interview.record import InterviewState
from backend.domain.interview.taking import Correction, take_all
from backend.services.asking import Asking, top_of
from backend.services.coaching import coach, open_follow_up
from backend.services.going_elsewhere import code_button
from backend.services.overtaking import answered_meanwhile, ask_which_stays


def pick_up(asking: Asking, text: str) -> list[str]:
    """Keeps what the text says in passing, and says it back."""
    found = _taken_in_passing(asking, text)
    return [*_said_back(asking, found), *notes(asking, found)]


def _taken_in_passing(asking: Asking, text: str) -> list[Question]:
    said = take_all(asking.form, text, answers=asking.answers, given=asking.given, now=asking.voice.now, asked=asking.interview.current) if text else {}
    found = [question for question in asking.form.questions if question.id in said]
    for question in found:
        asking.give(question, said[question.id], text=text)
    return found


def _said_back(asking: Asking, found: Sequence[Question]) -> list[str]:
    items = tuple(asking.item(question, value) for question in found if (value := asking.answers[question.id].value) is not None)
    return [asking.text("picked_up", items=items)] if items else []


def notes(asking: Asking, given: Sequence[Question]) -> list[str]:
    """What the form has to say about the answers just given, each thing once."""
    said = [note for question in given for note in asking.hook.on_answer(asking.voice, asking.interview, question, asking.answers)]
    return list(dict.fromkeys(said))


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
    asking.change(state=InterviewState.DONE.value, current="", asked_count=0, follow_up="")
    if is_first:
        voice.unit.events.append(type="interview.done", actor="person", object=asking.interview.id, now=voice.now, data={"form": asking.form.id})
    said = [*parts, *([asking.form.done[voice.language], *_rest_in_private(asking)] if is_first else [])]
    if said:
        voice.say("\n\n".join(said))
    for reply in asking.hook.on_done(voice, asking.interview, asking.answers):
        voice.say(reply.text, buttons=reply.buttons, kind=reply.kind)
    below = top_of(voice, hooks=asking.hooks)
    if below is not None:
        go_on(below, parts=below.where_we_are())


def _rest_in_private(asking: Asking) -> list[str]:
    """What a group chat was not asked."""
    whole = asking.voice.content.forms[asking.form.id]
    there = asking.voice.unit.sheets.answers(asking.interview.sheet)
    left = [one for one in whole.questions if asking.form.question(one.id) is None and one.id not in there and applies(one, there, asking.given)]
    return [asking.text("rest_in_private", items=tuple(one.label[asking.voice.language] for one in left))] if left else []


def take_answer(asking: Asking, *, text: str, also: str = "") -> None:
    """Judges the text as the answer to the open question; `also` is the whole message, in which more may be said."""
    question = asking.question
    if question is None:
        go_on(asking)
        return
    if open_follow_up(asking) is not None:
        _take_more(asking, question, text=text, also=also or text)
        return
    if asking.hook.take(asking, question, text):
        return
    take_judged(asking, question, judge(question, text, now=asking.voice.now, offered=asking.offered(question)), text=text, also=also or text)


def _take_more(asking: Asking, question: Question, *, text: str, also: str) -> None:
    """The reply to a follow-up is added to the answer."""
    answer = asking.answers.get(question.id)
    if answer is None or not isinstance(answer.value, str) or adds_nothing(text, asking.voice.content.signals):
        go_on(asking, parts=[asking.text("nothing_added")])
        return
    judged = judge(question, added(answer.value, text), now=asking.voice.now)
    if isinstance(judged, Complaint):
        ask_again(asking, parts=_complaint(asking, question, judged))
    elif isinstance(judged, Accepted):
        _accept(asking, question, judged.value, text=text, also=also)


def take_judged(asking: Asking, question: Question, judged: Judgement, *, text: str = "", also: str = "") -> None:
    if not isinstance(judged, Accepted) and asking.overtaken(question) is not None:
        go_on(asking, parts=[*pick_up(asking, also), answered_meanwhile(asking, question)])
        return
    match judged:
        case Accepted(value=value) if ask_which_stays(asking, question, value):
            return
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
    passing = _taken_in_passing(asking, also)
    parts = [*_said_back(asking, passing), *notes(asking, [question, *passing])]
    if not coach(asking, question, value, parts=parts):
        go_on(asking, parts=[*noted(asking, question, value), *parts])


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
    if not there and ask_which_stays(asking, question, value):
        return
    asking.give(question, value)
    asking.change(current=question.id, last=question.id)
    left = [choice for choice in question.choices if choice.id not in value]
    parts = [*noted(asking, question, value), *notes(asking, [question])]
    if not left or (question.limits.most is not None and len(value) >= question.limits.most):
        go_on(asking, parts=parts)
        return
    language = asking.voice.language
    picks = [asking.button(choice.labels[language], "pick", question, choice=choice.id) for choice in left]
    enough = asking.button(asking.voice.content.text("interview.button.enough", language), "enough", question)
    asking.voice.say("\n\n".join([*parts, asking.text("several_more")]), buttons=[*picks, enough])


def skip(asking: Asking) -> None:
    """What may be skipped is left open for good; the rest is asked once more at the end. A follow-up is gone."""
    question = asking.question
    if question is None:
        go_on(asking)
        return
    if open_follow_up(asking) is not None:
        go_on(asking, parts=[asking.text("nothing_added")])
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
    is_answered = asking.interview.last != asking.interview.current or open_follow_up(asking) is not None
    just = asking.form.question(asking.interview.last) if is_answered else None
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
    if question is not None and asking.overtaken(question) is not None:
        go_on(asking, parts=[*parts, answered_meanwhile(asking, question)])
    elif question is not None:
        asking.ask(question, parts=parts, follow_up=open_follow_up(asking))
    else:
        go_on(asking, parts=parts)


def show_summary(asking: Asking) -> None:
    ask_again(asking, parts=[*asking.where_we_are()[1:], *asking.how_long()])


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
    if ask_which_stays(asking, question, change.value):
        return
    asking.give(question, change.value, text=text)
    asking.change(last=question.id)
    said = asking.text("changed", label=question.label[asking.voice.language], value=asking.shown(question, change.value))
    parts = [said, *notes(asking, [question])]
    following = asking.question
    if following is not None and following.id != question.id and asking.next is not None:
        ask_again(asking, parts=parts)
    else:
        go_on(asking, parts=parts)


def stop(asking: Asking) -> None:
    """Puts aside all that is open in the conversation; every answer stays."""
    voice = asking.voice
    for interview in voice.unit.interviews.stack(voice.conversation.id):
        if interview.id != asking.interview.id:
            voice.unit.interviews.change(interview, now=voice.now, state=InterviewState.STOPPED.value)
    asking.change(state=InterviewState.STOPPED.value)
    voice.unit.events.append(type="interview.stopped", actor="person", object=asking.interview.id, now=voice.now, data={"form": asking.form.id})
    label = voice.content.text("interview.button.resume", voice.language)
    elsewhere = [code_button(voice)] if voice.conversation.is_private else []
    voice.say(asking.form.stopped[voice.language], buttons=[asking.button(label, "resume"), *elsewhere])
