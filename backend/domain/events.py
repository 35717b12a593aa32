"""What happened to a thing, as the log has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """`actor` is person, system or coordinator, never a name; `data` holds no personal text."""

    type: str
    actor: str
    at: datetime
    data: Mapping[str, str | int | bool | None]
