"""Server-sent events from the outbox: one poller for all open streams of this process."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import nsmallest

import structlog

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId, LinkId, TurnId
from backend.domain.messages import Utterance
from backend.domain.refusals import Refusal
from backend.services.following import Followed, News, look
from bot.web.settings import WebSettings

_TICK = 0.08
# A conversation in which something happens is looked at on every tick, the others every two seconds,
# and where there are very many of them so many a tick that the lively ones do not wait.
_LIVELY = 20.0
_IDLE = 2.0
_IDLE_LOOKS_PER_TICK = 12
_STATES = {"new": "working", "done": "done", "dead": "dead"}
_log = structlog.get_logger()


class TooManyStreams(Refusal):
    key = "too_many_streams"


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: what it was sent, what it waits for, what is to be written next (None: the end)."""

    link: LinkId
    conversation: ConversationId
    sent: int
    is_gone: Callable[[], bool]
    waiting: dict[TurnId, str] = field(default_factory=dict)
    events: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)


@dataclass(slots=True)
class _Watch:
    listeners: list[Listener]
    due: float
    lively_until: float

    def is_lively(self, now: float) -> bool:
        return now < self.lively_until or any(listener.waiting for listener in self.listeners)

    def followed(self, conversation: ConversationId) -> Followed:
        turns = {turn for listener in self.listeners for turn in listener.waiting}
        return Followed(conversation=conversation, after=min(one.sent for one in self.listeners), turns=tuple(turns))


class Streams:
    def __init__(self, backend: Backend, settings: WebSettings) -> None:
        self._backend = backend
        self._settings = settings
        self._watches: dict[ConversationId, _Watch] = {}
        self._is_closed = False

    @property
    def count(self) -> int:
        return sum(len(watch.listeners) for watch in self._watches.values())

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[Listener]:
        """Raises TooManyStreams; streams whose browser has gone do not count."""
        self._forget_gone()
        same_session = sum(1 for one in self._listeners() if one.link == listener.link)
        if self._is_closed or same_session >= self._settings.streams_per_session or self.count >= self._settings.streams:
            raise TooManyStreams
        now = self._backend.clock.monotonic()
        watch = self._watches.setdefault(listener.conversation, _Watch([], now, now + _LIVELY))
        watch.listeners.append(listener)
        watch.due = now
        try:
            yield listener
        finally:
            self._remove(listener)

    def stir(self, conversation: ConversationId) -> None:
        """Something was just said there: look at once and often."""
        watch = self._watches.get(conversation)
        if watch is not None:
            watch.due = self._backend.clock.monotonic()
            watch.lively_until = watch.due + _LIVELY

    def end_session(self, link: LinkId) -> None:
        for listener in self._listeners():
            if listener.link == link:
                listener.events.put_nowait(None)

    def close(self) -> None:
        self._is_closed = True
        for listener in self._listeners():
            listener.events.put_nowait(None)

    async def run(self) -> None:
        """Polls until cancelled."""
        while True:
            await asyncio.sleep(_TICK)
            due = self._due()
            if not due:
                continue
            try:
                news = await self._backend.ask(look, followed=due)
            except Exception as error:  # noqa: BLE001 - the last resort: a database away for a while must not end all streams
                _log.warning("web.look_failed", error=type(error).__name__)
                continue
            for one in news:
                self._tell(one)

    def _due(self) -> list[Followed]:
        now = self._backend.clock.monotonic()
        due = [(conversation, watch) for conversation, watch in self._watches.items() if watch.due <= now]
        lively = [one for one in due if one[1].is_lively(now)]
        idle = nsmallest(_IDLE_LOOKS_PER_TICK, (one for one in due if not one[1].is_lively(now)), key=lambda one: one[1].due)
        for _, watch in idle:
            watch.due = now + _IDLE
        return [watch.followed(conversation) for conversation, watch in (*lively, *idle)]

    def _tell(self, news: News) -> None:
        watch = self._watches.get(news.conversation)
        if watch is None:
            return
        if news.utterances:
            watch.lively_until = self._backend.clock.monotonic() + _LIVELY
        for listener in watch.listeners:
            for event in _events_for(listener, news):
                listener.events.put_nowait(event)

    def _listeners(self) -> list[Listener]:
        return [listener for watch in self._watches.values() for listener in watch.listeners]

    def _forget_gone(self) -> None:
        for listener in self._listeners():
            if listener.is_gone():
                listener.events.put_nowait(None)
                self._remove(listener)

    def _remove(self, listener: Listener) -> None:
        watch = self._watches.get(listener.conversation)
        if watch is not None and listener in watch.listeners:
            watch.listeners.remove(listener)
            if not watch.listeners:
                del self._watches[listener.conversation]


def as_json(utterance: Utterance) -> dict[str, object]:
    """The utterance as the page gets it: addresses of documents instead of their places on the disk."""
    return {
        "seq": utterance.seq,
        "turn": utterance.turn,
        "from": "person" if utterance.is_from_person else "bot",
        "text": utterance.text,
        "kind": utterance.kind,
        "quote": utterance.quote,
        "buttons": [{"label": button.label, "token": button.token} for button in utterance.buttons],
        "documents": [
            {"name": document.name, "type": document.media_type, "url": f"/api/chat/documents/{utterance.seq}/{position}"}
            for position, document in enumerate(utterance.documents)
        ],
        "at": utterance.at.isoformat(),
    }


def _events_for(listener: Listener, news: News) -> Iterator[bytes]:
    """New utterances, then how turns stand. A turn first seen now is asked about by the next look."""
    for utterance in news.utterances:
        if utterance.seq > listener.sent:
            listener.sent = utterance.seq
            yield _event("utterance", as_json(utterance), seq=utterance.seq)
            if utterance.is_from_person and utterance.turn is not None:
                listener.waiting.setdefault(utterance.turn, "")
    for turn, state in news.states.items():
        if turn not in listener.waiting:
            continue
        told = _STATES.get(state or "", "dead")
        if told != listener.waiting[turn]:
            yield _event("turn", {"turn": turn, "state": told})
        if told == "working":
            listener.waiting[turn] = told
        else:
            del listener.waiting[turn]


def _event(name: str, data: dict[str, object], *, seq: int | None = None) -> bytes:
    numbered = "" if seq is None else f"id: {seq}\n"
    return f"{numbered}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
