"""What counts as an answer to each kind of question, and what bad input gets."""

import pytest

from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Question
from backend.domain.interview.judging import Accepted, Ambiguous, Complaint, judge, judge_pick
from backend.domain.interview.taking import Correction, correction, take_all
from tests.backend.domain.interview.practice import practice, words
from tests.times import NOON

SUMMER = {"season": "summer"}


def question(id_: str) -> Question:
    found = practice().question(id_)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("id_", "text", "value"),
    [
        ("title", "  Kahvit kaikille ", "Kahvit kaikille"),
        ("kind", "ois semmonen juhla", "event"),
        ("kind", "toka", "project"),
        ("kind", "2.", "project"),
        ("kind", "Hanke", "project"),
        ("kind", "ei tapahtuma vaan hanke", "project"),
        ("aims", "opintoja, ja ettei yksinäisyyttä", ["inclusion", "studies"]),
        ("aims", "1 ja 3", ["inclusion", "studies"]),
        ("outdoors", "joo", True),
        ("outdoors", "ei oikeestaan", False),
        ("amount", "seitsemän ja puoli tonnia", {"eur": 7500}),
        ("amount", "５０００ €", {"eur": 5000}),
        ("amount", "5 000,50 €", {"eur": 5000.5}),
        ("amount", "5-6 tonnia", {"min": 5000, "max": 6000}),
        ("people", "parikymmentä", {"n": 20, "approx": True}),
        ("when", "1.4.-10.4.2027", {"from": "2027-04-01", "to": "2027-04-10"}),
        ("when", "24.11.2026", {"from": "2026-11-24", "to": "2026-11-24"}),
        ("contact", "Alice@Example.org", {"email": "alice@example.org"}),
        ("contact", "040 123 4567", {"phone": "+358401234567"}),
    ],
)
def test_an_answer_is_taken(id_: str, text: str, value: object) -> None:
    assert judge(question(id_), text, now=NOON) == Accepted(value)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("id_", "text", "key"),
    [
        ("title", "😀😀", "text"),
        ("title", "x", "text_short"),
        ("what", "x" * 20_000, "text_long"),
        ("kind", "sininen", "choice"),
        ("aims", "", "choices"),
        ("outdoors", "riippuu", "yes_no"),
        ("amount", "-5", "amount"),
        ("amount", "0", "amount"),
        ("amount", "10^400", "amount"),
        ("amount", "NaN", "amount"),
        ("amount", "∞", "amount"),
        ("amount", "9" * 5000, "amount"),
        ("amount", "2000000 €", "value_large"),
        ("when", "31.2.2027", "date_range"),
        ("people", "ei ketään", "people"),
        ("contact", "soitelkaa", "contact"),
    ],
)
def test_bad_input_gets_a_complaint_of_its_own(id_: str, text: str, key: str) -> None:
    judged = judge(question(id_), text, now=NOON)

    assert isinstance(judged, Complaint)
    assert judged.key == key


def test_two_choices_named_are_asked_back() -> None:
    assert judge(question("kind"), "tapahtuma tai hanke", now=NOON) == Ambiguous(("event", "project"))


def test_a_pressed_choice_that_there_is_not_is_refused() -> None:
    assert judge_pick(question("kind"), "admin") == Complaint(key="choice")
    assert judge_pick(question("outdoors"), "yes") == Accepted(True)
    assert judge_pick(question("aims"), "studies") == Accepted(["studies"])


def test_several_answers_in_one_message_are_taken_but_no_free_text() -> None:
    said = take_all(practice(), "meidän juhlaan huhtikuussa tarvittais 5000 e, mukaan parikymmentä ihmistä", answers={}, given=SUMMER, now=NOON)

    assert said == {
        "kind": "event",
        "aims": ["inclusion"],
        "when": {"from": "2027-04-01", "to": "2027-04-30"},
        "amount": {"eur": 5000},
        "people": {"n": 20, "approx": True},
    }


def test_what_is_answered_already_is_not_taken_in_passing() -> None:
    answers = {"kind": Answer(question="kind", state=AnswerState.GIVEN, value="project")}

    assert take_all(practice(), "se juhla maksaa 5000 e", answers=answers, given=SUMMER, now=NOON) == {"amount": {"eur": 5000}}


def test_what_could_be_two_things_is_not_taken_in_passing() -> None:
    assert take_all(practice(), "hanke tai tapahtuma", answers={}, given=SUMMER, now=NOON) == {}


ANSWERED = {
    "title": Answer(question="title", state=AnswerState.GIVEN, value="Kahvit", text="Kahvit"),
    "kind": Answer(question="kind", state=AnswerState.GIVEN, value="event", text="juhla"),
    "amount": Answer(question="amount", state=AnswerState.GIVEN, value={"eur": 5000}, text="5000"),
}


@pytest.mark.parametrize(
    ("text", "id_", "value"),
    [
        ("vaihda summa 6000:een", "amount", {"eur": 6000}),
        ("muuta budjetiksi 7 tonnia", "amount", {"eur": 7000}),
        ("ei kun 7000", "amount", {"eur": 7000}),
        ("eiku 7000 e", "amount", {"eur": 7000}),
        ("change the amount to 6000", "amount", {"eur": 6000}),
        ("vaihda muoto hankkeeksi", "kind", "project"),
        ("ei kun muoto on hanke", "kind", "project"),
        ("vaihda otsikko", "title", None),
        ("vaihda summa", "amount", None),
    ],
)
def test_a_correction_is_heard(text: str, id_: str, value: object) -> None:
    people = question("people")
    found = correction(practice(), text, answers=ANSWERED, given=SUMMER, last="amount", current=question("team"), signals=words().signals, now=NOON)

    assert people.id != id_
    assert found == Correction(question=question(id_), value=value)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize("text", ["7000", "vaihdetaan kuulumisia kahvilla", "eiku en minä tiedä", "muutetaan maailmaa", "summa summarum: kivaa tulee"])
def test_what_is_no_correction_is_left_alone(text: str) -> None:
    found = correction(practice(), text, answers=ANSWERED, given=SUMMER, last="amount", current=question("team"), signals=words().signals, now=NOON)

    assert found is None
