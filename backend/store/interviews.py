"""Interviews under way and every answer given in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.ids import ConversationId, PersonId, TurnId, new_id
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.record import Interview, InterviewId, InterviewState
from backend.store.schema import inbox
from backend.store.schema_interviews import interview as t
from backend.store.schema_interviews import interview_answer as answers


class SqlInterviews:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, conversation: ConversationId, person: PersonId, form: str, depth: int, now: datetime) -> Interview:
        made = InterviewId(new_id())
        times = {"started_at": now, "asked_at": now, "touched_at": now}
        self._db.execute(sa.insert(t).values(id=made, conversation_id=conversation, person_id=person, form=form, depth=depth, **times))
        found = self.get(made, conversation=conversation)
        if found is None:
            msg = "an interview that was begun is not there"
            raise RuntimeError(msg)
        return found

    def get(self, interview: InterviewId, *, conversation: ConversationId) -> Interview | None:
        return self._one(sa.select(t).where(t.c.id == interview, t.c.conversation_id == conversation))

    def stack(self, conversation: ConversationId) -> Sequence[Interview]:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == InterviewState.OPEN).order_by(t.c.depth.desc())
        return [_interview(row) for row in self._db.execute(query).mappings()]

    def latest(self, conversation: ConversationId, *, state: InterviewState, form: str | None = None) -> Interview | None:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == state).order_by(t.c.touched_at.desc(), t.c.id).limit(1)
        return self._one(query if form is None else query.where(t.c.form == form))

    def stopped_at(self, conversation: ConversationId, at: datetime) -> Sequence[Interview]:
        query = sa.select(t).where(t.c.conversation_id == conversation, t.c.state == InterviewState.STOPPED, t.c.touched_at == at).order_by(t.c.depth)
        return [_interview(row) for row in self._db.execute(query).mappings()]

    def change(self, interview: Interview, *, now: datetime, **values: str | int | datetime) -> bool:
        changed = self._db.execute(
            sa.update(t).where(t.c.id == interview.id, t.c.version == interview.version).values(version=t.c.version + 1, touched_at=now, **values)
        )
        return changed.rowcount == 1

    def expire(self, *, before: datetime, now: datetime) -> int:
        waiting = (InterviewState.OPEN.value, InterviewState.STOPPED.value)
        expired = self._db.execute(
            sa.update(t).where(t.c.state.in_(waiting), t.c.touched_at < before).values(state="expired", version=t.c.version + 1, touched_at=now)
        )
        return expired.rowcount

    def answers(self, interview: InterviewId) -> Mapping[str, Answer]:
        query = sa.select(answers).where(answers.c.interview_id == interview).order_by(answers.c.at, answers.c.question)
        return {row["question"]: _answer(row) for row in self._db.execute(query).mappings()}

    def answer(self, interview: InterviewId, answer: Answer, *, turn: TurnId | None, now: datetime) -> None:
        values: dict[str, Any] = {"state": answer.state.value, "value": answer.value, "text": answer.text, "turn_id": turn, "at": now}
        dialect = postgresql if self._db.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(answers).values(interview_id=interview, question=answer.question, **values)
        self._db.execute(insert.on_conflict_do_update(index_elements=["interview_id", "question"], set_=values))

    def forget_answers(self, interview: InterviewId) -> None:
        self._db.execute(sa.delete(answers).where(answers.c.interview_id == interview))

    def received_at(self, turn: TurnId) -> datetime | None:
        return self._db.execute(sa.select(inbox.c.received_at).where(inbox.c.id == turn)).scalar()

    def answered_by(self, interview: InterviewId, question: str) -> TurnId | None:
        found = self._db.execute(sa.select(answers.c.turn_id).where(answers.c.interview_id == interview, answers.c.question == question)).scalar()
        return None if found is None else TurnId(found)

    def _one(self, query: sa.Select[Any]) -> Interview | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _interview(row)


def _interview(row: sa.RowMapping) -> Interview:
    return Interview(
        id=InterviewId(row["id"]),
        conversation=ConversationId(row["conversation_id"]),
        person=PersonId(row["person_id"]),
        form=row["form"],
        state=InterviewState(row["state"]),
        current=row["current"],
        last=row["last"],
        asked_count=row["asked_count"],
        depth=row["depth"],
        started_at=row["started_at"],
        asked_at=row["asked_at"],
        touched_at=row["touched_at"],
        version=row["version"],
    )


def _answer(row: sa.RowMapping) -> Answer:
    return Answer(question=row["question"], state=AnswerState(row["state"]), value=row["value"], text=row["text"])
