import pytest

from actions.reading import read_turn
from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Channel
from backend.domain.understanding import ScoredTopic, Understanding
from backend.services.answering import UnderstoodTurn
from tests.actions.calls import message, metadata


def test_a_written_message_is_read_with_all_that_was_understood() -> None:
    assert read_turn(message(), has_topics=True) == UnderstoodTurn(
        id=TurnId("turn-1"),
        conversation=ConversationId("alice"),
        channel=Channel.WEB,
        is_private=True,
        is_edit=False,
        via="text",
        text="paljonko rahaa voi saada",
        language_hint="",
        arguments={},
        understanding=Understanding(
            language="fi",
            topics=(ScoredTopic(topic="ask_limits", confidence=0.9),),
            candidates=(ScoredTopic(topic="ask_limits", confidence=0.9), ScoredTopic(topic="ask_rounds", confidence=0.05)),
            is_crisis=False,
            is_language_certain=True,
        ),
    )


def test_several_topics_keep_the_order_of_the_text() -> None:
    topics = [{"topic": "ask_rounds", "confidence": 0.6}, {"topic": "ask_limits", "confidence": 0.9}]

    turn = read_turn(message(topics=topics), has_topics=True)

    assert [scored.topic for scored in turn.understanding.topics] == ["ask_rounds", "ask_limits"]


def test_a_crisis_is_read() -> None:
    assert read_turn(message(crisis=True), has_topics=True).understanding.is_crisis


def test_a_message_no_component_said_anything_about_is_read_as_not_understood() -> None:
    bare = {"text": "???", "intent": {"name": None, "confidence": 0.0}, "metadata": metadata(text="???")}

    assert read_turn(bare, has_topics=True).understanding == Understanding(language="other", topics=(), candidates=())


def test_where_no_rule_fitted_there_are_candidates_but_no_topics() -> None:
    understanding = read_turn(message(), has_topics=False).understanding

    assert (understanding.topics, len(understanding.candidates)) == ((), 2)


@pytest.mark.parametrize("via", ["press", "command"])
def test_a_press_or_command_is_exactly_its_topic_and_certain(via: str) -> None:
    pressed = message(text="/ask_rounds", intent={"name": "ask_rounds", "confidence": 1.0}, metadata=metadata(via=via, text="", arguments={"round": 2}))

    turn = read_turn(pressed, has_topics=True)

    assert (turn.arguments, turn.understanding) == (
        {"round": "2"},
        Understanding(language="fi", topics=(ScoredTopic(topic="ask_rounds", confidence=1.0),), candidates=()),
    )


def test_a_press_of_a_topic_that_is_gone_is_not_guessed_at() -> None:
    """Rasa takes the name of an unknown intent for a text, and its classifier finds something in it."""
    pressed = message(text="/ask_olden_times", intent={"name": "ask_limits", "confidence": 0.4}, metadata=metadata(via="press", text=""))

    assert read_turn(pressed, has_topics=True).understanding.topics == ()


@pytest.mark.parametrize("name", ["turn_id", "conversation_id", "channel", "is_private", "via", "text", "arguments"])
def test_metadata_that_is_incomplete_is_an_error_and_no_guess(name: str) -> None:
    incomplete = {key: value for key, value in metadata().items() if key != name}

    with pytest.raises(KeyError):
        read_turn(message(metadata=incomplete), has_topics=True)
