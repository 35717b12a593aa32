"""Small words round a number, as data: about, at most, at least, under, over, and what joins two numbers."""

from enum import Enum

from backend.domain.values.line import Line


class Hint(Enum):
    ABOUT = "about"
    MOST = "most"
    LEAST = "least"
    UNDER = "under"
    OVER = "over"
    FILLER = "filler"
    BETWEEN = "between"


class Join(Enum):
    RANGE = "range"
    OR = "or"
    PLUS = "plus"
    TIMES = "times"
    AND = "and"
    CORRECTION = "correction"


_BEFORE = {
    Hint.ABOUT: """noin|noi|suunnillee|suurinpiirtee|n|n .|no in|suunnilleen|suurin piirtein|suurinpiirtein|suurpiirtein|vajaa|vajaan|vajaat|vajaata|reilu|reilut|reilun|reilua|reilusti
        lähes|melkein|arviolta|arviolta noin|jotain|jotakin|jotai|jossain|siinä|circa|ca|ca .|c .|about|around|roughly|approximately|approx|approx .|almost|nearly|some|~|≈
        likimain|likipitäen|karkeasti|karkeesti|liki|tienoilla|joku|jokunen|ungefär|cirka|около|примерно|arvio""",
    Hint.MOST: """max|max .|maks|maks .|maksimi|maksimissaan|maximissaan|enintään|enintää|korkeintaan|korkeintaa|kork|kork .|up to|upto|at most|at the most|maximum
        maximum of|a maximum of|no more than|not more than|ei yli|ei ylitä|ei ylitä yli|ei enempää kuin|ei enempää ku|ei enempi ku|ei enemmän kuin|ei enempää|not over|<=|≤|alle tai
        högst|не более|не больше|yläraja|katto|ylärajana|kattona|ei saa ylittää|viimeistään
        ei ainakaan yli|ei missään nimessä yli|ei todellakaan yli|ei kyllä yli|definitely not over|< =""",
    Hint.LEAST: """min|min .|minimi|upwards of|upward of|minimissään|vähintään|vähintää|väh|väh .|ainakin|ainaki|at least|no less than|not less than|minimum|minimum of|a minimum of|ei alle
        ei vähempää kuin|ei vähempää ku|not under|>=|≥|vähimmillään|minst|не менее|alaraja|alkaen|alk|alk .|lähtien
        ei ainakaan alle|> =""",
    Hint.UNDER: """alle|allen|ala|under|below|less than|fewer than|<|pienempi kuin|vähemmän kuin|vähemmän ku|vähemmän kun|hieman alle|vähän alle|karvan alle|reilusti alle
        just under|selvästi alle|меньше|менее|alta""",
    Hint.OVER: """yli|ylitte|over|above|more than|>|enemmän kuin|enemmän ku|enemmän kun|enempi ku|suurempi kuin|hieman yli|vähän yli|reilusti yli|reippaasti yli|selvästi yli
        just over|reilu yli|больше|более|åtminstone över""",
    Hint.FILLER: """ehkä|se|sellane|sellainen|sellanen|semmonen|semmoinen|semmone|semmoset|varmaan|varmaa|the|of|maybe|perhaps|kai|tota|niinku|niinkun|just|tollane
        tollanen|joku semmonen|ihan|jopa""",
    Hint.BETWEEN: "between|välillä|väliltä|mellan",
}
_AFTER = {
    Hint.ABOUT: """luokkaa|luokassa|paikkeilla|paikkeille|tienoilla|tienoille|hujakoilla|kieppeillä|nurkilla|pintaan|korvilla|suuruusluokkaa|noin|suunnilleen|about|ish
        or so|tai jotain|tai jotai|tai jotakin|tai niin|tai sinne päin|or thereabouts|suurin piirtein|suurinpiirtein|pinnassa|maissa|tietämillä|roughly|arviolta|- ish|kieppeille""",
    Hint.MOST: """max|max .|maks|maks .|maksimissaan|maximissaan|enintään|korkeintaan|tai alle|tai vähemmän|or less|or fewer|maximum|at most|at the most|asti|saakka|tops|tai allekin|maksimi|katto|ylärajana""",
    Hint.LEAST: """min|min .|minimissään|vähintään|ainakin|tai enemmän|tai enempi|tai yli|tai ylikin|tai enemmänkin|or more|minimum|at least|alkaen|ylöspäin|ja ylöspäin|ja yli|and up|upwards|+""",
}
# `max 20` joins no two numbers, `-` does: what may stand between two numbers, whole.
_JOINS = {
    Join.RANGE: "-|- -|. .|. . .|…|to|till|until|upp till|tot|till ungefär|- n .|- noin|viiva",
    Join.OR: """tai|vai|or|taikka|tahi|eller|или|, tai|tai ehkä|tai sitten|tai jopa|tai noin|or maybe|or perhaps|ehkä|tai varmaan|/|, ehkä|vaiko|vai ehkä|, or|joko tai""",
    Join.PLUS: "+|plus|plussana|lisäksi|ja lisäksi|ja päälle|and another",
    Join.TIMES: "x|*|×|kertaa|krt|times",
    Join.AND: "ja|sekä|and|och|и|&|, ja|ynnä|, sekä",
}
_CORRECTIONS = """eiku|eikun|eikö kun|ei kun|ei ku|ei kuin|eikuin|ei vaan|vaan|korjaan|korjaus|tarkoitin|tarkotin|tarkoitan|tarkotan|sori|sorry|anteeksi|tai siis|siis
    oikeastaan|oikeesti|oikeestaan|actually|i mean|i meant|meant|no wait|wait|rather|instead|correction|tarkennan|piti sanoa|nyt kuitenkin"""
