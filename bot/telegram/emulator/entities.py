"""Telegram's own small HTML: what it shows, or why it refuses it."""

import re
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


class CannotParse(Exception):
    """Telegram's words for what is wrong with the markup."""


@dataclass(frozen=True, slots=True)
class Entity:
    """`offset` and `length` in UTF-16 units."""

    type: str
    offset: int
    length: int


@dataclass(slots=True)
class _Reading:
    shown: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """The text as shown and its entities; raises CannotParse."""
    reading = _Reading()
    position = 0
    while position < len(markup):
        opening = markup.find("<", position)
        end = len(markup) if opening == -1 else opening
        reading.shown += _ENTITY.sub(lambda found: unescape(found[0]), markup[position:end])
        if opening == -1:
            break
        position = _read_tag(reading, markup, opening)
    if reading.open:
        msg = f"can't parse entities: Can't find end tag corresponding to start tag \"{reading.open[-1][0]}\""
        raise CannotParse(msg)
    return reading.shown, reading.entities


def _read_tag(reading: _Reading, markup: str, position: int) -> int:
    offset = len(markup[:position].encode())
    tag = _TAG.match(markup, position)
    name = tag[2].lower() if tag else ""
    if tag is None or name not in _TYPES:
        msg = f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {offset}'
        raise CannotParse(msg)
    if not tag[1]:
        reading.open.append((name, utf16_units(reading.shown)))
    elif not reading.open or reading.open[-1][0] != name:
        msg = (
            f'can\'t parse entities: Unmatched end tag at byte offset {offset}, expected "</{reading.open[-1][0] if reading.open else ""}>", found "</{name}>"'
        )
        raise CannotParse(msg)
    else:
        _, start = reading.open.pop()
        reading.entities.append(Entity(_TYPES[name], start, utf16_units(reading.shown) - start))
    return tag.end()
