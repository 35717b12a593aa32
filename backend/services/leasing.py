"""Who may do what only one may do, and the parts' signs of life."""

from datetime import datetime, timedelta

from backend.services.ports import Unit


def take_lease(unit: Unit, *, name: str, holder: str, lasts: timedelta, now: datetime) -> bool:
    """Takes the lease, or prolongs it; False while somebody else holds it."""
    return unit.leases.take(name, holder=holder, now=now, until=now + lasts)


def give_back(unit: Unit, *, name: str, holder: str) -> None:
    """Ends the holder's lease, so that the next one need not wait for its end."""
    unit.leases.give_back(name, holder=holder)


def beat(unit: Unit, *, part: str, state: str, detail: str = "", now: datetime) -> None:
    """Says that the part is alive and how it is. `state` has at most 16 characters, `part` at most 32."""
    unit.leases.beat(part, state=state, detail=detail, now=now)
