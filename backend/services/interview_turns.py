"""A turn while an interview is open, or one that begins one."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeAlias

from backend.domain.interview.answers import AnswerState
from backend.domain.interview.form import Form, Kind
from backend.domain.interview.judging import is_enough, reader
from backend.domain.interview.phrases import words_of
from backend.domain.interview.record import InterviewState
from backend.domain.interview.taking import correction
from backend.domain.interview.triage import IsAnswer, IsAnswerAndQuestion, IsControl, IsInterruption, IsUnclear, Outcome, asks_something, takes_words, triage
from backend.domain.understanding import Understanding
from backend.services import interview_starting, interviewing
from backend.services.asking import Asking, asking_of, form_here, top_of
from backend.services.form_hooks import Hooks
from backend.services.speaking import Voice

AnswerTopics: TypeAlias = Callable[[Sequence[str]], None]
"""Answers topics as if no interview were open, saying what there is to say."""

_AT_ONCE = timedelta(seconds=2)
_STILL_FRESH = timedelta(days=1)
_ELSEWHERE = frozenset({"talk_to_human", "change_language", "help", "plain_language"})


def in_interview(voice: Voice, *, text: str, via: str, understanding: Understanding, topics: Sequence[str], hooks: Hooks, answer: AnswerTopics) -> bool:
    """Serves the turn where an interview is open, is taken up or begins with it; False where it is none of its business.

    To be called once the turn's effect is claimed. `topics` are those of the understanding that the product knows;
    `via` is text, press or command: a pressed or commanded topic is certain.
    """
    if understanding.is_crisis or voice.memory.get("waiting") is not None:
        return False
    asking = top_of(voice, hooks=hooks)
    if asking is None:
        return (via == "text" and _goes_on(voice, text=text, hooks=hooks)) or _begins(voice, text=text, topics=topics, hooks=hooks, answer=answer)
    if via != "text":
        _serve_topics(asking, topics, text="", answer=answer)
        return True
    if not _is_said_twice(asking, text):
        _serve(asking, text, understanding, answer)
    return True


def takes_yes(voice: Voice, text: str, *, hooks: Hooks) -> bool:
    """Whether the open question would read this yes as its answer; what is asked for in words would not."""
    asking = top_of(voice, hooks=hooks)
    question = asking.question if asking is not None else None
    if asking is None or question is None or takes_words(question):
        return False
    return reader(question, now=voice.now, offered=asking.offered(question))(text) or asking.hook.reads(voice, asking.interview, question, text)


def remind(voice: Voice, *, hooks: Hooks) -> None:
    """Asks the open question again, after something else was served in between."""
    asking = top_of(voice, hooks=hooks)
    if asking is not None:
        interviewing.ask_again(asking)


def _goes_on(voice: Voice, *, text: str, hooks: Hooks) -> bool:
    """Takes up what was put aside, or changes an answer of what was just done."""
    signals = voice.content.signals
    if is_enough(text, signals.resumes):
        return interview_starting.resume(voice, hooks=hooks)
    done = voice.unit.interviews.latest(voice.conversation.id, state=InterviewState.DONE)
    asking = asking_of(voice, done, hooks=hooks) if done is not None and voice.now - done.touched_at < _STILL_FRESH else None
    if asking is None:
        return False
    change = correction(asking.form, text, answers=asking.answers, given=asking.given, last=asking.interview.last, current=None, signals=signals, now=voice.now)
    if change is None:
        return False
    interviewing.correct(asking, change, text=text)
    return True


def _begins(voice: Voice, *, text: str, topics: Sequence[str], hooks: Hooks, answer: AnswerTopics) -> bool:
    """A topic that starts a form; what else was asked, not merely sounded like, is answered first.

    Of several tasks the first is done: another one than the form's is served elsewhere, one after it is offered.
    """
    signals = voice.content.signals
    tasks = [topic for topic in topics if signals.kinds.get(topic) == "task"]
    form = next((form for topic in topics if (form := _started_by(voice, topic)) is not None), None)
    if form is None or (tasks and tasks[0] not in form.topics):
        return False
    is_asking = asks_something(text, signals)
    others = [topic for topic in topics if topic not in tasks and (is_asking or topic not in signals.ideas)]
    if others:
        answer(others)
    later = [topic for topic in tasks if topic not in form.topics and topic not in signals.ideas]
    if later:
        voice.tell("one_at_a_time", buttons=[voice.topic_button(topic) for topic in later])
    interview_starting.begin(voice, form=form.id, hooks=hooks, text=text)
    return True


def _is_said_twice(asking: Asking, text: str) -> bool:
    """The same words once more, sent before the next question could be read: they are not its answer."""
    unit, interview = asking.voice.unit, asking.interview
    last = asking.answers.get(interview.last)
    if last is None or not last.text or words_of(last.text) != words_of(text):
        return False
    received = unit.sheets.received_at(asking.voice.turn)
    answered = unit.sheets.answered_by(interview.sheet, interview.last)
    before = unit.sheets.received_at(answered) if answered is not None else None
    if received is None or before is None or answered == asking.voice.turn:
        return False
    return received <= interview.asked_at or received - before <= _AT_ONCE


def _serve(asking: Asking, text: str, understanding: Understanding, answer: AnswerTopics) -> None:
    question = asking.question
    voice = asking.voice
    signals = voice.content.signals
    if question is None:
        interviewing.go_on(asking)
        return
    if asking.is_collecting and is_enough(text, signals.enough):
        interviewing.go_on(asking)
        return
    change = correction(
        asking.form, text, answers=asking.answers, given=asking.given, last=asking.interview.last, current=question, signals=signals, now=voice.now
    )
    if change is not None:
        interviewing.correct(asking, change, text=text)
        return
    in_form = reader(question, now=voice.now, offered=asking.offered(question))

    def reads(said: str) -> bool:
        return in_form(said) or asking.hook.reads(voice, asking.interview, question, said)

    outcome = triage(question, text, understanding, signals=signals, reads=reads)
    # "Onko perjantaina aikoja?" asks for the very thing that is being asked.
    is_for_this = isinstance(outcome, IsInterruption) and set(outcome.topics) <= set(asking.form.topics) and reads(text)
    _act(asking, text, IsAnswer() if is_for_this else outcome, answer)


def _act(asking: Asking, text: str, outcome: Outcome, answer: AnswerTopics) -> None:
    match outcome:
        case IsAnswer():
            interviewing.take_answer(asking, text=text)
        case IsAnswerAndQuestion(answer=said, topics=topics):
            served = [topic for topic in topics if topic not in asking.form.topics]
            if served:
                answer(served)
            interviewing.take_answer(asking, text=said, also=text)
            # A yes is to the question asked last.
            asking.voice.remember(confirm=None)
        case IsInterruption(topics=topics):
            _serve_topics(asking, topics, text=text, answer=answer)
        case IsControl(name=name):
            _control(asking, name, answer)
        case IsUnclear() if _says_nothing(asking, text):
            interviewing.ask_again(asking)
        case IsUnclear():
            interviewing.take_answer(asking, text=text)


def _says_nothing(asking: Asking, text: str) -> bool:
    """Whether words were asked for and these are none to be kept: "okei"; to a follow-up they say that there is no more."""
    question = asking.question
    return question is not None and takes_words(question) and bool(words_of(text)) and not asking.interview.follow_up


def _serve_topics(asking: Asking, topics: Sequence[str], *, text: str, answer: AnswerTopics) -> None:
    """Answers and asks again; an order is obeyed; a topic of another form begins that form on top of this one."""
    order = next((topic for topic in topics if topic in _CONTROLS), None)
    if order is not None:
        _control(asking, order, answer)
        return
    if asking.is_old and set(topics) <= {"greet", "help"}:
        interviewing.ask_again(asking, parts=[*asking.where_we_are(), *asking.how_long()])
        return
    other = next((topic for topic in topics if _starts_other(asking, topic)), None)
    served = [topic for topic in topics if topic != other and topic not in asking.form.topics]
    before = {one.id: one.version for one in asking.voice.unit.interviews.stack(asking.voice.conversation.id)}
    if served:
        answer(served)
    fresh = top_of(asking.voice, hooks=asking.hooks)
    if other is not None:
        form = asking.voice.content.forms.started_by(other)
        interview_starting.begin(asking.voice, form=form.id if form else asking.form.id, hooks=asking.hooks, text=text)
    elif fresh is not None and before.get(fresh.interview.id) == fresh.interview.version and asking.voice.memory.get("confirm") is None:
        # What was served may have asked something of its own, or asked this on.
        interviewing.ask_again(fresh)


def _starts_other(asking: Asking, topic: str) -> bool:
    form = _started_by(asking.voice, topic)
    return form is not None and form.id != asking.form.id


def _started_by(voice: Voice, topic: str) -> Form | None:
    form = voice.content.forms.started_by(topic)
    return form_here(voice, form) if form is not None else None


def _control(asking: Asking, name: str, answer: AnswerTopics) -> None:
    if name in _ELSEWHERE:
        answer([name])
        if asking.voice.memory.get("waiting") is None:
            remind(asking.voice, hooks=asking.hooks)
        return
    _CONTROLS[name](asking)


def _skip(asking: Asking) -> None:
    question = asking.question
    is_partly_given = question is not None and question.kind is Kind.CHOICES and asking.is_collecting
    if is_partly_given and question is not None and asking.answers[question.id].state is AnswerState.GIVEN:
        interviewing.go_on(asking)
    else:
        interviewing.skip(asking)


def _explain_why(asking: Asking) -> None:
    interviewing.explain(asking, why=True)


_CONTROLS: dict[str, Callable[[Asking], None]] = {
    "skip": _skip,
    "go_back": interviewing.back,
    "explain_question": interviewing.explain,
    "explain_why": _explain_why,
    "repeat": interviewing.ask_again,
    "stop": interviewing.stop,
    "start_over": interview_starting.start_over,
    "summary": interviewing.show_summary,
}
