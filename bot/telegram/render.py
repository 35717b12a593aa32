"""A reply as Telegram shows it: HTML, in parts that are not too long."""

import re
from dataclasses import dataclass
from html import escape
from itertools import pairwise

MAX_UNITS = 4096
"""Telegram's limit, in UTF-16 units of the text as it is shown."""

_MAX_QUOTE = 240
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"\s+")
# A part may end at a better border only where it is still filled this far.
_FILLED = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One Telegram message: marked up, and the same without any markup."""

    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A marked stretch of the text, by positions of code points."""

    start: int
    end: int
    tag: str


def render(text: str, *, quote: str = "", note: str = "") -> tuple[Part, ...]:
    """The parts, in order; none where there is nothing to see. `note` stands before everything, the quote before the text."""
    shown, spans = _document(text.strip(), quote=_shortened(quote.strip()), note=note.strip())
    return tuple(_part(shown, spans, start, end) for start, end in _ranges(shown))


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def _document(text: str, *, quote: str, note: str) -> tuple[str, tuple[_Span, ...]]:
    shown = ""
    spans: list[_Span] = []
    if note:
        shown += note + "\n"
        spans.append(_Span(0, len(note), "i"))
    if quote:
        spans.append(_Span(len(shown), len(shown) + len(quote), "blockquote"))
        shown += quote + "\n"
    written = 0
    for match in _BOLD.finditer(text):
        shown += text[written : match.start()]
        spans.append(_Span(len(shown), len(shown) + len(match[1]), "b"))
        shown += match[1]
        written = match.end()
    return shown + text[written:], tuple(spans)


def _shortened(quote: str) -> str:
    if len(quote) <= _MAX_QUOTE:
        return quote
    at_word = quote[: _MAX_QUOTE + 1].rsplit(maxsplit=1)[0]
    return (at_word if _MAX_QUOTE * _FILLED < len(at_word) <= _MAX_QUOTE else quote[:_MAX_QUOTE]) + "…"


def _ranges(text: str) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _end_of_part(text, start)
        stretch = text[start:end]
        if stretch.strip():
            ranges.append((start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())))
        start = end
    return ranges


def _end_of_part(text: str, start: int) -> int:
    furthest = _furthest(text, start)
    if furthest == len(text):
        return furthest
    for border in (_PARAGRAPH, _LINE, _SENTENCE, _WORD):
        # One character more is looked at: a border right behind the limit is the best of all.
        ends = [match.start() for match in border.finditer(text, start, furthest + 1) if match.start() > start]
        if ends and ends[-1] - start >= (furthest - start) * _FILLED:
            return ends[-1]
    return furthest


def _furthest(text: str, start: int) -> int:
    """How far a part may reach; whole code points, so that no pair of surrogates is torn."""
    left = MAX_UNITS
    for position in range(start, len(text)):
        left -= 2 if text[position] > "\uffff" else 1
        if left < 0:
            return position
    return len(text)


def _part(text: str, spans: tuple[_Span, ...], start: int, end: int) -> Part:
    within = [_Span(max(span.start, start), min(span.end, end), span.tag) for span in spans if span.start < end and span.end > start]
    tags = {span.start: span for span in within}
    borders = sorted({start, end} | {border for span in within for border in (span.start, span.end)})
    pieces = [_piece(text[a:b], tags.get(a)) for a, b in pairwise(borders)]
    return Part(html="".join(pieces), plain=text[start:end])


def _piece(text: str, span: _Span | None) -> str:
    safe = escape(text, quote=False)
    return f"<{span.tag}>{safe}</{span.tag}>" if span else safe
