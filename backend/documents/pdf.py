"""A document as PDF/UA-1: A4, tagged, its fonts inside, made from `draft.typ` or `brief.typ`."""

import json
import re
import unicodedata
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import typst

from backend.documents.document import Document, Look
from backend.documents.printable import PLACEHOLDER, breakable, each_text, printable

_HERE = Path(__file__).parent
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def to_pdf(document: Document, *, look: Look = Look.DRAFT) -> bytes:
    """The document as PDF/UA-1.

    The fonts are those inside the typst package: Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian, Georgian and Devanagari in
    the main. Other characters (emoji, Thai, Chinese, Ethiopic) are U+FFFD on paper, and `document.unshown` then says so.
    """
    words = each_text(printable(document), breakable)
    unshown: dict[int, str] = {}
    while True:
        try:
            return _compiled(_without(unshown, words) if unshown else words, look)
        except typst.TypstError as refusal:
            more = _unshown(refusal)
            if more.keys() <= unshown.keys():
                raise
            unshown |= more


def _compiled(words: Document, look: Look) -> bytes:
    return typst.compile(
        _HERE / f"{look}.typ",
        root=_HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(asdict(words))},
        format="pdf",
        pdf_standards=["ua-1"],
    )


def _unshown(refusal: typst.TypstError) -> dict[int, str]:
    """What no font could show, as a table of replacements; empty where the refusal was about something else.

    A letter is named too when only the mark on it is unknown, so marks go first.
    """
    named = {character for text in _UNSHOWN.findall(refusal.diagnostic) for character in _ESCAPED.sub(_unescaped, text)} - {PLACEHOLDER}
    marks = {character for character in named if unicodedata.category(character).startswith("M")}
    return {ord(character): "" if _is_joiner(character) else PLACEHOLDER for character in marks or named}


def _is_joiner(character: str) -> bool:
    """True for what only shapes its neighbours, as in an emoji of several parts."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _without(unshown: dict[int, str], words: Document) -> Document:
    warned = replace(words, notices=(*words.notices, words.unshown)) if words.unshown else words
    return each_text(warned, lambda text: text.translate(unshown))


def _unescaped(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
