"""The moment at which tests happen unless they say otherwise."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Monday 23 November 2026, 12.00 in Joensuu."""
