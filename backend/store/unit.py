"""One transaction's worth of repositories."""

import sqlalchemy as sa

from backend.store.advisers import SqlAdvisers
from backend.store.bookings import SqlBookings
from backend.store.cases import SqlCases
from backend.store.checks import SqlChecks
from backend.store.conversations import SqlConversations
from backend.store.effects import SqlEffects
from backend.store.erasing import SqlErasing
from backend.store.events import SqlEvents
from backend.store.exporting_data import SqlMyData
from backend.store.health import SqlHealth
from backend.store.ideas import SqlIdeas
from backend.store.inbox import SqlInbox
from backend.store.interviews import SqlInterviews
from backend.store.leases import SqlLeases
from backend.store.outbox import SqlOutbox
from backend.store.rounds import SqlRounds
from backend.store.sheets import SqlSheets
from backend.store.slots import SqlSlots
from backend.store.teams import SqlTeams
from backend.store.trainings import SqlTrainings
from backend.store.waiting import SqlWaiting

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
        self.sheets = SqlSheets(connection)
        self.teams = SqlTeams(connection)
        self.ideas = SqlIdeas(connection)
        self.rounds = SqlRounds(connection)
        self.erasing = SqlErasing(connection)
        self.my_data = SqlMyData(connection)
        self.advisers = SqlAdvisers(connection)
        self.slots = SqlSlots(connection)
        self.bookings = SqlBookings(connection)
        self.waiting = SqlWaiting(connection)
        self.trainings = SqlTrainings(connection)


def is_passing(error: sa.exc.DBAPIError) -> bool:
    """Whether the same transaction may well succeed a moment later."""
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    if isinstance(code, str):
        return code.startswith(_PASSING_CODES)
    return "database is locked" in str(error.orig)
