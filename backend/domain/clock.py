"""The product's clock: the only place that asks what time it is."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Europe/Helsinki")


class Clock:
    """Aware UTC times; begins at `start` where one is given and goes on at the ordinary pace."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = timedelta() if start is None else start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    @staticmethod
    def monotonic() -> float:
        """Seconds that never go back, for waiting and pacing."""
        return time.monotonic()
