"""A draft's fields made of a pitch: the group's own words whole, only what joins them in a language."""

from dataclasses import replace

import pytest

from backend.domain.interview.answers import Answer, Answers, AnswerState
from backend.domain.interview.form import Question, Value
from backend.domain.interview.prefilling import prefilled
from tests.backend.domain.interview.practice import product_form

WHAT = f"Keitetään kahvit{' ja jutellaan' * 20}."


def given(**values: Value) -> dict[str, Answer]:
    return {name: Answer(question=name, state=AnswerState.GIVEN, value=value) for name, value in values.items()}


def shown(question: Question, value: Value) -> str:
    return f"<{question.id}>" if len(str(value)) < 90 else "<cut>"


def fields(answers: Answers, language: str = "fi") -> dict[str, Value]:
    return dict(prefilled(product_form("application"), product_form("pitch"), answers, shown=shown, language=language))


def test_own_words_stay_whole_and_values_are_shown() -> None:
    answers = given(title="Kahvit kaikille", what=WHAT, for_whom="vanhuksille", people={"n": 20}, where="torilla", when={"text": "kun ilmat lämpenee"})

    assert fields(answers) == {
        "name": "Kahvit kaikille",
        "summary": f"Kahvit kaikille: {WHAT}\nKetä varten: vanhuksille\nMissä ja milloin: torilla, kun ilmat lämpenee",
        "target_group": "vanhuksille\nOsallistujia: <people>",
        "activities": WHAT,
        "timetable": "kun ilmat lämpenee",
        "place": "torilla",
    }


def test_only_the_joining_words_are_in_the_language() -> None:
    assert fields(given(title="Kahvit", what="kahvit", for_whom="vanhuksille"), "en")["summary"] == "Kahvit: kahvit\nFor whom: vanhuksille"


def test_a_value_of_the_same_kind_is_taken_over_as_it_is() -> None:
    assert fields(given(amount_eur={"eur": 5000})) == {"amount_eur": {"eur": 5000}}


def test_what_the_pitch_does_not_tell_is_missing() -> None:
    answers = {
        "team": Answer(question="team", state=AnswerState.LATER),
        "contact_name": Answer(question="contact_name", state=AnswerState.LEFT),
    }

    assert fields(answers) == {}
    assert fields(given(team="minä ja naapuri")) == {"responsible": "minä ja naapuri"}


def test_the_whole_of_a_time_s_own_words_counts_and_not_the_days_in_them() -> None:
    days = {"from": "2027-04-01", "to": "2027-04-30", "text": "varmaan huhtikuussa"}

    assert fields(given(when=days)) == {"timetable": "varmaan huhtikuussa"}
    assert fields(given(when={"from": "2027-04-01"})) == {"timetable": "<when>"}


def test_a_form_that_is_made_of_nothing_gets_nothing() -> None:
    bare = replace(product_form("application"), questions=tuple(replace(question, source=None) for question in product_form("application").questions))

    assert prefilled(bare, product_form("pitch"), given(what="kahvit"), shown=shown, language="fi") == {}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_whole_pitch_fills_every_field_but_the_evaluation(language: str) -> None:
    every = given(**{question.id: "x" for question in product_form("pitch").questions})

    assert {question.id for question in product_form("application").questions} - fields(every, language).keys() == {"evaluation"}
