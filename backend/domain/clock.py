"""The product's clock: the only place that asks what time it is."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Europe/Helsinki")


class Clock:
    """Aware UTC times; begins at `start`, or `offset` from the machine's, and goes on at the ordinary pace."""

    def __init__(self, start: datetime | None = None, *, offset: timedelta | None = None) -> None:
        self._offset = (offset or timedelta()) if start is None else start.astimezone(UTC) - datetime.now(UTC)

    @property
    def offset_seconds(self) -> float:
        """How far this clock is ahead of the machine's."""
        return self._offset.total_seconds()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    @staticmethod
    def monotonic() -> float:
        """Seconds that never go back, for waiting and pacing."""
        return time.monotonic()
