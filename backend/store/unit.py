"""One transaction's worth of repositories."""

import sqlalchemy as sa

from backend.store.cases import SqlCases
from backend.store.checks import SqlChecks
from backend.store.conversations import SqlConversations
from backend.store.effects import SqlEffects
from backend.store.events import SqlEvents
from backend.store.health import SqlHealth
from backend.store.inbox import SqlInbox
from backend.store.interviews import SqlInterviews
from backend.store.leases import SqlLeases
from backend.store.outbox import SqlOutbox

# PostgreSQL: serialization failure, deadlock, lock not available, connection gone, administrator shut down.
_PASSING_CODES = ("40001", "40P01", "55P03", "08", "57P0")


class SqlUnit:
    """The services' `Unit` on one connection inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.conversations = SqlConversations(connection)
        self.inbox = SqlInbox(connection, self.conversations)
        self.effects = SqlEffects(connection)
        self.outbox = SqlOutbox(connection, self.conversations)
        self.cases = SqlCases(connection)
        self.events = SqlEvents(connection)
        self.leases = SqlLeases(connection)
        self.health = SqlHealth(connection)
        self.interviews = SqlInterviews(connection)
        self.checks = SqlChecks(connection)


def is_passing(error: sa.exc.DBAPIError) -> bool:
    """Whether the same transaction may well succeed a moment later."""
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    if isinstance(code, str):
        return code.startswith(_PASSING_CODES)
    return "database is locked" in str(error.orig)
