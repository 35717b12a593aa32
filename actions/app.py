"""The actions' server: `POST /webhook` for Rasa, with the shared secret, and `GET /health`.

Any failure is a 500 with a code, so that the turn fails and is tried again. Never a 400, which Rasa takes for a polite refusal.
"""

import asyncio
import hmac
import traceback
from typing import Any

import structlog
from aiohttp import web
from rasa_sdk.executor import ActionExecutor

from actions.action_turn import ActionTurn, interview_action
from actions.fallback import ActionDefaultFallback
from actions.ports import Backend
from actions.session_start import ActionSessionStart

log = structlog.get_logger()

DEADLINE_SECONDS = 8.0
MAX_BODY_BYTES = 8 * 1024 * 1024


def build_app(backend: Backend, secret: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> web.Application:
    """The server as an application; whoever runs it binds it to loopback."""
    webhook = _Webhook(executor=_executor(backend), secret=secret, deadline_seconds=deadline_seconds)
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.router.add_post("/webhook", webhook.handle)
    app.router.add_get("/health", _health)
    return app


def _executor(backend: Backend) -> ActionExecutor:
    executor = ActionExecutor()
    for action in (ActionTurn(backend), interview_action(backend), ActionDefaultFallback(backend), ActionSessionStart(backend)):
        executor.register_action(action)
    return executor


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


class _Webhook:
    def __init__(self, *, executor: ActionExecutor, secret: str, deadline_seconds: float) -> None:
        self._executor = executor
        self._authorization = f"Bearer {secret}".encode()
        self._deadline_seconds = deadline_seconds

    async def handle(self, request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._authorization):
            return web.json_response({"error": "unauthorized"}, status=401)
        try:
            call = await request.json()
            async with asyncio.timeout(self._deadline_seconds):
                return web.json_response(await self._run(call))
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke, the turn must fail and be tried again
            log.error("action failed", error=type(error).__name__, place=_place(error))  # noqa: TRY400 - a traceback would quote the error's own words
            code = "deadline" if isinstance(error, TimeoutError) else "action_failed"
            return web.json_response({"error": code}, status=500)

    async def _run(self, call: dict[str, Any]) -> dict[str, Any]:
        result = await self._executor.run(call)
        if result is None:
            msg = "a call without an action"
            raise ValueError(msg)
        reply: dict[str, Any] = result.model_dump()
        return reply


def _place(error: BaseException) -> str:
    """Where it broke; the error's own words stay out of the log, for they may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}"
