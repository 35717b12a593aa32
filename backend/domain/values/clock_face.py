"""A time of day as it was said, and which hour of the day it is."""

from dataclasses import dataclass

from backend.domain.values.number_words import Case
from backend.domain.values.phrases import Join

DAY_HOURS, HALF_DAY = 24, 12
_MEETING_HOURS_END = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """`is_plain`: said so that the 24-hour clock cannot be mistaken. `is_digital`: with its minutes in digits."""

    start: int
    end: int
    hour: int
    minute: int = 0
    is_plain: bool = False
    is_digital: bool = False
    is_sure: bool = False
    case: Case = Case.BASIC
    half: str = ""
    join: Join | None = None

    @property
    def is_bare(self) -> bool:
        return not self.is_plain and not self.half and 1 <= self.hour <= HALF_DAY

    def in_part(self, part: str) -> tuple[int, int]:
        """Hour and minute on the 24-hour clock, in a part of the day or in none."""
        hour = self.hour
        if self.is_plain or hour > HALF_DAY:
            return hour, self.minute
        if self.half:
            return hour % HALF_DAY + (HALF_DAY if self.half == "pm" else 0), self.minute
        return _told(hour, part), self.minute


def _told(hour: int, part: str) -> int:
    """A hour of the 12-hour clock; 1-6 are of the afternoon where no part of the day is said."""
    late = hour % HALF_DAY + HALF_DAY
    if part == "afternoon":
        return late if hour <= 8 or hour == HALF_DAY else hour  # noqa: PLR2004 - nobody means 21 by nine in the afternoon
    if part == "evening":
        return hour if hour < 4 else late if hour != HALF_DAY else DAY_HOURS  # noqa: PLR2004 - one in the evening is after midnight
    if part == "night":
        return late if 8 <= hour < HALF_DAY else hour % HALF_DAY  # noqa: PLR2004 - eleven at night
    if part == "forenoon":
        return hour
    return late if hour <= _MEETING_HOURS_END else hour
