"""What coordinators do with what a group has sent, and what the group hears of it; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.ideas import Decision, DraftState, PitchState, SubmissionState, What
from backend.domain.refusals import NotFound, NothingWaiting, Refusal, SubmissionAnswered, SubmissionTakenBack
from backend.services.review_words import submission_text
from backend.services.reviewing import Sent, answer_submission, history, list_submissions, receive
from tests.backend.services.idea_house import House, buttons, heard, told
from tests.times import NOON

LATER = NOON + timedelta(hours=3)
TOMORROW = NOON + timedelta(days=1)
ONLY_THE_FUNDER = {"fi": "Rahoituksesta päättää aina vain rahoittaja.", "en": "Only the funder decides on the funding."}


@pytest.fixture
def house(backend: Backend) -> House:
    return House(backend)


def received(house: House, *, what: What = What.PITCH, by: str = "Maija") -> Sent:
    return house.backend.run(receive, house.backend.content, number=house.number, what=what, by=by, now=LATER)


def answered(house: House, decision: Decision, *, what: What = What.PITCH, reasons: str = "Hyvä idea.", by: str = "Maija") -> Sent:
    content = house.backend.content
    return house.backend.run(answer_submission, content, number=house.number, what=what, decision=decision, reasons=reasons, by=by, now=TOMORROW)


def take_back(house: House) -> None:
    """The team's own side, in the order in which the chat does it."""
    waiting = house.backend.read(lambda unit: unit.ideas.waiting(house.id, What.PITCH))
    assert waiting is not None
    assert house.backend.run(lambda unit: unit.ideas.settle(waiting, state=SubmissionState.TAKEN_BACK))
    house.becomes(at=LATER, pitch_state=PitchState.COMPLETE.value)


def test_every_member_hears_in_their_own_language_that_it_was_received_and_only_once(house: House) -> None:
    bob = house.joined_by("bob", language="en")
    house.sends(at=NOON)

    first, second = received(house), received(house)

    assert (first.submission.state, first.submission.received_at) == (SubmissionState.RECEIVED, LATER)
    assert second == first
    [to_alice], [to_bob] = told(house.alice), told(bob)
    assert to_alice.startswith("**Vastaanotettu.** Maija on saanut ideanne **Kahvit kaikille**")
    assert "ei ole vielä hakemus" in to_alice
    assert to_bob.startswith("**Received.** Maija has your idea **Kahvit kaikille**")


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("what", list(What))
def test_an_answer_names_who_gave_it_quotes_the_reasons_and_says_who_decides(house: House, what: What, decision: Decision) -> None:
    bob = house.joined_by("bob", language="en")
    house.drafts(at=NOON, name="Kahvit kaikille")
    house.sends(what, at=NOON)

    answered(house, decision, what=what, reasons="Kohderyhmä on selvä.", by="Maija Neuvoja")

    for person, language in ((house.alice, "fi"), (bob, "en")):
        [said] = heard(person)
        assert "Maija Neuvoja" in said.text
        assert "Kohderyhmä on selvä." in said.text
        assert ONLY_THE_FUNDER[language] in said.text
        assert said.buttons


@pytest.mark.parametrize(
    ("what", "decision", "pitch", "draft"),
    [
        (What.PITCH, Decision.GO_ON, PitchState.ANSWERED, DraftState.OPEN),
        (What.PITCH, Decision.CHANGE, PitchState.ANSWERED, DraftState.OPEN),
        (What.PITCH, Decision.DOES_NOT_FIT, PitchState.ANSWERED, DraftState.OPEN),
        (What.DRAFT, Decision.GO_ON, PitchState.STARTED, DraftState.READY),
        (What.DRAFT, Decision.CHANGE, PitchState.STARTED, DraftState.CHANGES_ASKED),
        (What.DRAFT, Decision.DOES_NOT_FIT, PitchState.STARTED, DraftState.OPEN),
    ],
)
def test_an_answer_moves_the_idea_on(house: House, what: What, decision: Decision, pitch: PitchState, draft: DraftState) -> None:
    house.drafts(at=NOON, name="Kahvit")
    house.sends(what, at=NOON)

    answered(house, decision, what=what)

    assert (house.idea.pitch_state, house.idea.draft_state, house.idea.is_waiting) == (pitch, draft, False)


def test_a_pressed_next_step_shows_the_idea(house: House) -> None:
    house.sends(at=NOON)
    answered(house, Decision.GO_ON)

    assert buttons(heard(house.alice)[0]) == ["Tee hakemusluonnos", "Näytä idea", house.backend.content.label("ask_how_to_apply", "fi")]
    assert "Kahvit kaikille" in house.alice.press("Näytä idea")[-1].text


def test_answering_twice_is_refused_and_says_nothing_more(house: House) -> None:
    house.sends(at=NOON)
    answered(house, Decision.GO_ON)

    with pytest.raises(SubmissionAnswered):
        answered(house, Decision.DOES_NOT_FIT)
    with pytest.raises(SubmissionAnswered):
        received(house)

    assert len(told(house.alice)) == 1
    [sent] = house.backend.read(list_submissions, only_waiting=False)
    assert sent.submission.decision is Decision.GO_ON


