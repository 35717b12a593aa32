"""What people hear, given what was understood; on both databases."""

import itertools

import pytest

from backend.bootstrap import Backend
from backend.domain.interview.judging import reader
from backend.services.cases import answer_case, list_cases
from tests.backend.services.asking import Person, labels, texts
from tests.times import NOON


@pytest.fixture
def alice(backend: Backend) -> Person:
    return Person(backend=backend)


def test_the_first_answer_comes_after_the_notice_and_the_notice_comes_once(alice: Person) -> None:
    first = alice.write("paljonko tapahtumaan saa rahaa", "ask_event_grant")
    second = alice.write("entä hankkeeseen", "ask_project_grant")

    assert [u.kind for u in first] == ["notice", "answer"]
    assert "automaattinen neuvoja" in first[0].text
    assert "8\u00a0000\u00a0€" in first[1].text
    assert [u.kind for u in second] == ["answer"]
    assert "70\u00a0000\u00a0€" in second[0].text


def test_two_questions_in_one_message_are_both_answered_in_their_order(alice: Person) -> None:
    said = alice.write("pitääkö olla omaa rahaa ja milloin voi hakea", "ask_own_contribution", "ask_rounds")[1:]

    content = alice.backend.content
    assert texts(said) == [content.answer(topic, "fi", now=NOON).text for topic in ("ask_own_contribution", "ask_rounds")]


def test_of_two_tasks_the_first_is_done_and_the_second_offered(alice: Person) -> None:
    said = alice.write("varaa aika ja poista kaikki tietoni", "book_meeting", "delete_my_data")

    assert alice.backend.content.label("delete_my_data", "fi") in [button.label for one in said for button in one.buttons]
    assert "Poistetaanko kaikki" not in " ".join(texts(said))


def test_english_is_answered_in_english_and_finnish_again_in_finnish(alice: Person) -> None:
    english = alice.write("how much money can an event get", "ask_event_grant", language="en")
    finnish = alice.write("entä kehittämishankkeeseen sitten", "ask_project_grant")

    assert "€8,000" in english[-1].text
    assert "70\u00a0000\u00a0€" in finnish[-1].text


def test_one_foreign_word_does_not_change_the_language(alice: Person) -> None:
    alice.write("milloin voi hakea", "ask_rounds")
    said = alice.write("thanks", "thank", language="en")

    assert texts(said)[0] in [alice.backend.content.answer("thank", "fi", now=NOON, variant=n).text for n in range(3)]


def test_a_chosen_language_stays_whatever_is_written(alice: Person) -> None:
    chosen = alice.write("voitko vastata in english", "change_language")
    after = alice.write("paljonko tapahtumaan saa rahaa", "ask_event_grant")

    assert chosen[-1].text == "Let us go on in English."
    assert "€8,000" in after[-1].text


def test_swedish_is_told_once_that_answers_come_in_another_language(alice: Person) -> None:
    first = alice.write("hur mycket pengar kan vi få", "ask_event_grant", language="sv")
    second = alice.write("och när kan man ansöka", "ask_rounds", language="sv")

    assert first[0].text.startswith("Jag förstår")
    assert not any(text.startswith("Jag förstår") for text in texts(second))


def test_what_is_not_understood_is_never_answered_with_the_same_sentence_twice_and_a_person_is_offered(alice: Person) -> None:
    heard = [alice.write(f"blaa {n}", candidates=("ask_rounds", "ask_forms", "out_of_scope"))[-1] for n in range(5)]

    assert all(a.text != b.text for a, b in itertools.pairwise(heard))
    guesses = {alice.backend.content.label(t, "fi") for t in ("ask_rounds", "ask_forms")}
    assert {b.label for b in heard[0].buttons} == guesses
    assert all("Kysy neuvojalta" in {b.label for b in u.buttons} for u in heard[1:])


def test_what_is_none_of_our_business_is_said_in_other_words_the_second_time(alice: Person) -> None:
    first, second = (alice.write(text, "out_of_scope")[-1].text for text in ("paljonko kello on", "entä sää"))

    assert first != second


def test_an_understood_message_ends_the_row_of_misses(alice: Person) -> None:
    alice.write("blaa", candidates=("ask_rounds",))
    alice.write("milloin voi hakea", "ask_rounds")
    said = alice.write("blöö", candidates=("ask_rounds",))

    assert "Kysy neuvojalta" not in labels(said)


def test_a_question_the_material_does_not_settle_is_handed_over_with_one_tap_and_answered_here(alice: Person) -> None:
    backend = alice.backend
    alice.write("saako palkkaa maksaa tällä rahalla", "ask_costs")
    handed = alice.press("Kysy neuvojalta")
    again = alice.press("Kysy neuvojalta") if "Kysy neuvojalta" in labels(handed) else None
    [case] = backend.run(list_cases)
    backend.run(answer_case, backend.content, number=case.number, answer="Kyllä saa.", by="Charlie", now=NOON)
    answered = alice.write("kiitos", "thank")

    assert again is None
    assert (case.question, case.topic) == ("saako palkkaa maksaa tällä rahalla", "ask_costs")
    assert "**1**" in handed[-1].text
    assert (answered[0].kind, answered[0].quote) == ("case_answer", "saako palkkaa maksaa tällä rahalla")
    assert "Kyllä saa." in answered[0].text


