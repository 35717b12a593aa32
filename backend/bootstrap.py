"""Wires the product: database, content, clock. The only place that knows them all."""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from backend.content import Content, load_content
from backend.domain.clock import Clock
from backend.services.ports import Unit
from backend.store.engine import READING, open_engine
from backend.store.unit import SqlUnit, is_passing

P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 5
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {READING: True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The product as a front end sees it: it runs services, each in one transaction."""

    content: Content
    clock: Clock
    home: Path
    engine: sa.Engine
    pool: ThreadPoolExecutor = field(repr=False)

    def run(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs the service in one transaction; the whole of it again where the database was passingly unable."""
        for attempt in range(1, _TRIES + 1):
            try:
                with self.engine.begin() as connection:
                    return service(SqlUnit(connection), *args, **kwargs)
            except sa.exc.DBAPIError as error:
                if attempt == _TRIES or not is_passing(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError

    def read(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a service that only reads, on one unchanging view of the database; it waits for no writer."""
        with self.engine.connect().execution_options(**_READING[self.engine.dialect.name]) as connection, connection.begin():
            return service(SqlUnit(connection), *args, **kwargs)

    async def ask(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` in the thread pool."""
        work: Callable[[], Any] = partial(self.read, service, *args, **kwargs)
        result: T = await asyncio.get_running_loop().run_in_executor(self.pool, work)
        return result

    async def call(self, service: Callable[Concatenate[Unit, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`run` in the thread pool, so that the event loop goes on."""
        work: Callable[[], Any] = partial(self.run, service, *args, **kwargs)
        result: T = await asyncio.get_running_loop().run_in_executor(self.pool, work)
        return result

    def close(self) -> None:
        self.pool.shutdown(wait=True)
        self.engine.dispose()


def open_backend(*, database_url: str, home: Path, content_folder: Path, programme: str, clock: Clock, public_url: str = "") -> Backend:
    """Opens the product on a migrated database; raises DatabaseUnusable or ContentBroken."""
    return Backend(
        content=load_content(content_folder, programme=programme, public_url=public_url),
        clock=clock,
        home=home,
        engine=open_engine(database_url),
        pool=ThreadPoolExecutor(max_workers=4, thread_name_prefix="backend"),
    )
