"""How fast messages may go out: in all, per chat and per group, with pauses a channel asks for."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.domain.clock import Clock

_MINUTE = 60.0
_MANY_CHATS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Telegram allows 30 a second in all, about 1 a second in a chat and 20 a minute in a group; we stay below."""

    in_all_per_second: int = 25
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 18


class _Window:
    """At most `count` in any span of `seconds`."""

    def __init__(self, *, count: int, seconds: float) -> None:
        self._times: deque[float] = deque(maxlen=count)
        self._seconds = seconds

    def delay(self, now: float) -> float:
        is_full = len(self._times) == self._times.maxlen
        return max(0.0, self._times[0] + self._seconds - now) if is_full else 0.0

    def take(self, now: float) -> None:
        self._times.append(now)


class _Bucket:
    """`burst` at once, then `rate` a second."""

    def __init__(self, *, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at = now

    def _refill(self, now: float) -> None:
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now

    def delay(self, now: float) -> float:
        self._refill(now)
        return max(0.0, (1.0 - self._left) / self._rate)

    def take(self, now: float) -> None:
        self._refill(now)
        self._left -= 1.0


@dataclass(slots=True)
class _Chat:
    bucket: _Bucket
    window: _Window | None
    paused_until: float = 0.0
    used_at: float = field(default=0.0)

    def delay(self, now: float) -> float:
        return max(self.paused_until - now, self.bucket.delay(now), self.window.delay(now) if self.window else 0.0)

    def take(self, now: float) -> None:
        self.bucket.take(now)
        if self.window:
            self.window.take(now)


class Pacing:
    """Says when the next message may go. Of one process: only one courier sends for a bot."""

    def __init__(self, *, monotonic: Callable[[], float] = Clock.monotonic, limits: Limits | None = None) -> None:
        self._now = monotonic
        self._limits = limits or Limits()
        self._all = _Window(count=self._limits.in_all_per_second, seconds=1.0)
        self._paused_until = 0.0
        self._chats: dict[str, _Chat] = {}

    def delay_of_all(self) -> float:
        """Seconds until anything may go to anybody."""
        now = self._now()
        return max(0.0, self._paused_until - now, self._all.delay(now))

    def reserve(self, address: str) -> float:
        """0 where a message may go to the chat now, and then it is counted; else the seconds to wait before asking again."""
        now = self._now()
        chat = self._chat(address, now)
        wait = max(self.delay_of_all(), chat.delay(now))
        if wait > 0:
            return wait
        self._all.take(now)
        chat.take(now)
        return 0.0

    async def wait(self, address: str) -> None:
        """Returns when a message may go to the chat, and counts it."""
        while (seconds := self.reserve(address)) > 0:  # noqa: ASYNC110 - time passing is all that is waited for
            await asyncio.sleep(seconds)

    def pause(self, address: str, seconds: float) -> None:
        """Nothing goes to the chat for so long. A longer pause is never shortened."""
        now = self._now()
        chat = self._chat(address, now)
        chat.paused_until = max(chat.paused_until, now + seconds)

    def pause_all(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._now() + seconds)

    def _chat(self, address: str, now: float) -> _Chat:
        if len(self._chats) > _MANY_CHATS:
            self._forget_idle(now)
        chat = self._chats.setdefault(address, self._new_chat(address, now))
        chat.used_at = now
        return chat

    def _new_chat(self, address: str, now: float) -> _Chat:
        # Telegram's ids of groups are negative.
        window = _Window(count=self._limits.group_per_minute, seconds=_MINUTE) if address.startswith("-") else None
        return _Chat(_Bucket(rate=self._limits.chat_per_second, burst=self._limits.chat_burst, now=now), window)

    def _forget_idle(self, now: float) -> None:
        self._chats = {address: chat for address, chat in self._chats.items() if now < max(chat.used_at + _MINUTE, chat.paused_until)}
