"""Meetings, and the times held for them: one slot, one meeting, by the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ideas import IdeaId, TeamId
from backend.domain.ids import PersonId, new_id
from backend.domain.meetings.records import AdviserId, Booking, BookingId, BookingState, Meeting, Outcome, Party, SlotId, WaitingState
from backend.store.inserting import insert_new
from backend.store.schema import person as person_table
from backend.store.schema_ideas import team as team_table
from backend.store.schema_ideas import team_member
from backend.store.schema_meetings import adviser as adviser_table
from backend.store.schema_meetings import booking as t
from backend.store.schema_meetings import slot as slot_table
from backend.store.schema_meetings import waiting
from backend.store.slots import slot_of
from backend.store.waiting import columns_of, party_of

_HELD, _BOOKED, _DONE, _EXPIRED = (state.value for state in (BookingState.HELD, BookingState.BOOKED, BookingState.DONE, BookingState.EXPIRED))


class SqlBookings:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def lock_group(self, *, team: TeamId | None, person: PersonId) -> None:
        # Always in this order, as everywhere: who locks in another waits for the other for ever.
        if team is not None:
            self._db.execute(sa.select(team_table.c.id).where(team_table.c.id == team).with_for_update(key_share=True))
        self._db.execute(sa.select(person_table.c.id).where(person_table.c.id == person).with_for_update(key_share=True))

    def insert(self, *, slot: SlotId, party: Party, replaces: BookingId | None, hold_until: datetime, now: datetime) -> Booking | None:
        made = BookingId(new_id())
        what = {"replaces_id": replaces, "hold_until": hold_until, "made_at": now, "state": _HELD, "uid": new_id()}
        return self.get(made) if insert_new(self._db, t, id=made, slot_id=slot, **columns_of(party), **what) else None

    def get(self, booking: BookingId) -> Booking | None:
        return self._one(sa.select(t).where(t.c.id == booking))

    def visible(self, booking: BookingId, *, person: PersonId) -> Booking | None:
        return self._one(sa.select(t).where(t.c.id == booking, _is_of(person)))

    def current(self, booking: Booking) -> Booking:
        return self._one(sa.select(t).where(t.c.uid == booking.uid, t.c.state == _BOOKED)) or booking

    def on_slot(self, slot: SlotId) -> Booking | None:
        return self._one(sa.select(t).where(t.c.slot_id == slot, t.c.state.in_((_HELD, _BOOKED))))

    def change(self, booking: Booking, **values: str | int | datetime | None) -> Booking | None:
        same = (t.c.id == booking.id, t.c.version == booking.version)
        done = self._db.execute(sa.update(t).where(*same).values(version=t.c.version + 1, **values))
        return self.get(booking.id) if done.rowcount == 1 else None

    def book(self, booking: Booking, *, now: datetime, uid: str, sequence: int) -> Booking | None:
        other = t.alias()
        is_taken = sa.exists().where(other.c.slot_id == booking.slot, other.c.id != booking.id, other.c.state.in_((_HELD, _BOOKED)))
        same = (t.c.id == booking.id, t.c.version == booking.version, t.c.state.in_((_HELD, _EXPIRED)), ~is_taken)
        values = {"state": _BOOKED, "booked_at": now, "ended_at": None, "uid": uid, "sequence": sequence, "version": t.c.version + 1}
        done = self._db.execute(sa.update(t).where(*same).values(**values))
        return self.get(booking.id) if done.rowcount == 1 else None

    def expire_on(self, slot: SlotId, *, now: datetime) -> None:
        self._expire(t.c.slot_id == slot, t.c.hold_until <= now, now=now)

    def expire_holds(self, *, now: datetime) -> int:
        return self._expire(t.c.hold_until <= now, now=now)

    def release_holds(self, person: PersonId, *, keep: BookingId, now: datetime) -> None:
        offered = sa.select(waiting.c.offer_id).where(waiting.c.state == WaitingState.OFFERED.value, waiting.c.offer_id.is_not(None))
        self._expire(t.c.person_id == person, t.c.id != keep, t.c.id.not_in(offered), now=now)

    def future(self, *, team: TeamId | None, person: PersonId, now: datetime) -> Sequence[Meeting]:
        of_team = sa.false() if team is None else t.c.team_id == team
        is_booked = sa.and_(t.c.state == _BOOKED, sa.or_(t.c.person_id == person, of_team))
        # What the person holds is let go for the new one; what replaces a meeting is counted with it.
        is_held = sa.and_(t.c.state == _HELD, t.c.hold_until > now, t.c.replaces_id.is_(None), t.c.person_id != person, of_team)
        return self._meetings(slot_table.c.starts_at > now, sa.or_(is_booked, is_held))

    def own(self, person: PersonId, *, now: datetime) -> Sequence[Meeting]:
        return self._meetings(_is_of(person), slot_table.c.ends_at > now, t.c.state == _BOOKED)

    def between(self, *, after: datetime, before: datetime, adviser: AdviserId | None = None) -> Sequence[Meeting]:
        of = () if adviser is None else (slot_table.c.adviser_id == adviser,)
        return self._meetings(*of, slot_table.c.starts_at >= after, slot_table.c.starts_at < before, t.c.state.in_((_BOOKED, _DONE)))

    def about(self, idea: IdeaId) -> Sequence[Meeting]:
        return self._meetings(t.c.idea_id == idea, t.c.state.in_((_BOOKED, _DONE)))

    def mark_reminded(self, booking: BookingId, step: str) -> bool:
        row = self._db.execute(sa.select(t.c.reminded).where(t.c.id == booking).with_for_update(key_share=True)).first()
        if row is None or step in row.reminded:
            return False
        self._db.execute(sa.update(t).where(t.c.id == booking).values(reminded=[*row.reminded, step]))
        return True

    def _expire(self, *where: sa.ColumnElement[bool], now: datetime) -> int:
        return self._db.execute(sa.update(t).where(t.c.state == _HELD, *where).values(state=_EXPIRED, ended_at=now, version=t.c.version + 1)).rowcount

    def _one(self, query: sa.Select[Any]) -> Booking | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _booking(row)

    def _meetings(self, *where: sa.ColumnElement[bool]) -> Sequence[Meeting]:
        found = sa.select(t).join(slot_table, slot_table.c.id == t.c.slot_id).where(*where)
        bookings = [_booking(row) for row in self._db.execute(found.order_by(slot_table.c.starts_at, t.c.id)).mappings()]
        named = sa.select(slot_table, adviser_table.c.name.label("adviser_name")).join(adviser_table)
        rows = self._db.execute(named.where(slot_table.c.id.in_(found.with_only_columns(t.c.slot_id)))).mappings()
        slots = {row["id"]: slot_of(row) for row in rows}
        # One that was cancelled or moved between the two readings is none any more.
        return [Meeting(booking=booking, slot=slots[booking.slot]) for booking in bookings if booking.slot in slots]


def _is_of(person: PersonId) -> sa.ColumnElement[bool]:
    teams = sa.select(team_member.c.team_id).where(team_member.c.person_id == person)
    return sa.or_(t.c.person_id == person, t.c.team_id.in_(teams))


def _booking(row: sa.RowMapping) -> Booking:
    return Booking(
        id=BookingId(row["id"]),
        slot=SlotId(row["slot_id"]),
        party=party_of(row),
        state=BookingState(row["state"]),
        hold_until=row["hold_until"],
        uid=row["uid"],
        sequence=row["sequence"],
        replaces=None if row["replaces_id"] is None else BookingId(row["replaces_id"]),
        version=row["version"],
        made_at=row["made_at"],
        booked_at=row["booked_at"],
        ended_at=row["ended_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        notes=row["notes"],
        reminded=tuple(row["reminded"]),
    )
