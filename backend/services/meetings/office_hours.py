"""When people are there next."""

from datetime import datetime

from backend.domain.meetings.local_time import city_day
from backend.domain.office import Office, Opening
from backend.services.ports import Unit


def next_opening(unit: Unit, office: Office, *, now: datetime) -> Opening | None:
    """By the office's hours, holidays, closed days and leaves; None where no hours are told."""
    away = [leave for leave in unit.advisers.leaves(since=city_day(now)) if leave.adviser is None]
    return office.next_opening(now, away=lambda day: any(leave.first <= day <= leave.last for leave in away))
