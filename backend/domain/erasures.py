"""What of an erasure is still to be done after its transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.ids import ConversationId, PersonId

LONGEST_TURN = timedelta(seconds=30)
"""After it, no turn that was under way at the erasure can write down anything any more."""
FAREWELL_LIVES = timedelta(hours=24)
"""How long the emptied conversation stays: Telegram may bring a message again for a day, and must find it known."""

_SWEEPS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingErasure:
    """`shell` is the emptied conversation in which the person is told; None where nobody is."""

    id: str
    at: datetime
    person: PersonId
    conversations: tuple[ConversationId, ...]
    shell: ConversationId | None
    sweeps: int

    def wants_sweep(self, now: datetime) -> bool:
        """Once at once, and once when the last turn of the old conversation is surely over."""
        return self.sweeps == 0 or (not self.is_swept and now - self.at >= LONGEST_TURN)

    @property
    def is_swept(self) -> bool:
        return self.sweeps >= _SWEEPS


def ledger_entry(person: PersonId, *, salt: str) -> str:
    """What the ledger of erasures keeps of a person: nobody gets the id back from it."""
    return hashlib.sha256(f"{salt}{person}".encode()).hexdigest()
