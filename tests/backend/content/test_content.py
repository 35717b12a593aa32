"""What the content says: in every language, with the office set and unset, and only what the facts hold."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.content import Content, load_content
from tests.backend.content.broken_house import CONTENT, PROGRAMME, changed, copy_with
from tests.times import NOON

_PROGRAMME_FILE = f"programmes/{PROGRAMME}.yml"
# A limit and the sentence it comes from must agree.
_LIMIT_IN_SENTENCE = {"euros: 9500": ("8 000€", "9 500€"), "euros: 65000": ("70 000€", "65 000€")}
_OFFICE = """
hours:
  monday: {from: "9:00", to: "15:00"}
  tuesday: {from: "9:00", to: "15:00"}
  friday: {from: "9:00", to: "13:30"}
phone: 013 123 4567
email: neuvoja@example.org
address: {fi: Rantakatu 1, en: Rantakatu 1 (by the river)}
places:
  - {fi: kirjasto, en: the library}
controller: {fi: Esimerkin kunta, en: Example Municipality}
privacy_contact: {fi: tietosuojavastaava Bob, en: data protection officer Bob}
other_funders:
  - {name: {fi: Esimerkkisäätiö, en: Example Foundation}, url: "https://example.org"}
"""
_IN_A_ROUND = datetime(2018, 2, 10, 10, 0, tzinfo=UTC)
_BETWEEN_ROUNDS = datetime(2018, 3, 10, 10, 0, tzinfo=UTC)
_MOST_LETTERS_OF_A_LABEL = 32


@pytest.fixture(scope="module")
def set_office(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The content with an office that has told everything."""
    return load_content(copy_with(tmp_path_factory.mktemp("office"), {"office.yml": _OFFICE}), programme=PROGRAMME, public_url="https://kake.example.org/")


def test_every_topic_is_answered_in_every_language_with_the_office_set_and_unset(content: Content, set_office: Content) -> None:
    for told in (content, set_office):
        answers = [told.answer(topic, language, now=NOON) for topic in told.topics for language in told.languages]
        assert all(answer.text and "{{" not in answer.text and "\n\n\n" not in answer.text for answer in answers)


def test_the_topics_are_those_the_dialogue_model_knows(content: Content) -> None:
    for language in content.languages:
        examples = {path.stem for path in (CONTENT.parent / "nlu" / "examples" / language).glob("*.yml")}
        assert set(content.topics) == examples, language


def test_an_answer_in_english_is_not_the_finnish_one(content: Content) -> None:
    same = [topic for topic in content.topics if content.answer(topic, "fi", now=NOON).text == content.answer(topic, "en", now=NOON).text]

    assert same == []


def test_every_question_about_the_programme_has_plain_finnish(content: Content) -> None:
    questions = [topic for topic, described in content.topics.items() if described.kind == "answer"]

    assert [topic for topic in questions if not content.answer(topic, "fi", now=NOON).plain] == []


def test_labels_fit_on_a_button_and_differ(content: Content) -> None:
    for language in content.languages:
        labels = [content.label(topic, language) for topic in content.topics]
        assert [label for label in labels if len(label) > _MOST_LETTERS_OF_A_LABEL] == []
        assert len(set(labels)) == len(labels)


def test_a_grounded_answer_names_its_source_and_one_that_is_not_settled_says_so(content: Content) -> None:
    for topic, described in content.topics.items():
        if described.kind == "answer" and described.grounded == "yes":
            assert content.answer(topic, "fi", now=NOON).has_source, topic
        if described.grounded == "no":
            assert content.answer(topic, "fi", now=NOON).settled == "no", topic


def test_the_sentences_of_the_facts_are_shown_with_the_document_and_its_age(content: Content) -> None:
    source = content.source("ask_event_grant", "fi")

    assert "Pikku KAKEt voivat olla tapahtumia (alle 8 000€) tai kehittämishankkeita (alle 70 000€)." in source
    assert "KAKE 2.0 -hankkeen esitys" in source
    assert "päiväämätön" in source


@pytest.mark.parametrize(
    ("old", "new", "topic", "before", "after"),
    [
        ("euros: 8000", "euros: 9500", "ask_event_grant", "8\u00a0000\u00a0€", "9\u00a0500\u00a0€"),
        ("euros: 70000", "euros: 65000", "ask_project_grant", "70\u00a0000\u00a0€", "65\u00a0000\u00a0€"),
        ("euros: 1149309", "euros: 1149310", "ask_programme_budget", "1\u00a0149\u00a0309\u00a0€", "1\u00a0149\u00a0310\u00a0€"),
        ("euros: 1626932", "euros: 1626933", "ask_programme_budget", "1\u00a0626\u00a0932\u00a0€", "1\u00a0626\u00a0933\u00a0€"),
        ("number: 23", "number: 24", "ask_results", "23", "24"),
        ("word: www.joensuu.fi/kake", "word: www.joensuu.fi/pikku", "ask_forms", "www.joensuu.fi/kake", "www.joensuu.fi/pikku"),
        ("closes: 2018-02-28", "closes: 2018-02-27", "ask_rounds", "28.2.2018", "27.2.2018"),
        ("earliest_start: 2018-04-01", "earliest_start: 2018-05-01", "ask_start_time", "huhtikuussa 2018", "toukokuussa 2018"),
    ],
)
def test_a_changed_fact_changes_the_answer(content: Content, tmp_path: Path, old: str, new: str, topic: str, before: str, after: str) -> None:
    facts = changed(_PROGRAMME_FILE, old, new).replace(*_LIMIT_IN_SENTENCE.get(new, ("", "")))
    other = load_content(copy_with(tmp_path, {_PROGRAMME_FILE: facts}), programme=PROGRAMME)

    assert before in content.answer(topic, "fi", now=NOON).text
    assert after in other.answer(topic, "fi", now=NOON).text
    assert before not in other.answer(topic, "fi", now=NOON).text


