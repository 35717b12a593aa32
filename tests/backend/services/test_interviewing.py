"""What an interview promises beyond the single conversation: nothing lost, nothing doubled, whatever comes in between."""

import dataclasses
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.content import Content, load_content
from backend.domain.interview.form import Choice, Question
from backend.domain.interview.phrases import phrase
from backend.domain.interview.record import Interview, InterviewState
from backend.domain.messages import Kind
from backend.services.form_hooks import FormHooks
from backend.services.speaking import Voice
from tests.backend.services import interview_house
from tests.backend.services.interview_house import Chat
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def two_forms(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The product's content with the practice form, which starts with ask_results."""
    folder = tmp_path_factory.mktemp("two") / "content"
    shutil.copytree(ROOT / "content", folder)
    shutil.copy(ROOT / "tests" / "forms" / "practice.yml", folder / "forms")
    return load_content(folder, programme="joensuu-kake-2")


@pytest.fixture
def chat(backend: Backend) -> Chat:
    return Chat(backend)


@pytest.fixture
def pitching(sqlite_backend: Backend, two_forms: Content) -> Chat:
    return Chat(dataclasses.replace(sqlite_backend, content=two_forms))


def test_an_answer_is_kept_with_the_words_it_was_given_in(chat: Chat) -> None:
    chat.writes("voiko meidän kerho hakea", "check_eligibility")
    chat.writes("joo joensuusta ollaan")

    answer = chat.answers()["applicant_place"]
    assert (answer.value, answer.text) == ("joensuu", "joo joensuusta ollaan")


def test_the_same_answer_three_times_in_a_second_answers_one_question(pitching: Chat) -> None:
    pitching.writes("mulla ois idea", "ask_results")
    turns = [pitching.hears(Kind.TEXT, "Utran martat", received=pitching.now + timedelta(milliseconds=300 * n)) for n in range(3)]

    said = []
    for turn in turns:
        pitching.now += timedelta(seconds=3)
        said.append(pitching.works(turn, "Utran martat"))

    assert pitching.values() == {"group_name": "Utran martat"}
    assert [bool(text) for text in said] == [True, False, False]


def test_the_same_answer_sent_after_the_next_question_was_read_counts(pitching: Chat) -> None:
    """The negative control of the test before it."""
    pitching.writes("mulla ois idea", "ask_results")
    pitching.writes("Utran martat")
    pitching.writes("Utran martat")

    assert pitching.values() == {"group_name": "Utran martat", "title": "Utran martat"}


def test_the_same_turn_run_again_changes_nothing(chat: Chat) -> None:
    chat.writes("voiko meidän kerho hakea", "check_eligibility")
    turn = chat.hears(Kind.TEXT, "joensuusta")
    first = chat.works(turn, "joensuusta")
    before = chat.answers()

    assert first != ""
    assert chat.works(turn, "joensuusta") == ""
    assert chat.answers() == before


def test_a_turn_that_breaks_keeps_neither_answer_nor_question(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.writes("voiko meidän kerho hakea", "check_eligibility")
    turn = chat.hears(Kind.TEXT, "joensuusta")

    def break_down(*_args: object, **_facts: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(Voice, "say", break_down)
        with pytest.raises(RuntimeError):
            chat.works(turn, "joensuusta")

    assert set(chat.values()) == {"applicant"}
    assert "Joensuusta" in chat.works(turn, "joensuusta")
    assert chat.values() == {"applicant": "civic_group", "applicant_place": "joensuu"}


def test_a_nested_form_returns_to_the_one_below(pitching: Chat) -> None:
    pitching.writes("mulla ois idea", "ask_results")
    nested = pitching.writes("saisko meidän joensuulainen kerho tähän keskustan juhlaan 4000 euroa?", "check_eligibility")
    assert "Ketä varten" in nested

    pitching.writes("työttömille")
    back = pitching.writes("osallisuutta")

    assert "Rahoituksesta päättää aina rahoittaja" in back
    assert back.index("Rahoituksesta päättää") < back.index("Meillä jäi harjoitus kesken") < back.index("Millä nimellä teitä kutsutaan?")
    assert [(one.form, one.state) for one in pitching.interviews()] == [("practice", InterviewState.OPEN), ("eligibility", InterviewState.DONE)]


def test_what_the_form_below_knows_is_not_asked_again(pitching: Chat) -> None:
    pitching.writes("mulla ois idea, tapahtuma", "ask_results")
    nested = pitching.writes("saisko siihen rahaa?", "check_eligibility")

    assert pitching.values() == {"kind": "event"}
    assert "kuka rahoitusta hakisi" in nested


def test_stopping_puts_aside_all_and_resuming_brings_all_back(pitching: Chat) -> None:
    pitching.writes("mulla ois idea", "ask_results")
    pitching.writes("saisko meidän kerho rahaa?", "check_eligibility")
    pitching.writes("lopeta", "stop")
    assert [one.state for one in pitching.interviews()] == [InterviewState.STOPPED]

    assert "Oletteko Joensuusta" in pitching.writes("jatketaan").replace("Mistä päin hakija on", "Oletteko Joensuusta")
    assert [(one.form, one.depth) for one in pitching.interviews()] == [("eligibility", 2), ("practice", 1)]


def test_starting_over_asks_everything_anew(chat: Chat) -> None:
    chat.writes("voiko meidän kerho hakea", "check_eligibility")
    chat.writes("joensuusta")

    assert "kuka rahoitusta hakisi" in chat.writes("alusta", "start_over")
    assert chat.values() == {}


def test_another_conversation_cannot_press_the_button_of_this_one(chat: Chat) -> None:
    chat.writes("voiko meidän kerho hakea", "check_eligibility")
    mine = chat.interviews()[0]
    bob = Chat(chat.backend, address="8012345678")
    bob.writes("moi", "greet")

    found = bob.backend.read(lambda unit: unit.interviews.get(mine.id, conversation=bob.conversation))
    assert found is None


def test_an_old_button_changes_the_answer_and_goes_on_from_where_we_are(chat: Chat) -> None:
    chat.writes("voiko meidän joensuulainen kerho hakea", "check_eligibility")
    chat.presses("Tapahtuma")
    chat.writes("5000")
    said = chat.presses("Kehittämishanke")

    assert "tapahtuma vai hanke on nyt **Kehittämishanke**" in said
    assert "muualla Joensuussa" in said
    assert chat.values()["kind"] == "project"


def test_a_button_tapped_five_times_answers_once(chat: Chat) -> None:
    chat.writes("voiko meidän joensuulainen kerho hakea", "check_eligibility")
    for _ in range(5):
        said = chat.presses("Tapahtuma")

    assert chat.values()["kind"] == "event"
    assert "Tähän kysymykseen on jo vastattu" in said


def test_every_verdict_is_stored_with_the_version_of_the_rules(chat: Chat) -> None:
    chat.writes("joensuulainen yhdistys hakee 9500 euroa juhlaan keskustassa työttömille", "check_eligibility")
    chat.writes("osallisuutta")
    chat.presses("Entä jos summa on alle 8 000 €?")

    interview = chat.interviews()[0].id
    checks = chat.backend.read(lambda unit: unit.checks.list(interview))
    assert [(check.verdict["verdict"], check.facts["amount_eur"]) for check in checks] == [("does_not_fit", 9500), ("fits_if", 7999)]
    assert {check.rules_version for check in checks} == {chat.backend.content.rules.version}
    assert chat.backend.content.rules.version != ""


def test_computed_choices_come_from_the_hook(pitching: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    tuesday = phrase("tiistai*")
    assert tuesday is not None

    def offered(_voice: Voice, _interview: Interview, _question: Question) -> Sequence[Choice]:
        return [
            Choice(id="slot-1", labels={"fi": "ti 24.11. klo 12", "en": "Tue"}, words=(tuesday,)),
            Choice(id="slot-2", labels={"fi": "ke", "en": "Wed"}, words=()),
        ]

    monkeypatch.setattr(interview_house, "HOOKS", {"practice": FormHooks(offered=offered)})
    pitching.writes("mulla ois idea", "ask_results")
    for _ in range(40):
        said = pitching.writes("ohita", "skip")
        if "[ti 24.11. klo 12]" in said:
            break

    pitching.writes("tiistaina sopis")
    assert pitching.values()["slot"] == "slot-1"


def test_the_form_is_read_anew_when_its_file_changes(sqlite_backend: Backend, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    content = load_content(folder, programme="joensuu-kake-2")
    chat = Chat(dataclasses.replace(sqlite_backend, content=content))
    chat.writes("sopiiko ideamme", "check_eligibility")

    file = folder / "forms" / "eligibility.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("- Oletteko Joensuusta?", "- Asutteko Joensuussa?"), encoding="utf-8")
    assert "Asutteko Joensuussa?" in chat.writes("yhdistys")

    file.write_text("questions: [", encoding="utf-8")
    assert "yksittäinen tapahtuma" in chat.writes("joensuusta")


def test_an_interview_nobody_touched_for_a_year_expires(chat: Chat) -> None:
    chat.writes("sopiiko ideamme", "check_eligibility")
    later = chat.now + timedelta(days=366)

    expired = chat.backend.run(lambda unit: unit.interviews.expire(before=later - timedelta(days=365), now=later))
    assert (expired, chat.interviews()) == (1, [])
