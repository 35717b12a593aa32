"""Answers told from questions, orders and small talk, on sentences as data."""

from collections.abc import Sequence

import pytest

from backend.domain.interview.judging import reader
from backend.domain.interview.triage import IsAnswer, IsInterruption, Outcome, triage
from backend.domain.understanding import ScoredTopic, Understanding
from tests.backend.domain.interview.practice import Case, cases, outcome_of, product_form, words
from tests.times import NOON

TUNING = list(cases("triage.txt"))
HELD_OUT = [*cases("triage_held_out.txt"), *cases("triage_fresh.txt")]
_LEAST_RIGHT = 0.95


@pytest.mark.parametrize("case", TUNING, ids=str)
def test_the_case_comes_out_as_written(case: Case) -> None:
    assert outcome_of(case) == case.outcome


def test_held_out_cases_come_out_right_in_95_of_a_hundred() -> None:
    wrong = [f"{case}: {outcome_of(case)}, not {case.outcome}" for case in HELD_OUT if outcome_of(case) != case.outcome]

    assert len(wrong) <= (1 - _LEAST_RIGHT) * len(HELD_OUT), "\n".join(wrong)


@pytest.mark.parametrize("known", [TUNING, HELD_OUT], ids=["tuning", "held out"])
def test_no_question_or_order_is_swallowed_into_an_answer(known: Sequence[Case]) -> None:
    swallowed = [str(case) for case in known if case.outcome not in ("answer", "unclear") and outcome_of(case) == "answer"]

    assert swallowed == []


def test_there_are_two_hundred_cases_with_every_outcome() -> None:
    outcomes = {case.outcome.partition(":")[0] for case in [*TUNING, *HELD_OUT]}

    assert len(TUNING) + len(HELD_OUT) >= 200
    assert outcomes >= {"answer", "both", "ask", "skip", "back", "explain", "why", "repeat", "stop", "over", "human", "lang", "unclear"}


def test_topics_alone_would_swallow_names() -> None:
    """The negative control: somebody who believes the topics loses the names."""
    believed = [case for case in TUNING if case.outcome == "answer" and case.topics and case.topics[0].topic in ("stop", "skip", "thank", "go_back")]

    assert len(believed) >= 5


@pytest.mark.parametrize(("heard", "outcome"), [(0.95, IsAnswer()), (0.0001, IsInterruption(("ask_who_decides",)))])
def test_what_the_dialogue_server_heard_tips_the_scale(heard: float, outcome: Outcome) -> None:
    """A name may be a question: the same words, believed to be a name, or not."""
    question = product_form("pitch").question("title")
    assert question is not None
    topics = (ScoredTopic(topic="ask_who_decides", confidence=0.9),)
    understanding = Understanding(language="fi", topics=topics, candidates=topics, answers={"title": heard, "what": 0.0001})

    assert triage(question, "Kuka täällä oikein päättää", understanding, signals=words().signals, reads=reader(question, now=NOON)) == outcome
