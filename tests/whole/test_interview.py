"""The eligibility check's whole way through every part: on two channels' worth of turns, under kills, and what comes after it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.whole.product import Product, product

CASE = "meidän eläkeläiskerho tarvis 9500 e kahvitapahtumaan, sopisko se teille?"


def texts(said: list[dict[str, Any]]) -> str:
    return "\n".join(line["text"] for line in said)


def labels(said: list[dict[str, Any]]) -> list[str]:
    return [button["label"] for line in said for button in line["buttons"]]


def answers(running: Product) -> list[tuple[str, int]]:
    """Each question answered in any interview, and how often."""
    with closing(sqlite3.connect(f"file:{running.home / 'kake.db'}?mode=ro", uri=True)) as db:
        return db.execute("SELECT question, count(*) FROM answer GROUP BY sheet_id, question ORDER BY question").fetchall()


def test_a_case_told_in_one_breath_is_judged_with_its_own_figures_and_the_way_out(running: Product) -> None:
    begun = running.say("erin", CASE)
    running.say("erin", "Joensuusta")
    digressed = running.say("erin", "pitääkö meillä olla omaa rahaa")
    running.say("erin", "Joensuun keskustassa")
    running.say("erin", "yksinäiset vanhukset")
    judged = running.say("erin", "ettei kukaan jäisi yksin")
    judged_again = running.say("erin", "entä jos se maksais 7500 e")
    after = running.say("erin", "moi")

    assert "9\u00a0500\u00a0€" in texts(begun)
    assert "Joensuun kaupunki vastaa omarahoituksesta" in texts(digressed)
    assert "Joensuun keskustassa" in labels(digressed), "the question is asked again after the digression"
    assert "✗ 9\u00a0500\u00a0€ on liikaa tapahtumalle; alle 8\u00a0000\u00a0€, tai kehittämishankkeena, se mahtuisi." in texts(judged)
    assert "Rahoituksesta päättää aina rahoittaja." in texts(judged)
    assert "Mistä tieto?" in labels(judged)
    assert "✗" not in texts(judged_again)
    assert "7\u00a0500\u00a0€" in texts(judged_again)
    assert "Mikä KAKE on?" in labels(after), "a greeting after the end is a greeting"


def test_an_interview_that_was_put_aside_leaves_a_greeting_a_greeting_and_is_taken_up_again(running: Product) -> None:
    running.say("frank", CASE)
    stopped = running.say("frank", "en jaksa nyt, jatketaan huomenna")
    greeted = running.say("frank", "moi")
    resumed = running.say("frank", "jatketaan")

    assert "Vastauksesi ovat tallessa" in texts(stopped)
    assert "Mikä KAKE on?" in labels(greeted)
    assert "Joensuusta" not in labels(greeted)
    assert "Joensuusta" in labels(resumed), "it goes on with the question that was open"


@pytest.mark.timeout(300)
def test_every_answer_is_there_exactly_once_whatever_is_killed_in_between(tmp_path: Path) -> None:
    """Parts are killed at each named moment, again in each of their lives."""
    failpoints = "after_turn_claim:kill:4,before_answer_commit:kill:2,after_answer_commit:kill:3,after_turn_effect:kill:3,after_turn_finish:kill:2"
    with product(tmp_path / "var", failpoints=failpoints) as running:
        for text in (CASE, "Joensuusta", "Joensuun keskustassa", "yksinäiset vanhukset", "ettei kukaan jäisi yksin", "moi"):
            said = running.say_while_parts_die("alice", text)
        deaths = running.log().count("SIGKILL")

    assert deaths >= 5
    assert answers(running) == [(question, 1) for question in ("activity_place", "aims", "amount_eur", "applicant", "applicant_place", "beneficiaries", "kind")]
    assert "Mikä KAKE on?" in labels(said)
