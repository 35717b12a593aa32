"""A document as a Word file: real headings, languages marked, the notices in the page header."""

from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from backend.documents import docx_styles as look
from backend.documents.document import Document, Section
from backend.documents.locales import locale
from backend.documents.printable import printable

_LONGEST_PROPERTY = 255
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ckb", "ur"}


def to_docx(document: Document) -> bytes:
    words = printable(document)
    file = docx.Document()
    look.set_styles(file, locale=locale(words.language))
    _set_properties(file, words)
    _set_header_and_footer(file, words)
    for index, notice in enumerate(words.notices):
        file.add_paragraph(notice, style=look.NOTICE if index else look.LOUD_NOTICE)
    file.add_heading(words.title, level=1)
    if words.subtitle:
        file.add_paragraph(words.subtitle, style="Subtitle")
    if words.made_at:
        file.add_paragraph(words.made_at, style=look.MADE_AT)
    for section in words.sections:
        _add_section(file, section)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _set_properties(file: Docx, words: Document) -> None:
    properties = file.core_properties
    properties.title, properties.subject = (_property(text) for text in (words.title, words.subtitle))
    properties.language = locale(words.language)
    properties.author = properties.comments = properties.keywords = properties.last_modified_by = ""
    template = properties._element  # noqa: SLF001 - there is no other way to drop the dates of the library's own template
    for date in (*template.findall(qn("dcterms:created")), *template.findall(qn("dcterms:modified"))):
        template.remove(date)


def _property(text: str) -> str:
    return text if len(text) <= _LONGEST_PROPERTY else f"{text[: _LONGEST_PROPERTY - 1]}…"


def _set_header_and_footer(file: Docx, words: Document) -> None:
    """The first page has the notices in its text, where screen readers read them; the others have them in the header."""
    page = file.sections[0]
    page.different_first_page_header_footer = True
    _fill_header(page.header, words)
    for footer in (page.footer, page.first_page_footer):
        _fill_footer(footer, words)


def _fill_header(header: _Header, words: Document) -> None:
    paragraph = header.paragraphs[0]
    for index, notice in enumerate(words.notices):
        run = paragraph.add_run(f"  {notice}" if index else notice)
        if index == 0:
            run.bold, run.font.color.rgb = True, look.ALARM


def _fill_footer(footer: _Footer, words: Document) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(look.TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(" · ".join(part for part in (words.footer, words.made_at) if part))
    paragraph.add_run("\t")
    _add_field(paragraph, "PAGE")
    paragraph.add_run("/")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)  # noqa: SLF001 - the library has no fields
    paragraph._p.append(field)  # noqa: SLF001 - the same


def _add_section(file: Docx, section: Section) -> None:
    heading = file.add_heading(section.heading, level=2)
    if section.heading_other:
        heading.add_run(" · ")
        other = heading.add_run(section.heading_other)
        other.bold, other.italic, other.font.color.rgb = False, True, look.SOFT
        _set_language(other, section.language)
    if section.mark:
        file.add_paragraph(section.mark, style=look.MISSING_MARK if section.is_missing else look.MARK)
    for text in section.paragraphs:
        paragraph = file.add_paragraph(style=look.MISSING if section.is_missing else "Normal")
        _set_language(paragraph.add_run(text), section.language)
        if section.language in _RIGHT_TO_LEFT:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - the library knows no direction


def _set_language(run: Run, language: str) -> None:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:bidi" if language in _RIGHT_TO_LEFT else "w:val"), locale(language))
    run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 - the library knows no languages
    if language in _RIGHT_TO_LEFT:
        run.font.rtl = True
