"""What is wrong with a form is said with file and line before anybody is asked."""

import re
import shutil
from pathlib import Path

import pytest

from backend.content.forms import read_forms
from backend.content.yamlfile import Problems
from backend.domain.interview.form import Condition, Kind, Limits
from tests.backend.domain.interview.practice import LANGUAGES, PRACTICE, ROOT, form_reader, practice, read_form_file


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

    assert form.topics == ("start_pitch",)
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
        ("topics: [start_pitch]", "topics: [start_pich]", "topics names start_pich, which there is not, did you mean start_pitch?"),
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


def test_two_forms_cannot_start_with_one_topic(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for name in ("one", "two"):
        shutil.copy(PRACTICE, tmp_path / "forms" / f"{name}.yml")
    problems = Problems()
    read_forms(tmp_path, problems=problems, languages=LANGUAGES, reader=form_reader)

    assert [problem.split(": ", 1)[1] for problem in problems] == ["the topic start_pitch starts the form one already"]
