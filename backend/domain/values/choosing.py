"""Which of several addresses or numbers a sentence says to use."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from backend.domain.values.line import Line
from backend.domain.values.phrases import is_correction
from backend.domain.values.tables import words

_USE = words(
    """käyt uusi uude uutta nykyi vastat vastaa lähett lähetä lähete laita laitta soit mieluu parem ensisij virallinen kirjot kirjoit use new
    instead prefer current call reply write better send best tavoit saa toimii toimiva ota pääosoi meilaa yhteys yhteyttä reach contact correct
    right oikea voimassa this tätä tähän primary tekst vaan paras parhaiten but now nyt"""
)
_DO_NOT = (
    *words("""vanh enti väär vanhent edelli aiem aikais ennen old former previous wrong kopio cc poist lakka sulje suljet hakkeroi lähetin"""),
    *("used", "no longer", "defunct", "vara", "backup", "secondary", "expired", "olemassa", "instead of", "sijasta", "sijaan"),
)
_NOT = frozenset({"ei", "älä", "älkää", "en", "eikä", "emme", "not", "don't", "dont", "never", "no", "doesn't", "isn't", "eivät", "ette", "cannot", "can't"})
_FORBIDS = frozenset({"eikä", "älä", "älkää", "not", "don't", "dont", "never"})
_CLAUSE_ENDS = frozenset({",", ".", ";", "!", "?", "mutta", "vaan", "but", "ja", "and", "-", "niin", "(", ")", ":"})


class Place(Protocol):
    """Something that stands at tokens `start` to before `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _clause(line: Line, start: int, end: int) -> int | None:
    """Where the first clause between two places ends; None where nothing parts them."""
    return next((at for at in range(start, end) if line.word(at) in _CLAUSE_ENDS and not (at == start and line.word(at) in ("(", "-"))), None)


def _split(line: Line, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words between two places: what is said of the first, and of the second."""
    words = [line.word(at) for at in range(start, end)]
    cut = _clause(line, start, end)
    if cut is not None:
        last = max(at for at in range(start, end) if line.word(at) in _CLAUSE_ENDS)
        return words[: cut - start], words[last - start + (line.word(last) not in ("vaan", "but")) :]
    if words and (_FORBIDS & set(words) or words[-1] in _NOT):
        return [], words
    is_use = next((at for at, word in enumerate(words) if word.startswith(_USE)), len(words))
    return (words[:is_use], words[is_use:]) if _NOT & set(words) else (words, words)


def _said_of(line: Line, places: Sequence[Place]) -> list[list[str]]:
    """What is said of each place."""
    first = _split(line, 0, places[0].start)[1]
    said = [first]
    for at, place in enumerate(places):
        end = places[at + 1].start if at + 1 < len(places) else len(line)
        of_this, of_next = _split(line, place.end, end)
        said[at] = [*said[at], *of_this]
        said.append(of_next)
    return said[: len(places)]


def _score(words: Sequence[str]) -> int:
    """Above zero for "use this", below for "not this one"."""
    is_not = any(word in _NOT for word in words)
    is_old = any(word.startswith(_DO_NOT) for word in words)
    is_use = any(word.startswith(_USE) for word in words)
    if is_old:
        return -2
    if is_not:
        return -1
    return int(is_use)


AnyPlace = TypeVar("AnyPlace", bound=Place)


_REPLACED_BEFORE = ("instead of", "rather than", "in place of")
_REPLACED_AFTER = ("sijaan", "sijasta", "asemesta")
_NEAR = 5


def _is_replaced(line: Line, place: Place, *, after: int) -> bool:
    """True for what another one is to be used instead of; `after` is where the one before it ends."""
    before = line.words(max(after, place.start - _NEAR), place.start)
    end = place.end + 2 if line.word(place.end) == ":" and line.is_glued(place.end + 1) else place.end
    return any(phrase in before for phrase in _REPLACED_BEFORE) or line.word(end) in _REPLACED_AFTER


def to_use(line: Line, places: Sequence[AnyPlace]) -> list[AnyPlace]:
    """The one place the sentence says to use, or all of those it leaves open."""
    if len(places) < 2:  # noqa: PLR2004 - nothing to choose between
        return list(places)
    ends = [0, *(place.end for place in places)]
    kept = [place for place, after in zip(places, ends, strict=False) if not _is_replaced(line, place, after=after)]
    if 0 < len(kept) < len(places):
        return to_use(line, kept)
    for at in range(len(places) - 1, 0, -1):
        if is_correction(line, places[at - 1].end, places[at].start):
            return [places[at]]
    scores = [_score(words) for words in _said_of(line, places)]
    best = max(scores)
    return [place for place, score in zip(places, scores, strict=True) if score == best]
