"""Who may do what only one may do, and the parts' signs of life."""

from datetime import datetime

import sqlalchemy as sa

from backend.store.inserting import insert_new
from backend.store.schema import heartbeat, lease


class SqlLeases:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def take(self, name: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Takes or prolongs the lease; False while somebody else holds it."""
        if insert_new(self._db, lease, name=name, holder=holder, until=until):
            return True
        mine = self._db.execute(
            sa.update(lease).where(lease.c.name == name, sa.or_(lease.c.holder == holder, lease.c.until < now)).values(holder=holder, until=until)
        )
        return mine.rowcount == 1

    def give_back(self, name: str, *, holder: str) -> None:
        self._db.execute(sa.delete(lease).where(lease.c.name == name, lease.c.holder == holder))

    def beat(self, part: str, *, state: str, detail: str, now: datetime) -> None:
        if not insert_new(self._db, heartbeat, part=part, at=now, state=state, detail=detail[:200]):
            self._db.execute(sa.update(heartbeat).where(heartbeat.c.part == part).values(at=now, state=state, detail=detail[:200]))
