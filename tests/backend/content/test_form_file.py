"""What is wrong with a form is said with file and line before anybody is asked."""

import re
import shutil
from pathlib import Path

import pytest

from backend.content.forms import read_forms
from backend.content.yamlfile import Problems
from backend.domain.interview.form import Condition, Kind, Limits
from tests.backend.domain.interview.practice import LANGUAGES, PRACTICE, ROOT, form_reader, practice, product_form, read_form_file


def problems_of(tmp_path: Path, *, old: str, new: str) -> list[str]:
    """The problems of the practice form with one thing changed."""
    text = PRACTICE.read_text(encoding="utf-8")
    assert old in text, old
    file = tmp_path / "practice.yml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [re.sub(r":\d+:", ":", problem, count=1) for problem in read_form_file(file)[1]]


def test_the_practice_form_is_read_whole() -> None:
    form = practice()
    outdoors, amount = form.question("outdoors"), form.question("amount")

    assert form.topics == ("ask_results",)
    assert {question.kind for question in form.questions} == set(Kind) - {Kind.DATE, Kind.TIME}
    assert outdoors is not None
    assert outdoors.when == (Condition(question="season", options=frozenset({"summer"})), Condition(question="kind", options=frozenset({"event"})))
    assert [choice.id for choice in outdoors.choices] == ["yes", "no"]
    assert amount is not None
    assert amount.limits == Limits(min_value=1, max_value=1000000)
    assert amount.asks["fi"] == ("Paljonko rahaa?", "Mitä tämä maksaisi?")


@pytest.mark.parametrize("file", sorted((ROOT / "content" / "forms").glob("*.yml")), ids=lambda path: path.stem)
def test_the_product_s_own_forms_have_no_problem(file: Path) -> None:
    assert read_form_file(file)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: amount", "kind: amout", "kind is 'amout', it must be one of"),
        ("kind: amount", "kinds: amount", "unknown key kinds, did you mean kind?"),
        ("when: {season: summer, kind: event}", "when: {season: sumer, kind: event}", "when: season cannot be 'sumer', did you mean summer?"),
        ("when: {season: summer, kind: event}", "when: {amount: any}", "when names amount, which is asked later"),
        ("when: {season: summer, kind: event}", "when: {kinds: event}", "when names kinds, which there is not, did you mean kind?"),
        ("when: {season: summer, kind: event}", "when: {kind: evnt}", "when: kind cannot be 'evnt', did you mean event?"),
        ("limits: {min_value: 1, max_value: 1000000}", "limits: {min_value: 10, max_value: 5}", "limits are reversed"),
        ("limits: {min_value: 1, max_value: 1000000}", "limits: {max_length: 5}", "unknown key max_length"),
        ("en: [How much money?, What would it cost?]", "en: [How much money?]", "[en] ask must have 2 different wordings"),
        ("label: {fi: summa, en: amount}", "label: {fi: summa}", "the language en is missing"),
        ('words: {fi: ["*tapahtum*", "*juhla*"], en: [event*, party]}', "words: {fi: [], en: []}", "the choice event has no words"),
        ("label: {fi: Hanke, en: Project}", "label: {fi: Tapahtuma, en: Project}", "[fi] the choices event and project have the same label"),
        ("topics: [ask_results]", "topics: [ask_result]", "topics names ask_result, which there is not, did you mean ask_results?"),
        ("why: {fi: Summalla on raja., en: There is a limit.}", "", "why is missing"),
        ("fi: Summalla on raja.", "fi: 'Raja {{ event_limt | euros }}.'", "[fi] unknown placeholder event_limt, did you mean event_limit?"),
        ("intro: {fi: Aloitetaan., en: Let us begin.}", "", "intro is missing"),
        ("kind: computed", "kind: computed\n    choices: {}", "a question of kind computed has no choices"),
        ("called: {fi: [summa*, raha*, budjet*]", 'called: {fi: ["*", raha*, budjet*]', "called holds '*', which has no letter or digit"),
        ("  slot:\n", "  Slot-1:\n", "the question's name 'Slot-1' must be small letters"),
        ("optional: true", "optional: maybe", "optional is 'maybe', it must be one of true, false"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    found = problems_of(tmp_path, old=old, new=new)

    assert any(one.startswith(f"practice.yml: {problem}") for one in found), found


def test_a_problem_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "practice.yml"
    text = PRACTICE.read_text(encoding="utf-8").replace("kind: amount", "kind: amout", 1)
    file.write_text(text, encoding="utf-8")
    line = text[: text.index("kind: amout")].count("\n") + 1

    assert read_form_file(file)[1][0].startswith(f"practice.yml:{line}: kind is 'amout'")


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("pitch", "same_as: eligibility.aims", "same_as: eligibility.aim", "same_as names aim, which the form eligibility does not ask, did you mean aims?"),
        ("pitch", "same_as: eligibility.aims", "same_as: eligibilty.aims", "same_as names the form eligibilty, which there is not, did you mean eligibility?"),
        ("pitch", "same_as: eligibility.aims", "same_as: aims", "same_as is 'aims', it must be a form and its question"),
        ("application", "same_as: eligibility.amount_eur", "same_as: pitch.amount_eur", "same_as names pitch.amount_eur, which itself is the same as another"),
        ("pitch", "same_as: eligibility.aims", "same_as: eligibility.aims\n    kind: choice", "kind is that of the question it is the same as"),
        ("pitch", "    taken: [change]\n", "    taken: [chang]\n", "taken names chang, which there is not, did you mean change?"),
        ("pitch", "kind: people\n", "kind: people\n    free: true\n", "a question of kind people cannot be free, only date and date_range can"),
        ("pitch", "kind: people\n", "kind: people\n    follow_ups: {}\n", "a question of kind people has no follow-ups, only free text has"),
        ("pitch", "        fewer_words: 6\n", "", "the follow-up in_practice has no condition: fewer_words, lacks or both"),
        ("pitch", "        fewer_words: 6\n", "        fewer_word: 6\n", "unknown key fewer_word, did you mean fewer_words?"),
        ("pitch", "Kirjasin: ”{{ said }}”. Mistä te", "Kirjasin: ”{{ sad }}”. Mistä te", "[fi] unknown placeholder sad, did you mean said?"),
        ("pitch", "    slot: amount\n", "    slot: what\n", "the slot what is another question's already"),
        ("application", "from: pitch\n", "from: pich\n", "from names the form pich, which there is not, did you mean pitch?"),
        ("application", "from: pitch\n", "", "from needs a form to take from"),
        ("application", "from: title\n", "from: titel\n", "from names titel, which the form pitch does not ask, did you mean title?"),
        ("application", "from: amount_eur\n", "from: people\n", "from names people of kind people, and this is of kind amount"),
        ("application", 'fi: "{{ when }}"', 'fi: "{{ wen }}"', "[fi] unknown placeholder wen, did you mean when?"),
        ("application", 'fi: "{{ when }}"', 'fi: "{{ where }}"', "from must have the same parts, with the same questions in them, in every language"),
        ("application", '"Alue: {{ activity_place }}"', '"Alue"', "from must have the same parts"),
    ],
)
def test_a_slip_in_the_product_s_own_forms_is_told(tmp_path: Path, name: str, old: str, new: str, problem: str) -> None:
    shutil.copytree(ROOT / "content" / "forms", tmp_path, dirs_exist_ok=True)
    file = tmp_path / f"{name}.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = [re.sub(r":\d+:", ":", one, count=1) for one in read_form_file(file)[1]]

    assert any(one.startswith(f"{name}.yml: {problem}") for one in found), found


