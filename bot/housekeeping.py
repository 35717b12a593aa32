"""What is done by the clock: forgetting, reminding, offering, tidying. Each by whichever worker comes first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from backend.bootstrap import Backend
from backend.services.ageing import age_ideas
from backend.services.keeping import expire_interviews, forget_old_documents, forget_old_identities
from backend.services.meetings.booking import expire_holds
from backend.services.meetings.publishing import keep_extended
from backend.services.meetings.reminding import remind_of_meetings
from backend.services.meetings.training_telling import fill_seats
from backend.services.meetings.waiting_list import run_waiting
from backend.services.reminding import remind_of_ideas
from backend.services.round_watching import tell_of_rounds
from backend.sweeping import sweep_soon
from bot.waiting import Every

_Plain: TypeAlias = Callable[..., Any]
_HOURLY: tuple[_Plain, ...] = (forget_old_identities, expire_interviews, forget_old_documents)
_EVERY_MINUTE: tuple[_Plain, ...] = (fill_seats, run_waiting, remind_of_meetings)
_EVERY_TEN_MINUTES: tuple[_Plain, ...] = (remind_of_ideas, tell_of_rounds, age_ideas)


class Housekeeping:
    """Called in every round of the worker; does what is due. `holder` names the worker's place."""

    def __init__(self, *, backend: Backend, holder: str) -> None:
        self._backend = backend
        self._holder = holder
        self._hour = Every(3600.0)
        self._ten_minutes = Every(600.0)
        self._minute = Every(60.0)
        self._sweep = Every(5.0)

    async def tidy(self) -> None:
        if self._hour.is_due():
            for forget in _HOURLY:
                await self._backend.call(forget, now=self._now())
        if self._ten_minutes.is_due():
            await self._backend.call(keep_extended, self._backend.content.office, holder=self._holder, now=self._now())
            await self._with_content(_EVERY_TEN_MINUTES)
        if self._minute.is_due():
            await self._backend.call(expire_holds, now=self._now())
            await self._with_content(_EVERY_MINUTE)
        if self._sweep.is_due():
            await sweep_soon(self._backend)

    async def _with_content(self, jobs: tuple[_Plain, ...]) -> None:
        for job in jobs:
            await self._backend.call(job, self._backend.content, holder=self._holder, now=self._now())

    def _now(self) -> datetime:
        return self._backend.clock.now()
