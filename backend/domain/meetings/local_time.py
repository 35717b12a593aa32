"""Wall-clock times of the city as moments: the hour that does not exist, and the one that exists twice."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from backend.domain.clock import CITY_ZONE


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalTime:
    """`at` is the first of the two where the clock shows that time twice."""

    at: datetime
    is_first_of_two: bool


def local_time(day: date, wall: time) -> LocalTime | None:
    """The moment when the city's clocks show that; None in the hour that the clocks skip."""
    first = datetime.combine(day, wall.replace(fold=0), CITY_ZONE)
    if first.astimezone(UTC).astimezone(CITY_ZONE).replace(tzinfo=None) != first.replace(tzinfo=None):
        return None
    second = first.replace(fold=1)
    return LocalTime(at=first.astimezone(UTC), is_first_of_two=second.utcoffset() != first.utcoffset())


def city_day(at: datetime) -> date:
    return at.astimezone(CITY_ZONE).date()


def first_moment(day: date) -> datetime:
    """When the day begins in the city."""
    return datetime.combine(day, time(0), CITY_ZONE).astimezone(UTC)
