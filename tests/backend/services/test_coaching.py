"""One gentle follow-up about a thin answer, never two, on both databases."""

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.content import Content, load_content
from backend.domain.interview.coaching import follow_up_to
from backend.services import coaching
from tests.backend.services.interview_house import Chat
from tests.conftest import ROOT

ABOUT = "Kirjasin: ”kahvit”"


@pytest.fixture
def chat(backend: Backend) -> Chat:
    """Alice, who has been asked what her group would do."""
    made = Chat(backend)
    made.writes("meillä ois idea", "start_pitch")
    return made


def test_the_reply_is_added_to_the_answer_it_is_about(chat: Chat) -> None:
    assert ABOUT in chat.writes("kahvit")
    assert (chat.answers()["what"].value, chat.answers()["what"].is_coached) == ("kahvit", True)

    assert "Ketä varten" in chat.writes("leivottais yhdessä")
    assert chat.answers()["what"].value == "kahvit. leivottais yhdessä"
    assert chat.interviews()[0].follow_up == ""


def test_a_full_answer_is_not_followed_up(chat: Chat) -> None:
    """The negative control: the question comes from the answer, not after every answer."""
    assert "Ketä varten" in chat.writes("keitetään kerran viikossa kahvit ja opetellaan yhdessä puhelimen käyttöä")
    assert not chat.answers()["what"].is_coached


def test_what_is_open_is_known_after_the_turn(chat: Chat) -> None:
    chat.writes("kahvit")
    before = chat.interviews()[0]

    assert (before.current, before.follow_up) == ("what", "in_practice")


def test_a_correction_of_the_answer_is_not_followed_up_again(chat: Chat) -> None:
    chat.writes("kahvit")
    chat.writes("ohita", "skip")
    assert "Mitä haluaisitte tehdä?" in chat.writes("takaisin", "go_back")

    assert "Ketä varten" in chat.writes("teetä")
    assert (chat.answers()["what"].value, chat.answers()["what"].is_coached) == ("teetä", True)


def test_without_the_mark_on_the_answer_it_would_be_asked_again(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test before it."""
    monkeypatch.setattr(coaching, "follow_up_to", lambda question, value, is_coached: follow_up_to(question, value, is_coached=False))
    chat.writes("kahvit")

    assert "”kahvit. teetä”" in chat.writes("teetä")


def test_an_interruption_is_answered_and_the_follow_up_asked_in_other_words(chat: Chat) -> None:
    chat.writes("kahvit")
    said = chat.writes("moneltako te aukeatte", "ask_contact")

    assert said.startswith("(vastaus: ask_contact)")
    assert "Tähän mennessä minulla on ”kahvit”" in said
    assert chat.values() == {"what": "kahvit"}
    assert "Ketä varten" in chat.writes("leivottais yhdessä")


@pytest.mark.parametrize(
    ("text", "topics"), [("ei", ["deny"]), ("ohita", ["skip"]), ("en tiedä", ["skip"]), ("siinä kaikki", []), ("joo", ["affirm"]), ("😀", [])]
)
def test_a_reply_that_adds_nothing_leaves_the_answer_and_goes_on(chat: Chat, text: str, topics: list[str]) -> None:
    chat.writes("kahvit")

    assert "Ketä varten" in chat.writes(text, *topics)
    assert chat.values() == {"what": "kahvit"}


def test_back_asks_the_question_itself_again(chat: Chat) -> None:
    chat.writes("kahvit")
    said = chat.writes("takaisin", "go_back")

    assert "Aiemmin kirjasin ”kahvit”" in said
    assert "Mitä haluaisitte tehdä?" in said


def test_a_reply_too_long_for_the_answer_is_told_and_the_answer_stays(chat: Chat) -> None:
    chat.writes("kahvit")
    said = chat.writes("leivotaan pullaa " * 200)

    assert "tähän mahtuu 2000" in said
    assert chat.values() == {"what": "kahvit"}


def test_a_correction_of_another_answer_leaves_the_follow_up_open(chat: Chat) -> None:
    chat.writes("kahvit 500 eurolla torilla")
    said = chat.writes("vaihda summa 600:aan")

    assert "summa on nyt **600 €**" in said
    assert "Tähän mennessä minulla on ”kahvit 500 eurolla torilla”" in said
    assert chat.interviews()[0].follow_up == "in_practice"


def test_a_follow_up_that_the_form_no_longer_has_is_gone(chat: Chat, tmp_path: Path) -> None:
    chat.writes("kahvit")
    chat.backend = dataclasses.replace(chat.backend, content=without_follow_ups(tmp_path / "content"))

    assert "Ketä varten" in chat.writes("teetä ja pullaa")
    assert chat.values() == {"what": "teetä ja pullaa"}


def without_follow_ups(folder: Path) -> Content:
    shutil.copytree(ROOT / "content", folder)
    file = folder / "forms" / "pitch.yml"
    file.write_text(re.sub(r"    follow_ups:\n(?: {6,}.*\n)+", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    return load_content(folder, programme="joensuu-kake-2")


def test_after_a_pause_the_next_question_is_asked_and_nothing_is_lost(chat: Chat) -> None:
    chat.writes("kahvit")
    chat.writes("jatketaan huomenna", "stop")

    said = chat.writes("jatketaan")
    assert "mitä tehdään **kahvit**" in said
    assert "Ketä varten" in said
