"""The product on SQLite with a clock that hurries, for tests of what sends and receives. Nothing here speaks: no content."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.clock import Clock
from backend.domain.ids import ConversationId
from backend.domain.messages import Button, Channel, Document, Incoming, Kind, Reply
from backend.services.receiving import receive
from backend.services.saying import say
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from backend.store.schema import delivery, heartbeat, inbox, link, outbox
from tests.times import NOON


class HastyClock(Clock):
    """Begins at NOON and goes ten times as fast, so that nobody waits long for a second try."""

    def __init__(self, *, pace: float = 10.0) -> None:
        super().__init__(NOON)
        self._pace = pace
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.monotonic() - self._began) * self._pace)


class FlakyBackend(Backend):
    """A product whose database is away as long as `is_away` says so."""

    is_away: Callable[[str], bool] = staticmethod(lambda _service: False)

    async def call(self, service: Any, *args: Any, **kwargs: Any) -> Any:
        if type(self).is_away(service.__name__):
            raise sa.exc.OperationalError(service.__name__, None, OSError("the database is away"))
        return await super().call(service, *args, **kwargs)


@contextmanager
def open_house(home: Path, *, made: type[Backend] = Backend, clock: Clock | None = None) -> Iterator[Backend]:
    engine = open_engine(f"sqlite:///{home / 'kake.db'}")
    migrate(engine)
    backend = made(content=cast("Content", None), clock=clock or HastyClock(), home=home, engine=engine, pool=ThreadPoolExecutor(max_workers=4))
    yield backend
    backend.close()


def conversation_at(backend: Backend, address: str) -> ConversationId:
    """The conversation of a Telegram chat; a person's first message there makes it."""
    hello = Incoming(channel=Channel.TELEGRAM, source="test", external_id=f"hello {address}", address=address, kind=Kind.TEXT, text="moi")
    return backend.run(receive, incoming=hello, now=backend.clock.now()).conversation


def queue(
    backend: Backend, address: str, text: str, *, kind: str = "answer", buttons: tuple[Button, ...] = (), documents: tuple[Document, ...] = (), quote: str = ""
) -> None:
    reply = Reply(text=text, kind=kind, buttons=buttons, documents=documents, quote=quote)
    backend.run(say, conversation_at(backend, address), reply, key=f"{address} {text}", now=backend.clock.now())


def deliveries(backend: Backend) -> list[tuple[str, str, str]]:
    """(text, state, external id) of every delivery, in the order they were queued."""
    query = sa.select(outbox.c.text, delivery.c.state, delivery.c.external_id).join(outbox, outbox.c.id == delivery.c.outbox_id)
    with backend.engine.begin() as connection:
        return [(row.text, row.state, row.external_id) for row in connection.execute(query.order_by(outbox.c.created_at, outbox.c.seq))]


def states(backend: Backend) -> dict[str, str]:
    return {text: state for text, state, _ in deliveries(backend)}


def links(backend: Backend) -> dict[str, str]:
    with backend.engine.begin() as connection:
        return {row.address: row.state for row in connection.execute(sa.select(link))}


def received(backend: Backend) -> list[tuple[str, str, str]]:
    """(external id, kind, text) of every inbox row, in the order of their conversations and messages."""
    query = sa.select(inbox.c.external_id, inbox.c.kind, inbox.c.text).order_by(inbox.c.conversation_id, inbox.c.seq)
    with backend.engine.begin() as connection:
        return [(row.external_id, row.kind, row.text) for row in connection.execute(query)]


def state_of_part(backend: Backend, part: str) -> str | None:
    with backend.engine.begin() as connection:
        return connection.execute(sa.select(heartbeat.c.state).where(heartbeat.c.part == part)).scalar()
