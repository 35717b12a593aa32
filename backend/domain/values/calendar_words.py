"""Words of the calendar, as data: weekdays, months, seasons, parts of the day, ordinals, in Finnish and English."""

from functools import lru_cache

from backend.domain.values.number_words import Case
from backend.domain.values.tables import words

_ENDINGS = {
    Case.BASIC: ("", "ta", "tä", "na", "nä", "ssa", "s", "lla", "llä", "l", "t", "a"),
    Case.OF: ("n",),
    Case.FROM: ("sta", "stä", "st", "lta", "ltä"),
    Case.TO: ("hun", "hin", "oon", "un", "een", "aan", "ään", "lle", "ksi", "seen", "in", "on"),
}
_CASE_BY_ENDING = {ending: case for case, endings in _ENDINGS.items() for ending in endings}

_WEEKDAYS = (
    ("maanantai", "maanantain", "maanataina", "maanantaia", "manantai", "monday"),
    ("tiistai", "tiistain", "tistai", "tuesday"),
    ("keskiviikko", "keskiviiko", "keskiviikon", "keskivikko", "keskiviikk", "keskari", "keskar", "wednesday", "wensday"),
    ("torstai", "torstain", "torsta", "thursday"),
    ("perjantai", "perjantain", "perjatai", "perjanta", "friday"),
    ("lauantai", "lauantain", "lauvantai", "lavantai", "launtai", "lauanta", "saturday"),
    ("sunnuntai", "sunnuntain", "sunnuntaa", "sununtai", "sunnutai", "sunnunta", "sunday"),
)
_WEEKDAY_ABBREVIATIONS = {
    "ma": 0,
    "ti": 1,
    "ke": 2,
    "to": 3,
    "pe": 4,
    "la": 5,
    "su": 6,
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_WEEKDAY_SWEDISH_RUSSIAN = {
    "måndag": 0,
    "tisdag": 1,
    "onsdag": 2,
    "torsdag": 3,
    "fredag": 4,
    "lördag": 5,
    "söndag": 6,
    "понедельник": 0,
    "вторник": 1,
    "среду": 2,
    "среда": 2,
    "четверг": 3,
    "пятницу": 4,
    "пятница": 4,
    "субботу": 5,
    "воскресенье": 6,
}
_MONTH_STEMS = ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu")
_MONTH_NAMES = {
    "january": 1,
    "jan": 1,
    "januari": 1,
    "января": 1,
    "february": 2,
    "feb": 2,
    "februari": 2,
    "февраля": 2,
    "march": 3,
    "mars": 3,
    "mar": 3,
    "марта": 3,
    "april": 4,
    "apr": 4,
    "апреля": 4,
    "may": 5,
    "maj": 5,
    "мая": 5,
    "june": 6,
    "jun": 6,
    "juni": 6,
    "июня": 6,
    "july": 7,
    "jul": 7,
    "juli": 7,
    "июля": 7,
    "august": 8,
    "aug": 8,
    "augusti": 8,
    "августа": 8,
    "september": 9,
    "sep": 9,
    "sept": 9,
    "сентября": 9,
    "october": 10,
    "oct": 10,
    "oktober": 10,
    "октября": 10,
    "november": 11,
    "nov": 11,
    "ноября": 11,
    "december": 12,
    "dec": 12,
    "декабря": 12,
}
# Stem, first month, months; endings as above. The stem `kesä` alone is summer, `kesäkuu` is June.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SEASON_FORMS = {
    **dict.fromkeys(
        words("""kevät keväällä kevääl keväänä keväästä keväälle keväämmällä kevään kevättä kevääseen keväks kevääksi spring springtime"""),
        "spring",
    ),
    **dict.fromkeys(
        words("""kesä kesällä kesäl kesänä kesästä kesälle kesän kesää kesään kesäks kesäksi kesäaikaan kesemmällä summer summertime"""),
        "summer",
    ),
    **dict.fromkeys(
        words("""syksy syksyllä syksyl syksynä syksystä syksylle syksyn syksyä syksyyn syksyks syksyksi syksymmällä syssyllä syssynä autumn"""),
        "autumn",
    ),
    **dict.fromkeys(
        ["talvi", "talvella", "talvel", "talvena", "talvesta", "talvelle", "talven", "talvea", "talveen", "talveks", "talveksi", "winter", "wintertime"],
        "winter",
    ),
}
_SEASON_CASES = {
    "stä": Case.FROM,
    "sta": Case.FROM,
    "een": Case.TO,
    "ään": Case.TO,
    "yyn": Case.TO,
    "lle": Case.TO,
    "än": Case.OF,
    "yn": Case.OF,
    "en": Case.OF,
}

_PARTS = {
    "forenoon": """aamu aamulla aamul aamuna aamun aamusta aamuu aamupäivä aamupäivällä aamupäiväl aamupäivänä aamupäivän aamupäivästä aamupäiväst aamupv ap aamuks aamuksi
        aamupäiväksi morning forenoon aamusella aamutuimaan morgonen förmiddag aamupvä утром aamuun aamupäivään aamust aamupäivää""",
    "afternoon": """iltapäivä iltapäivällä iltapäiväl iltapäivänä iltapäivän iltapäivästä iltapäiväst iltapv iltap ip iltapäiväksi afternoon eftermiddag iltapvä днём
        iltapäivään iltapäivää iltapäiv""",
    "evening": """ilta illalla illal iltana illan illasta illast iltasella illansuussa alkuillasta iltaa illaks illaksi evening tonight kväll kvällen вечером iltaan iltast
        alkuilta alkuillalla loppuillasta""",
    "night": "yö yöllä yöl yönä yön aamuyö aamuyöllä aamuyöstä aamuyönä night aamuyöl natten ночью",
}
PART_BY_WORD = {word: part for part, words in _PARTS.items() for word in words.split()}

