"""A product of which the actions' tests see what was asked, and which fails on demand."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from backend.content import Content
from backend.domain.clock import Clock
from backend.services.answering import UnderstoodTurn
from backend.services.ports import Unit
from tests.times import NOON

P = ParamSpec("P")
T = TypeVar("T")


class FakeBackend:
    """`turns` are the turns it was asked to answer, in order; `services` are what was to answer them."""

    def __init__(self) -> None:
        self.content = cast("Content", object())
        self.clock = Clock(NOON)
        self.turns: list[UnderstoodTurn] = []
        self.services: list[str] = []
        self.is_broken = False
        self.is_asking = False
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.most_at_once = 0
        self._at_once = 0
        self._asked = asyncio.Condition()

    async def has_been_asked(self, *, times: int) -> None:
        async with self._asked:
            await self._asked.wait_for(lambda: len(self.turns) >= times)

    async def call(self, service: Callable[Concatenate[Unit, P], T], *_args: P.args, **kwargs: P.kwargs) -> T:
        turn = cast("UnderstoodTurn", kwargs["turn"])
        self.turns.append(turn)
        self.services.append(service.__name__)
        async with self._asked:
            self._asked.notify_all()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self.may_go_on.wait()
            if self.is_broken:
                raise RuntimeError(turn.text)
            await asyncio.sleep(0)
        finally:
            self._at_once -= 1
        return cast("T", self.is_asking)

    async def ask(self, service: Callable[Concatenate[Unit, P], T], *_args: P.args, **_kwargs: P.kwargs) -> T:
        return cast("T", self.is_asking)
