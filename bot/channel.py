"""What the courier needs of a channel that messages are pushed through, and the ways in which sending fails."""

from datetime import timedelta
from typing import Protocol

from backend.domain.messages import Channel, Outgoing

_MAX_REASON = 200


class ChannelFailure(Exception):
    """A message was not, or not surely, delivered. `reason` holds no text of a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:_MAX_REASON]


class Permanent(ChannelFailure):
    """It did not arrive and never would."""


class Passing(ChannelFailure):
    """It surely did not arrive; later it may. `is_global` where the whole channel is affected, not this chat alone."""

    def __init__(self, reason: str, *, retry_after: timedelta | None = None, is_global: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.is_global = is_global


class Uncertain(ChannelFailure):
    """Nobody knows whether it, or a part of it, arrived."""


class Moved(ChannelFailure):
    """The chat has another address now; nothing arrived at the old one."""

    def __init__(self, address: str) -> None:
        super().__init__("the chat has another address")
        self.address = address


class Unreachable(ChannelFailure):
    """The person blocked us, or the chat is gone."""


class Revoked(ChannelFailure):
    """The channel does not let us in any more: our credentials are refused. Nothing arrived."""


class PushChannel(Protocol):
    """A channel that messages are sent through."""

    @property
    def name(self) -> Channel: ...

    async def send(self, outgoing: Outgoing) -> str:
        """Sends the whole message; the channel's id of it. Raises a ChannelFailure."""
        ...

    async def show_typing(self, address: str) -> None:
        """Shows that an answer is being written; a failure to show it is nobody's concern."""
        ...
