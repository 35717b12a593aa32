"""Takes a person out of every table, in the transaction of whoever asks for it."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from backend.domain.erasures import PendingErasure
from backend.domain.ids import ConversationId, PersonId, TurnId, new_id
from backend.store.inserting import insert_new
from backend.store.leaving import PersonalQuestions, leave_shared_work, remove_lonely_work
from backend.store.schema import conversation, delivery, effect, inbox, link, metadata, person
from backend.store.schema_ideas import erasure
from backend.store.schema_privacy import pending_erasure as t

_WRITTEN = ("text", "press", "command", "edit", "unsupported")
_ON_THEIR_WAY = ("ready", "sending")


class SqlErasing:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def erase(self, who: PersonId, *, turn: TurnId | None, personal: PersonalQuestions, now: datetime) -> str:
        """Everything of the person. The turn in which they asked leaves an emptied conversation of a new person, in which they are told."""
        conversations = self._db.execute(sa.select(conversation.c.id).where(conversation.c.person_id == who)).scalars().all()
        remove_lonely_work(self._db, who)
        leave_shared_work(self._db, who, personal=personal)
        shell = None if turn is None else self._empty(turn, now=now)
        self._db.execute(sa.delete(person).where(person.c.id == who))
        made = new_id()
        self._db.execute(sa.insert(t).values(id=made, at=now, person_id=who, conversations=list(conversations), shell_id=shell))
        return made

    def _empty(self, turn: TurnId, *, now: datetime) -> str:
        """Of the conversation stay its number, its lease and the chat of the turn; of its messages that they came."""
        asked = self._db.execute(sa.select(inbox).where(inbox.c.id == turn)).one()
        shell: str = asked.conversation_id
        here = inbox.c.conversation_id == shell
        # What was written after the wish, in the same chat, is of somebody new to us.
        is_later = sa.and_(inbox.c.seq > asked.seq, inbox.c.state == "new")
        self._db.execute(sa.delete(link).where(link.c.conversation_id == shell, link.c.id != asked.link_id))
        self._db.execute(sa.delete(effect).where(effect.c.turn_id != turn, effect.c.turn_id.in_(sa.select(inbox.c.id).where(here))))
        nothing = {"kind": "ignored", "text": "", "token": None, "detail": "", "language_hint": "", "sender": "", "raw": "", "error": ""}
        self._db.execute(sa.update(inbox).where(here, ~is_later).values(**nothing, state=sa.case((inbox.c.id == turn, inbox.c.state), else_="done")))
        for table in metadata.sorted_tables:
            if table not in (link, inbox):
                for column in (column for column in table.columns if column.references(conversation.c.id)):
                    self._db.execute(sa.delete(table).where(column == shell))
        stranger = new_id()
        self._db.execute(sa.insert(person).values(id=stranger, created_at=now))
        fresh = {"person_id": stranger, "created_at": now, "is_language_chosen": False, "misses": 0, "memory": {}}
        key = {"dialogue_key": new_id(), "dialogue_key_turns": 0, "dialogue_key_since": now}
        self._db.execute(sa.update(conversation).where(conversation.c.id == shell).values(**fresh, **key))
        return shell

    def pending(self) -> Sequence[PendingErasure]:
        return [
            PendingErasure(
                id=row.id,
                at=row.at,
                person=PersonId(row.person_id),
                conversations=tuple(ConversationId(one) for one in row.conversations),
                shell=None if row.shell_id is None else ConversationId(row.shell_id),
                sweeps=row.sweeps,
            )
            for row in self._db.execute(sa.select(t).order_by(t.c.at, t.c.id))
        ]

    def swept(self, pending: PendingErasure) -> None:
        self._db.execute(sa.update(t).where(t.c.id == pending.id, t.c.sweeps == pending.sweeps).values(sweeps=pending.sweeps + 1))

    def settle(self, pending: PendingErasure) -> None:
        self._db.execute(sa.delete(t).where(t.c.id == pending.id))

    def is_written_in(self, shell: ConversationId) -> bool:
        """Whether somebody has written there since it was emptied."""
        return bool(self._db.execute(sa.select(sa.exists().where(inbox.c.conversation_id == shell, inbox.c.kind.in_(_WRITTEN)))).scalar())

    def is_told(self, shell: ConversationId) -> bool:
        """Whether nothing is on its way there any more."""
        waits = sa.exists().where(
            delivery.c.link_id == link.c.id, link.c.conversation_id == shell, link.c.state == "active", delivery.c.state.in_(_ON_THEIR_WAY)
        )
        return not self._db.execute(sa.select(waits)).scalar()

    def forget_chat(self, shell: ConversationId) -> None:
        """The address goes; who writes from it is somebody new."""
        there = sa.and_(link.c.conversation_id == shell, link.c.state != "closed")
        if self._db.execute(sa.update(link).where(there).values(address=f"erased:{new_id()}", state="closed")).rowcount:
            self._sweep_again(shell)

    def remove_shell(self, shell: ConversationId) -> None:
        stranger = self._db.execute(sa.select(conversation.c.person_id).where(conversation.c.id == shell)).scalar()
        self._db.execute(sa.delete(person).where(person.c.id == stranger))
        self._sweep_again(shell)

    def _sweep_again(self, shell: ConversationId) -> None:
        self._db.execute(sa.update(t).where(t.c.shell_id == shell, t.c.sweeps > 1).values(sweeps=1))

    def live_keys(self, conversations: Collection[ConversationId]) -> frozenset[str]:
        return frozenset(self._db.execute(sa.select(conversation.c.dialogue_key).where(conversation.c.id.in_(conversations))).scalars())

    def note(self, entry: str, *, now: datetime) -> None:
        insert_new(self._db, erasure, person_hash=entry, at=now)

    def noted(self) -> frozenset[str]:
        return frozenset(self._db.execute(sa.select(erasure.c.person_hash)).scalars())

    def people(self) -> Sequence[PersonId]:
        return [PersonId(one) for one in self._db.execute(sa.select(person.c.id).order_by(person.c.id)).scalars()]

    def owner_of(self, asked: ConversationId) -> PersonId | None:
        found = self._db.execute(sa.select(conversation.c.person_id).where(conversation.c.id == asked)).scalar()
        return None if found is None else PersonId(found)
