from backend.documents import to_text
from tests.backend.documents.samples import DRAFT, EXPECTED, HOSTILE, saying


def test_a_draft_as_text_says_first_that_it_is_a_draft() -> None:
    assert (
        to_text(DRAFT)
        == """\
LUONNOS – ei ole vielä hakemus
Hakuaika ei ole tiedossa.
Tämä ei ole virallinen hakulomake.

Kylän yhteinen kahvila
Lopetetaan yksinäisyys -ryhmä
21.11.2026 klo 19.05

Hakija · Applicant (pitchistä)
Alice, Bob and Charlie of Rantakylä.

Tavoitteet · Aims (ryhmän kirjoittama)
Company for the lonely.
Coffee, too.
Õhtu & öö

Talousarvio (pitchistä)
Tilavuokra 1 200 €
Tarvikkeet 800 €

Arviointi (puuttuu)
Mistä huomaatte, että siitä oli apua?

Pikku KAKE
"""
    )


def test_nothing_hidden_is_left_in_the_text() -> None:
    assert {name: to_text(saying(written)) for name, (written, _) in HOSTILE.items()} == {
        name: f"LUONNOS\n\nKahvila\n\nHakija (pitchistä)\n{expected}\n" for name, expected in EXPECTED.items()
    }
