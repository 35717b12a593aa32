"""The words in which people tell what time suits them, and what does not."""

import re
from collections.abc import Mapping
from datetime import time

from backend.domain.interview.phrases import Phrase, phrase

_NOON, _AFTERNOON_ENDS, _EVENING = time(12), time(17), time(16)
PARTS: Mapping[str, tuple[time | None, time | None]] = {
    "forenoon": (None, _NOON),
    "afternoon": (_NOON, _AFTERNOON_ENDS),
    "evening": (_EVENING, None),
    "night": (time(22), None),
}
RECURRING_PARTS = {
    **dict.fromkeys(("aamuisin", "aamusin", "aamupäivisin", "mornings", "forenoons"), "forenoon"),
    **dict.fromkeys(("iltapäivisin", "iltapäivisi", "afternoons"), "afternoon"),
    **dict.fromkeys(("iltaisin", "iltasin", "evenings"), "evening"),
}
DENIALS = frozenset({"ei", "en", "emme", "eivät", "eikä", "enkä", "emmekä", "not", "can't", "cannot", "don't", "doesn't", "won't", "isn't"})
CORRECTION = re.compile(r"\b(?:ei (?:kun|ku)|eiku\w*|eikun)\b|\bei (?:ole |oo )?(?:väliä|haittaa|kiire\w*)")
"""Words of denial that deny nothing: "ei kun keskiviikkona", "ei väliä"."""
TURNS = re.compile(r"[,;!?]|\.(?=\s|$)|\b(?:vaan|mutta|mut|but)\b", re.IGNORECASE)
WORKDAYS = frozenset({"arkisin", "arkena", "arkipäivisin", "arkipäivänä", "weekdays", "weekday"})
ENGLISH_WEEKDAYS = {name: day for day, name in enumerate(("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"))}


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(made for line in text.strip().splitlines() if (made := phrase(line.strip())) is not None)


SOON = _phrases(
    """mahdollisimman pian
    mahdollisimman nopea*
    mahdollisimman aikai*
    niin pian kuin
    heti kun
    heti
    pian
    asap
    ekana vapaana
    ensimmäinen vapaa*
    ensimmäinen mahdollinen
    ihan sama
    mikä vain
    mikä vaan
    mikä tahansa
    milloin vain
    milloin vaan
    millon vaan
    milloin tahansa
    koska vaan
    koska vain
    as soon as
    soonest
    soon
    earliest
    any time
    anytime
    whenever
    first available"""
)
EARLIER = _phrases(
    """aikaisem*
    aiem*
    aikasem*
    earlier
    sooner"""
)
OTHERS = _phrases(
    """muita aikoja
    muita
    muu aika
    muut ajat
    muita vaihtoehtoja
    joku toinen
    jokin toinen
    jokin muu
    joku muu
    joku muu aika
    toinen aika
    toista aikaa
    myöhem*
    ei mikään
    ei mikää
    mikään ei käy
    ei mikään näistä
    ei näistä
    ei käy
    ei sovi
    eivät käy
    mitä muita
    mitä muuta
    other times
    another time
    another
    none of
    none
    later
    something else"""
)


NONE = _phrases(
    """en sittenkään
    ei sittenkään
    ei sittenkää
    en sittenkää
    ei kiitos
    en halua
    en haluakaan
    ei tarvitse
    ei tartte
    ei tarvii
    unohda*
    antaa olla
    jätetään
    jätä
    no thanks
    no thank you
    never mind
    nevermind
    forget it
    not after all"""
)
