"""Many processes want the same few times at once: who gets them, what goes wrong, how long it takes."""

import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.clock import Clock
from backend.domain.ids import new_id
from backend.domain.meetings.records import Manner, MeetingKind, Party, SlotId
from backend.domain.meetings.refusals import SlotBooked
from backend.domain.messages import Channel
from backend.domain.refusals import NotFound
from backend.services.meetings import booking, publishing
from backend.services.meetings.booking import Booked, Gone, Held, Taken, TooMany
from backend.services.ports import Unit
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from backend.store.schema_meetings import booking as booking_table
from backend.store.schema_meetings import slot as slot_table
from backend.store.unit import SqlUnit
from tests.databases import postgres_server
from tests.times import NOON

PROCESSES = 16
SLOTS = 100
_PEOPLE_A_SLOT = 4
_PHONE = Manner(kind=MeetingKind.PHONE, place="", languages=("fi",))

Attempt = Callable[[Backend, SlotId, Party, random.Random], str]
"""One attempt to get a time; what came of it, in a word."""


@dataclass(frozen=True, kw_only=True)
class Rush:
    """`outcomes` counts the words of the attempts; `doubles` are times that more than one has; `wrong` what else is not as it must be."""

    attempts: int
    seconds: float
    outcomes: Mapping[str, int]
    doubles: int
    wrong: Sequence[str]
    median_ms: float
    p99_ms: float

    @property
    def locked(self) -> int:
        return sum(count for word, count in self.outcomes.items() if "locked" in word.lower())


def booked_by_the_service(backend: Backend, slot: SlotId, party: Party, chance: random.Random) -> str:
    """Held, confirmed, and one in eight cancelled again; now and then a coordinator withdraws the time in the middle of it."""
    if chance.random() < 0.01:
        return _withdrawn(backend, slot, cancels=chance.random() < 0.5)
    held = backend.run(booking.hold, slot=slot, party=party, now=NOON)
    if not isinstance(held, Held):
        return _word(held)
    booked = backend.run(booking.confirm, booking=held.booking.id, person=party.person, now=NOON)
    if not isinstance(booked, Booked) or chance.random() >= 0.125:
        return _word(booked)
    backend.run(booking.cancel, booking=booked.booking.id, person=party.person, now=NOON)
    return "cancelled again"


def _withdrawn(backend: Backend, slot: SlotId, *, cancels: bool) -> str:
    try:
        backend.run(publishing.withdraw_slot, slot=slot, cancels=cancels, now=NOON)
    except NotFound:
        return "withdrawn before"
    except SlotBooked:
        return "booked, not withdrawn"
    return "withdrawn"


def _word(result: Booked | Taken | Gone | TooMany) -> str:
    match result:
        case Booked():
            return "booked"
        case Taken():
            return "taken"
        case Gone():
            return "gone"
    return "too many"


def looked_up_and_inserted(backend: Backend, slot: SlotId, party: Party, _chance: random.Random) -> str:
    """What everybody writes first: look whether the time is free, then insert. The index has to be gone for it to run at all."""

    def look_then_write(unit: Unit) -> str:
        if unit.bookings.on_slot(slot) is not None:
            return "taken"
        made = unit.bookings.insert(slot=slot, party=party, replaces=None, hold_until=NOON + timedelta(days=1), now=NOON)
        return "taken" if made is None else "booked"

    return backend.run(look_then_write)


