"""From an idea to a draft that is sent, taken back, changed, put away and restored."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from backend.bootstrap import Backend
from backend.domain.ideas import DraftState, Idea, IdeaState, PitchState, Submission
from backend.domain.messages import Document
from backend.services.ports import Unit
from tests.backend.services.ideas.pitching import pitch
from tests.backend.services.interview_house import Chat


@pytest.fixture
def alice(backend: Backend) -> Chat:
    return Chat(backend)


@pytest.fixture
def pitched(alice: Chat) -> Chat:
    pitch(alice)
    return alice


def ideas(chat: Chat) -> list[Idea]:
    def read(unit: Unit) -> list[Idea]:
        conversation = unit.conversations.get(chat.conversation)
        assert conversation is not None
        return list(unit.ideas.list_of(conversation.person))

    return chat.backend.read(read)


def only_idea(chat: Chat) -> Idea:
    [idea] = ideas(chat)
    return idea


def submissions(chat: Chat) -> list[Submission]:
    idea = only_idea(chat)
    return list(chat.backend.read(lambda unit: unit.ideas.submissions(idea.id)))


def draft_texts(chat: Chat) -> dict[str, object]:
    draft = only_idea(chat).draft
    assert draft is not None
    return {name: answer.value for name, answer in chat.backend.read(lambda unit: unit.sheets.answers(draft)).items()}


def test_a_finished_pitch_ends_with_the_verdict_and_everything_that_was_told(alice: Chat) -> None:
    said = pitch(alice)

    assert "**Idea voi hyvinkin sopia" in said
    assert "Rahoituksesta päättää aina rahoittaja" in said
    assert "LUONNOS – ei ole vielä hakemus" in said
    assert "- ryhmän nimi **Kahvikerho Virkut**" in said
    assert "[Tee hakemusluonnos]" in said
    assert "[Lähetä neuvojalle]" in said
    assert only_idea(alice).pitch_state is PitchState.COMPLETE


def test_a_draft_takes_the_groups_words_from_the_pitch_and_says_what_is_missing(pitched: Chat) -> None:
    said = pitched.presses("Tee hakemusluonnos")

    assert "Tämä ei ole virallinen hakulomake" in said
    assert "Auki vielä: arviointi" in said
    assert draft_texts(pitched)["name"] == "Torikahvit"
    assert "jokainen pääsee vuorollaan" in str(draft_texts(pitched)["activities"])
    assert only_idea(pitched).draft_state is DraftState.OPEN


def test_making_a_draft_twice_makes_one(pitched: Chat) -> None:
    pitched.presses("Tee hakemusluonnos")
    first = only_idea(pitched).draft
    pitched.writes("tee meille hakemus", "create_draft")

    assert only_idea(pitched).draft == first


def test_the_draft_follows_its_pitch_but_never_over_what_the_group_wrote_there(pitched: Chat) -> None:
    pitched.presses("Tee hakemusluonnos")
    pitched.presses("Jatka tästä")
    pitched.writes("kysytään kaikilta lopuksi")
    pitched.writes("vaihda summa 6000:een", "edit_draft")

    assert draft_texts(pitched)["amount_eur"] == {"eur": 6000}
    assert draft_texts(pitched)["evaluation"] == "kysytään kaikilta lopuksi"


def test_an_unfinished_pitch_is_finished_before_a_draft_is_made(alice: Chat) -> None:
    pitch(alice, until=5)
    said = alice.writes("tee hakemus", "create_draft")

    assert "Tehdään ensin idean esittely loppuun" in said
    assert only_idea(alice).draft is None


def test_sending_asks_once_and_is_confirmed_by_a_plain_yes(pitched: Chat) -> None:
    asked = pitched.writes("lähetä se neuvojalle", "submit_draft")
    assert submissions(pitched) == []
    sent = pitched.writes("joo", "affirm")

    assert "Neuvoja ei ole rahoittaja" in asked
    assert "**Lähetetty – odotetaan vahvistusta.**" in sent
    [one] = submissions(pitched)
    assert one.content["title"]["value"] == "Torikahvit"
    assert only_idea(pitched).pitch_state is PitchState.SENT


def test_a_no_sends_nothing_and_a_later_yes_is_to_something_else(pitched: Chat) -> None:
    pitched.writes("lähetä se neuvojalle", "submit_draft")
    assert "en tee mitään" in pitched.writes("ei", "deny")
    pitched.writes("joo", "affirm")

    assert submissions(pitched) == []


def test_a_yes_may_come_with_more_words(pitched: Chat) -> None:
    pitched.writes("lähetä se neuvojalle", "submit_draft")
    pitched.writes("joo lähetä vaan", "submit_draft")

    assert len(submissions(pitched)) == 1


def test_a_question_in_between_makes_the_yes_mean_nothing(pitched: Chat) -> None:
    pitched.writes("lähetä se neuvojalle", "submit_draft")
    pitched.writes("milloin voi hakea", "ask_rounds")
    pitched.writes("joo", "affirm")

    assert submissions(pitched) == []


def test_the_send_button_tapped_twice_sends_once(pitched: Chat) -> None:
    pitched.writes("lähetä se neuvojalle", "submit_draft")
    pitched.presses("Kyllä, lähetä")
    again = pitched.presses("Kyllä, lähetä")

    assert "on jo neuvojalla" in again
    assert len(submissions(pitched)) == 1


def test_what_was_sent_can_be_taken_back_changed_and_sent_again(pitched: Chat) -> None:
    pitched.writes("lähetä se", "submit_draft")
    pitched.presses("Kyllä, lähetä")
    which = pitched.writes("perun sen luonnoksen", "withdraw_draft")
    pitched.presses("Ota lähetys takaisin")
    pitched.writes("vaihda summa 4000:een", "edit_draft")
    pitched.writes("lähetä se", "submit_draft")
    pitched.presses("Kyllä, lähetä")

    assert "vain takaisin neuvojalta, vai poistetaanko" in which
    assert [one.state for one in submissions(pitched)] == ["taken_back", "sent"]
    assert submissions(pitched)[1].content["amount_eur"]["value"] == {"eur": 4000}


def test_a_deleted_idea_can_be_restored_and_is_not_found_by_other_topics_meanwhile(pitched: Chat) -> None:
    asked = pitched.writes("poista se idea", "withdraw_draft")
    gone = pitched.presses("Kyllä, poista")
    nothing = pitched.writes("lähetä se", "submit_draft")
    back = pitched.presses("Palauta")

    assert "Poistetaanko ”Torikahvit”" in asked
    assert "palauttaa sen kahden viikon" in gone
    assert "submit_draft" in nothing
    assert "Kaikki on tallessa" in back
    assert only_idea(pitched).state is IdeaState.ACTIVE


def test_changing_an_answer_weeks_later_by_words(pitched: Chat) -> None:
    pitched.now += timedelta(days=30)
    said = pitched.writes("vaihda meidän idean summa 6500 euroon", "edit_draft")

    assert "summa on nyt **6 500 €**" in said


def test_changing_an_answer_by_button(pitched: Chat) -> None:
    menu = pitched.presses("Muuta jotain")
    asked = pitched.presses("Muuta: ketä varten")
    pitched.writes("työttömille nuorille, tavoitetaan työpajan kautta")

    assert "[Muuta: summa]" in menu
    assert "Ketkä tulisivat mukaan?" in asked or "Ketä varten" in asked
    assert (
        pitched.backend.read(lambda unit: unit.sheets.answers(only_idea(pitched).pitch))["for_whom"].value
        == "työttömille nuorille, tavoitetaan työpajan kautta"
    )


def test_with_an_unfinished_idea_a_new_one_is_asked_about_and_what_was_said_is_not_lost(alice: Chat) -> None:
    pitch(alice, until=3)
    alice.writes("jatketaan huomenna", "stop")
    asked = alice.writes("haluttais järjestää nuorille pelikerho kirjaston kellarissa", "start_pitch")
    new = alice.presses("Uusi idea")

    assert "Teillä on kesken idea" in asked
    assert "[Jatka tästä]" in asked
    assert "pelikerho" in new
    assert len(ideas(alice)) == 2


def test_a_second_idea_knows_the_group_already(pitched: Chat) -> None:
    said = pitched.writes("meillä ois toinenkin idea", "start_pitch")

    assert "Nämä kerroit jo aiemmin" in said
    assert "Kahvikerho Virkut" in said
    assert "5 000" not in said


def test_several_ideas_are_listed_and_one_is_chosen(pitched: Chat) -> None:
    pitched.writes("meillä ois toinenkin idea", "start_pitch")
    pitched.writes("pidetään nuorille yhdessä pelikerhoa, jossa jokainen pääsee ohjaamaan")
    listed = pitched.writes("näytä meidän ideat", "show_drafts")

    assert "[Torikahvit]" in listed
    assert "- ryhmän nimi **Kahvikerho Virkut**" in pitched.presses("Torikahvit")


def test_the_conversation_goes_on_at_the_chat_page_days_later(alice: Chat) -> None:
    pitch(alice, until=8)
    alice.writes("pitää lähtee, jatketaan myöhemmin", "stop")
    alice.now += timedelta(days=2)
    page = alice.moves_to_web()
    said = page.writes("jatketaan")

    assert "Meillä jäi ideanne kesken" in said
    assert "ketä varten" in said
    assert "Milloin aloittaisitte" in said


def test_nothing_is_there_for_whoever_has_no_idea(alice: Chat) -> None:
    for topic in ("show_drafts", "edit_draft", "submit_draft", "withdraw_draft", "ask_status", "create_draft"):
        assert alice.writes("moi", topic) == f"(vastaus: {topic})"


def test_a_button_of_anothers_idea_finds_nothing(backend: Backend, pitched: Chat) -> None:
    bob = Chat(backend, address="7099")
    pitch(bob, until=3)
    idea = only_idea(pitched)

    assert backend.read(lambda unit: unit.ideas.of_person(idea.id, person=ideas_person(unit, bob))) is None
    assert backend.read(lambda unit: unit.ideas.of_person(idea.id, person=ideas_person(unit, pitched))) == idea


def ideas_person(unit: Unit, chat: Chat):  # type: ignore[no-untyped-def]  # noqa: ANN201 - an id
    conversation = unit.conversations.get(chat.conversation)
    assert conversation is not None
    return conversation.person


def handed(chat: Chat) -> tuple[Document, bytes]:
    [document] = chat.said()[-1].documents
    data = chat.backend.read(lambda unit: unit.outbox.document_data(document.id, conversation=chat.conversation))
    assert data is not None
    return document, data


def test_the_pdf_carries_the_words_the_state_and_that_no_deadline_is_known(pitched: Chat) -> None:
    pitched.presses("Tee hakemusluonnos")
    pitched.presses("Anna PDF")
    document, data = handed(pitched)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())

    assert (document.name, document.media_type) == ("Luonnos – Torikahvit.pdf", "application/pdf")
    assert "LUONNOS – ei ole vielä hakemus" in text
    assert "Seuraavan haun aikaa ei ole vielä kerrottu" in text
    assert "jokainen pääsee vuorollaan auttamaan keittämisessä" in text
    assert "puuttuu vielä" in text


@pytest.mark.parametrize(("label", "start"), [("Anna Word-tiedosto", b"PK"), ("Anna ODT-tiedosto", b"PK")])
def test_other_forms_are_behind_more(pitched: Chat, label: str, start: bytes) -> None:
    pitched.presses("Tee hakemusluonnos")
    pitched.presses("Muut toiminnot")
    pitched.presses(label)

    assert handed(pitched)[1].startswith(start)


def test_what_the_coordinators_log_holds_no_word_of_the_group(pitched: Chat) -> None:
    pitched.writes("lähetä se", "submit_draft")
    pitched.presses("Kyllä, lähetä")
    events = pitched.backend.read(lambda unit: unit.events.of(only_idea(pitched).id))

    assert [one.type for one in events] == ["idea.begun", "idea.complete", "idea.sent"]
    assert "Torikahvit" not in json.dumps([str(one) for one in events])
