"""What is said of an answer at once: that a criterion is not met, or that the costs do not come to the amount."""

from collections.abc import Mapping

import pytest

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Form, Question, Value
from backend.domain.messages import Kind
from backend.services.form_hooks import FormHooks
from backend.services.interview_words import shown
from backend.services.pitching import APPLICATION_HOOKS, PITCH_HOOKS
from backend.services.ports import Unit
from tests.backend.services.interview_house import Chat, voice_of


@pytest.fixture
def chat(sqlite_backend: Backend) -> Chat:
    made = Chat(sqlite_backend)
    made.writes("meillä ois idea", "start_pitch")
    return made


def question(form: Form, id_: str) -> Question:
    found = form.question(id_)
    assert found is not None
    return found


def told(chat: Chat, just: str, values: Mapping[str, Value], *, form: str = "pitch", hooks: FormHooks = PITCH_HOOKS) -> list[str]:
    """What is said after the answer to `just`, with these answers there."""
    turn = chat.hears(Kind.TEXT, "x")

    def run(unit: Unit) -> list[str]:
        voice = voice_of(unit, chat.backend.content, conversation=chat.conversation, turn=turn, now=chat.now)
        asked = question(chat.backend.content.forms[form], just)
        return [
            one.replace("\u00a0", " ")
            for one in hooks.on_answer(
                voice, chat.interviews()[0], asked, {name: Answer(question=name, state=AnswerState.GIVEN, value=value) for name, value in values.items()}
            )
        ]

    return chat.backend.run(run)


def test_an_amount_over_the_limit_is_told_with_the_way_out(chat: Chat) -> None:
    (said,) = told(chat, "amount_eur", {"kind": "event", "amount_eur": {"eur": 9500}})

    assert "9 500 € on liikaa tapahtumalle; alle 8 000 €, tai kehittämishankkeena, se mahtuisi." in said


def test_it_is_told_by_whichever_answer_makes_it_so(chat: Chat) -> None:
    assert told(chat, "amount_eur", {"amount_eur": {"eur": 9500}}) == []
    assert len(told(chat, "kind", {"kind": "event", "amount_eur": {"eur": 9500}})) == 1


def test_it_is_not_told_again_after_an_answer_that_has_nothing_to_do_with_it(chat: Chat) -> None:
    failing: dict[str, Value] = {"kind": "event", "amount_eur": {"eur": 9500}, "beneficiaries": ["general_public"]}

    assert told(chat, "people", {"people": {"n": 20}, **failing}) == []
    assert len(told(chat, "beneficiaries", failing)) == 1


@pytest.mark.parametrize(
    ("just", "value", "way_out"),
    [
        ("applicant_place", "elsewhere", "joensuulainen hakija voisi sopia"),
        ("activity_place", "elsewhere", "Kantakaupungissa se sopisi"),
        ("beneficiaries", ["general_public"], "mukana pitäisi olla ihmisiä, jotka tarvitsevat tukea"),
        ("aims", ["other"], "Mukaan tarvittaisiin jokin näistä"),
    ],
)
def test_each_criterion_that_is_not_met_says_what_would_change_it(chat: Chat, just: str, value: Value, way_out: str) -> None:
    (said,) = told(chat, just, {just: value})

    assert way_out in said


@pytest.mark.parametrize(
    ("just", "value"),
    [("amount_eur", {"eur": 5000}), ("applicant", "business"), ("activity_place", "joensuu"), ("beneficiaries", ["needs_support"]), ("title", "Kahvit")],
)
def test_what_fits_or_is_left_to_an_adviser_is_no_reason_to_interrupt(chat: Chat, just: str, value: Value) -> None:
    """The negative control."""
    assert told(chat, just, {just: value}) == []


@pytest.mark.parametrize("when", [{"text": "kun ilmat lämpenee"}, {"from": "2027-04-01", "to": "2027-04-30"}])
def test_a_time_in_own_words_hurts_no_rule(chat: Chat, when: Value) -> None:
    assert told(chat, "when", {"when": when}) == []


def test_costs_that_do_not_come_to_the_amount_are_told(chat: Chat) -> None:
    budget = "ohjaaja 2 000 €, tarjoilu 500 €"
    (said,) = told(chat, "budget", {"budget": budget, "amount_eur": {"eur": 3000}}, form="application", hooks=APPLICATION_HOOKS)

    assert "niistä tulee 2 500 €, mutta haettava summa on 3 000 €" in said


@pytest.mark.parametrize(
    ("budget", "amount"),
    [("ohjaaja 2 000 €, tarjoilu 500 €", {"eur": 2500}), ("ohjaaja ja tarjoilu", {"eur": 3000}), ("ohjaaja 2 000 €", {"eur": 2500, "approx": True})],
)
def test_costs_that_do_or_that_cannot_be_added_up_are_not(chat: Chat, budget: str, amount: Value) -> None:
    """The negative control."""
    assert told(chat, "budget", {"budget": budget, "amount_eur": amount}, form="application", hooks=APPLICATION_HOOKS) == []


def test_a_draft_s_own_words_for_the_applicant_are_no_fact(chat: Chat) -> None:
    values: dict[str, Value] = {"applicant": "Utran naapurit", "aims": "iloa", "amount_eur": {"eur": 90000}}

    (said,) = told(chat, "amount_eur", values, form="application", hooks=APPLICATION_HOOKS)
    assert "90 000 € on liikaa" in said
    assert told(chat, "applicant", values, form="application", hooks=APPLICATION_HOOKS) == []


def test_a_time_in_own_words_is_shown_so(content: Content) -> None:
    when = question(content.forms["pitch"], "when")

    assert shown(content, when, {"from": "2027-04-01", "to": "2027-04-30", "text": "varmaan huhtikuussa"}, "fi") == "varmaan huhtikuussa"
    assert shown(content, when, {"text": "kun ilmat lämpenee"}, "en") == "kun ilmat lämpenee"
    assert len(shown(content, when, {"text": "x" * 500}, "fi")) == 91
