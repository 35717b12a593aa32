"""What is written as a day or an hour and is none, and what comes again and again."""

import pytest

from backend.domain.values.impossible import Impossible, Sort, impossible
from backend.domain.values.recurring import is_recurring
from tests.times import NOON


@pytest.mark.parametrize(
    ("text", "sort", "said"),
    [
        ("31.2.", Sort.DAY, "31.2."),
        ("29.2.2027", Sort.DAY, "29.2.2027"),
        ("5.13. tai 5.12.", Sort.DAY, "5.13."),
        ("1.–30.2.", Sort.DAY, "30.2."),
        ("30. helmikuuta", Sort.DAY, "30. helmikuuta"),
        ("February 31", Sort.DAY, "February 31"),
        ("2027-02-31", Sort.DAY, "2027-02-31"),
        ("viikko 60", Sort.DAY, "viikko 60"),
        ("klo 25", Sort.HOUR, "klo 25"),
        ("tiistaisin 12:75", Sort.HOUR, "12:75"),
        ("28.3.2027 klo 3.30", Sort.HOUR, "28.3.2027 klo 3.30"),
    ],
)
def test_what_there_is_not_is_found(text: str, sort: Sort, said: str) -> None:
    assert impossible(text, now=NOON) == Impossible(sort=sort, said=said)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "29.2.",
        "28.2.2027",
        "klo 24",
        "28.3.2027 klo 4.30",
        "24/7",
        "noin 35 kertaa",
        "7.5 tonnia",
        "klo 12–14 tiistaisin",
        "5.–7. luokkalaisille",
        "kun ilmat lämpenee",
    ],
)
def test_what_there_is_or_is_no_time_is_left_alone(text: str) -> None:
    assert impossible(text, now=NOON) is None


@pytest.mark.parametrize(
    "text",
    ["joka tiistai", "joka toinen viikko", "viikoittain", "kerran kuussa", "every Monday", "once a week", "weekly", "jokaisena arki-iltana", "every other day"],
)
def test_what_comes_again_is_told(text: str) -> None:
    assert is_recurring(text)


@pytest.mark.parametrize(
    "text", ["juhla, joka pidetään tiistaina", "joka tapauksessa huhtikuussa", "ensi tiistaina", "everybody in May", "jokainen toukokuussa"]
)
def test_what_comes_once_is_not(text: str) -> None:
    assert not is_recurring(text)
