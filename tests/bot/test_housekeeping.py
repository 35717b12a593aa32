"""The worker keeps house: reminders go out without anybody writing anything."""

from datetime import date, datetime, timedelta

import aiohttp

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE, Clock
from bot.dialogue import Dialogue
from bot.worker import Worker
from tests.backend.services.idea_house import House, round_of, told


async def test_a_worker_that_starts_in_the_morning_reminds_of_what_is_due(sqlite_backend: Backend) -> None:
    begun = datetime(2027, 2, 10, 12, 0, tzinfo=CITY_ZONE)
    house = House(sqlite_backend, begun_at=begun)
    round_of(sqlite_backend, date(2027, 2, 1), date(2027, 3, 12), now=begun)
    morning = datetime(2027, 3, 5, 9, 0, tzinfo=CITY_ZONE)
    backend = Backend(content=sqlite_backend.content, clock=Clock(morning), home=sqlite_backend.home, engine=sqlite_backend.engine, pool=sqlite_backend.pool)
    async with aiohttp.ClientSession() as session:
        dialogue = Dialogue(url="http://127.0.0.1:1", secret="", session=session)
        worker = Worker(backend=backend, dialogue=dialogue, channels={}, holder="bot")
        for _ in range(2):
            await worker._round()

    assert ["7 päivän päästä" in text for text in told(house.alice)] == [True]
    assert morning - begun > timedelta(days=14)
