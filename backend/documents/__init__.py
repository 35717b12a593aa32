"""Documents for people: one neutral structure, written as PDF, Word, OpenDocument and plain text.

The writers' libraries take half a second and 30 MB, so each is imported when the first such document is made.
"""

from backend.documents.document import Document, Section
from backend.documents.text import to_text

__all__ = ["Document", "Section", "to_docx", "to_odt", "to_pdf", "to_text"]


def to_pdf(document: Document) -> bytes:
    from backend.documents import pdf  # noqa: PLC0415 - see above

    return pdf.to_pdf(document)


def to_docx(document: Document) -> bytes:
    from backend.documents import docx  # noqa: PLC0415 - see above

    return docx.to_docx(document)


def to_odt(document: Document) -> bytes:
    from backend.documents import odt  # noqa: PLC0415 - see above

    return odt.to_odt(document)
