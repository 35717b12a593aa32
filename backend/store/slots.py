"""Advisers' rules, and the times that can be booked."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from backend.domain.ids import new_id
from backend.domain.meetings.records import Adviser, AdviserId, BookingState, Manner, MeetingKind, RuleId, Slot, SlotId, SlotRule, SlotState
from backend.store.inserting import insert_new
from backend.store.schema_meetings import adviser as a
from backend.store.schema_meetings import booking
from backend.store.schema_meetings import slot as t
from backend.store.schema_meetings import slot_rule as rule_table

_PUBLISHED = t.c.state == SlotState.PUBLISHED.value


class SqlSlots:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def add_rule(self, rule: SlotRule) -> None:
        values = {"weekday": rule.weekday, "starts": f"{rule.starts:%H:%M}", "ends": f"{rule.ends:%H:%M}", "minutes": rule.minutes}
        valid = {"gap_minutes": rule.gap_minutes, "valid_from": rule.valid_from, "valid_until": rule.valid_until}
        self._db.execute(sa.insert(rule_table).values(id=rule.id, adviser_id=rule.adviser, **values, **valid, **_columns(rule.manner)))

    def rule(self, rule: RuleId) -> SlotRule | None:
        row = self._db.execute(sa.select(rule_table).where(rule_table.c.id == rule, rule_table.c.is_active)).mappings().first()
        return None if row is None else _rule(row)

    def rules(self) -> Sequence[SlotRule]:
        order = (rule_table.c.adviser_id, rule_table.c.weekday, rule_table.c.starts, rule_table.c.id)
        query = sa.select(rule_table).join(a, a.c.id == rule_table.c.adviser_id).where(rule_table.c.is_active, a.c.is_active).order_by(*order)
        return [_rule(row) for row in self._db.execute(query).mappings()]

    def end_rule(self, rule: RuleId) -> bool:
        return self._db.execute(sa.update(rule_table).where(rule_table.c.id == rule, rule_table.c.is_active).values(is_active=False)).rowcount == 1

    def publish(self, adviser: Adviser, times: tuple[datetime, datetime], *, manner: Manner, rule: RuleId | None, now: datetime) -> SlotId | None:
        made = SlotId(new_id())
        starts_at, ends_at = times
        is_new = insert_new(
            self._db,
            t,
            id=made,
            adviser_id=adviser.id,
            adviser_number=adviser.number,
            starts_epoch=int(starts_at.timestamp()),
            ends_epoch=int(ends_at.timestamp()),
            starts_at=starts_at,
            ends_at=ends_at,
            **_columns(manner),
            rule_id=rule,
            published_at=now,
        )
        return made if is_new else None

    def known_starts(self, rule: RuleId, *, after: datetime) -> frozenset[datetime]:
        of_rule = (t.c.rule_id == rule, t.c.state != SlotState.ON_LEAVE.value, t.c.starts_at >= after)
        return frozenset(self._db.execute(sa.select(t.c.starts_at).where(*of_rule)).scalars())

    def get(self, slot: SlotId) -> Slot | None:
        return self._one(_slots().where(t.c.id == slot))

    def lock(self, slot: SlotId) -> Slot | None:
        return self._one(_slots().where(t.c.id == slot).with_for_update(of=t, key_share=True))

    def overlapping(self, adviser: AdviserId, *, starts_at: datetime, ends_at: datetime) -> Slot | None:
        return self._one(_slots().where(t.c.adviser_id == adviser, _PUBLISHED, t.c.starts_at < ends_at, t.c.ends_at > starts_at).order_by(t.c.starts_at))

    def free(
        self,
        *,
        now: datetime,
        kind: MeetingKind | None = None,
        language: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        adviser: AdviserId | None = None,
        near: datetime | None = None,
        limit: int | None = None,
    ) -> Sequence[Slot]:
        order = [] if near is None else [sa.func.abs(t.c.starts_epoch - int(near.timestamp()))]
        found = _slots().where(*_free(now)).order_by(*order, t.c.starts_at, t.c.id).limit(limit)
        if kind is not None:
            found = found.where(t.c.kind == kind.value)
        if language is not None:
            found = found.where(sa.cast(t.c.languages, sa.Text).contains(f'"{language}"', autoescape=True))
        if after is not None:
            found = found.where(t.c.starts_at >= after)
        if before is not None:
            found = found.where(t.c.starts_at < before)
        if adviser is not None:
            found = found.where(t.c.adviser_id == adviser)
        return sorted(self._all(found), key=lambda one: (one.starts_at, one.id))

    def became_free_after(self, since: datetime, *, now: datetime) -> Sequence[Slot]:
        given_back = sa.exists().where(booking.c.slot_id == t.c.id, booking.c.ended_at > since)
        return self._all(_slots().where(*_free(now), sa.or_(t.c.published_at > since, given_back)).order_by(t.c.starts_at, t.c.id))

    def published(self, *, after: datetime, before: datetime, adviser: AdviserId | None = None, rule: RuleId | None = None) -> Sequence[Slot]:
        found = _slots().where(_PUBLISHED, t.c.starts_at >= after, t.c.starts_at < before).order_by(t.c.starts_at, a.c.number)
        if adviser is not None:
            found = found.where(t.c.adviser_id == adviser)
        if rule is not None:
            found = found.where(t.c.rule_id == rule)
        return self._all(found)

    def count(self, adviser: AdviserId, *, after: datetime) -> int:
        query = sa.select(sa.func.count()).select_from(t).where(t.c.adviser_id == adviser, _PUBLISHED, t.c.starts_at > after)
        return int(self._db.execute(query).scalar_one())

    def withdraw(self, slot: SlotId, *, state: SlotState) -> bool:
        return self._db.execute(sa.update(t).where(t.c.id == slot, _PUBLISHED).values(state=state.value, version=t.c.version + 1)).rowcount == 1

    def _one(self, query: sa.Select[Any]) -> Slot | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else slot_of(row)

    def _all(self, query: sa.Select[Any]) -> Sequence[Slot]:
        return [slot_of(row) for row in self._db.execute(query).mappings()]


def _slots() -> sa.Select[Any]:
    return sa.select(t, a.c.name.label("adviser_name")).join(a, a.c.id == t.c.adviser_id)


def _free(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    is_held = sa.and_(booking.c.state == BookingState.HELD.value, booking.c.hold_until > now)
    is_taken = sa.exists().where(booking.c.slot_id == t.c.id, sa.or_(booking.c.state == BookingState.BOOKED.value, is_held))
    return _PUBLISHED, t.c.starts_at > now, ~is_taken


def _columns(manner: Manner) -> dict[str, Any]:
    return {"kind": manner.kind.value, "place": manner.place, "languages": list(manner.languages)}


def slot_of(row: sa.RowMapping) -> Slot:
    return Slot(
        id=SlotId(row["id"]),
        adviser=AdviserId(row["adviser_id"]),
        adviser_name=row["adviser_name"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        kind=MeetingKind(row["kind"]),
        place=row["place"],
        languages=tuple(row["languages"]),
        rule=None if row["rule_id"] is None else RuleId(row["rule_id"]),
        state=SlotState(row["state"]),
        version=row["version"],
    )


def _rule(row: sa.RowMapping) -> SlotRule:
    return SlotRule(
        id=RuleId(row["id"]),
        adviser=AdviserId(row["adviser_id"]),
        weekday=row["weekday"],
        starts=time.fromisoformat(row["starts"]),
        ends=time.fromisoformat(row["ends"]),
        minutes=row["minutes"],
        gap_minutes=row["gap_minutes"],
        manner=Manner(kind=MeetingKind(row["kind"]), place=row["place"], languages=tuple(row["languages"])),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )
