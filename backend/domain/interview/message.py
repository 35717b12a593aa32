"""A message while a question is open: its clauses, what the words of each show, and what the topics are held to be."""

from collections.abc import Sequence
from functools import cached_property

from backend.domain.interview.judging import Reads
from backend.domain.interview.phrases import Clause, Phrase, clauses_of, joined, spans, uncovered
from backend.domain.interview.signals import Signals
from backend.domain.understanding import Understanding


class Message:
    """`scored` are the topics with their confidence; `likely` the candidates as well, where the topics leave them out.

    `answers` is how likely the message answers a slot, were it asked for; empty where the dialogue server did not say.
    """

    def __init__(self, text: str, understanding: Understanding, signals: Signals, reads: Reads) -> None:
        self.text = text
        self.signals = signals
        self.reads = reads
        self.clauses = clauses_of(text, breaks=signals.breaks)
        self.line = joined(text)
        self._orders: dict[str, str | None] = {}
        self.words = self.line.split()
        self.scored = {scored.topic: scored.confidence for scored in understanding.topics}
        self.answers = understanding.answers
        self.likely = {**{scored.topic: scored.confidence for scored in understanding.candidates}, **self.scored}
        self.asked = tuple(clause for clause in self.clauses if self.is_asking(clause))
        self.wished = tuple(clause for clause in self.clauses if clause not in self.asked and self.is_wish(clause))
        self.stated = tuple(clause for clause in self.clauses if clause not in self.asked and clause not in self.wished and self.is_statement(clause))

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
        is_told = opening is not None and clause.is_sub and not self.is_by_verb(clause)
        is_told = is_told or self.opening(clause, self.signals.tellers) is not None
        return clause.ends_asking or (opening is not None and not is_told)

    def is_by_verb(self, clause: Clause) -> bool:
        """Whether the clause asks by its verb ("saako", "can we"), which a name or a part of a sentence hardly does."""
        return self.opening(clause, self.signals.openers) is not None and self.opening(clause, self.signals.question_words) is None

    @cached_property
    def asks_inside(self) -> bool:
        """Whether any word is a verb that asks, wherever it stands: "ennakkoa saako"."""
        told = {start for start, _, _ in spans((*self.signals.question_words, *self.signals.tellers), self.line)}
        return any(start not in told for start, _, _ in spans(self.signals.openers, self.line))

    def is_wish(self, clause: Clause) -> bool:
        return self.opening(clause, self.signals.requests) is not None

    def opening(self, clause: Clause, phrases: Sequence[Phrase]) -> str | None:
        """The words with which the clause begins, one filler before them left out."""
        begins = {0, *(end for start, end, _ in spans(self.signals.fillers, clause.line) if start == 0)}
        return next((clause.line[start:end].strip() for start, end, _ in spans(phrases, clause.line) if start in begins), None)

    def is_statement(self, clause: Clause) -> bool:
        return not self.is_empty(clause) and self.opening(clause, self.signals.conditions) is None

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
        if line not in self._orders:
            self._orders[line] = self._order_of(line)
        return self._orders[line]

    def _order_of(self, line: str) -> str | None:
        found: list[tuple[int, str]] = []
        for name, phrases in self.signals.controls.items():
            hits = spans(phrases, line)
            if hits and not uncovered([*phrases, *self.signals.fillers], line):
                found.append((max(weight for _, _, weight in hits), name))
        return max(found)[1] if found else None

    def exact(self, control: str) -> str:
        """The dialogue model has one topic for "what do you mean" and "why do you ask"."""
        asks_why = any(start == 0 for start, _, _ in spans(self.signals.controls.get("explain_why", ()), self.line))
        return "explain_why" if control == "explain_question" and asks_why else control
