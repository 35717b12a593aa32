"""Phrases that are looked for in a message: words with `*` for any ending or beginning, `...` for up to three words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’:][^\W_]+)*")
_END = re.compile(r"([.!?;:,…]+)(?=\s|$)|\n+")
_GAP = r"(?:\S+ ){0,3}"
_ANY = r"\S*"
_GAPS = ("...", "…")


def fold(text: str) -> str:
    """Small letters without dots and accents: "Eläkeläisille" and "elakelaisille" are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words; marks and symbols are none."""
    return tuple(_WORD.findall(fold(text)))


def joined(text: str) -> str:
    """The folded words with one space between and at both ends of the line: what phrases are looked for in."""
    return "".join(f"{word} " for word in words_of(text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """`pattern` finds the phrase in a joined line; `weight` is its number of letters, by which the more exact of two is told.

    `core` is a piece of it without which no line holds it: looked for first, because that costs next to nothing.
    """

    pattern: re.Pattern[str]
    weight: int
    core: str = ""


def phrase(written: str) -> Phrase | None:
    """The phrase; None where it holds no word."""
    tokens = fold(written).split()
    weight = sum(character.isalnum() for character in written)
    core = max((token.strip("*") for token in tokens if token not in _GAPS), key=len, default="")
    return Phrase(re.compile(r"(?<!\S)" + "".join(_part(token) for token in tokens)), weight, core) if weight else None


def _part(token: str) -> str:
    if token in _GAPS:
        return _GAP
    starts, ends = token.startswith("*"), token.endswith("*")
    bare = re.escape(token.strip("*"))
    return (_ANY if starts else "") + bare + (_ANY if ends else "") + " "


def spans(phrases: Iterable[Phrase], line: str) -> list[tuple[int, int, int]]:
    """Where the phrases stand in the joined line: start, end, weight."""
    return [(found.start(), found.end(), one.weight) for one in phrases if one.core in line for found in one.pattern.finditer(line)]


def holds(phrases: Iterable[Phrase], line: str) -> bool:
    return any(one.core in line and one.pattern.search(line) for one in phrases)


def uncovered(phrases: Iterable[Phrase], line: str) -> tuple[str, ...]:
    """The words of the line that stand in none of the phrases."""
    covered = [(start, end) for start, end, _ in spans(phrases, line)]
    return tuple(found[0] for found in re.finditer(r"\S+", line) if not any(start <= found.start() < end for start, end in covered))


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message between two marks. `line` is joined; `is_sub` is true after a comma."""

    text: str
    line: str
    ends_asking: bool
    is_sub: bool = False


def clauses_of(text: str, *, breaks: Sequence[Phrase] = ()) -> tuple[Clause, ...]:
    """The message cut at its marks, and before each of the phrases in `breaks` ("ja voiko", "mutta miten")."""
    found: list[Clause] = []
    start = 0
    is_sub = False
    for mark in _END.finditer(text):
        found.extend(_cut(text[start : mark.start()], breaks, ends_asking="?" in mark[0], is_sub=is_sub))
        start, is_sub = mark.end(), mark[0] == ","
    found.extend(_cut(text[start:], breaks, ends_asking=False, is_sub=is_sub))
    return tuple(found)


def _cut(text: str, breaks: Sequence[Phrase], *, ends_asking: bool, is_sub: bool) -> list[Clause]:
    line = joined(text)
    if not line:
        return []
    first = min((start for start, _, _ in spans(breaks, line) if start > 0), default=None)
    if first is None:
        return [Clause(text.strip(), line, ends_asking, is_sub)]
    words = list(re.finditer(r"\S+", text))
    count = len(line[:first].split())
    place = next((word.start() for at, word in enumerate(words) if len(words_of(text[: word.end()])) > count and at), len(text))
    return [Clause(text[:place].strip(), line[:first], ends_asking=False, is_sub=is_sub), *_cut(text[place:], (), ends_asking=ends_asking, is_sub=is_sub)]
