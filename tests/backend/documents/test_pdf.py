from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from backend.documents import Section, pdf, to_pdf
from tests.backend.documents.reading import body_of, faults_of, pages_of, squeezed, tags_of, words_of
from tests.backend.documents.samples import DRAFT, EXPECTED, HOSTILE, UNSHOWN, ZALGO, everywhere, saying

LONG_DRAFT = replace(
    DRAFT, sections=(*DRAFT.sections, Section(heading="Toiminta", paragraphs=("Kahvia ja seuraa. " * 300,) * 3, mark="pitchistä", language="fi"))
)


def test_everybody_can_read_a_draft() -> None:
    assert faults_of(to_pdf(DRAFT)) == []


def test_a_pdf_without_any_of_it_is_found_out() -> None:
    bare = typst.compile(b"#par[LUONNOS]", format="pdf", pdf_tags=False, font_paths=typst.Fonts(include_system_fonts=False))

    assert faults_of(bare) == ["not tagged", "no title", "not declared PDF/UA-1", "headings do not begin with one of the first level", "no bookmarks"]


def test_a_screen_reader_meets_notices_title_and_sections_in_order_and_in_their_languages() -> None:
    assert tags_of(to_pdf(DRAFT)) == [
        *[("/P", "")] * 3,
        ("/H1", ""),
        *[("/P", "")] * 2,
        *[("/H2", ""), ("/P", ""), ("/P", "en")],
        *[("/H2", ""), ("/P", ""), ("/P", "en"), ("/P", "en")],
        *[("/H2", ""), ("/P", ""), ("/P", ""), ("/P", "")],
        *[("/H2", ""), ("/P", ""), ("/P", "")],
    ]


def test_title_and_language_are_the_documents_own() -> None:
    reader = PdfReader(BytesIO(to_pdf(replace(DRAFT, language="en"))))

    assert reader.metadata is not None
    assert (reader.metadata.title, str(reader.root_object["/Lang"])) == ("Kylän yhteinen kahvila", "en")


def test_the_pdf_says_what_the_draft_says_and_nothing_else() -> None:
    said = [*DRAFT.notices, DRAFT.title, DRAFT.subtitle, DRAFT.made_at]
    for section in DRAFT.sections:
        heading = f"{section.heading} · {section.heading_other}" if section.heading_other else section.heading
        said += [heading, section.mark, *section.paragraphs]

    assert words_of(to_pdf(DRAFT)) == squeezed("".join([*said, "Pikku KAKE · 21.11.2026 klo 19.05", "1/1"]))


def test_every_page_says_that_it_is_a_draft_and_which_page_it_is() -> None:
    pages = [squeezed(page) for page in pages_of(to_pdf(LONG_DRAFT))]

    assert len(pages) > 3
    assert [page.startswith(squeezed("".join(DRAFT.notices))) for page in pages] == [True] * len(pages)
    assert [page.endswith(squeezed(f"Pikku KAKE · 21.11.2026 klo 19.05 {number}/{len(pages)}")) for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_every_page_is_a4() -> None:
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(BytesIO(to_pdf(LONG_DRAFT))).pages} == {(595, 842)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_groups_words_are_words_whatever_they_look_like(name: str) -> None:
    made = to_pdf(saying(HOSTILE[name][0]))

    assert body_of(made, head="LUONNOS", foot="") == squeezed(f"LUONNOS Kahvila Hakija pitchistä {EXPECTED[name]}")


@pytest.mark.parametrize("name", HOSTILE)
def test_words_in_any_place_leave_the_pdf_readable_for_everybody(name: str) -> None:
    assert faults_of(to_pdf(everywhere(HOSTILE[name][0]))) == []


def test_a_template_that_took_words_for_markup_would_be_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = files("backend.documents").joinpath("draft.typ").read_text()
    tmp_path.joinpath("draft.typ").write_text(template.replace("par(paragraph)", 'par(eval(paragraph, mode: "markup"))'))
    monkeypatch.setattr(pdf, "_HERE", tmp_path)

    assert squeezed("1 + 1 = *kaksi*") not in words_of(to_pdf(saying("1 + 1 = *kaksi*")))
    with pytest.raises(typst.TypstError, match=r"access denied|failed to load|not found"):
        to_pdf(saying('#read("/etc/passwd")'))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("juhlat 🎉!", "juhlat \ufffd!"),
        ("perhe 👨‍👩‍👧 ja ❤️", "perhe \ufffd\ufffd\ufffd ja ❤️"),
        ("ไทย 你好 ሰላም", "\ufffd\ufffd\ufffd \ufffd\ufffd \ufffd\ufffd\ufffd"),
        ("Kahvi\u0486la", "Kahvi\ufffdla"),
    ],
)
def test_what_no_font_has_is_a_visible_sign_and_the_notices_say_so(written: str, shown: str) -> None:
    made = to_pdf(saying(written))

    assert (words_of(made), faults_of(made)) == (squeezed(f"LUONNOS {UNSHOWN} Kahvila Hakija pitchistä {shown} 1/1"), [])


def test_marks_heaped_on_a_letter_are_cut_to_what_a_language_needs() -> None:
    made = to_pdf(saying(ZALGO))

    assert (set(words_of(made)) - set(words_of(to_pdf(saying("zalgo")))), faults_of(made)) == ({"\u0336", "\u0301"}, [])


def test_where_everything_can_be_shown_nothing_is_said_about_it() -> None:
    assert squeezed(UNSHOWN) not in words_of(to_pdf(DRAFT))


@pytest.mark.parametrize("written", ["مرحبا بكم", "שלום לכם", "Ελλάδα Юлия", "ქართული", "हिन्दी"])
def test_other_alphabets_are_shown(written: str) -> None:
    assert "\ufffd" not in words_of(to_pdf(saying(written)))


def test_a_long_word_stays_within_the_margins_and_an_address_can_be_copied() -> None:
    lines = [line for page in pages_of(to_pdf(saying("W" * 300))) for line in page.splitlines() if "WW" in line]
    address = "https://example.org/" + "kahvila/kevat?sivu=2&" * 12

    assert ("".join(lines), max(map(len, lines)) <= 38) == ("W" * 300, True)
    assert squeezed(address) in words_of(to_pdf(saying(address)))


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\n\n"])
def test_a_draft_of_blanks_is_still_a_readable_document(blank: str) -> None:
    made = to_pdf(everywhere(blank))

    assert (faults_of(made), words_of(made)) == (
        [],
        squeezed("LUONNOS\ufffd 21.11.2026 Hakija · Applicant pitchistä Arviointi puuttuu Pikku KAKE · 21.11.2026 1/1"),
    )


def test_the_same_draft_is_the_same_file() -> None:
    assert to_pdf(DRAFT) == to_pdf(DRAFT)
