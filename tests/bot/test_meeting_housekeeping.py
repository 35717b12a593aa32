"""The worker reminds of meetings and gives away free seats without anybody writing anything."""

from datetime import timedelta

import aiohttp
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.domain.clock import Clock
from bot.dialogue import Dialogue
from bot.worker import Worker
from tests.backend.services.idea_house import House, someone, told
from tests.backend.services.meetings.appointments import TUESDAY_TEN, Appointments
from tests.backend.services.meetings.test_trainings import Trainings, presses
from tests.times import NOON


async def house_is_kept(backend: Backend, *, rounds: int = 2) -> None:
    async with aiohttp.ClientSession() as session:
        dialogue = Dialogue(url="http://127.0.0.1:1", secret="", session=session)
        worker = Worker(backend=backend, dialogue=dialogue, channels={}, holder="bot")
        for _ in range(rounds):
            await worker._round()


def at(backend: Backend, clock: Clock) -> Backend:
    return Backend(content=backend.content, clock=clock, home=backend.home, engine=backend.engine, pool=backend.pool)


async def test_a_worker_that_starts_in_the_morning_reminds_of_the_days_meeting(sqlite_backend: Backend) -> None:
    begun = TUESDAY_TEN - timedelta(days=3)
    appointments = Appointments(House(sqlite_backend, begun_at=begun))
    appointments.booked(appointments.time(), now=begun)

    await house_is_kept(at(sqlite_backend, Clock(TUESDAY_TEN - timedelta(hours=1))))

    assert ["tapaat neuvojan **tänään" in text for text in told(appointments.house.alice)] == [True]


async def test_a_worker_gives_a_free_seat_to_who_waits(sqlite_backend: Backend) -> None:
    held = Trainings(sqlite_backend).publish(seats=1)
    alice, bob = someone(sqlite_backend, "alice"), someone(sqlite_backend, "bob")
    for person in (alice, bob):
        presses(person, "sign_up", held)
    with sqlite_backend.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM seat WHERE state = 'booked'"))

    await house_is_kept(at(sqlite_backend, Clock(NOON)))

    assert ["vapautui" in text for text in told(bob)] == [False, True]
