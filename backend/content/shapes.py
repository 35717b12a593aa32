"""What the files of `content/` hold, after reading."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.content.templates import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """`kind` is answer, task or control; `grounded` is yes, partly or no."""

    id: str
    kind: str
    grounded: str
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFile:
    """`settled` is yes, partly or no. `next` are topics offered as buttons. `rests_on` names facts of the programme.

    `yes` is the topic that a yes right after it stands for, where the text ends with a question; empty where there is none.
    """

    topic: str
    settled: str
    rests_on: tuple[str, ...]
    next: tuple[str, ...]
    yes: str
    texts: Mapping[str, tuple[Text, ...]]
    plain: Mapping[str, Text]


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """`needs` are the named facts the code must give, each with its kind."""

    key: str
    needs: Mapping[str, str]
    texts: Mapping[str, tuple[Text, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlashCommand:
    """A command of one language; `description` is shown in Telegram's menu."""

    word: str
    topic: str
    language: str
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementFile:
    title: Mapping[str, str]
    sections: tuple[tuple[Mapping[str, str], Mapping[str, Text]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Paragraphs are plain text; a paragraph that begins with "- " is a list, an item a line."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer as it is said. `plain` is the same in easier words, empty where there is none."""

    topic: str
    text: str
    plain: str
    settled: str
    next: tuple[str, ...]
    yes: str
    has_source: bool