def test_of_two_coordinators_who_answer_at_once_one_is_heard(house: House) -> None:
    house.sends(at=NOON)

    def attempt(decision: Decision) -> str:
        try:
            answered(house, decision)
        except Refusal as refusal:
            return type(refusal).__name__
        return "answered"

    with ThreadPoolExecutor(max_workers=4) as pool:
        results = list(pool.map(attempt, [Decision.GO_ON, Decision.CHANGE, Decision.DOES_NOT_FIT, Decision.GO_ON]))

    assert results.count("answered") == 1
    assert len(told(house.alice)) == 1


def test_what_was_taken_back_is_neither_received_nor_answered_nor_shown(house: House) -> None:
    house.sends(at=NOON)
    take_back(house)

    for attempt in (
        lambda: received(house),
        lambda: answered(house, Decision.GO_ON),
        lambda: house.backend.read(submission_text, house.backend.content, number=house.number, what=What.PITCH, now=LATER),
    ):
        with pytest.raises(SubmissionTakenBack):
            attempt()

    assert told(house.alice) == []
    assert house.backend.read(list_submissions) == []


def test_what_was_sent_again_after_it_was_taken_back_can_be_answered(house: House) -> None:
    house.sends(at=NOON)
    take_back(house)
    house.sends(at=LATER)

    assert answered(house, Decision.CHANGE).submission.decision is Decision.CHANGE


def test_what_was_never_sent_is_not_for_coordinators(house: House) -> None:
    with pytest.raises(NothingWaiting):
        received(house)
    with pytest.raises(NothingWaiting):
        answered(house, Decision.GO_ON)
    with pytest.raises(NothingWaiting):
        house.backend.read(submission_text, house.backend.content, number=house.number, what=What.PITCH, now=NOON)
    with pytest.raises(NotFound):
        house.backend.run(receive, house.backend.content, number=house.number + 1, what=What.PITCH, by="", now=NOON)
    assert house.backend.read(list_submissions, only_waiting=False) == []


def test_the_list_holds_what_waits_oldest_first(backend: Backend) -> None:
    house = House(backend)
    house.sends(at=LATER)
    house.drafts(at=NOON, name="Kahvit ja pulla")
    house.sends(What.DRAFT, at=NOON)

    waiting = backend.read(list_submissions)
    answered(house, Decision.GO_ON)

    assert [(one.submission.what, one.title) for one in waiting] == [(What.DRAFT, "Kahvit ja pulla"), (What.PITCH, "Kahvit kaikille")]
    assert [one.submission.what for one in backend.read(list_submissions)] == [What.DRAFT]
    assert len(backend.read(list_submissions, only_waiting=False)) == 2


def test_coordinators_read_what_was_sent_and_which_answers_changed_since_but_not_to_what(house: House) -> None:
    house.sends(at=NOON)
    house.says("amount_eur", {"eur": 6000}, at=LATER)

    text = house.backend.read(submission_text, house.backend.content, number=house.number, what=What.PITCH, now=LATER)

    lines = text.replace("\u00a0", " ").splitlines()
    assert lines[:3] == [
        f"Idea {house.number}: Kahvit kaikille",
        "Idean esittely. Lähetetty 23.11.2026, odottaa vastaanottoa.",
        "Seuraavan haun aikaa ei ole vielä kerrottu. Ryhmän kieli: Suomi.",
    ]
    assert "Mitä tehdään: keitetään kahvit" in lines
    assert any("5 000 €" in line for line in lines)
    assert "6 000" not in text
    assert lines[-1] == "Ryhmä on lähettämisen jälkeen muuttanut näitä: Summa."


def test_where_nothing_changed_nothing_is_said_to_have_changed(house: House) -> None:
    house.sends(at=NOON)
    assert "muuttanut" not in house.backend.read(submission_text, house.backend.content, number=house.number, what=What.PITCH, now=LATER)


def test_the_group_sees_the_whole_history_with_the_reasons(house: House) -> None:
    house.sends(at=NOON)
    received(house)
    answered(house, Decision.CHANGE, reasons="Kertokaa paikka.", by="Maija")

    steps = house.backend.read(history, house.idea)

    assert [(step.type, step.at, step.by, step.reasons) for step in steps] == [
        ("begun", NOON, "", ""),
        ("sent_pitch", NOON, "", ""),
        ("received", LATER, "", ""),
        ("change", TOMORROW, "Maija", "Kertokaa paikka."),
    ]


def test_the_log_holds_neither_names_nor_reasons(house: House) -> None:
    house.sends(at=NOON)
    received(house, by="Maija")
    answered(house, Decision.CHANGE, reasons="Kertokaa paikka.", by="Maija")

    events = house.backend.read(lambda unit: unit.events.of(house.id))

    assert [(event.type, event.actor) for event in events] == [("idea.begun", "person"), ("idea.received", "coordinator"), ("idea.answered", "coordinator")]
    assert not any(word in str(event.data) for event in events for word in ("Maija", "paikka", "Kahvit"))