def test_a_yes_after_the_offer_passes_the_question_on_and_a_no_does_not(backend: Backend) -> None:
    alice, bob = Person(backend=backend), Person(backend=backend, address="7002")
    for person in (alice, bob):
        person.write("milloin päätös tulee", "ask_decision_time")
    alice.write("joo", "affirm")
    bob.write("ei kiitos", "deny")

    assert [case.question for case in backend.run(list_cases)] == ["milloin päätös tulee"]


def test_the_wish_for_a_person_asks_for_the_question_and_takes_the_next_message_as_it(alice: Person) -> None:
    alice.write("haluan puhua ihmiselle", "talk_to_human")
    done = alice.write("Kuuluuko Rantakylä keskustaan?", "ask_area")

    [case] = alice.backend.run(list_cases)
    assert case.question == "Kuuluuko Rantakylä keskustaan?"
    assert done[-1].kind == "receipt"


def test_a_mere_sound_is_not_passed_on_as_a_question(alice: Person) -> None:
    alice.write("ihminen", "talk_to_human")
    asked_again = alice.write("häh")
    alice.write("no kun mietin sitä tilavuokraa")

    assert "Kirjoita vielä itse kysymys" in asked_again[-1].text
    assert [case.question for case in alice.backend.run(list_cases)] == ["no kun mietin sitä tilavuokraa"]


def test_the_wish_for_a_person_can_be_taken_back(alice: Person) -> None:
    alice.write("ihminen", "talk_to_human")
    alice.write("en sittenkään", "deny")
    alice.write("milloin voi hakea", "ask_rounds")

    assert alice.backend.run(list_cases) == []


def test_the_source_is_one_tap_away_in_the_documents_own_words(alice: Person) -> None:
    alice.write("paljonko tapahtumaan saa", "ask_event_grant")
    source = alice.press("Mistä tieto?")

    assert "Pikku KAKEt voivat olla tapahtumia (alle 8 000€)" in source[0].text.replace("\u00a0", " ")


def test_a_crisis_gets_help_alone_and_nothing_is_handed_over(alice: Person) -> None:
    said = alice.write("en jaksa enää elää", is_crisis=True)

    assert len(said) == 1
    assert "112" in said[-1].text
    assert said[-1].buttons == ()
    assert alice.backend.run(list_cases) == []


def test_plain_words_and_a_repetition_are_of_the_last_answer(alice: Person) -> None:
    answer = alice.write("mikä on omarahoitus", "ask_own_contribution")[-1].text
    plain = alice.write("en ymmärrä, sano helpommin", "plain_language")[-1].text
    again = alice.write("mitä sanoit", "repeat")[-1].text

    assert plain == alice.backend.content.answer("ask_own_contribution", "fi", now=NOON).plain
    assert again == answer


def test_personal_matters_are_kept_out_of_a_group(backend: Backend) -> None:
    group = Person(backend=backend, address="-5", is_private=False)
    welcome = group.write("milloin voi hakea", "ask_rounds")
    refused = group.write("poista tietoni", "delete_my_data")

    assert welcome[0].text.startswith("Hei kaikille!")
    assert refused[-1].text.startswith("Tämä on henkilökohtainen asia")


def test_what_a_person_writes_is_never_a_template(alice: Person) -> None:
    alice.write("ihminen", "talk_to_human")
    alice.write("{{ programme.name }} {amount} %s", "ask_costs")
    backend = alice.backend
    backend.run(answer_case, backend.content, number=1, answer="{{ 7 * 7 }}", by="", now=NOON)

    said = alice.write("kiitos", "thank")
    assert said[0].quote == "{{ programme.name }} {amount} %s"
    assert "{{ 7 * 7 }}" in said[0].text


def test_a_yes_to_the_offer_to_tell_of_rounds_is_a_wish_to_be_told(alice: Person) -> None:
    asked = alice.write("milloin voi hakea", "ask_rounds")[-1].text
    told = alice.write("joo kerro", "affirm")[-1].text

    assert asked.endswith("Kerronko?")
    assert told == alice.backend.content.answer("set_reminder", "fi", now=NOON).text
    assert alice.backend.run(list_cases) == []


def test_a_no_to_the_offer_to_tell_of_rounds_is_not_about_passing_on(alice: Person) -> None:
    alice.write("milloin voi hakea", "ask_rounds")
    said = alice.write("ei tarvi", "deny")[-1].text

    assert said in [alice.backend.content.answer("deny", "fi", now=NOON, variant=n).text for n in range(3)]


