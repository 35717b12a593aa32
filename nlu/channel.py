"""The dialogue server's only door: `POST /webhooks/turn/turn`, one message in, one plain word out.

Rasa's own REST channel answers 200 with an empty list when an action raises, its server is dead or a lock fails.
"""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.exceptions import RasaException
from rasa.telemetry import is_telemetry_enabled
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as answer_json

from nlu.discreet_logs import keep_texts_out_of_handlers, keep_texts_out_of_structlog, outline
from nlu.speed import cache_what_rasa_repeats
from nlu.turn import ActionFailed, run_turn

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
DEADLINE_SECONDS = 15.0
_MAX_ID_CHARACTERS = 200
_TOPIC = re.compile(r"/[a-z][a-z0-9_]*\Z")
# Space and invisible characters count with the slash: Rasa strips some of them and would then find it.
_LEADING = re.compile("^[\\s/\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")


class BadTurn(Exception):
    """The request is not a turn: sending it again would not help."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


@dataclass(frozen=True, kw_only=True)
class IncomingTurn:
    sender: str
    message_id: str
    text: str
    metadata: dict[str, Any]


def parse_turn(body: bytes) -> IncomingTurn:
    """The turn in the request's body; raises BadTurn.

    Only our own buttons and commands may name an intent; any other text loses its slashes.
    """
    try:
        data = json.loads(body)
    except ValueError as error:
        raise BadTurn(reason="not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("metadata"), dict) or not isinstance(data.get("text"), str):
        raise BadTurn(reason="text and metadata are needed")
    message_id = _identifier(data, "message_id")
    if data["metadata"].get("turn_id") != message_id:
        raise BadTurn(reason="metadata.turn_id is not message_id")
    return IncomingTurn(
        sender=_identifier(data, "sender"),
        message_id=message_id,
        text=_safe_text(data["text"], via=data["metadata"].get("via")),
        metadata=data["metadata"],
    )


def _identifier(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID_CHARACTERS:
        raise BadTurn(reason=f"{name} is needed")
    return value


def _safe_text(text: str, *, via: object) -> str:
    if via not in ("press", "command"):
        return _LEADING.sub("", text)
    if not _TOPIC.match(text):
        raise BadTurn(reason="a press or command carries one topic")
    return text


class TurnInput(InputChannel):
    """Credentials: `secret`, shared with the worker, and for tests `deadline_seconds`."""

    def __init__(self, *, secret: str, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._authorization = f"Bearer {secret}".encode()
        self._deadline_seconds = deadline_seconds
        # One turn at a time per sender, in the order they came; Rasa's own lock looks again only every second.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def name(cls) -> str:
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        if not credentials or not credentials.get("secret"):
            cls.raise_missing_credentials_exception()
        if is_telemetry_enabled():
            msg = "Rasa would send error reports, with what people write, to its makers: set RASA_TELEMETRY_ENABLED=false"
            raise RasaException(msg)
        keep_texts_out_of_structlog()
        cache_what_rasa_repeats()
        return cls(secret=str(credentials["secret"]), deadline_seconds=float(credentials.get("deadline_seconds", DEADLINE_SECONDS)))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:  # noqa: ARG002 - its caller hides failures
        blueprint = Blueprint("turn")
        blueprint.listener("before_server_start")(_cap_bodies)
        blueprint.listener("after_server_start")(_prepare)
        blueprint.add_route(_health, "/", methods=["GET"])

        @blueprint.post("/turn")
        async def receive(request: Request) -> HTTPResponse:  # Sanic writes attributes on its handlers, which a method refuses
            return await self._receive(request)

        return blueprint

    async def _receive(self, request: Request) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode("utf-8", "surrogateescape"), self._authorization):
            return _refuse(401, "unauthorized")
        try:
            turn = parse_turn(request.body)
        except BadTurn as error:
            logger.warning("turn refused: %s", error)
            return _refuse(400, "bad_turn")
        return await self._answer(request.app.ctx.agent, turn)

    async def _answer(self, agent: Agent, turn: IncomingTurn) -> HTTPResponse:
        if agent.processor is None:
            return _refuse(503, "not_ready")
        try:
            async with asyncio.timeout(self._deadline_seconds), self._locks.setdefault(turn.sender, asyncio.Lock()):
                await run_turn(agent.processor, _message(turn))
        except TimeoutError as error:
            return _failed(504, "deadline", turn, error)
        except ActionFailed as error:
            return _failed(502, "action_failed", turn, error, action=error.action)
        except Exception as error:  # noqa: BLE001 - whatever broke, the worker must hear of it and try again
            return _failed(500, "turn_failed", turn, error)
        return answer_json({"status": "done"})


async def _health(request: Request) -> HTTPResponse:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    if agent is None or agent.processor is None:
        return _refuse(503, "not_ready")
    return answer_json({"status": "ok", "model": agent.processor.model_filename})


def _message(turn: IncomingTurn) -> UserMessage:
    return UserMessage(
        text=turn.text,
        output_channel=CollectingOutputChannel(),
        sender_id=turn.sender,
        input_channel=TurnInput.name(),
        message_id=turn.message_id,
        metadata=turn.metadata,
    )


def _failed(status: int, code: str, turn: IncomingTurn, error: Exception, *, action: str = "") -> HTTPResponse:
    logger.error("turn failed: code=%s turn=%s action=%s cause=%s", code, turn.message_id, action or "-", outline(error))
    return _refuse(status, code)


def _refuse(status: int, code: str) -> HTTPResponse:
    return answer_json({"error": code}, status=status)


async def _cap_bodies(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    app.config.REQUEST_MAX_SIZE = MAX_BODY_BYTES


async def _prepare(app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    """Quiets the logs and takes the net away under the tracker store.

    With its database locked Rasa would begin a fresh conversation in memory; here the turn fails and is tried again.
    """
    keep_texts_out_of_handlers()
    processor = app.ctx.agent.processor
    if processor is not None and isinstance(processor.tracker_store, FailSafeTrackerStore):
        processor.tracker_store = processor.tracker_store._tracker_store  # noqa: SLF001 - Rasa has no switch for it
