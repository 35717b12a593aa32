"""What a message is while a question is open: an answer, a question back, an order, several of these, or unclear."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from backend.domain.interview.form import Kind, Question
from backend.domain.interview.judging import Reads
from backend.domain.interview.phrases import Clause, Phrase, clauses_of, holds, joined, spans, uncovered
from backend.domain.interview.signals import Signals
from backend.domain.understanding import Understanding

_LIKELY = 0.45
_SURE = 0.6
_VERY_SURE = 0.8
_FEW = 2
_SHORT = 6
_LONG = 14
_TITLED = re.compile(r"(?:^|\s)-\w|[\"”“»«]\s*\w.*[\"”“»«]|\w\?\s+-")
_VERB_ASKS = re.compile(r"(?:ko|ks|kos|kohan)$")
_ABOUT_THE_QUESTION = frozenset({"explain_question", "explain_why", "repeat"})


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
    pass


Outcome: TypeAlias = IsAnswer | IsAnswerAndQuestion | IsInterruption | IsControl | IsUnclear


def triage(question: Question, text: str, understanding: Understanding, *, signals: Signals, reads: Reads) -> Outcome:
    """Decides by the text first and by the topics second: those are guesses about a message out of its place.

    `reads` tells whether a piece of the text can be read as the question's answer.
    """
    message = _Message(text, understanding, signals, reads)
    outcome = _of_words(message, question) if question.kind is Kind.TEXT else _of_value(message)
    if isinstance(outcome, IsInterruption) and len(outcome.topics) == 1 and outcome.topics[0] in signals.controls:
        return IsControl(outcome.topics[0])
    return outcome


def asks_something(text: str, signals: Signals) -> bool:
    message = _Message(text, Understanding(language="", topics=(), candidates=()), signals, lambda _text: False)
    return any(message.is_asking(clause) for clause in message.clauses)


class _Message:
    def __init__(self, text: str, understanding: Understanding, signals: Signals, reads: Reads) -> None:
        self.text = text
        self.signals = signals
        self.reads = reads
        self.clauses = clauses_of(text, breaks=signals.breaks)
        self.line = joined(text)
        self.words = self.line.split()
        self.scored = {scored.topic: scored.confidence for scored in understanding.topics}

    def topics(self, *, least: float, with_ideas: bool) -> tuple[str, ...]:
        """The topics that ask something of the product, in the text's order."""
        kinds = self.signals.kinds
        return tuple(
            topic
            for topic, confidence in self.scored.items()
            if confidence >= least and kinds.get(topic) in ("answer", "task") and (with_ideas or topic not in self.signals.ideas)
        )

    def is_asking(self, clause: Clause) -> bool:
        """A clause may tell of a question ("jossa neuvotaan, kuka voi hakea") or ask one ("..., voiko hakea")."""
        opening = self.opening(clause, self.signals.openers)
        is_told = opening is not None and clause.is_sub and not _VERB_ASKS.search(opening)
        is_told = is_told or self.opening(clause, self.signals.tellers) is not None
        return clause.ends_asking or (opening is not None and not is_told)

    def is_wish(self, clause: Clause) -> bool:
        return self.opening(clause, self.signals.requests) is not None

    def opening(self, clause: Clause, phrases: Sequence[Phrase]) -> str | None:
        """The words with which the clause begins, one filler before them left out."""
        begins = {0, *(end for start, end, _ in spans(self.signals.fillers, clause.line) if start == 0)}
        return next((clause.line[start:end].strip() for start, end, _ in spans(phrases, clause.line) if start in begins), None)

    def is_empty(self, clause: Clause) -> bool:
        """Says nothing of its own: fillers only."""
        return not uncovered(self.signals.fillers, clause.line)

    def control(self) -> str | None:
        """The order that the whole message is, by its words alone; two orders in one: the last ("en tiedä, ohita")."""
        said = [name for clause in self.clauses for name in [self.control_of(clause.line)] if name is not None]
        rest = [clause for clause in self.clauses if self.control_of(clause.line) is None and not self.is_empty(clause)]
        if said and not rest:
            return said[-1]
        return self.control_of(self.line)

    def control_of(self, line: str) -> str | None:
        """The order whose phrases, with fillers, cover the line; the most exact where several do."""
        found: list[tuple[int, str]] = []
        for name, phrases in self.signals.controls.items():
            hits = spans(phrases, line)
            if hits and not uncovered([*phrases, *self.signals.fillers], line):
                found.append((max(weight for _, _, weight in hits), name))
        return max(found)[1] if found else None

    def partly_controls(self) -> dict[str, float]:
        """Orders that a clause is by its words, and orders that the topics hold it for, with the topics' confidence."""
        by_words = {self.control_of(clause.line) for clause in self.clauses}
        return {topic: confidence for topic, confidence in self.scored.items() if topic in by_words or _family(topic) in by_words}

    def guessed_control(self, *, least: float) -> str | None:
        names = [topic for topic, confidence in self.scored.items() if confidence >= least and topic in self.signals.controls]
        return self.exact(names[0]) if names else None

    def exact(self, control: str) -> str:
        """The dialogue model has one topic for "what do you mean" and "why do you ask"."""
        asks_why = any(start == 0 for start, _, _ in spans(self.signals.controls.get("explain_why", ()), self.line))
        return "explain_why" if control == "explain_question" and asks_why else control


