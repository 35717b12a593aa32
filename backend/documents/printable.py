"""Makes any text fit for a file that others open: nothing in it is hidden, and nothing makes a writer refuse."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from backend.documents.document import Document, Section
from backend.domain.text import cut_combining, is_blank

PLACEHOLDER = "\ufffd"
# Controls, lone surrogates, private use, not assigned: no font shows them, and XML forbids most.
_NOT_SHOWN = {"Cc", "Cs", "Co", "Cn"}
# Embeddings, overrides and isolates make a sum read backwards; tags spell words that nobody sees.
_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LONG_WORD = re.compile(r"[^\s/?-]{46,}")
_STEP = 12


def printable(document: Document) -> Document:
    """The document with U+FFFD for every character that cannot or must not be shown, and without empty paragraphs.

    Line breaks become line feeds, and stay in paragraphs only; a title or heading without words is U+FFFD.
    """
    made = each_text(document, cleaned)
    return replace(
        made,
        title=_line(made.title) or PLACEHOLDER,
        subtitle=_line(made.subtitle),
        notices=_lines(made.notices),
        sections=tuple(map(_section, made.sections)),
        footer=_line(made.footer),
        made_at=_line(made.made_at),
        unshown=_line(made.unshown),
    )


def cleaned(text: str) -> str:
    """The text with U+FFFD for what cannot or must not be shown; line breaks become line feeds."""
    joined = _LINE_BREAKS.sub("\n", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).replace("\t", " ")
    shown = (PLACEHOLDER if character != "\n" and unicodedata.category(character) in _NOT_SHOWN else character for character in joined)
    return cut_combining(_MISLEADING.sub(PLACEHOLDER, "".join(shown)))


def breakable(text: str) -> str:
    """The text with places to break (U+200B) in words too long for a line; never between a letter and its marks.

    An address has such places after each of its parts.
    """
    return _LONG_WORD.sub(lambda word: _broken(word[0]), text)


def each_text(document: Document, change: Callable[[str], str]) -> Document:
    """The document with every text in it changed; languages are codes and stay."""
    return replace(
        document,
        title=change(document.title),
        subtitle=change(document.subtitle),
        notices=tuple(map(change, document.notices)),
        sections=tuple(
            replace(
                section,
                heading=change(section.heading),
                heading_other=change(section.heading_other),
                paragraphs=tuple(map(change, section.paragraphs)),
                mark=change(section.mark),
            )
            for section in document.sections
        ),
        footer=change(document.footer),
        made_at=change(document.made_at),
        unshown=change(document.unshown),
    )


def _section(section: Section) -> Section:
    return replace(
        section,
        heading=_line(section.heading) or PLACEHOLDER,
        heading_other=_line(section.heading_other),
        paragraphs=tuple(text.strip() for text in section.paragraphs if not is_blank(text)),
        mark=_line(section.mark),
    )


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := _line(text)))


def _line(text: str) -> str:
    return "" if is_blank(text) else " ".join(text.split())


def _broken(word: str) -> str:
    parts: list[str] = []
    since = 0
    for character in word:
        if since >= _STEP and not unicodedata.combining(character):
            parts.append("\u200b")
            since = 0
        parts.append(character)
        since += 1
    return "".join(parts)
