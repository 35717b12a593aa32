"""Fills every column of every table that can hold a person's data with tokens of that person, and looks for them afterwards."""

import base64
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from backend.domain.ids import PersonId
from backend.domain.meetings.records import Manner, MeetingKind, TrainingKind
from backend.store.ownership import rows_of
from backend.store.schema import metadata
from backend.store.schema_meetings import adviser, slot, training
from backend.store.unit import SqlUnit
from tests.times import NOON

__all__ = ["Canaries", "SqlUnit", "dump", "found_in_files", "found_in_tables", "plant"]

_numbers = itertools.count(100_001)
_ALLOWED = re.compile(r"(\w+) IN \((.*)\)")


@dataclass(kw_only=True)
class Canaries:
    """The tokens of one person: by table and column. `prefix` is in each of them, however short."""

    prefix: str
    person: PersonId = field(init=False, default=PersonId(""))
    planted: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, column: sa.Column[Any], length: int | None) -> str:
        made = f'{self.prefix}{next(_numbers)}Ä"<{column.table.name}.{column.name}>'[: length or 120]
        self.planted.setdefault(column.table.name, {})[column.name] = made
        return made

    @property
    def tokens(self) -> list[str]:
        return [token for columns in self.planted.values() for token in columns.values()]


def plant(db: sa.Connection, *, prefix: str) -> Canaries:
    """One row in each table that belongs to the person, by itself or through others, every text a token of theirs."""
    canaries = Canaries(prefix=prefix)
    rows: dict[sa.Table, dict[str, Any]] = {}
    owned = rows_of(PersonId("nobody"))
    for table in metadata.sorted_tables:
        if table in owned:
            rows[table] = _row(table, {**rows, **_office_rows(db)}, canaries)
            db.execute(sa.insert(table).values(**rows[table]))
    canaries.person = PersonId(rows[metadata.tables["person"]]["id"])
    return canaries


def _office_rows(db: sa.Connection) -> dict[sa.Table, dict[str, Any]]:
    """What the office published, which is nobody's: rows that those of a person hang on."""
    if db.execute(sa.select(adviser.c.id)).first() is None:
        unit = SqlUnit(db)
        pirkko, begins, ends = unit.advisers.add(name="Pirkko", languages=["fi"]), NOON + timedelta(days=1), NOON + timedelta(days=1, hours=1)
        manner = Manner(kind=MeetingKind.PHONE, place="", languages=("fi",))
        unit.slots.publish(pirkko, (begins, ends), manner=manner, rule=None, now=NOON)
        what = {"title": {}, "about": {}, "place": "", "capacity": 9, "starts_at": begins, "ends_at": ends, "sign_up_until": begins}
        unit.trainings.publish(kind=TrainingKind.TRAINING, **what)  # type: ignore[arg-type]  # as plain values
    return {table: dict(db.execute(sa.select(table)).mappings().one()) for table in (slot, training)}


_ONE_OF: Mapping[str, str] = {
    "conversation.language": "fi",
    "interview.state": "stopped",
    "answer.state": "given",
    "inbox.state": "done",
    "inbox.kind": "text",
    "link.channel": "telegram",
    "link.state": "active",
    "delivery.state": "sent",
    "team_member.role": "owner",
    "idea.draft_state": "open",
    "answer.origin": "person",
    "booking.state": "done",
}
"""What has to be one of our own words; a check constraint tells the others."""


def _row(table: sa.Table, rows: Mapping[sa.Table, Mapping[str, Any]], canaries: Canaries) -> dict[str, Any]:
    return {column.name: _value(column, rows, canaries) for column in table.columns if not _is_numbered(column)}


def _is_numbered(column: sa.Column[Any]) -> bool:
    return column.primary_key and isinstance(column.type, sa.Integer)


def _value(column: sa.Column[Any], rows: Mapping[sa.Table, Mapping[str, Any]], canaries: Canaries) -> Any:  # noqa: PLR0911 - a value of each kind of column
    name = f"{column.table.name}.{column.name}"
    fixed = _ONE_OF.get(name) or _allowed(column)
    if fixed:
        return fixed
    keys = [key.column for key in column.foreign_keys if key.column.table in rows]
    if keys:
        return rows[keys[0].table][keys[0].name]
    match column.type:
        case sa.JSON():
            return _json(name, canaries.token(column, None))
        case sa.String() as text:
            return canaries.token(column, text.length)
        case sa.LargeBinary():
            return canaries.token(column, None).encode()
        case sa.Boolean():
            return True
        case sa.Integer() if column.name == "last_seq":
            return 10**7
        case sa.Integer():
            return 1 if column.name in {"tries", "misses", "version", "dialogue_key_turns", "sweeps", "asked_count", "depth", "fence"} else next(_numbers)
        case sa.Date():
            return NOON.date()
    return NOON - timedelta(hours=1) if column.name in {"lease_until", "warned_at"} else NOON


def _json(name: str, token: str) -> object:
    """JSON as the product writes it there."""
    shapes = {
        "submission.content": {"what": {"value": token, "author": token}},
        "outbox.documents": [{"name": token, "media_type": "text/plain", "id": token}],
        "pending_erasure.conversations": [token],
    }
    return shapes.get(name, {"said": token})


def _allowed(column: sa.Column[Any]) -> str | None:
    """The first of the words that a check constraint allows."""
    for constraint in column.table.constraints:
        if isinstance(constraint, sa.CheckConstraint) and (match := _ALLOWED.fullmatch(str(constraint.sqltext))) and match[1] == column.name:
            return match[2].split(",")[0].strip(" '")
    return None


def _forms(token: str) -> Iterator[str]:
    """The token as it may stand somewhere."""
    yield token
    yield token.lower()
    yield json.dumps(token)[1:-1]
    yield json.dumps(token, ensure_ascii=False)[1:-1]
    yield quote(token)
    for lead in range(3):
        # Without the ends, which depend on what stands beside it.
        yield base64.b64encode(b"\0" * lead + token.encode()).decode().rstrip("=")[4:-2]


def found_in_tables(db: sa.Connection, canaries: Canaries) -> list[str]:
    """Where a token stands: table.column, each once."""
    hits = set()
    for table in metadata.sorted_tables:
        for row in db.execute(sa.select(table)).mappings():
            hits |= {f"{table.name}.{name}" for name, value in row.items() if _holds(value, canaries)}
    return sorted(hits)


def _holds(value: object, canaries: Canaries) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else json.dumps(value, default=str)
    plain = text.lower() + str(value).lower()
    return canaries.prefix.lower() in plain or any(form.lower() in plain for token in canaries.tokens for form in _forms(token))


def found_in_files(folder: Path, canaries: Canaries) -> list[str]:
    """Files in which a token stands as raw bytes, in any of its forms."""
    forms = {form.encode() for token in canaries.tokens for form in _forms(token) if len(form) >= len(canaries.prefix)} | {canaries.prefix.encode()}
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and _contains(path.read_bytes(), forms))


def _contains(data: bytes, forms: set[bytes]) -> bool:
    lower = data.lower()
    return any(form in data or form.lower() in lower for form in forms)


def dump(db: sa.Connection, person: PersonId) -> dict[str, list[dict[str, Any]]]:
    """Every row of the person, as it stands."""
    return {
        table.name: [dict(row) for row in db.execute(sa.select(table).where(where).order_by(*table.primary_key.columns)).mappings()]
        for table, where in rows_of(person).items()
    }


def at(hours: float = 0, seconds: float = 0) -> datetime:
    return NOON + timedelta(hours=hours, seconds=seconds)
