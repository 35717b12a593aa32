"""A programme's facts as its source documents state them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, str]
FactValue: TypeAlias = int | date | str | Texts | tuple[Texts, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDocument:
    """`dated` says in words how old the document is; the documents themselves carry no date."""

    id: str
    title: Texts
    dated: Texts
    valid_from: date
    valid_until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a fact comes from: the document and its literal sentence, in the document's language."""

    document: SourceDocument
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """`kind` is euros, number, date, text, texts or link; it decides the type of `value`."""

    name: str
    kind: str
    value: FactValue
    source: Source
    valid_from: date
    valid_until: date

    def in_language(self, language: str) -> int | date | str | tuple[str, ...]:
        """The value as a text of that language may use it."""
        if isinstance(self.value, Mapping):
            return self.value[language]
        if isinstance(self.value, tuple):
            return tuple(texts[language] for texts in self.value)
        return self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """A round of applications, first and last day included. A provisional one was only planned.

    `known_since` is when coordinators published it; None where the programme's file tells of it.
    """

    opens: date
    closes: date
    earliest_start: date
    is_provisional: bool
    source: Source
    known_since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRound:
    """A round that coordinators have published here; it has no source document."""

    id: str
    opens: date
    closes: date
    earliest_start: date
    published_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    id: str
    name: str
    facts: Mapping[str, Fact]
    rounds: tuple[Round, ...]
