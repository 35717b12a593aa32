"""A team's idea: its pitch, the draft application made of it, and what the coordinators said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from backend.domain.ids import PersonId
from backend.domain.interview.record import SheetId

TeamId = NewType("TeamId", str)
IdeaId = NewType("IdeaId", str)
SubmissionId = NewType("SubmissionId", str)

RESTORABLE = timedelta(days=14)
"""How long a withdrawn or expired idea can be brought back."""


class Role(StrEnum):
    OWNER = "owner"
    MEMBER = "member"


class IdeaState(StrEnum):
    """Withdrawn by the team, or expired because nobody touched it for a year: both can be restored for a while."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class PitchState(StrEnum):
    STARTED = "started"
    COMPLETE = "complete"
    SENT = "sent"
    ANSWERED = "answered"


class DraftState(StrEnum):
    NONE = "none"
    OPEN = "open"
    SENT = "sent"
    CHANGES_ASKED = "changes_asked"
    READY = "ready"


class What(StrEnum):
    """What of an idea is meant, or was sent to the coordinators."""

    PITCH = "pitch"
    DRAFT = "draft"


class SubmissionState(StrEnum):
    """`sent` until a coordinator has it before them."""

    SENT = "sent"
    RECEIVED = "received"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"


class Decision(StrEnum):
    """What a coordinator advises. None of them decides on funding."""

    GO_ON = "go_on"
    CHANGE = "change"
    DOES_NOT_FIT = "does_not_fit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """`name` is how the others see who answered; empty until told."""

    team: TeamId
    person: PersonId
    role: Role
    name: str
    is_reminded: bool
    joined_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Idea:
    """`language` is that of the group's own words. `number` is what coordinators call it by. `draft` is None before one is made."""

    id: IdeaId
    number: int
    team: TeamId
    programme: str
    language: str
    pitch: SheetId
    draft: SheetId | None
    state: IdeaState
    pitch_state: PitchState
    draft_state: DraftState
    version: int
    created_at: datetime
    touched_at: datetime
    warned_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether the coordinators have something of it to answer."""
        return self.pitch_state is PitchState.SENT or self.draft_state is DraftState.SENT


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """`content` holds the answers by question as they stood when sent. `decision` is None until answered, by a named coordinator."""

    id: SubmissionId
    idea: IdeaId
    what: What
    state: SubmissionState
    content: Mapping[str, Any]
    sent_at: datetime
    received_at: datetime | None
    decision: Decision | None
    reasons: str
    answered_by: str
    answered_at: datetime | None
