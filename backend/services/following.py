"""What is new in the conversations that somebody has open on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.domain.conversations import Link
from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Document, Utterance
from backend.domain.refusals import NotFound
from backend.services.ports import Unit

_LONGEST_HISTORY = 500
_MOST_WAITING = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """A conversation somebody reads: seen up to `after`, waiting for `turns`."""

    conversation: ConversationId
    after: int
    turns: tuple[TurnId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """`states` are of the turns asked about, read before the utterances: what a done turn said is among them."""

    conversation: ConversationId
    utterances: Sequence[Utterance]
    states: Mapping[TurnId, str | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    utterances: Sequence[Utterance]
    last: int
    pending: tuple[TurnId, ...]


def look(unit: Unit, *, followed: Sequence[Followed]) -> list[News]:
    """The news of each, in the order asked."""
    return [_news(unit, one) for one in followed]


def history(unit: Unit, *, conversation: ConversationId) -> History:
    """The newest part of the conversation, and which of its turns are still worked on."""
    utterances = unit.outbox.utterances(conversation, after=0, limit=_LONGEST_HISTORY)
    return History(utterances=utterances, last=utterances[-1].seq if utterances else 0, pending=_still_new(unit, utterances))


def pending(unit: Unit, *, conversation: ConversationId) -> tuple[TurnId, ...]:
    """The turns that are still worked on, oldest first."""
    return _still_new(unit, unit.outbox.utterances(conversation, after=0, limit=2 * _MOST_WAITING))


def language_of(unit: Unit, *, link: Link) -> str:
    """The conversation's language; empty where it is not known yet."""
    conversation = unit.conversations.get(link.conversation)
    return "" if conversation is None else conversation.language


def document(unit: Unit, *, conversation: ConversationId, seq: int, position: int) -> tuple[Document, bytes]:
    """A document handed out in the conversation; raises NotFound, also for another conversation's and one not kept any more."""
    said = unit.outbox.utterances(conversation, after=seq - 1, limit=_LONGEST_HISTORY)
    found = next((u.documents for u in said if u.seq == seq), ())
    if not 0 <= position < len(found):
        raise NotFound
    data = unit.outbox.document_data(found[position].id, conversation=conversation)
    if data is None:
        raise NotFound
    return found[position], data


def _still_new(unit: Unit, utterances: Sequence[Utterance]) -> tuple[TurnId, ...]:
    turns = [u.turn for u in utterances if u.is_from_person and u.turn is not None][-_MOST_WAITING:]
    return tuple(turn for turn in turns if unit.inbox.state_of(turn) == "new")


def _news(unit: Unit, followed: Followed) -> News:
    states = {turn: unit.inbox.state_of(turn) for turn in followed.turns}
    utterances = unit.outbox.utterances(followed.conversation, after=followed.after, limit=_LONGEST_HISTORY)
    return News(conversation=followed.conversation, utterances=utterances, states=states)
