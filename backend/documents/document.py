"""A document as its words, before it is a PDF, a Word file, an OpenDocument file or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How a document is laid out on paper: to write in and to read slowly, or all of it at one glance."""

    DRAFT = "draft"
    BRIEF = "brief"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One heading and what the group says under it.

    `heading` is in the document's language; `heading_other` is the same in `language`, the language of the text, or empty
    where the two do not differ. `mark` says in words where the text is from, or that it is missing.
    """

    heading: str
    heading_other: str = ""
    paragraphs: Sequence[str]
    mark: str
    is_missing: bool = False
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a document says, in the order it says it.

    `notices` stand at the top of every page, the first of them the loudest. `made_at` is the time as people write it.
    `unshown` is a sentence that the PDF adds to its notices where it could not show a character.
    """

    title: str
    subtitle: str
    language: str
    notices: Sequence[str]
    sections: Sequence[Section]
    footer: str
    made_at: str
    unshown: str = ""
