import pytest

from backend.domain.meetings.notes import tasks_in, with_tasks, without_tasks


def test_notes_and_tasks_are_one_text_and_come_apart_again() -> None:
    kept = with_tasks("Hyvä idea.\nTila puuttuu.\n", ["Pyydä tarjous", "  Kysy \n avaimet  ", " "])
    assert kept == "Hyvä idea.\nTila puuttuu.\n☐ Pyydä tarjous\n☐ Kysy avaimet"
    assert (without_tasks(kept), tasks_in(kept)) == ("Hyvä idea.\nTila puuttuu.", ("Pyydä tarjous", "Kysy avaimet"))


@pytest.mark.parametrize("notes", ["", "Ei tehtäviä.", "- viiva\n* tähti"])
def test_where_there_are_no_tasks_there_are_none(notes: str) -> None:
    assert (tasks_in(notes), without_tasks(notes)) == ((), notes)


def test_a_box_without_words_is_no_task() -> None:
    assert tasks_in("☐\n☐ Kysy") == ("Kysy",)
