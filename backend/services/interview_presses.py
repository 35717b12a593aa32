"""Pressed buttons of interviews: acts named interview.*, with ids and options of our own making as arguments."""

import json
from collections.abc import Callable, Mapping

from backend.domain.interview.form import Kind, Question, Value
from backend.domain.interview.judging import Accepted, judge_pick
from backend.domain.interview.record import InterviewId, InterviewState
from backend.services import interviewing
from backend.services.asking import Asking, asking_of
from backend.services.checking_eligibility import source_of
from backend.services.hooks import HOOKS
from backend.services.overtaking import ask_which_stays, said_then, tell_both
from backend.services.speaking import Voice

Arguments = Mapping[str, str]


def press(voice: Voice, arguments: Arguments, *, act: str) -> None:
    """Does what the button says in its own interview, also where that was put aside or is done."""
    interview = voice.unit.interviews.get(InterviewId(arguments.get("interview", "")), conversation=voice.conversation.id)
    asking = asking_of(voice, interview, hooks=HOOKS) if interview is not None and interview.state is not InterviewState.EXPIRED else None
    if asking is None:
        voice.tell("button.expired", buttons=[voice.topic_button("help")])
        return
    if act in _LOOKS:
        _LOOKS[act](asking)
        return
    _open(asking)
    if act == "resume":
        interviewing.go_on(asking, parts=[*asking.where_we_are(), *asking.how_long()])
        return
    question = asking.form.question(arguments.get("question", ""))
    if question is None:
        interviewing.ask_again(asking)
        return
    _ON_QUESTIONS[act](asking, question, arguments)


def _open(asking: Asking) -> None:
    """A put-aside interview is taken up again, on top of whatever is open."""
    if asking.interview.state is InterviewState.STOPPED:
        depth = max((one.depth for one in asking.voice.unit.interviews.stack(asking.voice.conversation.id)), default=0) + 1
        asking.change(state=InterviewState.OPEN.value, depth=depth)


def _reopen(asking: Asking) -> None:
    if asking.interview.state is InterviewState.DONE:
        depth = max((one.depth for one in asking.voice.unit.interviews.stack(asking.voice.conversation.id)), default=0) + 1
        asking.change(state=InterviewState.OPEN.value, depth=depth)


def _pick(asking: Asking, question: Question, arguments: Arguments) -> None:
    judged = judge_pick(question, arguments.get("choice", ""), offered=asking.offered(question))
    if not isinstance(judged, Accepted):
        interviewing.ask_again(asking)
    elif question.id != asking.interview.current:
        _change_to(asking, question, judged.value)
    elif question.kind is Kind.CHOICES and isinstance(judged.value, list):
        interviewing.collect(asking, question, judged.value)
    else:
        interviewing.take_judged(asking, question, judged)


def _value(asking: Asking, question: Question, arguments: Arguments) -> None:
    value: Value = json.loads(arguments["value"])
    if question.id == asking.interview.current:
        interviewing.take_judged(asking, question, Accepted(value))
    else:
        _change_to(asking, question, value)


def _change_to(asking: Asking, question: Question, value: Value) -> None:
    """A button of an earlier question: a tap too many changes nothing, another choice changes the answer."""
    old = asking.answers.get(question.id)
    if old is not None and old.value == value and asking.interview.state is not InterviewState.DONE:
        interviewing.ask_again(asking, parts=[asking.text("old_question")])
        return
    if question.kind is Kind.CHOICES and old is not None and isinstance(old.value, list) and isinstance(value, list) and set(value) <= set(old.value):
        interviewing.ask_again(asking, parts=[asking.text("old_question")])
        return
    if ask_which_stays(asking, question, value):
        return
    asking.give(question, value)
    said = asking.text("changed", label=question.label[asking.voice.language], value=asking.shown(question, value))
    parts = [said, *interviewing.notes(asking, [question])]
    if asking.interview.state is InterviewState.OPEN:
        interviewing.ask_again(asking, parts=parts)
    elif asking.next is not None:
        _reopen(asking)
        interviewing.go_on(asking, parts=parts)
    else:
        interviewing.finish(asking, parts=parts)


def _keep_theirs(asking: Asking, question: Question, _arguments: Arguments) -> None:
    theirs = asking.answers.get(question.id)
    told = asking.shown(question, theirs.value) if theirs is not None and theirs.value is not None else ""
    _go_on_from(asking, question, asking.text("kept", label=question.label[asking.voice.language], value=told))


def _take_mine(asking: Asking, question: Question, arguments: Arguments) -> None:
    """The answer that was held back; where yet another was given since, it is asked again."""
    mine, text = said_then(asking, question, arguments)
    there = asking.answers.get(question.id)
    if mine is None:
        interviewing.ask_again(asking)
    elif there is not None and there.value not in (None, mine) and str(there.version) != arguments.get("answer"):
        tell_both(asking, question, there, mine, where=arguments)
    else:
        asking.give(question, mine, text=text)
        asking.change(last=question.id)
        _go_on_from(asking, question, asking.text("changed", label=question.label[asking.voice.language], value=asking.shown(question, mine)))


def _go_on_from(asking: Asking, question: Question, said: str) -> None:
    parts = [said, *interviewing.notes(asking, [question])]
    if asking.interview.state is InterviewState.DONE and asking.next is None:
        interviewing.finish(asking, parts=parts)
        return
    _reopen(asking)
    if question.id == asking.interview.current:
        interviewing.go_on(asking, parts=parts)
    else:
        interviewing.ask_again(asking, parts=parts)


def _skip(asking: Asking, question: Question, _arguments: Arguments) -> None:
    if question.id == asking.interview.current and asking.interview.state is InterviewState.OPEN:
        interviewing.skip(asking)
    else:
        _say_where(asking)


def _enough(asking: Asking, question: Question, _arguments: Arguments) -> None:
    if question.id == asking.interview.current:
        interviewing.go_on(asking)
    else:
        _say_where(asking)


def _change(asking: Asking, question: Question, _arguments: Arguments) -> None:
    """Asks the question again, also of an interview that is done."""
    _reopen(asking)
    asking.change(last="")
    old = asking.answers.get(question.id)
    told = (
        [asking.text("change_what", label=question.label[asking.voice.language], value=asking.shown(question, old.value))]
        if old and old.value is not None
        else []
    )
    asking.ask(question, parts=told)


def _say_where(asking: Asking) -> None:
    if asking.interview.state is InterviewState.DONE:
        asking.voice.say(asking.text("nothing_open"))
    else:
        interviewing.ask_again(asking, parts=[asking.text("old_question")])


def _menu(asking: Asking) -> None:
    """One button for each answer."""
    voice = asking.voice
    buttons = [
        asking.button(voice.content.text("interview.button.change", voice.language, label=line.question.label[voice.language]), "change", line.question)
        for line in asking.summary
    ]
    voice.tell("eligibility_check.which_answer", buttons=buttons)


def _source(asking: Asking) -> None:
    asking.voice.say(source_of(asking.voice, asking.answers))


_LOOKS: Mapping[str, Callable[[Asking], None]] = {"change_menu": _menu, "source": _source}
_ON_QUESTIONS: Mapping[str, Callable[[Asking, Question, Arguments], None]] = {
    "pick": _pick,
    "value": _value,
    "skip": _skip,
    "enough": _enough,
    "change": _change,
    "keep_theirs": _keep_theirs,
    "take_mine": _take_mine,
}
ACTS = tuple(f"interview.{name}" for name in (*_LOOKS, *_ON_QUESTIONS, "resume"))
"""Every act that a button of an interview may have."""