_NEGATIONS = frozenset({"ei", "en", "eikä", "not", "no", "älä", "isn't", "ei se"})


def _table(rows: dict[Hint, str]) -> dict[str, Hint]:
    return {" ".join(phrase.split()): hint for hint, text in rows.items() for row in text.split("\n") for phrase in row.split("|")}


_HINTS_BEFORE = _table(_BEFORE)
_HINTS_AFTER = _table(_AFTER)
_JOINED_BY = {" ".join(phrase.split()): join for join, text in _JOINS.items() for phrase in text.split("|")}
_CORRECTED_BY = tuple(tuple(phrase.split()) for row in _CORRECTIONS.split("\n") for phrase in row.split("|"))
_LONGEST = 4


def hint_before(line: Line, at: int) -> tuple[Hint, int] | None:
    """What is said right before a token, and where that begins."""
    for length in range(_LONGEST, 0, -1):
        hint = _HINTS_BEFORE.get(line.words(at - length, at)) if at >= length else None
        if hint is not None:
            return hint, at - length
    return None


def hint_after(line: Line, at: int) -> tuple[Hint, int] | None:
    """What is said from a token on, and where that ends."""
    for length in range(_LONGEST, 0, -1):
        hint = _HINTS_AFTER.get(line.words(at, at + length)) if at + length <= len(line) else None
        if hint is not None:
            return hint, at + length
    return None


def is_correction(line: Line, start: int, end: int) -> bool:
    """True where somebody takes back what stood before `start` for what stands after `end`."""
    between = line.words(start, end).split()
    return any(tuple(between[at : at + len(phrase)]) == phrase for phrase in _CORRECTED_BY for at in range(len(between)))


def is_denied(line: Line, at: int) -> bool:
    """True where the thing that begins at a token is said not to be meant: `ei 5000`."""
    return line.word(at - 1) in _NEGATIONS


def join_between(line: Line, start: int, end: int) -> Join | None:
    """What joins what ends at `start` with what begins at `end`."""
    if end - start <= _LONGEST and (joined := _JOINED_BY.get(line.words(start, end))) is not None:
        return joined
    return Join.CORRECTION if is_correction(line, start, end) else None
