"""The gate every text of a person passes before anything else sees it."""

import re
import unicodedata

MAX_CHARACTERS = 4096
_MAX_COMBINING = 8
# Characters that show nothing: zero-width, joiners, byte order mark, bidi controls and invisible operators.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe00-\ufe0f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Invisible characters count as space here: Rasa strips some of them and would then find the slash.
_LEADING = re.compile(r"^(?:[\s/]|" + _INVISIBLE.pattern + ")+")
_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85]")


def gate(text: str) -> str:
    """The text as the product keeps it: storable, at most 4,096 characters, never a slash command of Rasa's.

    NUL, other control characters and lone surrogates become U+FFFD; long runs of combining marks are cut; white space
    and slashes at the start are stripped, so that nobody can type an intent.
    """
    storable = _LINE_BREAKS.sub("\n", text[: MAX_CHARACTERS * 4].encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    composed = unicodedata.normalize("NFC", _CONTROL.sub("\ufffd", storable))
    return _LEADING.sub("", cut_combining(composed)[:MAX_CHARACTERS]).rstrip()


def cut_combining(text: str) -> str:
    """The text with at most eight marks on a letter; more are not a language."""
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MAX_COMBINING:
            kept.append(character)
    return "".join(kept)


def is_blank(text: str) -> bool:
    """True where nothing of the text can be seen."""
    return not _INVISIBLE.sub("", text).strip()
