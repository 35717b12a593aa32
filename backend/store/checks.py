"""Verdicts that were given, each with the version of the rules it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.eligibility.record import EligibilityCheck
from backend.domain.ids import TurnId, new_id
from backend.domain.interview.record import InterviewId
from backend.store.inserting import insert_new
from backend.store.schema_interviews import eligibility_check as t


class SqlChecks:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def add(
        self,
        *,
        interview: InterviewId,
        turn: TurnId,
        programme: str,
        rules_version: str,
        asked_on: date,
        facts: Mapping[str, Any],
        verdict: Mapping[str, Any],
        now: datetime,
    ) -> bool:
        return insert_new(
            self._db,
            t,
            id=new_id(),
            interview_id=interview,
            turn_id=turn,
            programme=programme,
            rules_version=rules_version,
            asked_on=asked_on,
            facts=dict(facts),
            verdict=dict(verdict),
            at=now,
        )

    def list(self, interview: InterviewId) -> Sequence[EligibilityCheck]:
        rows = self._db.execute(sa.select(t).where(t.c.interview_id == interview).order_by(t.c.at, t.c.id)).mappings()
        return [
            EligibilityCheck(
                interview=InterviewId(row["interview_id"]),
                turn=TurnId(row["turn_id"]),
                programme=row["programme"],
                rules_version=row["rules_version"],
                asked_on=row["asked_on"],
                facts=row["facts"],
                verdict=row["verdict"],
                at=row["at"],
            )
            for row in rows
        ]
