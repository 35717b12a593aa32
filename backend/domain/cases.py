"""A question handed over to a person, with the promise that was given."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain.ids import CaseId, ConversationId


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """`number` is what people call it. `promised_by` is empty where no office hours are set: no time was promised."""

    id: CaseId
    number: int
    conversation: ConversationId
    topic: str
    question: str
    language: str
    state: str
    opened_at: datetime
    promised_by: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
