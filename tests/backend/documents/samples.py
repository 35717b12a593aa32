"""What alice, bob and charlie might write: a draft as it is meant to be, and texts as they should not break anything."""

from backend.documents import Document, Section

UNSHOWN = "Merkkiä \ufffd ei voi näyttää tässä tiedostossa."

DRAFT = Document(
    title="Kylän yhteinen kahvila",
    subtitle="Lopetetaan yksinäisyys -ryhmä",
    language="fi",
    notices=("LUONNOS – ei ole vielä hakemus", "Hakuaika ei ole tiedossa.", "Tämä ei ole virallinen hakulomake."),
    sections=(
        Section(heading="Hakija", heading_other="Applicant", paragraphs=("Alice, Bob and Charlie of Rantakylä.",), mark="pitchistä", language="en"),
        Section(
            heading="Tavoitteet",
            heading_other="Aims",
            paragraphs=("Company for the lonely.\nCoffee, too.", "Õhtu & öö"),
            mark="ryhmän kirjoittama",
            language="en",
        ),
        Section(heading="Talousarvio", paragraphs=("Tilavuokra 1 200 €", "Tarvikkeet 800 €"), mark="pitchistä", language="fi"),
        Section(heading="Arviointi", paragraphs=("Mistä huomaatte, että siitä oli apua?",), mark="puuttuu", is_missing=True, language="fi"),
    ),
    footer="Pikku KAKE",
    made_at="21.11.2026 klo 19.05",
    unshown=UNSHOWN,
)

# What was written, and what of it stands in every kind of file.
HOSTILE = {
    "typst": ('#read("/etc/passwd") $x$ *b* _i_ \\ \\u{41} <a> @b `c` #import "@preview/x:1.0" ]', None),
    "html": ("<script>alert(1)</script> &amp; ]]> <!-- --> <?x?>", None),
    "fields": ('{ HYPERLINK "http://x" } { PAGE } =cmd|x!A0 <w:p/> %s {0} {{ x }}', None),
    "controls": ("a\x00b\x07c\x1bd\x7fe\x9ff", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"),
    "surrogates": ("a\ud83d b\udc00c", "a\ufffd b\ufffdc"),
    "noncharacters": ("a\ufffe\uffff\U0001ffff b\ue000", "a\ufffd\ufffd\ufffd b\ufffd"),
    "override": ("maksu \u202e0006\u202c euroa", "maksu \ufffd0006\ufffd euroa"),
    "tags": ("x\U000e0041\U000e007f", "x\ufffd\ufffd"),
    "cyrillic": ("Привет, как дела? Ёжик", None),
    "breaks": ("eka\r\ntoka\rkolmas\u2028neljäs\tloppu", "eka\ntoka\nkolmas\nneljäs loppu"),
    "long": ("Kahvila kokoaa ihmiset yhteen. " * 645, ("Kahvila kokoaa ihmiset yhteen. " * 645).strip()),
    "unbroken": ("hö" * 1500, None),
    "lines": ("rivi\n" * 300, ("rivi\n" * 300).strip()),
}
ZALGO = "z" + "\u0301\u0336" * 200 + "algo"
EXPECTED = {name: written if expected is None else expected for name, (written, expected) in HOSTILE.items()}


def everywhere(text: str) -> Document:
    """A document that has the text wherever a group's words can come to stand."""
    return Document(
        title=text,
        subtitle=text,
        language="fi",
        notices=("LUONNOS",),
        sections=(
            Section(heading="Hakija", heading_other="Applicant", paragraphs=(text, text), mark="pitchistä", language="en"),
            Section(heading="Arviointi", paragraphs=(text,), mark="puuttuu", is_missing=True, language="fi"),
        ),
        footer="Pikku KAKE",
        made_at="21.11.2026",
        unshown=UNSHOWN,
    )


def saying(text: str) -> Document:
    """A document whose only section has the text as its only paragraph."""
    section = Section(heading="Hakija", paragraphs=(text,), mark="pitchistä", language="fi")
    return Document(title="Kahvila", subtitle="", language="fi", notices=("LUONNOS",), sections=(section,), footer="", made_at="", unshown=UNSHOWN)
