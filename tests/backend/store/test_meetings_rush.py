"""One time, one meeting: sixteen processes at once, on both databases, and what happens without each guard."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.content import Content
from backend.domain.meetings.records import Manner, MeetingKind, Party, SlotId
from backend.domain.messages import Channel
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from backend.store.schema_meetings import booking
from backend.store.unit import SqlUnit
from tests.databases import PostgresServer
from tests.rush import rush
from tests.times import NOON

_PHONE = Manner(kind=MeetingKind.PHONE, place="", languages=("fi",))


def test_sixteen_hundred_attempts_of_sixteen_processes_book_no_time_twice(engine: sa.Engine, database_url: str, content: Content) -> None:
    engine.dispose()
    found = rush(database_url, content, attempts=1600)

    assert (found.attempts, found.doubles, found.locked, found.wrong) == (1600, 0, 0, [])
    assert found.outcomes["booked"] > 50, "they did get in each other's way for something"


def prepared(engine: sa.Engine) -> tuple[SlotId, Party, Party]:
    with engine.begin() as db:
        unit = SqlUnit(db)
        pirkko = unit.advisers.add(name="Pirkko", languages=("fi",))
        begins = NOON + timedelta(days=1)
        made = unit.slots.publish(pirkko, (begins, begins + timedelta(hours=1)), manner=_PHONE, rule=None, now=NOON)
        alice, bob = (unit.conversations.start(channel=Channel.WEB, address=name, is_private=True, now=NOON)[0] for name in ("alice", "bob"))
    assert made is not None
    return made, *(Party(person=chat.person, conversation=chat.id, language="fi") for chat in (alice, bob))  # type: ignore[return-value]  # two of them


def insert(db: sa.Connection, slot: SlotId, party: Party) -> bool:
    return SqlUnit(db).bookings.insert(slot=slot, party=party, replaces=None, hold_until=NOON + timedelta(minutes=10), now=NOON) is not None


def test_the_second_insert_is_turned_away(engine: sa.Engine) -> None:
    slot, alice, bob = prepared(engine)
    with engine.begin() as db:
        assert [insert(db, slot, alice), insert(db, slot, bob)] == [True, False]


def test_without_the_index_the_second_insert_books_twice(engine: sa.Engine) -> None:
    slot, alice, bob = prepared(engine)
    with engine.begin() as db:
        db.exec_driver_sql("DROP INDEX uq_booking_slot")
        assert [insert(db, slot, alice), insert(db, slot, bob)] == [True, True]


def test_looking_before_inserting_books_twice_without_the_index(postgres: PostgresServer) -> None:
    """Two who look before either has written: on PostgreSQL both find the time free."""
    engine = open_engine(postgres.new_database())
    slot, alice, bob = prepared(engine)
    with engine.begin() as db:
        db.exec_driver_sql("DROP INDEX uq_booking_slot")
    with engine.connect() as one, engine.connect() as other, one.begin(), other.begin():
        assert SqlUnit(one).bookings.on_slot(slot) is None
        assert SqlUnit(other).bookings.on_slot(slot) is None
        assert insert(one, slot, alice)
        assert insert(other, slot, bob)
    with engine.connect() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(booking)).scalar() == 2
    engine.dispose()


def test_on_sqlite_nobody_looks_while_another_writes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'kake.db'}")
    migrate(engine)
    prepared(engine)
    with engine.begin(), engine.connect() as other:
        other.exec_driver_sql  # noqa: B018 - opened before its wait is shortened
        raw = other.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=1")
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            other.begin()
    engine.dispose()


def test_an_adviser_is_not_at_two_places_at_once(engine: sa.Engine) -> None:
    prepared(engine)
    begins = NOON + timedelta(days=1)
    with engine.begin() as db:
        unit = SqlUnit(db)
        pirkko, matti = unit.advisers.list()[0], unit.advisers.add(name="Matti", languages=("fi",))

        def publish(adviser: object, first: int, last: int) -> bool:
            times = (begins + timedelta(minutes=first), begins + timedelta(minutes=last))
            return unit.slots.publish(adviser, times, manner=_PHONE, rule=None, now=NOON) is not None  # type: ignore[arg-type]  # one of the two

        tried = {(first, last): publish(pirkko, first, last) for first, last in ((0, 60), (-30, 1), (59, 90), (10, 20), (-30, 90), (60, 90), (-30, 0))}
        assert tried == {(0, 60): False, (-30, 1): False, (59, 90): False, (10, 20): False, (-30, 90): False, (60, 90): True, (-30, 0): True}
        assert publish(matti, 0, 60), "another adviser is free then"


def test_without_its_guard_the_database_lets_an_adviser_be_at_two_places(engine: sa.Engine) -> None:
    prepared(engine)
    begins = NOON + timedelta(days=1, minutes=30)
    with engine.begin() as db:
        is_postgres = db.dialect.name == "postgresql"
        db.exec_driver_sql("ALTER TABLE slot DROP CONSTRAINT ex_slot_adviser_time" if is_postgres else "DROP TRIGGER slot_adviser_time")
        unit = SqlUnit(db)
        made = unit.slots.publish(unit.advisers.list()[0], (begins, begins + timedelta(hours=1)), manner=_PHONE, rule=None, now=NOON)
        assert made is not None
