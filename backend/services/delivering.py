"""The courier's side of the outbox: what is next, what arrived, what failed, what nobody can know."""

from datetime import datetime, timedelta

from backend.domain.ids import LinkId
from backend.domain.messages import Channel, Document, Outgoing
from backend.services.ports import Unit

LEASE = timedelta(seconds=60)
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (1, 2, 5, 15, 60, 300, 900, 3600, 7200))
# A code or a receipt must not come twice: where nobody knows whether it arrived, a coordinator decides.
_NEVER_REPEATED = frozenset({"receipt"})


def claim_delivery(unit: Unit, *, channel: Channel, holder: str, now: datetime) -> Outgoing | None:
    """The next message to send through the channel: per chat in order, at most one in flight."""
    return unit.outbox.claim_delivery(channel=channel, holder=holder, now=now, lease_until=now + LEASE)


def document_data(unit: Unit, *, outgoing: Outgoing, document: Document) -> bytes | None:
    """What is to be handed out; None where it is not kept any more."""
    return unit.outbox.document_data(document.id, conversation=outgoing.conversation)


def delivery_sent(unit: Unit, *, outgoing: Outgoing, external_id: str, now: datetime) -> None:
    unit.outbox.settle_delivery(outgoing.id, state="sent", external_id=external_id, error="", now=now)


def delivery_failed(unit: Unit, *, outgoing: Outgoing, error: str, now: datetime) -> None:
    """For good: it would fail again."""
    unit.outbox.settle_delivery(outgoing.id, state="failed", external_id="", error=error, now=now)


def delivery_postponed(unit: Unit, *, outgoing: Outgoing, error: str, now: datetime, retry_after: timedelta | None = None) -> None:
    """It surely did not arrive: again after `retry_after`, or after a growing wait, in the end never."""
    if retry_after is None and outgoing.tries >= len(RETRY_AFTER):
        delivery_failed(unit, outgoing=outgoing, error=error, now=now)
        return
    wait = RETRY_AFTER[min(outgoing.tries, len(RETRY_AFTER) - 1)] if retry_after is None else retry_after
    unit.outbox.postpone_delivery(outgoing.id, next_try_at=now + wait, is_repeat=outgoing.may_be_repeated, error=error)


def delivery_uncertain(unit: Unit, *, outgoing: Outgoing, error: str, now: datetime) -> None:
    """Nobody knows whether it arrived: once more, marked so, where a repetition does no harm."""
    if outgoing.kind in _NEVER_REPEATED or outgoing.may_be_repeated:
        unit.outbox.settle_delivery(outgoing.id, state="uncertain", external_id="", error=error, now=now)
        return
    unit.outbox.postpone_delivery(outgoing.id, next_try_at=now + RETRY_AFTER[0], is_repeat=True, error=error)


def recover_deliveries(unit: Unit, *, holder: str, now: datetime) -> int:
    """Settles what was in flight when an earlier life of this courier died, and what a dead one left behind."""
    interrupted = unit.outbox.interrupted_deliveries(holder=holder, now=now)
    for delivery, kind, was_repeat in interrupted:
        if kind in _NEVER_REPEATED or was_repeat:
            unit.outbox.settle_delivery(delivery, state="uncertain", external_id="", error="interrupted while sending", now=now)
        else:
            unit.outbox.postpone_delivery(delivery, next_try_at=now, is_repeat=True, error="interrupted while sending")
    return len(interrupted)


def release_due(unit: Unit, *, now: datetime) -> int:
    """Lets reminders and other later messages out when their time has come."""
    return unit.outbox.release_due(now=now)


def chat_unreachable(unit: Unit, *, link: LinkId, error: str) -> None:
    """The person blocked us or is gone: nothing more is sent there until they write again."""
    unit.conversations.set_link_state(link, "blocked")
    unit.outbox.cancel_deliveries(link, error=error)


def chat_moved(unit: Unit, *, link: LinkId, address: str) -> None:
    """A Telegram group became a supergroup with another id."""
    unit.conversations.move_link(link, address)
