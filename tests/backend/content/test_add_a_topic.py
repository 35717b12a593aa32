"""The page that tells how to add a topic, followed to the letter."""

import re
from pathlib import Path

from backend.content import load_content
from tests.backend.content.broken_house import CONTENT, PROGRAMME, copy_with, problems_of
from tests.times import NOON

_PAGE = CONTENT.parent / "docs" / "add-a-topic.md"


def steps() -> list[str]:
    """The page's blocks of YAML: the topic, its answer, its examples."""
    return re.findall(r"^```yaml\n(.*?)^```", _PAGE.read_text(), flags=re.DOTALL | re.MULTILINE)


def test_a_topic_added_as_the_page_says_is_answered_in_every_language(tmp_path: Path) -> None:
    topic, answer, _examples = steps()
    topics = (CONTENT / "topics.yml").read_text() + topic
    content = load_content(copy_with(tmp_path, {"topics.yml": topics, "answers/ask_children.yml": answer}), programme=PROGRAMME)

    said = content.answer("ask_children", "fi", now=NOON)
    assert said.text.startswith("Lapsista aineisto ei sano mitään. Sen tiedän, että toiminta on tarkoitettu ihmisille, jotka tarvitsevat tukea")
    assert (said.settled, said.next, said.has_source) == ("no", ("ask_target_group", "ask_event_grant"), True)
    assert content.answer("ask_children", "en", now=NOON).text.startswith("The material says nothing about children.")
    assert content.label("ask_children", "en") == "May children come?"


def test_a_topic_without_its_answer_does_not_start(tmp_path: Path) -> None:
    topic, _answer, _examples = steps()
    content = copy_with(tmp_path, {"topics.yml": (CONTENT / "topics.yml").read_text() + topic})

    assert problems_of(content) == ["content/answers/ask_children.yml:1: the topic ask_children has no answer"]


def test_the_examples_of_the_page_are_of_its_topic() -> None:
    _topic, _answer, examples = steps()

    assert examples.startswith("nlu:\n- intent: ask_children\n")
