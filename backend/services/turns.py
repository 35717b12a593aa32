"""One turn at a time per conversation: claim, finish, try again, give up."""

from datetime import datetime, timedelta

from backend.domain.ids import TurnId
from backend.domain.messages import Reply, Turn
from backend.domain.refusals import StaleFence
from backend.services.ports import Unit
from backend.services.saying import say

LEASE = timedelta(seconds=40)
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (1, 3, 10, 30, 120))
"""Waits between tries of one turn; after the last one it is a dead letter and the next message goes on."""


def claim_turn(unit: Unit, *, holder: str, now: datetime) -> Turn | None:
    """The next turn to work on, leased for LEASE; None where nothing is due."""
    return unit.inbox.claim(holder=holder, now=now, lease_until=now + LEASE)


def recover_turns(unit: Unit, *, holder: str) -> int:
    """Gives back what an earlier life of this worker held when it died. Start is always crash recovery."""
    return unit.inbox.release_holder(holder)


def has_effect(unit: Unit, *, turn: TurnId) -> bool:
    """Whether the turn did what it was to do. Only this counts: the dialogue server's word does not."""
    return unit.effects.exists(turn)


def turn_state(unit: Unit, *, turn: TurnId) -> str | None:
    """`new`, `done` or `dead`; None where there is no such turn."""
    return unit.inbox.state_of(turn)


def finish_turn(unit: Unit, *, turn: Turn) -> None:
    """Raises StaleFence, and keeps nothing, where the lease ran out and another worker took over."""
    unit.inbox.settle(turn.id, state="done", error="")
    _give_back(unit, turn)


def fail_turn(unit: Unit, *, turn: Turn, reason: str, apology: Reply, farewell: Reply, now: datetime) -> bool:
    """Puts the turn back for a later try, or away as a dead letter; an apology at the first failure, another at the last.

    Returns whether it will be tried again.
    """
    if turn.tries == 0:
        say(unit, turn.conversation, apology, key=f"apology:{turn.id}", turn=turn.id, now=now)
    will_retry = turn.tries < len(RETRY_AFTER)
    if will_retry:
        unit.inbox.postpone(turn.id, tries=turn.tries + 1, next_try_at=now + RETRY_AFTER[turn.tries], error=reason)
    else:
        unit.inbox.settle(turn.id, state="dead", error=reason)
        say(unit, turn.conversation, farewell, key=f"farewell:{turn.id}", turn=turn.id, now=now)
        unit.events.append(type="turn.dead", actor="system", object=turn.id, now=now, data={"tries": turn.tries})
    _give_back(unit, turn)
    return will_retry


def _give_back(unit: Unit, turn: Turn) -> None:
    if not unit.inbox.release(turn.conversation, fence=turn.fence):
        raise StaleFence
