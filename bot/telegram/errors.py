"""What Telegram's refusals mean for us."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channel import ChannelFailure, Moved, Passing, Permanent, Revoked, Uncertain, Unreachable

# Of the 400s these say that the chat is closed to us; the wording is Telegram's own.
_CLOSED_CHAT = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "bot was kicked",
    "group chat was deactivated",
)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Contested(ChannelFailure):
    """Somebody else receives this bot's messages: another poller, or a webhook."""


class Refused(Permanent):
    """Telegram cannot take the request as it is written (400)."""


def failure_of(error: TelegramError) -> ChannelFailure:
    """The failure, permanent or passing, that an error of the library stands for."""
    failure: ChannelFailure
    match error:
        case BadRequest() | Forbidden() | InvalidToken() | Conflict() if isinstance(error.__cause__, TelegramError):
            # A refusal in words that are not Telegram's: some proxy's, which says nothing of the chat or the token.
            failure = Passing("refused on the way to Telegram", is_global=True)
        case ChatMigrated():
            failure = Moved(str(error.new_chat_id))
        case RetryAfter():
            wait = error.retry_after
            failure = Passing("too many requests", retry_after=wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case Forbidden():
            failure = Unreachable(error.message)
        case InvalidToken():
            failure = Revoked("the token is not valid")
        case Conflict():
            failure = Contested(error.message)
        case BadRequest():
            failure = _of_bad_request(error)
        case _ if isinstance(error.__cause__, _NOT_SENT):
            failure = Passing(type(error.__cause__).__name__, is_global=True)
        case _:
            failure = Uncertain(type(error.__cause__ or error).__name__)
    return failure


def _of_bad_request(error: BadRequest) -> ChannelFailure:
    said = error.message.lower()
    if any(sign in said for sign in _CLOSED_CHAT):
        return Unreachable(error.message)
    return Refused(error.message)


@contextmanager
def translated() -> Iterator[None]:
    """Turns the library's errors into ours."""
    try:
        yield
    except TelegramError as error:
        raise failure_of(error) from error
