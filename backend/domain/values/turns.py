"""Next, this, last, so long from now: words that place a week, a month or a season against today."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.numbers import read_number
from backend.domain.values.stretches import Turn, months_later

_TURNS = {
    Turn.NEXT: "ensi ens ensin next nästa ensii следующий следующей",
    Turn.COMING: "seuraava seuraavana seuraavalla seuraavan seuraavaa seuraavassa tuleva tulevana tulevalla tulevan tulevaa coming upcoming tulevassa",
    Turn.THIS: "tänä tämän tän tällä täl tässä täs tää tämä this denna tätä tähän",
    Turn.LAST: "viime viimme last edellinen edellisenä edellisellä viimeksi past",
    Turn.AFTER_NEXT: "ylensi",
}
_TURN_BY_WORD = {word: turn for turn, words in _TURNS.items() for word in words.split()}
_BEGIN = "alussa alusta alkuun alku alun alul alkuu alust alussaki alulla alkupuol alkupuolel"
_MIDDLE = "puolivälissä puolivälin puoliväli puolivälistä puoleenväliin puolivälis puolväli puolvälissä puolenvälin puoliväliin puoliväliä puolivälii keskivaiheilla keskivaiheissa keskellä puolessavälissä puolessa"
_END = "lopussa lopusta loppuun loppu lopun lopulla lopus lopuks lopuksi loppuu lopulle lopust"
PORTION_BY_WORD = {
    **dict.fromkeys(_BEGIN.split(), "begin"),
    **dict.fromkeys(_MIDDLE.split(), "middle"),
    **dict.fromkeys(_END.split(), "end"),
    **dict.fromkeys(("alkupuolella", "alkupuoli", "alkupuolelle", "alkupuolelta", "alkupuoliskolla", "alkupuolel"), "first half"),
    **dict.fromkeys(("loppupuolella", "loppupuoli", "loppupuolelle", "loppupuolelta", "loppupuoliskolla", "loppupuolel", "jälkipuoliskolla"), "second half"),
}
_ENGLISH_PORTIONS = {
    ("early",): "begin",
    ("late",): "end",
    ("mid",): "middle",
    ("mid", "-"): "middle",
    ("beginning", "of"): "begin",
    ("start", "of"): "begin",
    ("middle", "of"): "middle",
    ("end", "of"): "end",
    ("the", "beginning", "of"): "begin",
    ("the", "start", "of"): "begin",
    ("the", "middle", "of"): "middle",
    ("the", "end", "of"): "end",
    ("beginning", "of", "the"): "begin",
    ("start", "of", "the"): "begin",
    ("middle", "of", "the"): "middle",
    ("end", "of", "the"): "end",
    ("the", "beginning", "of", "the"): "begin",
    ("the", "start", "of", "the"): "begin",
    ("the", "end", "of", "the"): "end",
    ("first", "half", "of"): "first half",
    ("second", "half", "of"): "second half",
    ("alku", "-"): "begin",
    ("loppu", "-"): "end",
}
_LONGEST_PORTION = 4
_PREFIXES = (("alku", "begin"), ("loppu", "end"), ("keski", "middle"))
_UNITS = (
    ("weeks", ("viikko", "viikon", "viikkoo", "viikkoa", "viiko", "vko", "vk", "week", "vecka", "veckor", "недел")),
    ("days", ("päivä", "päivän", "pv", "päivää", "vrk", "vuorokau", "day", "dagar", "дн", "yö")),
    ("months", ("kuukau", "kk", "kuun", "kuuta", "month", "månad", "месяц")),
    ("years", ("vuoden", "vuotta", "vuode", "vuuen", "vuoen", "year", "v.")),
    ("hours", ("tunni", "tunti", "h", "hour", "tuntii")),
    ("minutes", ("minuut", "min", "minsa", "minute")),
)
_WHOLE_UNITS = frozenset({"h", "min", "kk", "pv", "vk", "v.", "yö"})
_LATER = frozenset({"päästä", "päästänsä", "kuluttua", "päästäni", "pääst", "kulut", "pääs", "kuluttuu", "perästä", "eteenpäin"})
_WITHIN = frozenset({"sisällä", "kuluessa", "sisäl", "aikana", "sisään"})
_VAGUE = ("muutam", "usea", "mone", "joidenkin")
_MOST = Decimal(1200)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many of a unit from now; `is_within`: at some time before that."""

    end: int
    unit: str
    count: Decimal
    is_within: bool = False

    @property
    def minutes(self) -> int | None:
        factor = {"hours": 60, "minutes": 1}.get(self.unit)
        return None if factor is None else int(self.count * factor)

    def day_from(self, today: date) -> date | None:
        """The day that offset leads to; None for hours and minutes."""
        if self.unit in ("days", "weeks"):
            return today + timedelta(days=int(self.count * (7 if self.unit == "weeks" else 1)))
        if self.unit in ("months", "years"):
            return months_later(today, int(self.count * (12 if self.unit == "years" else 1)))
        return None