def test_what_is_none_of_our_business_is_passed_on_as_it_was_written_by_tap_or_by_yes(backend: Backend) -> None:
    alice, bob = Person(backend=backend), Person(backend=backend, address="7002")
    alice.write("mistä saa kalastusluvan", "out_of_scope")
    bob.write("kuka hoitaa tietä", "out_of_scope")
    alice.press("Kysy neuvojalta")
    bob.write("joo välitä", "affirm")

    assert [case.question for case in backend.run(list_cases)] == ["mistä saa kalastusluvan", "kuka hoitaa tietä"]


def test_after_plainer_words_or_a_repetition_the_question_itself_is_passed_on(backend: Backend) -> None:
    alice, bob = Person(backend=backend), Person(backend=backend, address="7002")
    alice.write("mitä kuluja hyväksytään", "ask_costs")
    alice.write("selkokielellä kiitos", "plain_language")
    alice.press("Kysy neuvojalta")
    bob.write("kauanko päätös kestää", "ask_decision_time")
    bob.write("mitä sä sanoit", "repeat")
    bob.write("joo", "affirm")

    assert [case.question for case in backend.run(list_cases)] == ["mitä kuluja hyväksytään", "kauanko päätös kestää"]


def test_plainer_words_lead_on_as_the_answer_did(alice: Person) -> None:
    alice.write("mikä tää on", "ask_programme")
    said = alice.write("helpommin", "plain_language")

    assert {alice.backend.content.label(topic, "fi") for topic in ("ask_goals", "ask_who_can_apply")} < set(labels(said))


def test_a_sound_or_signs_are_not_passed_on_but_the_question_before_them(alice: Person) -> None:
    alice.write("no entäs se toinen homma")
    alice.write("häh?")
    alice.write("joo", "affirm")
    alice.write("???")
    guessed = alice.write("!!!", candidates=("ask_rounds", "ask_forms"))
    asked = alice.write("joo", "affirm")[-1].text

    assert [case.question for case in alice.backend.run(list_cases)] == ["no entäs se toinen homma"]
    assert alice.backend.content.label("ask_rounds", "fi") not in labels(guessed)
    assert asked == alice.backend.content.text("hand_over.ask_question", "fi")


def test_a_lone_guess_is_never_the_only_button(alice: Person) -> None:
    said = alice.write("peru", candidates=("cancel_meeting", "stop", "deny"))
    lone = Person(backend=alice.backend, address="7002").write("peru", candidates=("cancel_meeting", "deny"))

    assert labels(said) == [alice.backend.content.label(topic, "fi") for topic in ("cancel_meeting", "stop")]
    assert labels(lone) == [alice.backend.content.label(topic, "fi") for topic in ("cancel_meeting", "help")]


def test_two_words_of_nonsense_do_not_change_the_language(alice: Person) -> None:
    alice.write("milloin voi hakea", "ask_rounds")
    nonsense = alice.write("qwerty zxcv", "out_of_scope", language="en")
    asked = alice.write("which deadline", "ask_rounds", language="en")

    assert "Pikku KAKE -rahoitu" in nonsense[-1].text
    assert "I do not know of any round" in asked[-1].text


def test_who_asks_whether_their_group_gets_money_hears_first_who_does_and_where_it_is_from(alice: Person) -> None:
    said = alice.write("saaks meidän eläkeläiskerho rahaa kahvitapahtumaan", "check_eligibility")[1:]

    assert said[0].text == alice.backend.content.answer("check_eligibility", "fi", now=NOON).text
    assert labels(said[:1]) == ["Mistä tieto?"]
    assert "Oletteko Joensuusta?" in said[-1].text


def test_a_yes_to_the_offer_is_heard_while_an_interview_waits_and_its_question_comes_again(alice: Person) -> None:
    alice.write("sopiiko meidän idea", "check_eligibility")
    alice.write("saako palkkoja maksaa?", "ask_costs")
    said = alice.write("joo välitä", "affirm")

    assert [case.question for case in alice.backend.run(list_cases)] == ["saako palkkoja maksaa?"]
    assert said[0].kind == "receipt"
    assert len(said) > 1, "the interview goes on"


def test_a_yes_that_answers_the_interviews_question_passes_nothing_on(alice: Person) -> None:
    alice.write("meidän eläkeläiskerho tarvis 5000 e kahvitapahtumaan", "check_eligibility")
    alice.write("saako palkkoja maksaa?", "ask_costs")
    said = alice.write("joo", "affirm")

    assert alice.backend.run(list_cases) == []
    assert "**Joensuusta**" in said[-1].text


@pytest.mark.parametrize("text", ["Is rent ok as a cost?", "can a private person apply", 'ask_costs{"a":1}'])
def test_an_english_article_picks_no_choice(text: str, alice: Person) -> None:
    question = alice.backend.content.forms.get("eligibility").question("applicant_place")  # type: ignore[union-attr]  # the form is there

    assert question is not None
    assert not reader(question, now=NOON, offered=())(text)
    assert reader(question, now=NOON, offered=())("eka")
