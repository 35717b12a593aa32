"""A document as an OpenDocument text: real headings, languages marked, the notices in the page header.

The look is `odt_styles.xml`; what is added here are words, and one style for each language beside the document's own.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import odfdo
from odfdo import Header, Paragraph, Span, Style, VarPageCount, VarPageNumber

from backend.documents.document import Document, Section
from backend.documents.locales import country, locale
from backend.documents.printable import printable

_THUMBNAIL = "Thumbnails/thumbnail.png"
_STYLES = Path(__file__).with_name("odt_styles.xml")


def to_odt(document: Document) -> bytes:
    words = printable(document)
    file = odfdo.Document("text")
    file.set_part("styles.xml", _STYLES.read_bytes())
    file.del_part(_THUMBNAIL)
    file.manifest.del_full_path(_THUMBNAIL)
    _set_properties(file, words)
    _set_language(file, words.language)
    _fill_header_and_footer(file, words)
    for language in sorted({section.language for section in words.sections}):
        _add_language(file, language)
    body = file.body
    body.clear()
    for part in _parts(words):
        body.append(part)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _set_properties(file: odfdo.Document, words: Document) -> None:
    meta = file.meta
    meta.title, meta.subject, meta.language = words.title, words.subtitle, locale(words.language)
    for left_over in ("meta:creation-date", "meta:document-statistic"):
        element = meta.get_element(f"//{left_over}")
        if element is not None:
            element.delete()


def _set_language(file: odfdo.Document, language: str) -> None:
    default = file.styles.get_element('//style:default-style[@style:family="paragraph"]/style:text-properties')
    assert default is not None  # noqa: S101 - for the type checker: it stands in odt_styles.xml
    default.set_attribute("fo:language", language)
    default.set_attribute("fo:country", country(language) or "none")


def _add_language(file: odfdo.Document, language: str) -> None:
    speech = {"fo:language": language, "fo:country": country(language) or "none"}
    speech |= {f"style:{name}-complex": value for name, value in (("language", speech["fo:language"]), ("country", speech["fo:country"]))}
    other = {"fo:font-style": "italic", "fo:font-weight": "normal", "fo:color": "#54605b"}
    for name, look in ((f"Words_{language}", speech), (f"Other_{language}", speech | other)):
        style = Style("text", name=name)
        style.set_properties(look, area="text")
        file.insert_style(style, automatic=True)


def _fill_header_and_footer(file: odfdo.Document, words: Document) -> None:
    """The first page has the notices in its text, where screen readers read them; the others have them in the header."""
    header = file.styles.get_element("//style:header/text:p")
    assert isinstance(header, Paragraph)  # noqa: S101 - for the type checker, as above
    for index, notice in enumerate(words.notices):
        header.append(Span(f"   {notice}" if index else notice, style=None if index else "Loud"))
    for footer in file.styles.get_elements("//style:footer/text:p | //style:footer-first/text:p"):
        left = " · ".join(part for part in (words.footer, words.made_at) if part)
        footer.append(Span(f"{left}\t"))
        footer.append(VarPageNumber())
        footer.append(Span("/"))
        footer.append(VarPageCount())


def _parts(words: Document) -> Iterable[Paragraph]:
    for index, notice in enumerate(words.notices):
        yield Paragraph(notice, style="Notice" if index else "Notice_20_loud")
    yield _heading(1, words.title)
    if words.subtitle:
        yield Paragraph(words.subtitle, style="Subtitle")
    if words.made_at:
        yield Paragraph(words.made_at, style="Made_20_at")
    for section in words.sections:
        yield from _section(section)


def _section(section: Section) -> Iterable[Paragraph]:
    heading = _heading(2, section.heading)
    if section.heading_other:
        heading.append(Span(" · "))
        heading.append(Span(section.heading_other, style=f"Other_{section.language}"))
    yield heading
    if section.mark:
        yield Paragraph(section.mark, style="Mark_20_missing" if section.is_missing else "Mark")
    for text in section.paragraphs:
        paragraph = Paragraph(style="Missing" if section.is_missing else "Text_20_body")
        paragraph.append(Span(text, style=f"Words_{section.language}"))
        yield paragraph


def _heading(level: int, text: str) -> Header:
    heading = Header(level, text)
    heading.style = f"Heading_20_{level}"  # the class takes a style and forgets it
    return heading
