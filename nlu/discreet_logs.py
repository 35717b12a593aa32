"""Keeps what people write out of the dialogue server's logs."""

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_STATIC_FIELDS = ("event", "event_info")
_MAX_CAUSES = 10


def outline(error: BaseException) -> str:
    """The error and its causes as types and places, without their messages, which may hold a person's text or a secret."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < _MAX_CAUSES:
        frames = traceback.extract_tb(current.__traceback__)
        place = f" at {frames[-1].filename}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
        parts.append(f"{type(current).__qualname__}{place}")
        current = current.__cause__ or current.__context__
    return " from ".join(parts)


class Discreet(logging.Filter):
    """Drops records below INFO, where Rasa logs texts, and turns tracebacks into outlines."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.INFO:
            return False
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()} [{outline(record.exc_info[1])}]"
            record.args = ()
        record.exc_info = None
        record.exc_text = None
        record.stack_info = None
        return True


def keep_static_fields(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: Rasa's structured records carry texts and events in their other fields."""
    return {name: event[name] for name in _STATIC_FIELDS if name in event}


def keep_texts_out_of_structlog() -> None:
    """To be called before Rasa has logged anything: structlog freezes a logger at its first use."""
    structlog.configure(processors=[keep_static_fields, *structlog.get_config()["processors"]])


def keep_texts_out_of_handlers() -> None:
    """To be called when every handler is in place; a second call adds nothing."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(present, Discreet) for present in handler.filters):
            handler.addFilter(Discreet())
