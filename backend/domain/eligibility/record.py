"""A verdict as it was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.domain.ids import TurnId
from backend.domain.interview.record import InterviewId


@dataclass(frozen=True, kw_only=True, slots=True)
class EligibilityCheck:
    """`facts` and `verdict` are JSON; `rules_version` changes with the criteria and with the programme's facts."""

    interview: InterviewId
    turn: TurnId
    programme: str
    rules_version: str
    asked_on: date
    facts: Mapping[str, Any]
    verdict: Mapping[str, Any]
    at: datetime
