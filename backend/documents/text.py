"""A document as plain text, for a chat or a mail."""

from backend.documents.document import Document, Section
from backend.documents.printable import printable


def to_text(document: Document) -> str:
    words = printable(document)
    head = "\n".join(line for line in (words.title, words.subtitle, words.made_at) if line)
    blocks = ["\n".join(words.notices), head, *map(_section, words.sections), words.footer]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section) -> str:
    heading = f"{section.heading} · {section.heading_other}" if section.heading_other else section.heading
    marked = f"{heading} ({section.mark})" if section.mark else heading
    return "\n".join([marked, *section.paragraphs])
