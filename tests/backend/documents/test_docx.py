from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from backend.documents import to_docx
from tests.backend.documents.samples import DRAFT, EXPECTED, HOSTILE, ZALGO, everywhere, saying


def opened(file: bytes) -> Docx:
    return docx.Document(BytesIO(file))


def languages(paragraph: Paragraph) -> list[str | None]:
    return [language.get(qn("w:val")) for language in paragraph._p.iter(qn("w:lang"))]


def test_a_word_file_says_what_the_draft_says_with_real_headings() -> None:
    said = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in opened(to_docx(DRAFT)).paragraphs]

    assert said == [
        ("Notice Loud", "LUONNOS – ei ole vielä hakemus"),
        ("Notice", "Hakuaika ei ole tiedossa."),
        ("Notice", "Tämä ei ole virallinen hakulomake."),
        ("Heading 1", "Kylän yhteinen kahvila"),
        ("Subtitle", "Lopetetaan yksinäisyys -ryhmä"),
        ("Made At", "21.11.2026 klo 19.05"),
        ("Heading 2", "Hakija · Applicant"),
        ("Mark", "pitchistä"),
        ("Normal", "Alice, Bob and Charlie of Rantakylä."),
        ("Heading 2", "Tavoitteet · Aims"),
        ("Mark", "ryhmän kirjoittama"),
        ("Normal", "Company for the lonely.\nCoffee, too."),
        ("Normal", "Õhtu & öö"),
        ("Heading 2", "Talousarvio"),
        ("Mark", "pitchistä"),
        ("Normal", "Tilavuokra 1 200 €"),
        ("Normal", "Tarvikkeet 800 €"),
        ("Heading 2", "Arviointi"),
        ("Mark Missing", "puuttuu"),
        ("Missing", "Mistä huomaatte, että siitä oli apua?"),
    ]


def test_the_file_names_its_title_and_language_and_nobody_as_its_author() -> None:
    properties = opened(to_docx(DRAFT)).core_properties

    assert (properties.title, properties.language, properties.author, properties.created) == ("Kylän yhteinen kahvila", "fi-FI", "", None)


def test_the_language_of_the_file_and_of_the_groups_words_is_marked() -> None:
    file = opened(to_docx(DRAFT))

    assert [language.get(qn("w:val")) for language in file.styles.element.iter(qn("w:lang"))] == ["fi-FI"]
    assert [languages(file.paragraphs[index]) for index in (6, 8, 13, 15)] == [["en-GB"], ["en-GB"], [], ["fi-FI"]]


def test_words_from_right_to_left_are_marked_so() -> None:
    section = replace(DRAFT.sections[0], paragraphs=("مرحبا",), language="ar")
    paragraph = opened(to_docx(replace(DRAFT, sections=(section,)))).paragraphs[-1]

    assert (paragraph.runs[0].font.rtl, paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:bidi")) is not None) == (True, True)


def test_pages_after_the_first_carry_the_notices_and_every_page_its_number() -> None:
    page = opened(to_docx(DRAFT)).sections[0]
    fields = [[field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] for footer in (page.footer, page.first_page_footer)]

    assert page.different_first_page_header_footer
    assert page.header.paragraphs[0].text == "  ".join(DRAFT.notices)
    assert page.first_page_footer.paragraphs[0].text.startswith("Pikku KAKE · 21.11.2026 klo 19.05\t")
    assert fields == [["PAGE", "NUMPAGES"]] * 2


def test_the_page_is_a4() -> None:
    page = opened(to_docx(DRAFT)).sections[0]

    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)


def test_properties_of_styles_stand_in_the_order_that_word_insists_on() -> None:
    order = ["keepNext", "keepLines", "pBdr", "shd", "tabs", "spacing", "ind", "outlineLvl"]
    for style in opened(to_docx(DRAFT)).styles.element.iter(qn("w:pPr")):
        places = [order.index(name) for child in style if (name := child.tag.split("}")[1]) in order]
        assert all(first < second for first, second in pairwise(places))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_groups_words_are_words_whatever_they_look_like(name: str) -> None:
    assert opened(to_docx(saying(HOSTILE[name][0]))).paragraphs[-1].text == EXPECTED[name]


@pytest.mark.parametrize("written", [*(written for written, _ in HOSTILE.values()), ZALGO, "", "\u200b", "juhlat 🎉 ไทย"])
def test_words_in_any_place_leave_the_file_whole(written: str) -> None:
    file = opened(to_docx(everywhere(written)))
    fields = [field.get(qn("w:instr")) for field in file.element.iter(qn("w:fldSimple"), qn("w:instrText"), qn("w:hyperlink"))]

    assert (file.paragraphs[0].text, fields) == ("LUONNOS", [])


def test_the_library_alone_would_refuse_what_people_paste() -> None:
    with pytest.raises(ValueError, match="XML compatible"):
        docx.Document().add_paragraph(HOSTILE["controls"][0])


def test_the_file_links_to_nothing_outside() -> None:
    with ZipFile(BytesIO(to_docx(DRAFT))) as parts:
        assert [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)] == []