def test_a_question_of_another_form_is_asked_in_this_one_s_own_words() -> None:
    there, here = product_form("eligibility").question("aims"), product_form("pitch").question("aims")

    assert there is not None
    assert here is not None
    assert (here.choices, here.kind, here.label) == (there.choices, there.kind, there.label)
    assert here.asks != there.asks
    assert here.taken_in == {"change"}


def test_what_is_said_of_a_question_taken_over_names_the_file_it_stands_in(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content" / "forms", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "eligibility.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("label: {fi: Osallisuus, en: Inclusion}", "label: {fi: Osallisuus}", 1), encoding="utf-8")

    (problem,) = read_form_file(tmp_path / "pitch.yml")[1]

    assert re.fullmatch(r"eligibility\.yml:\d+: the language en is missing", problem)


def test_the_pitch_has_every_slot_that_is_asked_for_from_outside() -> None:
    slots = {question.slot for question in product_form("pitch").questions}

    assert slots >= {"group_name", "title", "what", "for_whom", "change", "where", "when", "amount", "team", "contact"}


def test_only_who_the_people_are_is_personal() -> None:
    assert [question.id for question in product_form("pitch").questions if question.is_personal] == ["contact_name", "contact"]


def test_two_forms_cannot_start_with_one_topic(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for name in ("one", "two"):
        shutil.copy(PRACTICE, tmp_path / "forms" / f"{name}.yml")
    problems = Problems()
    read_forms(tmp_path, problems=problems, languages=LANGUAGES, reader=form_reader)

    assert [problem.split(": ", 1)[1] for problem in problems] == ["the topic ask_results starts the form one already"]
