"""Conversations, their links to channels, return codes and notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from backend.domain.conversations import MAX_HOURS_PER_DIALOGUE_KEY, MAX_TURNS_PER_DIALOGUE_KEY, Conversation, Link
from backend.domain.ids import ConversationId, LinkId, PersonId, new_id
from backend.domain.messages import Channel
from backend.store.inserting import insert_new
from backend.store.schema import conversation as t
from backend.store.schema import link, notice, person, return_code


class SqlConversations:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def start(self, *, channel: Channel, address: str, is_private: bool, now: datetime) -> tuple[Conversation, Link]:
        person_id, conversation_id = new_id(), ConversationId(new_id())
        self._db.execute(sa.insert(person).values(id=person_id, created_at=now))
        self._db.execute(
            sa.insert(t).values(
                id=conversation_id,
                person_id=person_id,
                created_at=now,
                is_private=is_private,
                dialogue_key=new_id(),
                dialogue_key_since=now,
            )
        )
        made = self.add_link(conversation_id, channel=channel, address=address, now=now)
        if made.conversation != conversation_id:  # another process met the same chat in the same moment
            self._db.execute(sa.delete(person).where(person.c.id == person_id))
        found = self.get(made.conversation)
        if found is None:
            msg = "a link without its conversation"
            raise RuntimeError(msg)
        return found, made

    def get(self, conversation: ConversationId) -> Conversation | None:
        row = self._db.execute(sa.select(t).where(t.c.id == conversation)).mappings().first()
        return None if row is None else _conversation(row)

    def lock(self, conversation: ConversationId) -> Conversation | None:
        row = self._db.execute(sa.select(t).where(t.c.id == conversation).with_for_update()).mappings().first()
        return None if row is None else _conversation(row)

    def link_at(self, channel: Channel, address: str) -> Link | None:
        return self._link(link.c.channel == channel.value, link.c.address == address)

    def link_of(self, link_id: LinkId) -> Link | None:
        return self._link(link.c.id == link_id)

    def _link(self, *where: sa.ColumnElement[bool]) -> Link | None:
        row = self._db.execute(sa.select(link).where(*where)).mappings().first()
        return None if row is None else _as_link(row)

    def links(self, conversation: ConversationId) -> Sequence[Link]:
        rows = self._db.execute(sa.select(link).where(link.c.conversation_id == conversation).order_by(link.c.created_at, link.c.id)).mappings()
        return [_as_link(row) for row in rows]

    def add_link(self, conversation: ConversationId, *, channel: Channel, address: str, now: datetime) -> Link:
        insert_new(self._db, link, id=new_id(), conversation_id=conversation, channel=channel.value, address=address, created_at=now)
        made = self.link_at(channel, address)
        if made is None:
            msg = "a link was refused that does not exist"
            raise RuntimeError(msg)
        return made

    def set_link_state(self, link_id: LinkId, state: str) -> None:
        self._db.execute(sa.update(link).where(link.c.id == link_id).values(state=state))

    def move_link(self, link_id: LinkId, address: str) -> None:
        taken = sa.select(sa.literal(1)).where(
            link.c.channel == sa.select(link.c.channel).where(link.c.id == link_id).scalar_subquery(), link.c.address == address
        )
        self._db.execute(sa.update(link).where(link.c.id == link_id, ~taken.exists()).values(address=address))

    def set_language(self, conversation: ConversationId, language: str, *, is_chosen: bool) -> None:
        self._set(conversation, language=language, is_language_chosen=is_chosen)

    def set_misses(self, conversation: ConversationId, misses: int) -> None:
        self._set(conversation, misses=misses)

    def set_memory(self, conversation: ConversationId, memory: Mapping[str, Any]) -> None:
        self._set(conversation, memory=dict(memory))

    def rotate_dialogue_key(self, conversation: ConversationId, *, now: datetime) -> str:
        key = new_id()
        self._set(conversation, dialogue_key=key, dialogue_key_turns=0, dialogue_key_since=now)
        return key

    def dialogue_key_for_turn(self, conversation: ConversationId, *, now: datetime) -> str:
        """The key for a first try of a turn: counted, and changed where it is worn out."""
        row = self._db.execute(sa.select(t.c.dialogue_key, t.c.dialogue_key_turns, t.c.dialogue_key_since).where(t.c.id == conversation)).one()
        is_worn = row.dialogue_key_turns >= MAX_TURNS_PER_DIALOGUE_KEY or now - row.dialogue_key_since > timedelta(hours=MAX_HOURS_PER_DIALOGUE_KEY)
        key: str = self.rotate_dialogue_key(conversation, now=now) if is_worn else row.dialogue_key
        self._set(conversation, dialogue_key_turns=t.c.dialogue_key_turns + 1)
        return key

    def next_seq(self, conversation: ConversationId) -> int:
        # Under the row's lock until the transaction ends: numbers are visible in the order they are given.
        seq = self._db.execute(sa.update(t).where(t.c.id == conversation).values(last_seq=t.c.last_seq + 1).returning(t.c.last_seq)).scalar_one()
        return int(seq)

    def add_return_code(self, conversation: ConversationId, *, code_hash: str, valid_until: datetime) -> None:
        self._db.execute(sa.insert(return_code).values(code_hash=code_hash, conversation_id=conversation, valid_until=valid_until))

    def by_return_code(self, code_hash: str, *, now: datetime) -> ConversationId | None:
        found = self._db.execute(sa.select(return_code.c.conversation_id).where(return_code.c.code_hash == code_hash, return_code.c.valid_until > now)).scalar()
        return None if found is None else ConversationId(found)

    def notice_shown(self, conversation: ConversationId, version: str) -> bool:
        query = sa.select(notice.c.version).where(notice.c.conversation_id == conversation, notice.c.version == version)
        return self._db.execute(query).first() is not None

    def record_notice(self, conversation: ConversationId, *, version: str, language: str, channel: Channel, now: datetime) -> None:
        insert_new(self._db, notice, conversation_id=conversation, version=version, language=language, channel=channel.value, shown_at=now)

    def _set(self, conversation: ConversationId, **values: Any) -> None:  # noqa: ANN401 - column values
        self._db.execute(sa.update(t).where(t.c.id == conversation).values(**values))


def _conversation(row: sa.RowMapping) -> Conversation:
    return Conversation(
        id=ConversationId(row["id"]),
        person=PersonId(row["person_id"]),
        language=row["language"],
        is_language_chosen=row["is_language_chosen"],
        is_private=row["is_private"],
        misses=row["misses"],
        memory=row["memory"] or {},
        created_at=row["created_at"],
    )


def _as_link(row: sa.RowMapping) -> Link:
    return Link(
        id=LinkId(row["id"]),
        conversation=ConversationId(row["conversation_id"]),
        channel=Channel(row["channel"]),
        address=row["address"],
        state=row["state"],
    )
