"""What a message is while a question is open: an answer, a question back, an order, several of these, or unclear."""

from dataclasses import dataclass
from typing import TypeAlias

from backend.domain.interview.evidence import chance_of_answer, is_titled
from backend.domain.interview.form import Kind, Question
from backend.domain.interview.judging import Reads
from backend.domain.interview.message import Message
from backend.domain.interview.naming import CHOSEN, Meant, meant, small_talk
from backend.domain.interview.phrases import holds
from backend.domain.interview.signals import Signals
from backend.domain.understanding import Understanding

_LIKELY = 0.45
_SURE = 0.6
_EVEN = 0.6
"""Above the half: an answer that is asked for again is a lesser harm than a question kept as an answer."""
_FEW = 4


@dataclass(frozen=True, slots=True)
class IsAnswer:
    pass


@dataclass(frozen=True, slots=True)
class IsAnswerAndQuestion:
    """`answer` is the part that answers."""

    answer: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsInterruption:
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsControl:
    """`name` is skip, go_back, explain_question, explain_why, repeat, stop, start_over, talk_to_human, change_language..."""

    name: str


@dataclass(frozen=True, slots=True)
class IsUnclear:
    """Where words are taken, one that says nothing: "joo"; else words in which no value could be read."""


Outcome: TypeAlias = IsAnswer | IsAnswerAndQuestion | IsInterruption | IsControl | IsUnclear


def triage(question: Question, text: str, understanding: Understanding, *, signals: Signals, reads: Reads) -> Outcome:
    """Decides by the text first and by the topics second: those are guesses about a message out of its place.

    `reads` tells whether a piece of the text can be read as the question's answer; of a free question, as a value of its kind.
    """
    message = Message(text, understanding, signals, reads)
    if question.kind in CHOSEN:
        return _of_choice(message, question)
    return _of_words(message, question) if takes_words(question) else _of_value(message, question)


def takes_words(question: Question) -> bool:
    """Whether any words may answer, not only a value or a choice."""
    return question.kind is Kind.TEXT or question.is_free


def asks_something(text: str, signals: Signals) -> bool:
    message = Message(text, Understanding(language="", topics=(), candidates=()), signals, lambda _text: False)
    return bool(message.asked)


def _outcome(found: Meant) -> Outcome:
    if found.order:
        return IsControl(found.order)
    return IsInterruption(found.topics) if found.topics else IsUnclear()


def _of_words(message: Message, question: Question) -> Outcome:
    """In words anything may answer: an order that is nothing but an order is one, and all else is weighed."""
    control = None if is_titled(message.text) else message.control()
    if control is not None:
        return IsControl(control)
    if all(message.is_empty(clause) for clause in message.clauses):
        return _outcome(small_talk(message))
    if question.is_free and _states_value(message):
        return _with_its_question(message, question)
    found = meant(question, message) if chance_of_answer(question, message) < _EVEN else Meant()
    # What is probably no answer and nothing else either is kept as one: nothing said is lost.
    return _outcome(found) if found != Meant() else _with_its_question(message, question)


def _with_its_question(message: Message, question: Question) -> Outcome:
    """A name may hold a question: "Kuka minä olen? Voimaannuttava valokuvaryhmä". The idea itself is what is told here."""
    signals = message.signals
    asked = message.topics(least=_LIKELY, with_ideas=True) if message.asked else ()
    wished = message.topics(least=_SURE, with_ideas=False) if message.wished else ()
    others = tuple(dict.fromkeys(topic for topic in (*asked, *wished) if not (topic in signals.ideas and signals.kinds.get(topic) == "task")))
    answer = ". ".join(clause.text for clause in message.stated)
    is_told = bool(answer) if question.is_free else message.reads(answer)
    if not others or not is_told or (question.is_name and not holds(signals.addressing, message.line)):
        return IsAnswer()
    return IsAnswerAndQuestion(answer, others)


def _of_value(message: Message, question: Question) -> Outcome:
    """A value that is told is an answer; words that are none may be tried as one, which the judging then says."""
    control = message.control()
    if control is not None:
        return IsControl(control)
    reads = message.reads(message.text)
    if reads and not message.asked and not message.wished:
        return IsAnswer()
    if not _states_value(message) and chance_of_answer(question, message) < _EVEN:
        return _outcome(meant(question, message))
    if not reads:
        return IsUnclear()
    topics = message.topics(least=_LIKELY, with_ideas=True)
    answer = ". ".join(clause.text for clause in message.clauses if clause not in message.asked)
    return IsAnswerAndQuestion(answer, topics) if topics and message.asked and message.reads(answer) else IsAnswer()


def _states_value(message: Message) -> bool:
    """Whether hardly more than a value stands beside a question: "ehkä toukokuussa, onko haku silloin auki?"."""
    return bool(message.asked) and any(len(clause.line.split()) <= _FEW and message.reads(clause.text) for clause in message.stated)


def _of_choice(message: Message, question: Question) -> Outcome:
    """A choice that is named decides, unless it stands in a question of the person's own."""
    control = message.control()
    reads = message.reads(message.text)
    # "Neuvoja" may be wished for, or be one of the choices.
    if control is not None and not (reads and control == "talk_to_human"):
        return IsControl(control)
    if not reads:
        return _outcome(meant(question, message))
    asked = [clause for clause in message.clauses if clause in message.asked or (clause in message.wished and not message.reads(clause.text))]
    topics = message.topics(least=_LIKELY, with_ideas=True) if asked else ()
    answer = ". ".join(clause.text for clause in message.clauses if clause not in asked)
    if not topics or message.reads(answer):
        return IsAnswerAndQuestion(answer, topics) if topics else IsAnswer()
    is_real = any(message.opening(clause, (*message.signals.openers, *message.signals.requests)) is not None for clause in asked)
    return IsInterruption(topics) if is_real and max(message.scored[topic] for topic in topics) >= _SURE else IsAnswer()
