"""Questions handed over to a person."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.domain.cases import Case
from backend.domain.ids import CaseId, ConversationId, TurnId, new_id
from backend.store.inserting import insert_new
from backend.store.schema import case as t
from backend.store.schema import counter


class SqlCases:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def open(
        self, *, conversation: ConversationId, turn: TurnId | None, topic: str, question: str, language: str, promised_by: datetime | None, now: datetime
    ) -> Case | None:
        case_id = CaseId(new_id())
        inserted = insert_new(
            self._db,
            t,
            id=case_id,
            number=self._next_number(),
            conversation_id=conversation,
            turn_id=turn,
            topic=topic,
            question=question,
            language=language,
            promised_by=promised_by,
            opened_at=now,
        )
        return self._one(t.c.id == case_id) if inserted else None

    def get(self, number: int) -> Case | None:
        return self._one(t.c.number == number) if number < 2**31 else None

    def list(self, *, state: str | None) -> Sequence[Case]:
        query = sa.select(t).order_by(t.c.number)
        rows = self._db.execute(query if state is None else query.where(t.c.state == state)).mappings()
        return [_case(row) for row in rows]

    def answer(self, case: CaseId, *, answer: str, by: str, now: datetime) -> bool:
        done = self._db.execute(
            sa.update(t).where(t.c.id == case, t.c.state == "open").values(state="answered", answer=answer, answered_by=by, answered_at=now)
        )
        return done.rowcount == 1

    def _one(self, where: sa.ColumnElement[bool]) -> Case | None:
        row = self._db.execute(sa.select(t).where(where)).mappings().first()
        return None if row is None else _case(row)

    def _next_number(self) -> int:
        return int(
            self._db.execute(sa.update(counter).where(counter.c.name == "case").values(value=counter.c.value + 1).returning(counter.c.value)).scalar_one()
        )


def _case(row: sa.RowMapping) -> Case:
    return Case(
        id=CaseId(row["id"]),
        number=row["number"],
        conversation=ConversationId(row["conversation_id"]),
        topic=row["topic"],
        question=row["question"],
        language=row["language"],
        state=row["state"],
        opened_at=row["opened_at"],
        promised_by=row["promised_by"],
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
    )
