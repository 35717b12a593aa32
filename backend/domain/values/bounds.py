"""Words that open a stretch of time at one end: after, from, before, until."""

from enum import Enum

from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.phrases import Join, join_between


class Bound(Enum):
    AFTER = "after"  # it begins when that has ended
    SINCE = "since"  # it begins with that
    BEFORE = "before"  # it ends when that begins
    UNTIL = "until"  # it ends with that


_BEFORE = {
    Bound.AFTER: "after|vasta jälkeen|jälkeen|efter|после|later than|not until after|any time after|anytime after|sometime after|right after",
    Bound.SINCE: """aikaisintaan|aikasintaan|aikaisintaa|earliest|since|starting|starting from|alkaen|alk|alk .|ei ennen|ei aiemmin kuin|ei aikaisemmin kuin|not before|from around
        at the earliest|no earlier than|lähtien|начиная с|ei ennenkuin|från""",
    Bound.BEFORE: "ennen|before|prior to|enne|ennenku|ennenkuin|innan|до|ennen kuin|earlier than|jo ennen|any time before|some time before|ennemmin kuin",
    Bound.UNTIL: """viimeistään|viimeistää|by|until|till|no later than|not later than|latest|at the latest|up to|upto|asti|saakka|by the|viimestään|korkeintaan|not after|deadline""",
}
_AFTER = {
    Bound.AFTER: "jälkeen|jälkee|jlk|jälk|jälkeiseen|jälkeen vasta|jälkeenki|jälkeenkin|jälestä|jäläkeen|jäläkee|jlk .",
    Bound.SINCE: """alkaen|lähtien|eteenpäin|eteen päin|etiäpäin|alk|alk .|onwards|onward|or later|tai myöhemmin|at the earliest|aikaisintaan|->|- >|and later|ja myöhemmin|lähtie
        alkaan|eteenpäi|and after""",
    Bound.UNTIL: """mennessä|menessä|mennes|asti|saakka|or earlier|tai ennen|tai aiemmin|tai aikaisemmin|at the latest|viimeistään|mennessään|männessä|ast|mennessäki|latest|saakk""",
}
_LONGEST = 4
# What may stand between a bound and the time it opens.
_SKIPPED = frozenset({"klo", "kello", "kl", "the", "noin", "n", "about", "around", "joskus", "vasta", "n.", "siinä", "siis", "se"})


def _table(rows: dict[Bound, str]) -> dict[str, Bound]:
    return {" ".join(phrase.split()): bound for bound, text in rows.items() for row in text.split("\n") for phrase in row.split("|")}


_BOUNDS_BEFORE, _BOUNDS_AFTER = _table(_BEFORE), _table(_AFTER)


def bound_before(line: Line, at: int) -> tuple[Bound, int] | None:
    """The bound right before a token, and where it begins."""
    while at > 0 and (line.word(at - 1) in _SKIPPED or (line.word(at - 1) == "." and line.word(at - 2) in _SKIPPED)):
        at -= 1
    for length in range(_LONGEST, 0, -1):
        bound = _BOUNDS_BEFORE.get(line.words(at - length, at)) if at >= length else None
        if bound is not None:
            return bound, at - length
    return None


def bound_after(line: Line, at: int) -> tuple[Bound, int] | None:
    """The bound from a token on, and where it ends."""
    for length in range(_LONGEST, 0, -1):
        bound = _BOUNDS_AFTER.get(line.words(at, at + length)) if at + length <= len(line) else None
        if bound is not None:
            return bound, at + length
    return None


_BETWEEN_BEFORE = frozenset({"between", "välillä", "väliltä", "mellan"})


def join_of(line: Line, first: tuple[int, int, Case], second: tuple[int, int, Case]) -> Join | None:
    """What joins two neighbouring times or days, each given by its tokens and its case."""
    joined = join_between(line, first[1], second[0])
    if joined is Join.AND and (line.word(first[0] - 1) in _BETWEEN_BEFORE or line.word(second[1]).startswith("väli")):
        return Join.RANGE
    if joined is not None:
        return joined
    if first[2] is Case.FROM and second[2] is Case.BASIC and first[1] == second[0]:
        return Join.RANGE
    is_span = first[2] in (Case.FROM, Case.AT) and second[2] is Case.TO
    return Join.RANGE if is_span and second[0] - first[1] <= 1 and line.word(first[1]) not in (",", ".") else None
