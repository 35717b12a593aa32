"""Sheets of answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.ids import PersonId, TurnId, new_id
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.record import SheetId
from backend.store.schema import inbox
from backend.store.schema_interviews import answer as answers
from backend.store.schema_interviews import sheet as t


class SqlSheets:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, form: str, now: datetime) -> SheetId:
        made = SheetId(new_id())
        self._db.execute(sa.insert(t).values(id=made, form=form, created_at=now, touched_at=now))
        return made

    def lock(self, sheet: SheetId) -> int:
        return int(self._db.execute(sa.select(t.c.version).where(t.c.id == sheet).with_for_update()).scalar_one())

    def version(self, sheet: SheetId) -> int:
        return int(self._db.execute(sa.select(t.c.version).where(t.c.id == sheet)).scalar_one())

    def answers(self, sheet: SheetId) -> Mapping[str, Answer]:
        query = sa.select(answers).where(answers.c.sheet_id == sheet).order_by(answers.c.at, answers.c.question)
        return {row["question"]: _answer(row) for row in self._db.execute(query).mappings()}

    def write(self, sheet: SheetId, answer: Answer, *, turn: TurnId | None, person: PersonId | None, now: datetime) -> None:
        values: dict[str, Any] = {
            "state": answer.state.value,
            "value": answer.value,
            "text": answer.text,
            "origin": answer.origin,
            "is_coached": answer.is_coached,
            "author": answer.author,
            "person_id": person,
            "turn_id": turn,
            "at": now,
        }
        dialect = postgresql if self._db.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(answers).values(sheet_id=sheet, question=answer.question, version=1, **values)
        self._db.execute(insert.on_conflict_do_update(index_elements=["sheet_id", "question"], set_={**values, "version": answers.c.version + 1}))
        self._db.execute(sa.update(t).where(t.c.id == sheet).values(version=t.c.version + 1, touched_at=now))

    def forget(self, sheet: SheetId, question: str) -> None:
        self._db.execute(sa.delete(answers).where(answers.c.sheet_id == sheet, answers.c.question == question))

    def sign(self, sheet: SheetId, person: PersonId, *, author: str) -> None:
        unsigned = sa.and_(answers.c.sheet_id == sheet, answers.c.person_id == person, answers.c.author == "")
        self._db.execute(sa.update(answers).where(unsigned).values(author=author))

    def remove(self, sheet: SheetId) -> None:
        self._db.execute(sa.delete(t).where(t.c.id == sheet))

    def answered_by(self, sheet: SheetId, question: str) -> TurnId | None:
        found = self._db.execute(sa.select(answers.c.turn_id).where(answers.c.sheet_id == sheet, answers.c.question == question)).scalar()
        return None if found is None else TurnId(found)

    def received_at(self, turn: TurnId) -> datetime | None:
        return self._db.execute(sa.select(inbox.c.received_at).where(inbox.c.id == turn)).scalar()


def _answer(row: sa.RowMapping) -> Answer:
    return Answer(
        question=row["question"],
        state=AnswerState(row["state"]),
        value=row["value"],
        text=row["text"],
        origin=row["origin"],
        is_coached=row["is_coached"],
        author=row["author"],
        person=None if row["person_id"] is None else PersonId(row["person_id"]),
        version=row["version"],
        at=row["at"],
    )
