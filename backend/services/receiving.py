"""Takes a message in: one committed inbox row before the channel is told "received"."""

import dataclasses
from datetime import datetime, timedelta

from backend.domain.conversations import Link
from backend.domain.ids import TurnId
from backend.domain.messages import Incoming, Kind, Received
from backend.domain.text import gate
from backend.services.ports import Unit

FLOOD = "flood"
"""The detail of a message that came in a flood: kept as having come, not answered."""
MOST_A_MINUTE = 60
_WRITTEN = frozenset({Kind.TEXT, Kind.PRESS, Kind.COMMAND, Kind.EDIT, Kind.UNSUPPORTED})
_MAX_RAW = 16_384


def receive(unit: Unit, *, incoming: Incoming, now: datetime) -> Received:
    """Stores the message once; a message that is there already is found, not stored again."""
    known = unit.inbox.find(incoming.source, incoming.external_id)
    if known is not None:
        return Received(turn=known[0], conversation=known[1], is_new=False)
    link = _link_for(unit, incoming, now)
    clean = dataclasses.replace(incoming, text=gate(incoming.text), raw=incoming.raw[:_MAX_RAW])
    if incoming.kind in _WRITTEN and _is_flooding(unit, link, now):
        clean = dataclasses.replace(clean, kind=Kind.IGNORED, text="", sender="", raw="", detail=FLOOD)
    turn = unit.inbox.add(clean, link=link, now=now)
    if turn is None:
        return _stored_meanwhile(unit, incoming)
    if incoming.kind is Kind.UNBLOCKED or (link.state == "blocked" and incoming.kind is not Kind.BLOCKED):
        unit.conversations.set_link_state(link.id, "active")
    return Received(turn=turn, conversation=link.conversation, is_new=True)


def _is_flooding(unit: Unit, link: Link, now: datetime) -> bool:
    """Nobody writes so much by hand; whoever does so anyway must not hold up the house."""
    before = unit.inbox.received_at_place(link.conversation, place=MOST_A_MINUTE)
    return before is not None and now - before < timedelta(minutes=1)


def _link_for(unit: Unit, incoming: Incoming, now: datetime) -> Link:
    link = unit.conversations.link_at(incoming.channel, incoming.address)
    if link is not None:
        return link
    _, created = unit.conversations.start(channel=incoming.channel, address=incoming.address, is_private=incoming.is_private, now=now)
    return created


def _stored_meanwhile(unit: Unit, incoming: Incoming) -> Received:
    known = unit.inbox.find(incoming.source, incoming.external_id)
    if known is None:
        msg = "the inbox refused a message that it does not hold"
        raise RuntimeError(msg)
    turn, conversation = known
    return Received(turn=TurnId(turn), conversation=conversation, is_new=False)