def _family(topic: str) -> str:
    return "explain_why" if topic == "explain_question" else topic


def _of_value(message: _Message) -> Outcome:
    """A readable value decides, unless it stands in a question of the person's own."""
    control = message.control()
    asked = [clause for clause in message.clauses if message.is_asking(clause) or (message.is_wish(clause) and not message.reads(clause.text))]
    stated = [clause for clause in message.clauses if clause not in asked]
    reads = message.reads(message.text)
    # "Neuvoja" may be wished for, or be one of the choices.
    if control is not None and not (reads and control == "talk_to_human"):
        return IsControl(control)
    if reads:
        return _value_and_question(message, asked, stated)
    guessed = message.guessed_control(least=_SURE)
    topics = message.topics(least=_LIKELY, with_ideas=True)
    if guessed is not None and max(message.scored.values()) > max((message.scored[topic] for topic in topics), default=0.0):
        return IsControl(guessed)
    if topics:
        return IsInterruption(topics)
    others = tuple(topic for topic, confidence in message.scored.items() if confidence >= _SURE and topic not in ("affirm", "deny"))
    return IsInterruption(others) if others else IsUnclear()


def _value_and_question(message: _Message, asked: Sequence[Clause], stated: Sequence[Clause]) -> Outcome:
    topics = message.topics(least=_LIKELY, with_ideas=True)
    if not asked or not topics:
        return IsAnswer()
    answer = ". ".join(clause.text for clause in stated)
    if message.reads(answer):
        return IsAnswerAndQuestion(message.text if len(asked) == 0 else answer, topics)
    # The value stands in the question itself: "voiko saada 10 000 euroa?" asks, "ois joku 5000?" answers doubtfully.
    is_real = any(message.opening(clause, (*message.signals.openers, *message.signals.requests)) is not None for clause in asked)
    return IsInterruption(topics) if is_real and max(message.scored[topic] for topic in topics) >= _SURE else IsAnswer()


def _of_words(message: _Message, question: Question) -> Outcome:
    """Free text is the answer unless all of it is plainly something else."""
    is_titled = bool(_TITLED.search(message.text))
    control = None if is_titled else message.control()
    if control is not None:
        return IsControl(control)
    if not message.words or all(message.is_empty(clause) for clause in message.clauses):
        return _of_small_talk(message)
    if not is_titled:
        partly = _partly_control(message, question)
        if partly is not None:
            return IsControl(partly)
    return _words_and_question(message, question, is_titled=is_titled)


def _of_small_talk(message: _Message) -> Outcome:
    """Nothing that could be kept: "moi", "ok", "kiitos"."""
    talk = tuple(topic for topic in message.scored if topic in ("greet", "thank", "goodbye"))
    return IsInterruption(talk) if talk else IsUnclear()