def turn_at(line: Line, at: int) -> Turn | None:
    """Whether the next, this or the last of something is meant."""
    if line.word(at) == "ensi" and line.word(at + 1) in ("alkuun", "tilassa", "sijassa"):
        return None
    return _TURN_BY_WORD.get(line.word(at))


def portion_before(line: Line, at: int) -> tuple[str, int] | None:
    """`early`, `end of`: the portion and where it ends."""
    for length in range(_LONGEST_PORTION, 0, -1):
        found = _ENGLISH_PORTIONS.get(tuple(line.word(at + step) for step in range(length)))
        if found is not None:
            return found, at + length
    return None


def portion_after(line: Line, at: int) -> tuple[str, int] | None:
    """`alussa`, `puolivälissä`: the portion and where it ends."""
    if line.words(at, at + 2) in ("puolessa välissä", "puoli väliin", "puolen välin", "puoli välissä"):
        return "middle", at + 2
    found = PORTION_BY_WORD.get(line.word(at))
    return None if found is None or line.word(at) == "puolessa" else (found, at + 1)


def portion_case(word: str) -> Case:
    """`alusta` is from there on, `loppuun` until then."""
    if word.endswith(("sta", "stä", "st")):
        return Case.FROM
    return Case.TO if word.endswith(("kuun", "puun", "liin", "oliin")) else Case.BASIC


def prefixed(word: str) -> tuple[str, str]:
    """`alkukesästä`, `loppuvuodesta`: the portion and the word without it; an empty portion for any other."""
    for prefix, portion in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return portion, word.removeprefix(prefix)
    return "", word


def _unit(word: str) -> str | None:
    for unit, stems in _UNITS:
        if any(word == stem if stem in _WHOLE_UNITS else word.startswith(stem) for stem in stems):
            return unit
    return None


def offset_at(line: Line, start: int) -> Offset | None:
    """`kahden viikon päästä`, `in three days`, `two weeks from now`."""
    at = start + 1 if line.word(start) in ("in", "within", "om", "через") else start
    number = read_number(line, at)
    is_one = number is None and line.word(at) in ("a", "an", "viikko", "viikon", "kuukauden", "vuoden", "tunnin", "päivän", "неделю", "vuorokauden", "vuuen")
    if number is None and (not is_one or line.word(at - 1).startswith(_VAGUE)):
        return None
    end = number.end if number is not None else at + (line.word(at) in ("a", "an"))
    unit = _unit(line.word(end))
    after = "" if line.word(end + 1) == "from" and line.is_digits(end + 2) else line.word(end + 1)
    is_later = after in _LATER or (at > start and line.word(start) != "within") or after == "from"
    is_within = after in _WITHIN or line.word(start) == "within"
    count = number.value if number is not None else Decimal(1)
    if unit is None or not (is_later or is_within) or not 0 < count <= _MOST:
        return None
    tail = 1 + (line.word(end + 2) in ("now", "today")) if after == "from" else int(after in _LATER or after in _WITHIN or after == "time")
    return Offset(end + 1 + tail, unit, count, is_within=is_within)
