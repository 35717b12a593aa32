"""What Rasa 3.6 sends to the actions' server, cut down to what the actions read."""

from typing import Any


def metadata(**changes: object) -> dict[str, Any]:
    return {
        "turn_id": "turn-1",
        "conversation_id": "alice",
        "channel": "web",
        "is_private": True,
        "is_edit": False,
        "via": "text",
        "text": "paljonko rahaa voi saada",
        "language": "fi",
        "language_hint": "",
        "arguments": {},
        **changes,
    }


def message(**changes: object) -> dict[str, Any]:
    return {
        "text": "paljonko rahaa voi saada",
        "intent": {"name": "ask_limits", "confidence": 0.9},
        "topics": [{"topic": "ask_limits", "confidence": 0.9}],
        "candidates": [{"topic": "ask_limits", "confidence": 0.9}, {"topic": "ask_rounds", "confidence": 0.05}],
        "lang": {"code": "fi", "certain": True},
        "crisis": False,
        "metadata": metadata(),
        **changes,
    }


def action_call(action: str, latest_message: dict[str, Any] | None = None, *, loop: str | None = None) -> dict[str, Any]:
    return {
        "next_action": action,
        "sender_id": "key-1",
        "tracker": {
            "sender_id": "key-1",
            "slots": {},
            "latest_message": latest_message or message(),
            "events": [],
            "active_loop": {"name": loop} if loop else {},
        },
        "domain": {"intents": []},
        "version": "3.6.21",
    }
