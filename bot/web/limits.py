"""Token buckets in memory: how often a session or an address may do something."""

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from bot.web.settings import Rate

_MAX_KEYS = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Limiter:
    def __init__(self, rate: Rate, *, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._monotonic = monotonic
        # A bucket that was left alone for a whole period is full again, so it may be forgotten.
        self._buckets: TTLCache[str, _Bucket] = TTLCache(maxsize=_MAX_KEYS, ttl=rate.seconds, timer=monotonic)

    def take(self, key: str) -> float:
        """0 where it is allowed, and counted; else the seconds to wait."""
        now = self._monotonic()
        per_second = self._rate.count / self._rate.seconds
        bucket = self._buckets.get(key) or _Bucket(float(self._rate.count), now)
        tokens = min(self._rate.count, bucket.tokens + (now - bucket.filled_at) * per_second)
        is_allowed = tokens >= 1
        self._buckets[key] = _Bucket(tokens - 1 if is_allowed else tokens, now)
        return 0.0 if is_allowed else (1 - tokens) / per_second
