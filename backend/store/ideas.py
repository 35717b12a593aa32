"""Ideas and what was sent of them to the coordinators."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ideas import Decision, DraftState, Idea, IdeaId, IdeaState, PitchState, Submission, SubmissionId, SubmissionState, TeamId, What
from backend.domain.ids import PersonId, new_id
from backend.domain.interview.record import SheetId
from backend.store.inserting import insert_new
from backend.store.schema import counter
from backend.store.schema_ideas import idea as t
from backend.store.schema_ideas import submission as sent
from backend.store.schema_ideas import team_member

_WAITING = (SubmissionState.SENT.value, SubmissionState.RECEIVED.value)


class SqlIdeas:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, team: TeamId, pitch: SheetId, programme: str, language: str, now: datetime) -> Idea:
        made = new_id()
        number = self._db.execute(sa.update(counter).where(counter.c.name == "idea").values(value=counter.c.value + 1).returning(counter.c.value)).scalar_one()
        values = {"id": made, "number": number, "team_id": team, "pitch_id": pitch, "programme": programme, "language": language}
        self._db.execute(sa.insert(t).values(**values, created_at=now, touched_at=now))
        return _idea(self._db.execute(sa.select(t).where(t.c.id == made)).mappings().one())

    def of_person(self, idea: IdeaId, *, person: PersonId) -> Idea | None:
        return self._one(self._visible_to(person).where(t.c.id == idea))

    def list_of(self, person: PersonId) -> Sequence[Idea]:
        return self._all(self._visible_to(person).order_by(t.c.touched_at.desc(), t.c.number.desc()))

    def numbered(self, number: int) -> Idea | None:
        return self._one(sa.select(t).where(t.c.number == number)) if number < 2**31 else None

    def on_sheet(self, sheet: SheetId) -> Idea | None:
        return self._one(sa.select(t).where(sa.or_(t.c.pitch_id == sheet, t.c.draft_id == sheet)))

    def of_team(self, team: TeamId) -> Sequence[Idea]:
        return self._all(sa.select(t).where(t.c.team_id == team).order_by(t.c.number))

    def list(self) -> Sequence[Idea]:
        return self._all(sa.select(t).order_by(t.c.number))

    def untouched_since(self, before: datetime, *, state: IdeaState) -> Sequence[Idea]:
        return self._all(sa.select(t).where(t.c.state == state, t.c.touched_at < before).order_by(t.c.number))

    def change(self, idea: Idea, *, now: datetime, **values: str | datetime | None) -> bool:
        done = self._db.execute(
            sa.update(t).where(t.c.id == idea.id, t.c.version == idea.version).values(version=t.c.version + 1, **{"touched_at": now, **values})
        )
        return done.rowcount == 1

    def remove(self, idea: IdeaId) -> None:
        self._db.execute(sa.delete(t).where(t.c.id == idea))

    def send(self, idea: IdeaId, what: What, *, content: Mapping[str, Any], person: PersonId, now: datetime) -> bool:
        return insert_new(self._db, sent, id=new_id(), idea_id=idea, what=what.value, content=content, sent_by=person, sent_at=now)

    def submissions(self, idea: IdeaId) -> Sequence[Submission]:
        query = sa.select(sent).where(sent.c.idea_id == idea).order_by(sent.c.sent_at, sent.c.id)
        return [_submission(row) for row in self._db.execute(query).mappings()]

    def waiting(self, idea: IdeaId, what: What) -> Submission | None:
        query = sa.select(sent).where(sent.c.idea_id == idea, sent.c.what == what.value, sent.c.state.in_(_WAITING))
        row = self._db.execute(query).mappings().first()
        return None if row is None else _submission(row)

    def settle(self, submission: Submission, *, state: SubmissionState, **values: str | datetime) -> bool:
        there = sent.c.state == submission.state.value
        done = self._db.execute(sa.update(sent).where(sent.c.id == submission.id, there).values(state=state.value, **values))
        return done.rowcount == 1

    @staticmethod
    def _visible_to(person: PersonId) -> sa.Select[Any]:
        return sa.select(t).join(team_member, team_member.c.team_id == t.c.team_id).where(team_member.c.person_id == person)

    def _one(self, query: sa.Select[Any]) -> Idea | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _idea(row)

    def _all(self, query: sa.Select[Any]) -> Sequence[Idea]:
        return [_idea(row) for row in self._db.execute(query).mappings()]


def _idea(row: sa.RowMapping) -> Idea:
    return Idea(
        id=IdeaId(row["id"]),
        number=row["number"],
        team=TeamId(row["team_id"]),
        programme=row["programme"],
        language=row["language"],
        pitch=SheetId(row["pitch_id"]),
        draft=None if row["draft_id"] is None else SheetId(row["draft_id"]),
        state=IdeaState(row["state"]),
        pitch_state=PitchState(row["pitch_state"]),
        draft_state=DraftState(row["draft_state"]),
        version=row["version"],
        created_at=row["created_at"],
        touched_at=row["touched_at"],
        warned_at=row["warned_at"],
    )


def _submission(row: sa.RowMapping) -> Submission:
    return Submission(
        id=SubmissionId(row["id"]),
        idea=IdeaId(row["idea_id"]),
        what=What(row["what"]),
        state=SubmissionState(row["state"]),
        content=row["content"],
        sent_at=row["sent_at"],
        received_at=row["received_at"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        reasons=row["reasons"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
    )
