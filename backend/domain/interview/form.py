"""A form as data: its questions in the order in which they are asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from backend.domain.interview.phrases import Phrase

Texts: TypeAlias = Mapping[str, str]
Value: TypeAlias = str | bool | list[str] | dict[str, Any]
"""An answer as JSON: text, option, yes or no, options, or a value in the form of backend.domain.values."""


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    AMOUNT = "amount"
    DATE = "date"
    DATE_RANGE = "date_range"
    TIME = "time"
    PEOPLE = "people"
    CONTACT = "contact"
    COMPUTED = "computed"


READ_KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.AMOUNT: ("amount",),
    Kind.DATE: ("date",),
    Kind.DATE_RANGE: ("date_range", "date"),
    Kind.TIME: ("time",),
    Kind.PEOPLE: ("people",),
    Kind.CONTACT: ("email", "phone"),
}
"""The kinds of value that answer a question of the kind, the likeliest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """`words` tell the choice in any sentence, `picks` (its label, its number, a mere "joo") only in an answer to the question."""

    id: str
    labels: Texts
    words: tuple[Phrase, ...]
    picks: tuple[Phrase, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Length in characters; value in euros or people; `most` is of choices."""

    min_length: int = 1
    max_length: int = 2000
    min_value: int | None = None
    max_value: int | None = None
    most: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Holds where the answer to `question` (or a fact given from outside) is, or has among it, one of `options`.

    With no options it holds where the question is answered.
    """

    question: str
    options: frozenset[str] = frozenset()


Filling: TypeAlias = Callable[[Mapping[str, str]], str]
"""Makes a text of the named words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """One gentle question about a thin answer: one of fewer words, or one that lacks every phrase of the aspect; where both are set, of both.

    `asks` holds, by language, the wordings; each may name `said`, the answer itself.
    """

    id: str
    asks: Mapping[str, tuple[Filling, ...]]
    fewer_words: int | None = None
    lacks: tuple[Phrase, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcePart:
    """A piece of a prefilled text; it is left out where one of the answers it `needs` is missing."""

    needs: frozenset[str]
    fillings: Mapping[str, Filling]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Whence an answer is prefilled from another form: the answer to the question `same`, else the parts, a line each."""

    same: str = ""
    parts: tuple[SourcePart, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """`asks` holds, by language, the wordings in the order they are used. A named thing may well sound like a question.

    `is_taken` is false where an answer in passing, to another question, does not count; `taken_in` are those in whose answers
    it counts, empty for any: the message that begins a form always counts. `complaint` is empty where the general one of the
    kind serves. `slot` is its name outside the product. Where a question is free, words that are no value of its kind are kept
    as they are. What is personal is none of a group chat's business.
    """

    id: str
    kind: Kind
    asks: Mapping[str, tuple[str, ...]]
    label: Texts
    example: Texts
    why: Texts
    complaint: Texts = field(default_factory=dict)
    calls: tuple[Phrase, ...] = ()
    choices: tuple[Choice, ...] = ()
    limits: Limits = field(default_factory=Limits)
    when: tuple[Condition, ...] = ()
    is_optional: bool = False
    is_taken: bool = True
    taken_in: frozenset[str] = frozenset()
    is_name: bool = False
    is_free: bool = False
    is_personal: bool = False
    follow_ups: tuple[FollowUp, ...] = ()
    source: Source | None = None
    slot: str = ""
    seconds: int = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """`given` are facts that come from outside and decide which questions are asked. `version` changes with the file.

    `source` is the form by whose answers it can be prefilled, empty for none. No topic need start it.
    Where it is for groups, a group chat may fill it as well.
    """

    id: str
    topics: tuple[str, ...]
    title: Texts
    intro: Texts
    resume: Texts
    stopped: Texts
    done: Texts
    questions: tuple[Question, ...]
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    is_for_groups: bool = False
    version: str = ""

    @property
    def in_group(self) -> "Form":
        """As a group chat sees it: without what is personal."""
        return replace(self, questions=tuple(question for question in self.questions if not question.is_personal))

    def question(self, id_: str) -> Question | None:
        return next((question for question in self.questions if question.id == id_), None)
