"""What a turn has done already: written in the same transaction as the doing."""

from datetime import datetime

import sqlalchemy as sa

from backend.domain.ids import TurnId
from backend.store.inserting import insert_new
from backend.store.schema import effect


class SqlEffects:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def claim(self, turn: TurnId, action: str, *, now: datetime) -> bool:
        return insert_new(self._db, effect, turn_id=turn, action=action, at=now, result={})

    def exists(self, turn: TurnId) -> bool:
        return self._db.execute(sa.select(effect.c.action).where(effect.c.turn_id == turn).limit(1)).first() is not None
