"""Holidays and feasts by their Finnish and English names; their dates are those of the holidays library."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

from backend.domain.values.number_words import Case
from backend.domain.values.tables import words

_EASTER, _CHRISTMAS, _MIDSUMMER = "Pääsiäispäivä", "Joulupäivä", "Juhannuspäivä"
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Feast:
    """The day is so many days after the library's day; people also mean the days round it when they say before or after."""

    stems: tuple[str, ...]
    anchor: str
    days_after: int = 0
    begins_before: int = 0
    ends_after: int = 0


@dataclass(frozen=True, slots=True)
class FixedFeast:
    stems: tuple[str, ...]
    month: int
    day: int


_FEASTS = (
    Feast(("jouluaatto", "jouluaato", "jouluaatt", "christmas eve", "julafton"), "Jouluaatto"),
    Feast(("aatonaatto", "aatonaato"), "Jouluaatto", -1),
    Feast(("joulupäiv", "christmas day"), _CHRISTMAS),
    Feast(("tapaninpäiv", "tapanin", "boxing day", "tapani"), "Tapaninpäivä"),
    Feast(("joulu", "christmas", "xmas", "jouluj"), _CHRISTMAS, begins_before=1, ends_after=1),
    Feast(("uudenvuodenaatto", "uudenvuodenaato", "uudenvuoden aatto", "uuden vuoden aatto", "new year's eve", "new years eve"), "Uudenvuodenpäivä", -1),
    Feast(
        ("uudenvuodenpäiv", "uusivuo", "uutenavuo", "uuttavuo", "uudenvuoden", "uusi vuosi", "uutena vuotena", "uuden vuoden", "new year"), "Uudenvuodenpäivä"
    ),
    Feast(("loppiai", "epiphany"), "Loppiainen"),
    Feast(("pitkäperjantai", "good friday"), "Pitkäperjantai"),
    Feast(("kiirastorstai",), "Pitkäperjantai", -1),
    Feast(("palmusunnuntai", "palm sunday"), _EASTER, -7),
    Feast(("toinen pääsiäispäiv", "easter monday"), _EASTER, 1),
    Feast(("pääsiäislauantai", "lankalauantai"), _EASTER, -1),
    Feast(("pääsiäispäiv", "pääsiäissunnuntai", "easter sunday"), _EASTER),
    Feast(("pääsiäis", "pääsiäi", "pääsiä", "easter"), _EASTER, begins_before=2, ends_after=1),
    Feast(("laskiaissunnuntai",), _EASTER, -49),
    Feast(("laskiaistiistai", "laskiai"), _EASTER, -47),
    Feast(("vappuaatto", "vappuaato", "vapunaatto", "vapunaato", "vapun aatto", "may day eve"), "Vappu", -1),
    Feast(("vappu", "vapu", "vapun", "may day"), "Vappu"),
    Feast(("helatorstai", "ascension"), "Helatorstai"),
    Feast(("helluntai", "whitsun", "pentecost"), "Helluntaipäivä"),
    Feast(("juhannusaatto", "juhannusaato", "midsummer eve", "midsummer's eve"), "Juhannusaatto"),
    Feast(("juhannuspäiv", "midsummer day", "midsummer's day"), _MIDSUMMER),
    Feast(("juhannu", "juhannuks", "jussi", "midsummer", "mittumaari"), _MIDSUMMER, begins_before=1),
    Feast(("pyhäinpäiv", "all saints", "pyhäinmiest"), "Pyhäinpäivä"),
    Feast(("itsenäisyyspäiv", "itsenäisyys päiv", "independence day", "itsenäsyyspäiv"), "Itsenäisyyspäivä"),
    Feast(("äitienpäiv", "äitien päiv", "äitiempäiv", "mother's day", "mothers day"), "Äitienpäivä"),
    Feast(("isänpäiv", "isäinpäiv", "isän päiv", "father's day", "fathers day"), "Isänpäivä"),
)
_FIXED = (
    FixedFeast(("runeberginpäiv", "runebergin päiv", "runebergin"), 2, 5),
    FixedFeast(("ystävänpäiv", "ystävän päiv", "valentine"), 2, 14),
    FixedFeast(("kalevalan päiv", "kalevalanpäiv"), 2, 28),
    FixedFeast(("naistenpäiv", "naisten päiv", "women's day"), 3, 8),
    FixedFeast(("minna canthin päiv",), 3, 19),
    FixedFeast(("veteraanipäiv",), 4, 27),
    FixedFeast(("halloween",), 10, 31),
    FixedFeast(("lucianpäiv", "lucia", "luciana"), 12, 13),
)
# What may follow the stem of a feast and is no other word: joulumarkkinat is no date.
_ENDINGS = frozenset(
    words(
        """- na nä n a ä ta tä sta stä st lle lla llä l een en nen s sen senä sestä seen set ksen ksena kselle kseen kseksi ksi ksesta ksest ksien us
    uksen uksena usta uksesta ukseen ukselle ukset ää än ään ällä älle ästä änä ätä ks ksee inen isen isenä istä isestä iseen iselle ista isena
    isesta isten naattona aattoon un ua una ulle ulla ust uun pun puna lta ltä si sena tta vuosi vuotta isaikana isaikaan aikaan aika 's s' den
    tena teen desta uonna uotena uosi uotta uoden uodesta uoteen ena esta e ea o on ona oa oon oille oina osta t tona ina inä in i ia iin ihin
    iksi"""
    ),
)


@lru_cache(maxsize=256)
def _days_of(year: int) -> dict[str, date]:
    country = country_holidays("FI", years=[year], language="fi", categories=("public", "workday"))
    return {name.strip(): day for day, names in sorted(country.items()) for name in names.split(";")}


def day_of(feast: Feast | FixedFeast, year: int) -> date | None:
    if isinstance(feast, FixedFeast):
        return date(year, feast.month, feast.day)
    anchor = _days_of(year).get(feast.anchor) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    if anchor is None:
        return None
    if feast.days_after < 0 and feast.anchor == "Uudenvuodenpäivä":
        return date(year, 12, 31)
    return anchor + timedelta(days=feast.days_after)


def stretch_of(feast: Feast | FixedFeast, year: int) -> tuple[date, date] | None:
    """The first and last day people mean by the feast: Christmas is three days."""
    day = day_of(feast, year)
    if day is None or isinstance(feast, FixedFeast):
        return None if day is None else (day, day)
    return day - timedelta(days=feast.begins_before), day + timedelta(days=feast.ends_after)


def _ways(stem: str, words: tuple[str, ...]) -> bool:
    """True where the words are the stem's, the last with an ending."""
    parts = stem.split(" ")
    if len(parts) != len(words) or list(parts[:-1]) != list(words[:-1]):
        return False
    return words[-1].startswith(parts[-1]) and (words[-1] == parts[-1] or words[-1].removeprefix(parts[-1]) in _ENDINGS)


@lru_cache(maxsize=2048)
def feast(words: tuple[str, ...]) -> Feast | FixedFeast | None:
    """The feast that exactly these folded words name."""
    for candidate in (*_FEASTS, *_FIXED):
        if any(_ways(stem, words) for stem in candidate.stems):
            return candidate
    return None


def feast_case(word: str) -> Case:
    if word.endswith(("sta", "stä", "st")):
        return Case.FROM
    if word.endswith(("uun", "een", "oon", "ään", "iin")):
        return Case.TO
    return Case.OF if word.endswith("n") else Case.BASIC


LONGEST_NAME = 3
