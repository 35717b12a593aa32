"""What the running bot would do with messages that come while the pitch waits for the answer to one of its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain.interview.answers import Answer, Answers, AnswerState, applies
from backend.domain.interview.form import Form, Question
from backend.domain.interview.judging import reader
from backend.domain.interview.phrases import words_of
from backend.domain.interview.signals import Signals
from backend.domain.interview.taking import correction
from backend.domain.interview.triage import IsAnswer, IsAnswerAndQuestion, IsControl, IsInterruption, IsUnclear, Outcome, takes_words, triage
from backend.domain.text import gate
from backend.domain.understanding import ScoredTopic, Understanding

ANSWER = "answer"
NOT_ANSWERED = "out_of_scope"
_AS_TOPICS: Mapping[str, str] = {"explain_why": "explain_question", "summary": "show_drafts"}
"""Orders that the interview tells apart and that are one topic, or a topic by another name, elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InForm:
    """A form that waits for an answer, every question before it answered."""

    form: Form
    signals: Signals
    now: datetime

    def slots(self) -> tuple[str, ...]:
        return tuple(question.slot for question in self.form.questions)

    def outcome(self, understood: Mapping[str, Any], *, slot: str) -> str:
        """`answer` or a topic, for a line as the dialogue program understood it; an answer with a question is an answer.

        Words that can be read neither as a value nor as anything else are an answer too: the bot takes them for an attempt, and
        says what it could not read. A mere "joo" where more is needed has its own topic. `out_of_scope` are also what may mean
        danger and what has no word in it.
        """
        understanding = read_understanding(understood)
        if understanding.is_crisis:
            return NOT_ANSWERED
        question = next(question for question in self.form.questions if question.slot == slot)
        text = gate(understood["text"])
        return self._correction(question, text) or self._named(question, text, self._triage(question, text, understanding), understanding)

    def _triage(self, question: Question, text: str, understanding: Understanding) -> Outcome:
        return triage(question, text, understanding, signals=self.signals, reads=reader(question, now=self.now))

    def _correction(self, question: Question, text: str) -> str | None:
        """A change of the answer before the last is one of what is saved; a change of the last goes back to it."""
        before = self._before(question)
        last = next(reversed([*before]), "")
        found = correction(self.form, text, answers=before, given={}, last=last, current=question, signals=self.signals, now=self.now)
        if found is None:
            return None
        return "go_back" if found.question.id == last else "edit_draft"

    def _before(self, question: Question) -> Answers:
        known: dict[str, Answer] = {}
        for earlier in self.form.questions[: self.form.questions.index(question)]:
            if applies(earlier, known, {}):
                known[earlier.id] = Answer(question=earlier.id, state=AnswerState.GIVEN)
        return known

    def _named(self, question: Question, text: str, outcome: Outcome, understanding: Understanding) -> str:
        match outcome:
            case IsAnswer() | IsAnswerAndQuestion():
                return ANSWER
            case IsInterruption(topics=topics):
                sure = {scored.topic: scored.confidence for scored in understanding.topics}
                return next((topic for topic in topics if topic in self.signals.controls), max(topics, key=lambda topic: sure.get(topic, 0.0)))
            case IsControl(name=name):
                return _AS_TOPICS.get(name, name)
            case IsUnclear() if words_of(text) and not takes_words(question):
                return ANSWER
            case IsUnclear():
                return next((scored.topic for scored in understanding.topics), NOT_ANSWERED)


def read_understanding(understood: Mapping[str, Any]) -> Understanding:
    return Understanding(
        language=understood["lang"],
        topics=_scored(understood["topics"]),
        candidates=_scored(understood["candidates"]),
        answers=understood["answers"],
        is_crisis=understood["crisis"],
    )


def _scored(entries: Any) -> tuple[ScoredTopic, ...]:  # noqa: ANN401 - JSON
    return tuple(ScoredTopic(topic=entry["topic"], confidence=entry["confidence"]) for entry in entries)
