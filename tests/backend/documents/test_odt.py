from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import odfdo
import pytest

from backend.documents import to_odt
from tests.backend.documents.samples import DRAFT, EXPECTED, HOSTILE, ZALGO, everywhere, saying


def opened(file: bytes) -> odfdo.Document:
    return odfdo.Document(BytesIO(file))


def said(file: bytes) -> list[tuple[str | None, str]]:
    return [(part.get_attribute_string("text:style-name"), part.inner_text) for part in opened(file).body.get_elements("//text:h | //text:p")]


def languages(file: odfdo.Document, place: int) -> list[object]:
    part = file.body.get_elements("//text:h | //text:p")[place]
    styles = [file.get_style("text", name) for span in part.get_elements("text:span") if (name := span.get_attribute_string("text:style-name"))]
    return [(style.get_properties(area="text") or {}).get("fo:language") for style in styles if isinstance(style, odfdo.Style)]


def test_an_opendocument_says_what_the_draft_says_with_real_headings() -> None:
    assert said(to_odt(DRAFT)) == [
        ("Notice_20_loud", "LUONNOS – ei ole vielä hakemus"),
        ("Notice", "Hakuaika ei ole tiedossa."),
        ("Notice", "Tämä ei ole virallinen hakulomake."),
        ("Heading_20_1", "Kylän yhteinen kahvila"),
        ("Subtitle", "Lopetetaan yksinäisyys -ryhmä"),
        ("Made_20_at", "21.11.2026 klo 19.05"),
        ("Heading_20_2", "Hakija · Applicant"),
        ("Mark", "pitchistä"),
        ("Text_20_body", "Alice, Bob and Charlie of Rantakylä."),
        ("Heading_20_2", "Tavoitteet · Aims"),
        ("Mark", "ryhmän kirjoittama"),
        ("Text_20_body", "Company for the lonely.\nCoffee, too."),
        ("Text_20_body", "Õhtu & öö"),
        ("Heading_20_2", "Talousarvio"),
        ("Mark", "pitchistä"),
        ("Text_20_body", "Tilavuokra 1 200 €"),
        ("Text_20_body", "Tarvikkeet 800 €"),
        ("Heading_20_2", "Arviointi"),
        ("Mark_20_missing", "puuttuu"),
        ("Missing", "Mistä huomaatte, että siitä oli apua?"),
    ]
    assert [int(heading.level) for heading in opened(to_odt(DRAFT)).body.headers] == [1, 2, 2, 2, 2]


def test_every_style_that_is_named_is_there() -> None:
    file = opened(to_odt(DRAFT))
    named = {style for style, _ in said(to_odt(DRAFT))}

    assert [style for style in sorted(filter(None, named)) if file.get_style("paragraph", style) is None] == []


def test_the_file_names_its_title_and_language_and_no_date_of_its_template() -> None:
    meta = opened(to_odt(DRAFT)).meta

    assert (meta.title, meta.language, meta.creation_date) == ("Kylän yhteinen kahvila", "fi-FI", None)


def test_the_language_of_the_file_and_of_the_groups_words_is_marked() -> None:
    file = opened(to_odt(replace(DRAFT, language="en")))
    default = file.styles.get_element('//style:default-style[@style:family="paragraph"]/style:text-properties')

    assert default is not None
    assert (default.get_attribute("fo:language"), default.get_attribute("fo:country")) == ("en", "GB")
    assert [languages(file, place) for place in (6, 8, 13, 15)] == [["en"], ["en"], [], ["fi"]]


def test_pages_after_the_first_carry_the_notices_and_every_page_its_number() -> None:
    styles = opened(to_odt(DRAFT)).styles
    header, first = (styles.get_element(f"//style:{name}/text:p") for name in ("header", "header-first"))
    footers = styles.get_elements("//style:footer/text:p | //style:footer-first/text:p")

    assert header is not None
    assert first is not None
    assert (header.inner_text, first.inner_text) == ("   ".join(DRAFT.notices), "")
    assert [[len(footer.get_elements(f"text:{field}")) for field in ("page-number", "page-count")] for footer in footers] == [[1, 1], [1, 1]]
    assert [footer.inner_text.startswith("Pikku KAKE · 21.11.2026 klo 19.05\t") for footer in footers] == [True, True]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_groups_words_are_words_whatever_they_look_like(name: str) -> None:
    assert said(to_odt(saying(HOSTILE[name][0])))[-1] == ("Text_20_body", EXPECTED[name])


@pytest.mark.parametrize("written", [*(written for written, _ in HOSTILE.values()), ZALGO, "", "\u200b", "juhlat 🎉 ไทย"])
def test_words_in_any_place_leave_the_file_whole(written: str) -> None:
    assert said(to_odt(everywhere(written)))[0] == ("Notice_20_loud", "LUONNOS")


def test_the_library_alone_would_refuse_what_people_paste() -> None:
    with pytest.raises(ValueError, match="XML compatible"):
        odfdo.Paragraph(HOSTILE["controls"][0])


def test_what_the_manifest_names_is_in_the_file_and_links_to_nothing_outside() -> None:
    file = to_odt(DRAFT)
    named = [path for path in opened(file).manifest.get_paths() if not str(path).endswith("/")]

    with ZipFile(BytesIO(file)) as parts:
        assert sorted(set(map(str, named)) - set(parts.namelist())) == []
        assert [name for name in parts.namelist() if b"xlink:href" in parts.read(name)] == []