def test_no_answer_holds_a_figure_of_its_own(content: Content) -> None:
    """Amounts and days come from the facts alone: none is written out in a file of answers."""
    figures = re.compile(r"\d[\d\s\u00a0.,]*(€|euro)|\d+\.\d+\.\d{4}|S2\d{4}")
    written = {path.name: figures.search(path.read_text()) for path in sorted((CONTENT / "answers").glob("*.yml"))}

    assert [name for name, found in written.items() if found is not None] == []


def test_rounds_are_told_as_they_stand_on_the_day(content: Content) -> None:
    now, within, between = (content.answer("ask_rounds", "fi", now=at).text for at in (NOON, _IN_A_ROUND, _BETWEEN_ROUNDS))

    assert "16.1.2018 – 28.2.2018" in now.split("ovat jo", 1)[1]
    assert "Haku on nyt auki: **16.1.2018 – 28.2.2018**" in within
    assert "Seuraava haku on **1.4.2018 – 31.5.2018** (alustava tieto)" in between


def test_nothing_is_invented_of_an_office_that_has_told_nothing(content: Content, set_office: Content) -> None:
    unset, told = (c.answer("ask_contact", "fi", now=NOON).text for c in (content, set_office))

    assert re.search(r"\d{3}|@", unset) is None
    assert all(part in told for part in ("013 123 4567", "neuvoja@example.org", "Rantakatu 1", "kirjasto", "ma–ti 9.00–15.00, pe 9.00–13.30"))


def test_other_funders_are_named_where_the_office_knows_them(content: Content, set_office: Content) -> None:
    assert "https://" not in content.answer("out_of_scope", "en", now=NOON).text
    assert "Example Foundation" in set_office.answer("out_of_scope", "en", now=NOON).text


def test_the_notice_says_what_it_must_in_every_language(content: Content, set_office: Content) -> None:
    for language, words in {"fi": ("automaattinen", "rahoittaja", "ihminen", "tietosuoja"), "en": ("automatic", "funder", "person", "privacy")}.items():
        notice = content.text("notice", language)
        assert all(word in notice for word in (*words, "KAKE 2.0", "2018–2021"))
        assert "https://kake.example.org/privacy" in set_office.text("notice", language)


def test_the_privacy_page_names_the_controller_only_where_it_is_set(content: Content, set_office: Content) -> None:
    unset, told = ("\n".join(p for s in c.statement("privacy", "en").sections for p in s.paragraphs) for c in (content, set_office))

    assert "Example Municipality" in told
    assert "has not been set" in unset


def test_every_wording_and_statement_is_there_in_every_language(content: Content) -> None:
    for message in content.messages.values():
        assert {language: len(texts) for language, texts in message.texts.items()} == dict.fromkeys(content.languages, len(message.texts["fi"])), message.key
    for name in ("privacy", "accessibility"):
        fi, en = (content.statement(name, language) for language in ("fi", "en"))
        assert [len(s.paragraphs) for s in fi.sections] == [len(s.paragraphs) for s in en.sections]


def test_a_language_that_is_not_ours_is_answered_in_finnish(content: Content) -> None:
    assert content.language("sv-FI") == "fi"
    assert content.language("EN_gb") == "en"
    assert content.text("blank", "de") == content.text("blank", "fi")


def test_a_language_asked_for_by_name_is_found(content: Content) -> None:
    asked = ("In English, please!", "vastaa suomeksi", "på svenska tack", "englanti vai suomi?", "hei")

    assert [content.named_language(text) for text in asked] == ["en", "fi", "sv", None, None]


def test_a_command_of_any_language_is_known_in_capitals_too(content: Content) -> None:
    words = ("start", "HELP", "apua", "kieli", "language", "stop", "lopeta", "ihminen", "person", "poista", "delete", "tietoni", "nonsense")

    assert [content.command(word) for word in words] == [
        *("greet", "help", "help", "change_language", "change_language", "stop", "stop"),
        *("talk_to_human", "talk_to_human", "delete_my_data", "delete_my_data", "export_my_data", None),
    ]


def test_a_promise_is_told_where_there_is_one_and_none_is_made_up(content: Content) -> None:
    promised = content.text("hand_over.done", "fi", number=7, promised_by=datetime(2026, 11, 24, 13, 0, tzinfo=UTC), opening="")
    unpromised = content.text("hand_over.done", "fi", number=7, promised_by=None, opening="")

    assert "viimeistään tiistaina 24.11. klo 15.00" in promised
    assert "En osaa luvata" in unpromised


def test_what_somebody_wrote_is_shown_as_written_and_never_run(content: Content) -> None:
    answer = "{{ 7 * 7 }} {amount} %s <b>lihava</b>"

    assert answer in content.text("case.answer", "fi", answer=answer)


def test_a_fact_that_a_text_needs_must_be_given(content: Content) -> None:
    with pytest.raises(KeyError):
        content.text("case.answer", "fi")
