"""Whether a text tells of something that comes again and again: a day named in it is then no date."""

import re

from backend.domain.values.calendar_words import weekday

_EACH = re.compile(
    r"\b(?:joka|jokaisena|every|each)\s+(?:toinen|toka|kolmas|neljäs|other|second|third)?\s*([\w-]+)"
    r"|\b\w+(?:ttain|ttäin)\b"
    r"|\b(?:kerran|kertaa|kahdesti|x)\s+(?:päivässä|viikossa|kuussa|kuukaudessa|vuodessa)\b"
    r"|\b(?:daily|weekly|monthly|fortnightly)\b|\b(?:once|twice|times)\s+an?\s+(?:day|week|month|year)\b",
    re.IGNORECASE,
)
_STRETCHES = re.compile(
    r"(?:päivä|arki|viiko|viikko|kuukau|kuu|vuosi|vuode|kevät|kesä|syksy|talvi|aamu|ilta|day|week|month|year|spring|summer|autumn|winter)[\w-]*", re.IGNORECASE
)


def is_recurring(text: str) -> bool:
    return any(found[1] is None or _is_of_calendar(found[1]) for found in _EACH.finditer(text))


def _is_of_calendar(word: str) -> bool:
    """Elsewhere "joka" means "which": "tapahtuma, joka pidetään huhtikuussa"."""
    return weekday(word.casefold()) is not None or _STRETCHES.fullmatch(word) is not None
