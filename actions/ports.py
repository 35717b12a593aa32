"""What the actions need of the product; tests bring their own."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from backend.content import Content
from backend.domain.clock import Clock
from backend.services.ports import Unit

P = ParamSpec("P")
T = TypeVar("T")


class Backend(Protocol):
    """As backend.bootstrap wires it."""

    @property
    def content(self) -> Content: ...
    @property
    def clock(self) -> Clock: ...
    async def ask(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...
    async def call(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...
