"""Logs: one JSON object a line on standard error, or readable lines on a terminal; never a token."""

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

_BOT_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")


def set_up_logs(*, part: str, stream: TextIO | None = None) -> None:
    """Sends the logs of this process, the libraries' included, to standard error."""
    target = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_tokens,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.dev.ConsoleRenderer(colors=True) if target.isatty() else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info if not target.isatty() else _as_is,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "aiohttp.access", "telegram", "alembic", "rasa_sdk", "sanic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(part=part)


def _without_tokens(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {key: _BOT_TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}


def _as_is(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return event
