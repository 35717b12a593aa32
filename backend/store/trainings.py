"""Joint meetings and trainings, and the seats at them: one seat, one person, by the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ids import ConversationId, PersonId, new_id
from backend.domain.meetings.records import Seat, SeatId, SeatState, Training, TrainingId, TrainingKind, TrainingState
from backend.store.inserting import insert_new
from backend.store.schema import counter
from backend.store.schema_meetings import seat
from backend.store.schema_meetings import training as t

_SIGNED_UP = seat.c.state.in_((SeatState.BOOKED.value, SeatState.WAITING.value))


class SqlTrainings:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def publish(
        self,
        *,
        kind: TrainingKind,
        title: Mapping[str, str],
        about: Mapping[str, str],
        starts_at: datetime,
        ends_at: datetime,
        place: str,
        capacity: int,
        sign_up_until: datetime,
    ) -> Training:
        raised = sa.update(counter).where(counter.c.name == "training").values(value=counter.c.value + 1).returning(counter.c.value)
        made = new_id()
        what = {"kind": kind.value, "title": dict(title), "about": dict(about), "place": place, "capacity": capacity}
        times = {"starts_at": starts_at, "ends_at": ends_at, "sign_up_until": sign_up_until}
        self._db.execute(sa.insert(t).values(id=made, number=self._db.execute(raised).scalar_one(), **what, **times))
        return _training(self._db.execute(_trainings().where(t.c.id == made)).mappings().one())

    def get(self, training: TrainingId) -> Training | None:
        return self._one(_trainings().where(t.c.id == training))

    def numbered(self, number: int) -> Training | None:
        return self._one(_trainings().where(t.c.number == number)) if number < 2**31 else None

    def lock(self, training: TrainingId) -> Training | None:
        self._db.execute(sa.select(t.c.id).where(t.c.id == training).with_for_update(key_share=True)).all()
        # Counted after the lock is had: who had it before may have changed the seats.
        return self.get(training)

    def list(self, *, after: datetime) -> Sequence[Training]:
        return [_training(row) for row in self._db.execute(_trainings().where(t.c.ends_at > after).order_by(t.c.starts_at, t.c.number)).mappings()]

    def cancel(self, training: TrainingId) -> bool:
        published = (t.c.id == training, t.c.state == TrainingState.PUBLISHED.value)
        return self._db.execute(sa.update(t).where(*published).values(state=TrainingState.CANCELLED.value, version=t.c.version + 1)).rowcount == 1

    def seats(self, training: TrainingId) -> Sequence[Seat]:
        query = sa.select(seat).where(seat.c.training_id == training, _SIGNED_UP).order_by(seat.c.state, seat.c.seat, seat.c.since, seat.c.id)
        return [_seat(row) for row in self._db.execute(query).mappings()]

    def seat_of(self, training: TrainingId, person: PersonId) -> Seat | None:
        row = self._db.execute(sa.select(seat).where(seat.c.training_id == training, seat.c.person_id == person, _SIGNED_UP)).mappings().first()
        return None if row is None else _seat(row)

    def take(self, training: TrainingId, *, number: int, person: PersonId, conversation: ConversationId, now: datetime) -> Seat | None:
        state = SeatState.BOOKED if number else SeatState.WAITING
        who = {"training_id": training, "person_id": person, "conversation_id": conversation}
        is_new = insert_new(self._db, seat, id=new_id(), seat=number, **who, state=state.value, since=now, uid=new_id())
        return self.seat_of(training, person) if is_new else None

    def change_seat(self, changed: Seat, *, state: SeatState, number: int) -> Seat | None:
        other = seat.alias()
        taken = (other.c.training_id == changed.training, other.c.seat == number, other.c.state == SeatState.BOOKED.value, other.c.id != changed.id)
        is_free = ~sa.exists().where(*taken) if state is SeatState.BOOKED else sa.true()
        values = {"state": state.value, "seat": number, "sequence": seat.c.sequence + 1}
        done = self._db.execute(sa.update(seat).where(seat.c.id == changed.id, seat.c.state == changed.state.value, is_free).values(**values))
        if done.rowcount != 1:
            return None
        return _seat(self._db.execute(sa.select(seat).where(seat.c.id == changed.id)).mappings().one())

    def own(self, person: PersonId, *, now: datetime) -> Sequence[tuple[Training, Seat]]:
        query = sa.select(seat).join(t, t.c.id == seat.c.training_id).where(seat.c.person_id == person, _SIGNED_UP)
        live = query.where(t.c.state == TrainingState.PUBLISHED.value, t.c.ends_at > now).order_by(t.c.starts_at, t.c.number)
        seats = [_seat(row) for row in self._db.execute(live).mappings()]
        trainings = {training.id: training for training in self.list(after=now)}
        return [(trainings[one.training], one) for one in seats]

    def mark_reminded(self, reminded: Seat, step: str) -> bool:
        row = self._db.execute(sa.select(seat.c.reminded).where(seat.c.id == reminded.id).with_for_update(key_share=True)).first()
        if row is None or step in row.reminded:
            return False
        self._db.execute(sa.update(seat).where(seat.c.id == reminded.id).values(reminded=[*row.reminded, step]))
        return True

    def _one(self, query: sa.Select[Any]) -> Training | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _training(row)


def _trainings() -> sa.Select[Any]:
    return sa.select(t, _count(SeatState.BOOKED).label("taken"), _count(SeatState.WAITING).label("waiting"))


def _count(state: SeatState) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).where(seat.c.training_id == t.c.id, seat.c.state == state.value).scalar_subquery()


def _training(row: sa.RowMapping) -> Training:
    return Training(
        id=TrainingId(row["id"]),
        number=row["number"],
        kind=TrainingKind(row["kind"]),
        title=row["title"],
        about=row["about"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        place=row["place"],
        capacity=row["capacity"],
        sign_up_until=row["sign_up_until"],
        state=TrainingState(row["state"]),
        version=row["version"],
        taken=row["taken"],
        waiting=row["waiting"],
    )


def _seat(row: sa.RowMapping) -> Seat:
    return Seat(
        id=SeatId(row["id"]),
        training=TrainingId(row["training_id"]),
        number=row["seat"],
        person=PersonId(row["person_id"]),
        conversation=ConversationId(row["conversation_id"]),
        state=SeatState(row["state"]),
        since=row["since"],
        uid=row["uid"],
        sequence=row["sequence"],
        reminded=tuple(row["reminded"]),
    )
