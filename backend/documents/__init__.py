"""Documents for people: one neutral structure, written as PDF, Word, OpenDocument and plain text; and events for their calendars.

The writers' libraries take half a second and 30 MB, so each is imported when the first such document is made.
"""

from collections.abc import Sequence
from datetime import datetime

from backend.documents.calendar import CalendarEvent, EventStatus, Method, Organizer, Subscription
from backend.documents.document import Document, Look, Section
from backend.documents.text import to_text

__all__ = [
    "CalendarEvent",
    "Document",
    "EventStatus",
    "Look",
    "Method",
    "Organizer",
    "Section",
    "Subscription",
    "to_docx",
    "to_ics",
    "to_odt",
    "to_pdf",
    "to_text",
]


def to_pdf(document: Document, *, look: Look = Look.DRAFT) -> bytes:
    from backend.documents import pdf  # noqa: PLC0415 - see above

    return pdf.to_pdf(document, look=look)


def to_docx(document: Document) -> bytes:
    from backend.documents import docx  # noqa: PLC0415 - see above

    return docx.to_docx(document)


def to_odt(document: Document) -> bytes:
    from backend.documents import odt  # noqa: PLC0415 - see above

    return odt.to_odt(document)


def to_ics(
    events: Sequence[CalendarEvent], *, method: Method, stamped_at: datetime, organizer: Organizer | None = None, subscription: Subscription | None = None
) -> bytes:
    from backend.documents import ics  # noqa: PLC0415 - see above

    return ics.to_ics(events, method=method, stamped_at=stamped_at, organizer=organizer, subscription=subscription)
