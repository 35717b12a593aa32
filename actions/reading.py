"""Reads the message as the dialogue server's components left it; the only place that knows its keys."""

from collections.abc import Mapping
from typing import Any

from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Channel
from backend.domain.understanding import ScoredTopic, Understanding
from backend.services.answering import UnderstoodTurn

_CERTAIN = 1.0
_UNKNOWN_LANGUAGE = "other"


def read_turn(message: Mapping[str, Any], *, has_topics: bool) -> UnderstoodTurn:
    """The turn in a tracker's latest message; raises KeyError or ValueError where it is not as the channel sends it.

    `has_topics` is false where no rule fitted: then nothing was understood, whatever the components thought.
    """
    metadata: Mapping[str, Any] = message["metadata"]
    via: str = metadata["via"]
    return UnderstoodTurn(
        id=TurnId(metadata["turn_id"]),
        conversation=ConversationId(metadata["conversation_id"]),
        channel=Channel(metadata["channel"]),
        is_private=bool(metadata["is_private"]),
        is_edit=bool(metadata["is_edit"]),
        via=via,
        text=metadata["text"],
        language_hint=metadata["language_hint"],
        arguments={str(name): str(value) for name, value in metadata["arguments"].items()},
        understanding=_written(message, has_topics=has_topics) if via == "text" else _pressed(message, has_topics=has_topics),
    )


def _written(message: Mapping[str, Any], *, has_topics: bool) -> Understanding:
    language = message.get("lang") or {}
    return Understanding(
        language=language.get("code") or _UNKNOWN_LANGUAGE,
        topics=_scored(message.get("topics")) if has_topics else (),
        candidates=_scored(message.get("candidates")),
        answers={str(slot): float(share) for slot, share in (message.get("answers") or {}).items()},
        is_crisis=bool(message.get("crisis")),
        is_language_certain=bool(language.get("certain")),
    )


def _pressed(message: Mapping[str, Any], *, has_topics: bool) -> Understanding:
    """A button or command is certain, unless its topic is gone: then Rasa takes its name for a text and guesses."""
    topic = str((message.get("intent") or {}).get("name"))
    is_known = has_topics and message["text"] == f"/{topic}"
    return Understanding(
        language=message["metadata"]["language"] or _UNKNOWN_LANGUAGE,
        topics=(ScoredTopic(topic=topic, confidence=_CERTAIN),) if is_known else (),
        candidates=(),
    )


def _scored(entries: Any) -> tuple[ScoredTopic, ...]:  # noqa: ANN401 - JSON
    return tuple(ScoredTopic(topic=entry["topic"], confidence=float(entry["confidence"])) for entry in entries or ())
