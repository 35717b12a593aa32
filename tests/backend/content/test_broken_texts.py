"""Texts that cannot be used: each is named with its file, its line and the reason, all of them at once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.backend.content.broken_house import copy_with, problems_of

_ANSWER = "settled: yes\nfi:\n  texts: Hei\nen:\n  texts: Hello\n"


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A file with one thing wrong, and what is said of it: line and reason."""

    file: str
    text: str | bytes | None
    says: str


def _finnish(text: str) -> str:
    return _ANSWER.replace("Hei", text)


_DEEP = "settled: " + "[" * 3000
BROKEN = {
    "a placeholder misspelt": Broken(
        file="answers/ask_forms.yml", text=_finnish('"{{ event_limt }}"'), says="3: [fi] unknown placeholder event_limt, did you mean event_limit?"
    ),
    "a placeholder further down a long text": Broken(
        file="answers/ask_goals.yml",
        text=_finnish("|\n    Hei!\n\n    {{ evnt_limit }}"),
        says="6: [fi] unknown placeholder evnt_limit, did you mean event_limit?",
    ),
    "a part of the office that there is not": Broken(
        file="answers/ask_ladder.yml", text=_finnish('"{{ office.hourz }}"'), says="3: [fi] unknown placeholder office.hourz, did you mean hours?"
    ),
    "a look behind a value": Broken(
        file="answers/ask_area.yml", text=_finnish('"{{ programme.__class__ }}"'), says="3: [fi] unknown placeholder programme.__class__"
    ),
    "a filter that there is not": Broken(file="answers/ask_tips.yml", text=_finnish('"{{ event_limit | euro }}"'), says="3: [fi] No filter named 'euro'."),
    "a condition cut off": Broken(
        file="answers/ask_costs.yml", text=_finnish('"{% if %}"'), says="3: [fi] Expected an expression, got 'end of statement block'"
    ),
    "a placeholder with one brace": Broken(
        file="answers/ask_results.yml", text=_finnish('"Hei {nimi}"'), says="3: [fi] {nimi} is no placeholder: it is written {{ nimi }}"
    ),
    "HTML": Broken(file="answers/ask_funder.yml", text=_finnish('"Hei <b>sinä</b>"').replace("</b>", ""), says="3: [fi] <b> is HTML: texts are plain"),
    "a list where one amount is": Broken(
        file="answers/ask_support.yml",
        text=_finnish('"{{ event_limit | listed }}"'),
        says="3: [fi] cannot be rendered: object of type 'int' has no len()",
    ),
    "an endless loop": Broken(
        file="answers/ask_reporting.yml",
        text=_finnish('"{% for n in range(999999999) %}x{% endfor %}"'),
        says="3: [fi] cannot be rendered: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).",
    ),
    "a text that shows nothing": Broken(file="answers/ask_status.yml", text=_finnish("\"{{ '' }}\""), says="3: [fi] renders to nothing"),
    "an empty text": Broken(file="answers/ask_contact.yml", text=_finnish('""'), says="3: [fi] must be a text, and not an empty one"),
    "a mapping where a text belongs": Broken(file="answers/ask_privacy.yml", text=_finnish("{a: b}"), says="3: [fi] must be a text, and not an empty one"),
    "a language missing": Broken(file="answers/ask_rounds.yml", text="settled: yes\nfi:\n  texts: Hei\n", says="1: the language en is missing"),
    "a language that there is not": Broken(file="answers/ask_start_time.yml", text=_ANSWER + "sv:\n  texts: Hej\n", says="6: unknown key sv"),
    "a key misspelt": Broken(file="answers/ask_who_decides.yml", text=_ANSWER + "nxt: [greet]\n", says="6: unknown key nxt, did you mean next?"),
    "no word on whether it is settled": Broken(file="answers/ask_administration.yml", text=_ANSWER.split("\n", 1)[1], says="1: settled is missing"),
    "settled otherwise": Broken(
        file="answers/ask_prefinancing.yml", text=_ANSWER.replace("yes", "maybe"), says="1: settled is 'maybe', it must be one of yes, partly, no"
    ),
    "a fact that there is not": Broken(
        file="answers/ask_event_grant.yml",
        text=_ANSWER + "rests_on: [evnt_limit]\n",
        says="6: rests_on names evnt_limit, which there is not, did you mean event_limit?",
    ),
    "a next step that there is not": Broken(
        file="answers/ask_project_grant.yml",
        text=_ANSWER + "next: [ask_round]\n",
        says="6: next names ask_round, which there is not, did you mean ask_rounds?",
    ),
    "a tab": Broken(
        file="answers/ask_who_can_apply.yml", text=_ANSWER.replace("  texts: Hei", "\ttexts: Hei"), says="3: a tab at the start of the line: indent with spaces"
    ),
    "a key twice": Broken(file="answers/ask_target_group.yml", text=_ANSWER + "settled: no\n", says="6: the key settled is there twice, first on line 1"),
    "an anchor": Broken(
        file="answers/ask_how_to_apply.yml", text=_ANSWER + "next: &a [greet]\n", says="6: anchors and aliases are not allowed: write the value out"
    ),
    "a Python object": Broken(
        file="answers/ask_pitch_first.yml",
        text=_ANSWER + "next: !!python/object:os.system [greet]\n",
        says="6: the tag tag:yaml.org,2002:python/object:os.system is not allowed",
    ),
    "Latin-1": Broken(file="answers/ask_joint_meetings.yml", text=_finnish("Hyvää").encode("latin-1"), says="3: not UTF-8"),
    "ten megabytes": Broken(file="answers/ask_work_ability.yml", text=_ANSWER + "#" * 10_000_000, says="1: larger than 1000000 bytes"),
    "a list instead of keys": Broken(file="answers/ask_programme.yml", text="- Hei\n", says="1: is empty or not a mapping of keys to values"),
    "nothing at all": Broken(file="answers/ask_own_contribution.yml", text="", says="1: is empty or not a mapping of keys to values"),
    "nested too deeply": Broken(file="answers/ask_event_or_project.yml", text=_DEEP, says="1: nested too deeply"),
    "a quotation mark not closed": Broken(
        file="answers/ask_decision_time.yml",
        text=_ANSWER + 'next: ["greet]\n',
        says="7: not readable as YAML: found unexpected end of stream",
    ),
    "a topic without an answer": Broken(file="answers/greet.yml", text=None, says="1: the topic greet has no answer"),
    "an answer without a topic": Broken(file="answers/ask_form.yml", text=_ANSWER, says="1: there is no topic ask_form, did you mean ask_forms?"),
    "a message that needs a kind that there is not": Broken(
        file="messages/new.yml",
        text="new.one: {fi: Hei, en: Hello, with: {number: numbr}}\n",
        says="1: number is 'numbr', it must be one of text, texts, number, flag, day, moment, documents, did you mean number?",
    ),
    "a message whose need is not told": Broken(
        file="messages/other.yml", text="new.two:\n  fi: Hei {{ name }}\n  en: Hello\n", says="2: [fi] unknown placeholder name"
    ),
    "a message that stands in another file too": Broken(
        file="messages/zz.yml", text="notice: {fi: Hei, en: Hello}\n", says="1: the key notice is in another file too"
    ),
    "a section without a heading": Broken(
        file="statements/accessibility.yml",
        text="title: Saavutettavuus\nsections:\n  - text: {fi: Hei, en: Hello}\n",
        says="3: heading is missing",
    ),
    "a command with capitals and umlauts": Broken(
        file="commands.yml",
        text="commands:\n  fi:\n    Päivää: {topic: greet, description: Hei}\n  en:\n    start: {topic: greet, description: Hello}\n",
        says="3: the command Päivää must be 1 to 32 letters a-z, digits or _",
    ),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of a content folder in which every one of them is wrong."""
    return problems_of(copy_with(tmp_path_factory.mktemp("broken"), {broken.file: broken.text for broken in BROKEN.values()}))


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_text_is_named_with_its_file_its_line_and_the_reason(broken: Broken, problems: list[str]) -> None:
    assert [problem for problem in problems if problem.startswith(f"content/{broken.file}:")] == [f"content/{broken.file}:{broken.says}"]


def test_nothing_else_is_said_to_be_wrong(problems: list[str]) -> None:
    assert len(problems) == len(BROKEN)


def test_the_content_as_it_is_has_nothing_wrong(tmp_path: Path) -> None:
    assert problems_of(copy_with(tmp_path, {})) == []
