import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channel import Passing, Uncertain
from bot.telegram.errors import failure_of


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [caused(NetworkError("x"), httpx.ConnectError("x")), caused(TimedOut(), httpx.ConnectTimeout("x")), caused(TimedOut(), httpx.PoolTimeout("x"))],
    ids=["no connection", "connecting took too long", "no free connection"],
)
def test_what_never_left_the_house_may_be_sent_again(error: TelegramError) -> None:
    found = failure_of(error)

    assert isinstance(found, Passing)
    assert (found.is_global, found.retry_after) == (True, None)


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ReadTimeout("x")),
        caused(TimedOut(), httpx.WriteTimeout("x")),
        caused(NetworkError("x"), httpx.RemoteProtocolError("x")),
        caused(NetworkError("x"), httpx.ReadError("x")),
        NetworkError("Bad Gateway"),
        TelegramError("Invalid server response"),
    ],
    ids=["no answer in time", "not all written", "closed without an answer", "reset", "502", "an answer that cannot be read"],
)
def test_what_may_have_been_accepted_is_uncertain(error: TelegramError) -> None:
    assert type(failure_of(error)) is Uncertain
