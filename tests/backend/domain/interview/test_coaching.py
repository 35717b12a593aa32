"""Whether a thin answer is followed up, by what, and what the reply makes of it."""

import pytest

from backend.domain.interview.coaching import added, adds_nothing, cut, follow_up_to, wording
from backend.domain.interview.form import Question
from tests.backend.domain.interview.practice import product_form, words


def question(id_: str) -> Question:
    found = product_form("pitch").question(id_)
    assert found is not None
    return found


def follow_up(id_: str, value: str) -> str | None:
    found = follow_up_to(question(id_), value, is_coached=False)
    return None if found is None else found.id


@pytest.mark.parametrize(
    ("id_", "value", "asked"),
    [
        ("what", "kahvihetkiä", "in_practice"),
        ("what", "haluttais keittää kahvit yksinäisille vanhuksille torilla", "own_part"),
        ("what", "keitetään kerran viikossa kahvit ja opetellaan yhdessä puhelimen käyttöä", None),
        ("for_whom", "kaikille", "who_most"),
        ("for_whom", "yksin asuville vanhuksille Rantakylästä", "reached"),
        ("for_whom", "yksin asuville vanhuksille, jotka käyvät jo kerhossa", None),
        ("change", "ettei kukaan istuisi yksin", "noticed"),
        ("change", "ettei kukaan istuisi yksin, sen huomaisi siitä että väki palaa", None),
        ("budget_split", "tarjoiluun", "other_costs"),
        ("budget_split", "tarjoiluun, tilaan ja ohjaajan palkkioon", "sums"),
        ("budget_split", "tarjoiluun 800 e ja tilaan 500 e", None),
        ("team", "minä ja kaksi naapuria", "helpers"),
        ("team", "minä ja kaksi naapuria, ja kirjasto auttaa", None),
        ("where", "torilla", None),
    ],
)
def test_a_thin_answer_is_followed_up_once_and_a_full_one_is_not(id_: str, value: str, asked: str | None) -> None:
    assert follow_up(id_, value) == asked


def test_what_was_followed_up_before_is_not_again() -> None:
    assert follow_up("what", "kahvit") == "in_practice"
    assert follow_up_to(question("what"), "kahvit", is_coached=True) is None


def test_the_follow_up_is_about_that_answer_and_has_other_words_for_the_next_time() -> None:
    found = follow_up_to(question("change"), "saisi kavereita", is_coached=False)
    assert found is not None

    asked = [wording(found, "saisi kavereita.", language="fi", count=count) for count in (1, 2, 3)]

    assert asked[0] == "Kirjasin: ”saisi kavereita”. Mistä te huomaisitte, että niin kävi?"
    assert asked[1] != asked[0]
    assert asked[2] == asked[0]


def test_only_the_beginning_of_a_long_answer_is_quoted() -> None:
    assert cut("keitetään kahvit,\n\n jutellaan ja lauletaan. Sitten lähdetään yhdessä kotiin") == "keitetään kahvit, jutellaan ja lauletaan. Sitten lähdetään…"
    assert cut("Kahvit kaikille.") == "Kahvit kaikille"
    assert len(cut("x" * 2000)) == 61


@pytest.mark.parametrize("text", ["ei", "joo", "ei muuta", "siinä kaikki", "no", "ok", "ei oikeastaan mitään", "eipä", "😀", "no, that's all"])
def test_a_reply_may_add_nothing(text: str) -> None:
    assert adds_nothing(text, words().signals)


@pytest.mark.parametrize("text", ["ei tarvii osata mitään", "kyllä ne leipoo itse", "siivotaan porukalla", "they bake"])
def test_a_reply_that_says_something_is_kept(text: str) -> None:
    """The negative control of the test before it."""
    assert not adds_nothing(text, words().signals)


def test_the_reply_stands_after_the_answer_each_as_it_was_written() -> None:
    assert added("kahvihetkiä", " Leivotaan itse ") == "kahvihetkiä. Leivotaan itse"
    assert added("Kahvihetkiä!", "leivotaan") == "Kahvihetkiä! leivotaan"
