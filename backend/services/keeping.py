"""What is kept only for a while."""

from datetime import datetime, timedelta

from backend.services.ports import Unit

IDENTITIES_LIVE = timedelta(days=5)
"""Telegram keeps an update for a day and starts its numbers anew after a quiet week: dedupe in between."""


INTERVIEWS_LIVE = timedelta(days=365)
"""An interview nobody went on with for a year is closed; its answers go with the conversation's other texts."""


def expire_interviews(unit: Unit, *, now: datetime) -> int:
    """Closes interviews that were left alone for so long that nobody will take them up again."""
    return unit.interviews.expire(before=now - INTERVIEWS_LIVE, now=now)


def forget_old_identities(unit: Unit, *, now: datetime) -> int:
    """Frees the identities of old messages, so that a new message with the same number is not taken for them."""
    return unit.inbox.forget_identities(before=now - IDENTITIES_LIVE)


DOCUMENTS_LIVE = timedelta(days=7)
"""Files that were handed out; whoever wants one again asks for it."""


def forget_old_documents(unit: Unit, *, now: datetime) -> int:
    return unit.outbox.forget_documents(before=now - DOCUMENTS_LIVE)
