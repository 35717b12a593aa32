"""What counts as an answer to each kind of question, and what bad input gets."""

from dataclasses import replace

import pytest

from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Question
from backend.domain.interview.judging import Accepted, Ambiguous, Complaint, judge, judge_pick
from backend.domain.interview.taking import Correction, correction, take_all
from tests.backend.domain.interview.practice import practice, product_form, words
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
        ("aims", "1.2.", "choices"),
        ("aims", "September 1", "choices"),
        ("aims", "2 hengelle", "choices"),
        ("amount", "31.2.", "amount"),
        ("amount", "5000 dollaria", "amount"),
        ("outdoors", "riippuu", "yes_no"),
        ("amount", "-5", "amount"),
        ("amount", "0", "amount"),
        ("amount", "10^400", "amount"),
        ("amount", "NaN", "amount"),
        ("amount", "∞", "amount"),
        ("amount", "9" * 5000, "amount"),
        ("amount", "2000000 €", "value_large"),
        ("when", "31.2.2027", "day_impossible"),
        ("people", "ei ketään", "people"),
        ("contact", "soitelkaa", "contact"),
    ],
)
def test_bad_input_gets_a_complaint_of_its_own(id_: str, text: str, key: str) -> None:
    judged = judge(question(id_), text, now=NOON)

    assert isinstance(judged, Complaint)
    assert judged.key == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("kun ilmat lämpenee", {"text": "kun ilmat lämpenee"}),
        ("joka toinen tiistai syksystä alkaen", {"text": "joka toinen tiistai syksystä alkaen"}),
        ("  joka tiistai ", {"text": "joka tiistai"}),
        ("every other Tuesday from autumn", {"text": "every other Tuesday from autumn"}),
        ("jouluna ja vappuna", {"text": "jouluna ja vappuna"}),
        ("1.4.-10.4.2027", {"from": "2027-04-01", "to": "2027-04-10"}),
        ("ensi kesänä", {"from": "2027-06-01", "to": "2027-08-31", "approx": True}),
        ("varmaan joskus huhtikuussa", {"from": "2027-04-01", "to": "2027-04-30", "text": "varmaan joskus huhtikuussa"}),
        ("juhla, joka pidetään 5.6.", {"from": "2027-06-05", "to": "2027-06-05", "text": "juhla, joka pidetään 5.6."}),
    ],
)
def test_a_free_time_is_kept_in_its_own_words_and_as_days_where_it_says_any(text: str, value: object) -> None:
    assert judge(replace(question("when"), is_free=True), text, now=NOON) == Accepted(value)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("31.2.", "day_impossible", "31.2."),
        ("joka tiistai 31.4. asti", "day_impossible", "31.4."),
        ("helmikuun 30. päivä", "day_impossible", "helmikuun 30. päivä"),
        ("tiistaisin klo 25", "hour_impossible", "klo 25"),
        ("28.3.2027 klo 3.30", "hour_impossible", "28.3.2027 klo 3.30"),
    ],
)
def test_what_the_calendar_does_not_have_is_named(text: str, key: str, said: str) -> None:
    assert judge(replace(question("when"), is_free=True), text, now=NOON) == Complaint(key=key, facts={"said": said})


def test_a_free_time_of_signs_alone_is_none() -> None:
    free = replace(question("when"), is_free=True)

    assert judge(free, "😀", now=NOON) == Complaint(key="text")
    assert judge(free, "x" * 20_000, now=NOON) == Complaint(key="text_long", facts={"limit": 2000, "length": 20_000})


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


def test_a_day_that_comes_again_and_again_is_not_taken_for_a_date() -> None:
    assert take_all(practice(), "kahvit joka tiistai", answers={}, given=SUMMER, now=NOON) == {}
    assert take_all(practice(), "kahvit 24.-25.11.", answers={}, given=SUMMER, now=NOON) == {"when": {"from": "2026-11-24", "to": "2026-11-25"}}


@pytest.mark.parametrize(
    ("asked", "text", "taken"),
    [
        ("for_whom", "pitkään työttömänä olleille", {"beneficiaries": ["hard_to_employ"]}),
        (
            "for_whom",
            "yksinäisille vanhuksille ja työttömille, noin 20 ihmistä",
            {"beneficiaries": ["needs_support", "hard_to_employ"], "people": {"n": 20, "approx": True}},
        ),
        ("change", "saisivat kavereita ja työelämätaitoja", {"aims": ["inclusion", "working_life_skills"]}),
        ("where", "kerhohuoneella Rantakylässä", {"activity_place": "joensuu"}),
        ("where", "kirjaston tiloissa", {}),
        ("what", "kahvitilaisuus koulun pihalla kaikille", {"kind": "event"}),
        ("team", "työttömät itse, koulu auttaa", {}),
        ("group_name", "Joensuun eläkeläisyhdistys", {"applicant": "civic_group", "applicant_place": "joensuu"}),
        (
            "",
            "joensuulainen yhdistys tarvis 5000 e juhlaan",
            {"applicant": "civic_group", "applicant_place": "joensuu", "kind": "event", "amount_eur": {"eur": 5000}},
        ),
    ],
)
def test_the_pitch_takes_in_passing_what_was_said_where_it_can_be_meant(asked: str, text: str, taken: object) -> None:
    assert take_all(product_form("pitch"), text, answers={}, given={}, now=NOON, asked=asked) == taken


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


def test_a_free_time_is_corrected_by_a_time_only() -> None:
    """Any words would do for it as an answer: "vaihda aika" names it and says no new one."""
    pitch = product_form("pitch")
    when = pitch.question("when")
    answers = {"when": Answer(question="when", state=AnswerState.GIVEN, value={"text": "kun ilmat lämpenee"})}

    def heard(text: str) -> Correction | None:
        return correction(pitch, text, answers=answers, given={}, last="when", current=pitch.question("team"), signals=words().signals, now=NOON)

    assert when is not None
    assert heard("vaihda aika") == Correction(question=when, value=None)
    assert heard("vaihda ajankohdaksi huhtikuu") == Correction(question=when, value={"from": "2027-04-01", "to": "2027-04-30"})
