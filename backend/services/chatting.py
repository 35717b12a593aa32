"""The chat page's side: sessions, the conversation as it is read, the code to come back with."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.domain.conversations import Link
from backend.domain.ids import ConversationId, new_return_code, new_secret, normalise_return_code
from backend.domain.messages import Channel, Utterance
from backend.domain.refusals import NotFound, UnknownReturnCode
from backend.services.ports import Unit

RETURN_CODE_LIVES = timedelta(days=90)


def open_session(unit: Unit, *, now: datetime) -> str:
    """Starts a conversation on the web; returns the session's secret (43 characters), of which only a hash is kept."""
    secret = new_secret()
    unit.conversations.start(channel=Channel.WEB, address=session_address(secret), is_private=True, now=now)
    return secret


def session_address(secret: str) -> str:
    """The address under which the session's link is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_link(unit: Unit, *, secret: str) -> Link:
    """The session's link; raises NotFound where it is unknown or was closed."""
    link = unit.conversations.link_at(Channel.WEB, session_address(secret))
    if link is None or link.state == "closed":
        raise NotFound
    return link


def close_session(unit: Unit, *, secret: str) -> None:
    """Ends the session on this browser; the conversation and its return codes stay."""
    unit.conversations.set_link_state(session_link(unit, secret=secret).id, "closed")


def read(unit: Unit, *, conversation: ConversationId, after: int, limit: int = 200) -> Sequence[Utterance]:
    """Both sides of the conversation from after `after`, in order; the newest `limit` where there are more."""
    return unit.outbox.utterances(conversation, after=after, limit=limit)


def acknowledge(unit: Unit, *, secret: str, up_to: int, now: datetime) -> int:
    """The page says what it has shown: only then does a message count as delivered there."""
    return unit.outbox.acknowledge(session_link(unit, secret=secret).id, up_to=up_to, now=now)


def give_return_code(unit: Unit, *, conversation: ConversationId, now: datetime) -> str:
    """A code by which the person finds this conversation again, for RETURN_CODE_LIVES; only its hash is kept."""
    code = new_return_code()
    unit.conversations.add_return_code(conversation, code_hash=_hash(code), valid_until=now + RETURN_CODE_LIVES)
    return code


def come_back(unit: Unit, *, code: str, now: datetime) -> str:
    """A new session on the conversation the code belongs to; raises UnknownReturnCode."""
    conversation = unit.conversations.by_return_code(_hash(normalise_return_code(code)), now=now)
    if conversation is None:
        raise UnknownReturnCode
    secret = new_secret()
    unit.conversations.add_link(conversation, channel=Channel.WEB, address=session_address(secret), now=now)
    return secret


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
