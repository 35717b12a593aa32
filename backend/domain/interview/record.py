"""An interview under way in a conversation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from backend.domain.ids import ConversationId, PersonId

InterviewId = NewType("InterviewId", str)
SheetId = NewType("SheetId", str)


class InterviewState(StrEnum):
    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class Interview:
    """`current` is the question that is open, empty for none; `last` the one answered last. `asked_count` counts its askings,
    `follow_up` is what was asked about its answer. The answers stand on `sheet`, which others may fill as well.

    Of the open ones of a conversation the one with the greatest `depth` is asked. `version` changes with every change.
    """

    id: InterviewId
    conversation: ConversationId
    person: PersonId
    form: str
    sheet: SheetId
    state: InterviewState
    current: str
    last: str
    asked_count: int
    follow_up: str
    depth: int
    started_at: datetime
    asked_at: datetime
    touched_at: datetime
    version: int
