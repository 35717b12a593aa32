from datetime import timedelta

import sqlalchemy as sa

from backend.services.leasing import beat, give_back, take_lease
from backend.store.schema import heartbeat
from backend.store.unit import SqlUnit
from tests.times import NOON

MINUTE = timedelta(minutes=1)


def takes(engine: sa.Engine, holder: str, *, after: timedelta = timedelta()) -> bool:
    with engine.begin() as connection:
        return take_lease(SqlUnit(connection), name="poller", holder=holder, lasts=MINUTE, now=NOON + after)


def gives_back(engine: sa.Engine, holder: str) -> None:
    with engine.begin() as connection:
        give_back(SqlUnit(connection), name="poller", holder=holder)


def test_only_one_holds_a_lease_until_it_runs_out(engine: sa.Engine) -> None:
    taken = [takes(engine, "alice"), takes(engine, "bob"), takes(engine, "bob", after=2 * MINUTE), takes(engine, "alice", after=2 * MINUTE)]

    assert taken == [True, False, True, False]


def test_the_holder_prolongs_its_lease(engine: sa.Engine) -> None:
    takes(engine, "alice")

    assert [takes(engine, "alice", after=MINUTE / 2), takes(engine, "bob", after=MINUTE * 1.2)] == [True, False]


def test_a_lease_given_back_is_free_at_once_and_only_its_holder_gives_it_back(engine: sa.Engine) -> None:
    takes(engine, "alice")
    gives_back(engine, "bob")
    is_free_after_bob = takes(engine, "bob")
    gives_back(engine, "alice")

    assert (is_free_after_bob, takes(engine, "bob")) == (False, True)


def test_the_newest_sign_of_life_counts(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for state in ("working", "unreachable"):
            beat(SqlUnit(connection), part="telegram", state=state, now=NOON)

        assert connection.execute(sa.select(heartbeat.c.part, heartbeat.c.state)).all() == [("telegram", "unreachable")]