def _partly_control(message: _Message, question: Question) -> str | None:
    """An order with its reason: "lehmät karkas, jatketaan illalla tätä". The words of one clause and the topics must agree."""
    if len(message.words) > _LONG:
        return None
    least = _VERY_SURE if question.is_name else _SURE
    sure = {topic: confidence for topic, confidence in message.partly_controls().items() if confidence >= least}
    if sure:
        name = max(sure, key=lambda topic: sure[topic])
        return next((said for said in map(message.control_of, (c.line for c in message.clauses)) if said in (name, _family(name))), name)
    guessed = message.guessed_control(least=_VERY_SURE)
    points_here = holds(message.signals.here, message.line)
    return guessed if guessed is not None and points_here and not (question.is_name and message.text[:1].isupper() and len(message.words) <= _SHORT) else None


def _words_and_question(message: _Message, question: Question, *, is_titled: bool) -> Outcome:
    asked = [clause for clause in message.clauses if message.is_asking(clause)]
    wished = [clause for clause in message.clauses if clause not in asked and message.is_wish(clause)]
    stated = [clause for clause in message.clauses if clause not in asked and clause not in wished and not message.is_empty(clause)]
    speaks_to_us = holds(message.signals.addressing, message.line)
    if is_titled and not (speaks_to_us and stated):
        return IsAnswer()
    about_us = _about_us(message) if speaks_to_us else ()
    if about_us and not asked:
        return IsInterruption(about_us)
    topics = message.topics(least=_LIKELY, with_ideas=True) if asked else ()
    wishes = message.topics(least=_SURE, with_ideas=False) if wished else ()
    if any(len(clause.line.split()) > 1 or message.reads(clause.text) for clause in stated):
        return _both(message, question, stated, topics=(*topics, *wishes), speaks_to_us=speaks_to_us)
    return _nothing_stated(message, question, asked=bool(asked), topics=topics, wishes=wishes)


def _nothing_stated(message: _Message, question: Question, *, asked: bool, topics: tuple[str, ...], wishes: tuple[str, ...]) -> Outcome:
    """All of it asks or wishes."""
    signals = message.signals
    to_us = holds([*signals.addressing, *signals.matters], message.line)
    by_verb = any(_VERB_ASKS.search(opening) for clause in message.clauses if (opening := message.opening(clause, signals.openers)) is not None)
    guessed = message.guessed_control(least=_LIKELY if by_verb else _SURE) if asked else None
    best = max((message.scored[topic] for topic in topics), default=0.0)
    if guessed in _ABOUT_THE_QUESTION and max(message.scored.values()) > best:
        return IsControl(str(guessed))
    if topics and (to_us or by_verb or not question.is_name or best >= _SURE):
        return IsInterruption(topics)
    if asked and holds(signals.addressing, message.line):
        return IsInterruption(_about_us(message) or tuple(message.scored) or ("out_of_scope",))
    if wishes:
        return IsInterruption(wishes)
    return IsAnswer() if message.reads(message.text) else IsUnclear()


def _both(message: _Message, question: Question, stated: Sequence[Clause], *, topics: Sequence[str], speaks_to_us: bool) -> Outcome:
    """A name may hold a question: "Kuka minä olen? Voimaannuttava valokuvaryhmä". The idea itself is what is told here."""
    signals = message.signals
    others = tuple(dict.fromkeys(topic for topic in topics if not (topic in signals.ideas and signals.kinds.get(topic) == "task")))
    if not others or (question.is_name and not speaks_to_us):
        return IsAnswer()
    answer = ". ".join(clause.text for clause in stated)
    return IsAnswerAndQuestion(answer, others) if message.reads(answer) else IsInterruption(others)


def _about_us(message: _Message) -> tuple[str, ...]:
    """Anger at us is no answer; anger at the world may well be the idea."""
    return tuple(topic for topic in ("complain", "ask_if_bot", "help") if message.scored.get(topic, 0) >= _SURE)