_UNIT_ORDINALS = {
    1: "ensimmäinen ensimmäisenä ensimmäistä ensimmäisen eka ekana ekaa ensimmäiselle ensimmäisestä ensimmäiseen first",
    2: "toinen toisena toista toisen toka tokana toiselle toisesta toiseen second",
    3: "kolmas kolmantena kolmatta kolmannen kolmannelle kolmannesta kolmanteen third",
    4: "neljäs neljäntenä neljättä neljännen neljännelle neljännestä neljänteen neljäs fourth",
    5: "viides viidentenä viidettä viidennen viidennelle viies viientenä viidennestä viidenteen fifth",
    6: "kuudes kuudentena kuudetta kuudennen kuudennelle kuues kuudennesta kuudenteen sixth",
    7: "seitsemäs seitsemäntenä seitsemättä seitsemännen seittemäs seittemäntenä seitsemännestä seitsemänteen seventh",
    8: "kahdeksas kahdeksantena kahdeksatta kahdeksannen kaheksas kaheksantena kahdeksannesta kahdeksanteen eighth",
    9: "yhdeksäs yhdeksäntenä yhdeksättä yhdeksännen yheksäs yheksäntenä yhdeksännestä yhdeksänteen ninth",
}
_TEEN_ORDINALS = {1: "yhdes yhdente yhdennen yhdettä", 2: "kahdes kahdente kahdennen kahdetta kahes"}
_FULL_ORDINALS = {
    10: "kymmenes kymmenentenä kymmenettä kymmenennen kymppi tenth",
    20: "kahdeskymmenes kahdentenakymmenentenä kahdeskymmenes twentieth",
    30: "kolmaskymmenes kolmantenakymmenentenä thirtieth",
    31: "kolmaskymmenesensimmäinen kolmantenakymmenentenäensimmäisenä kolmaskymmenesyhdes",
}
_ENGLISH_TEENS = {
    11: "eleventh",
    12: "twelfth",
    13: "thirteenth",
    14: "fourteenth",
    15: "fifteenth",
    16: "sixteenth",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
}


def _ordinals() -> dict[str, int]:
    words = {word: number for number, text in (*_UNIT_ORDINALS.items(), *_FULL_ORDINALS.items()) for word in text.split()}
    words.update({word: number for number, word in _ENGLISH_TEENS.items()})
    for number, text in {**_UNIT_ORDINALS, **_TEEN_ORDINALS}.items():
        for word in text.split():
            words.update({f"{word}{teen}": 10 + number for teen in ("toista", "toist", "nätoista", "natoista")})
    for number, text in _UNIT_ORDINALS.items():
        for word in text.split():
            tens = ("kahdeskymmenes", "kakskyt", "kahdeskyt", "kahdentenakymmenentenä", "kakskymment", "kakskytä", "twenty")
            words.update({f"{ten}{word}": 20 + number for ten in tens})
    words.update({"kahdeskymmenesyhdes": 21, "kolkytensimmäinen": 31, "kolkyteka": 31, "kakskyteka": 21, "kolmaskymmeneseka": 31})
    return words


ORDINALS = _ordinals()


def _by_stem(word: str, stems: tuple[str, ...]) -> str | None:
    """What is left of a word after the longest stem it begins with."""
    fitting = [stem for stem in stems if word.startswith(stem)]
    return word[len(max(fitting, key=len)) :] if fitting else None


@lru_cache(maxsize=2048)
def weekday(word: str) -> tuple[int, Case, str] | None:
    """Day of the week (Monday 0), case and part of the day said with it (tiistaiaamuna), or None."""
    if word in _WEEKDAY_SWEDISH_RUSSIAN:
        return _WEEKDAY_SWEDISH_RUSSIAN[word], Case.BASIC, ""
    for number, stems in enumerate(_WEEKDAYS):
        rest = _by_stem(word, stems)
        if rest is None:
            continue
        if rest in PART_BY_WORD and rest not in ("ap", "ip"):
            return number, Case.BASIC, PART_BY_WORD[rest]
        if rest in _CASE_BY_ENDING:
            return number, _weekday_case(word, rest), ""
    return None


def _weekday_case(word: str, rest: str) -> Case:
    return Case.OF if word.endswith(("ain", "kon")) and rest == "" else _CASE_BY_ENDING[rest]


def abbreviated_weekday(word: str) -> int | None:
    """Day of the week of `ti` or `tue`; many of these are other words too."""
    return _WEEKDAY_ABBREVIATIONS.get(word)


@lru_cache(maxsize=2048)
def month(word: str) -> tuple[int, Case] | None:
    """The month a word names and its case, or None."""
    if word in _MONTH_NAMES:
        return _MONTH_NAMES[word], Case.BASIC
    for number, stem in enumerate(_MONTH_STEMS, start=1):
        if not word.startswith(stem):
            continue
        rest = word.removeprefix(stem)
        if rest == "k":
            return number, Case.BASIC
        ending = rest.removeprefix("kuu")
        if ending != rest and ending in _CASE_BY_ENDING:
            return number, _CASE_BY_ENDING[ending]
    return None


def month_stem(word: str) -> int | None:
    """The first of `maalis-huhtikuu`."""
    return _MONTH_STEMS.index(word) + 1 if word in _MONTH_STEMS else None


def season(word: str) -> tuple[str, Case] | None:
    if word not in _SEASON_FORMS:
        return None
    return _SEASON_FORMS[word], next((case for ending, case in _SEASON_CASES.items() if word.endswith(ending)), Case.BASIC)