def rush(url: str, content: Content, *, attempts: int, attempt: Attempt = booked_by_the_service) -> Rush:
    """`attempts` by all processes together, which start as one and go through the times in the same order."""
    slots, parties = _prepare(url, content)
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[list[tuple[str, float]]] = context.Queue()
    barrier = context.Barrier(PROCESSES + 1)
    share = attempts // PROCESSES
    workers = [context.Process(target=_work, args=(url, content, number, share, slots, parties, attempt, barrier, results)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    barrier.wait()
    began = time.perf_counter()
    tried = [one for _ in workers for one in results.get(timeout=600)]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    taken = sorted(took for _, took in tried)
    outcomes = Counter(word for word, _ in tried)
    doubles, wrong = _judge(url, outcomes)
    return Rush(
        attempts=len(tried),
        seconds=seconds,
        outcomes=outcomes,
        doubles=doubles,
        wrong=wrong,
        median_ms=taken[len(taken) // 2] * 1000,
        p99_ms=taken[len(taken) * 99 // 100] * 1000,
    )


def _opened(url: str, content: Content) -> Backend:
    return Backend(content=content, clock=Clock(NOON), home=Path(), engine=open_engine(url), pool=ThreadPoolExecutor(max_workers=1))


def _prepare(url: str, content: Content) -> tuple[list[SlotId], list[Party]]:
    """100 times of four advisers, and enough people that no two meetings ahead are in the way of all being booked."""
    backend = _opened(url, content)

    def prepare(unit: Unit) -> tuple[list[SlotId], list[Party]]:
        advisers = [unit.advisers.add(name=name, languages=("fi",)) for name in ("Pirkko", "Matti", "Aino", "Eero")]
        starts = [NOON + timedelta(days=1, minutes=30 * number) for number in range(SLOTS // len(advisers))]
        made = [
            unit.slots.publish(adviser, (start, start + timedelta(minutes=30)), manner=_PHONE, rule=None, now=NOON) for start in starts for adviser in advisers
        ]
        chats = [unit.conversations.start(channel=Channel.WEB, address=new_id(), is_private=True, now=NOON)[0] for _ in range(SLOTS * _PEOPLE_A_SLOT)]
        return [slot for slot in made if slot is not None], [Party(person=chat.person, conversation=chat.id, language="fi") for chat in chats]

    prepared = backend.run(prepare)
    backend.close()
    return prepared


def _work(  # noqa: PLR0913, PLR0917 - what a process is started with
    url: str,
    content: Content,
    number: int,
    share: int,
    slots: Sequence[SlotId],
    parties: Sequence[Party],
    attempt: Attempt,
    barrier: Barrier,
    results: "multiprocessing.Queue[list[tuple[str, float]]]",
) -> None:
    backend, chance = _opened(url, content), random.Random(number)
    with backend.engine.connect():
        pass
    tried = []
    barrier.wait()
    for one in range(share):
        began = time.perf_counter()
        try:
            word = attempt(backend, slots[one % len(slots)], chance.choice(parties), chance)
        except Exception as error:  # noqa: BLE001 - whatever happens is a finding
            word = f"{type(error).__name__}: {str(error).splitlines()[0][:80]}"
        tried.append((word, time.perf_counter() - began))
    backend.close()
    results.put(tried)


def _judge(url: str, outcomes: Mapping[str, int]) -> tuple[int, list[str]]:
    engine = open_engine(url)
    live = booking_table.c.state.in_(("held", "booked"))
    with engine.connect() as db:
        rows = db.execute(sa.select(booking_table.c.slot_id, booking_table.c.person_id, booking_table.c.state).where(live)).all()
        withdrawn = set(db.execute(sa.select(slot_table.c.id).where(slot_table.c.state != "published")).scalars())
        chain = [line for line in SqlUnit(db).health.broken_invariants() if line.startswith("event")]
    engine.dispose()
    a_slot, a_person = Counter(row.slot_id for row in rows), Counter(row.person_id for row in rows)
    wrong = [
        *chain,
        *(f"{person} has {count} meetings" for person, count in a_person.items() if count > 2),
        *(f"{slot} is booked and withdrawn" for slot in a_slot if slot in withdrawn),
        *(word for word in outcomes if ":" in word),
    ]
    return sum(count - 1 for count in a_slot.values()), wrong


def bench(content: Content, *, attempts: int = 10_000) -> None:
    """The figures of `make bench`: on both databases, and what the guards are worth."""
    with tempfile.TemporaryDirectory(prefix="kake-rush-") as folder, postgres_server() as server:
        sqlite = f"sqlite:///{folder}/kake.db"
        engine = open_engine(sqlite)
        migrate(engine)
        engine.dispose()
        for name, url in (("SQLite", sqlite), ("PostgreSQL", server.new_database())):
            _tell(name, rush(url, content, attempts=attempts))
        naive = server.new_database()
        without_index(naive)
        _tell("PostgreSQL, look then insert, no index", rush(naive, content, attempts=attempts, attempt=looked_up_and_inserted))


def without_index(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as db:
        db.exec_driver_sql("DROP INDEX uq_booking_slot")
    engine.dispose()


def _tell(name: str, found: Rush) -> None:
    figures: dict[str, Any] = {"attempts": found.attempts, "doubles": found.doubles, "locked": found.locked, "wrong": list(found.wrong)[:5]}
    speed = {"seconds": round(found.seconds, 1), "median_ms": round(found.median_ms, 1), "p99_ms": round(found.p99_ms, 1)}
    sys.stdout.write(f"{name}: {json.dumps(figures | speed | {'outcomes': dict(found.outcomes)}, ensure_ascii=False)}\n")
    sys.stdout.flush()
