"""Who wants to be told when an earlier time becomes free."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ideas import IdeaId, TeamId
from backend.domain.ids import ConversationId, PersonId, new_id
from backend.domain.meetings.records import BookingId, MeetingKind, Party, SlotId, Waiting, WaitingId, WaitingState, Wish
from backend.store.inserting import insert_new
from backend.store.schema_meetings import waiting as t

_OPEN = t.c.state.in_((WaitingState.WAITING.value, WaitingState.OFFERED.value))


class SqlWaiting:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def add(self, party: Party, *, booking: BookingId | None, wish: Wish, now: datetime) -> Waiting | None:
        is_new = insert_new(self._db, t, id=new_id(), **columns_of(party), booking_id=booking, wish=_stored(wish), since=now)
        return self.of(party.person) if is_new else None

    def of(self, person: PersonId) -> Waiting | None:
        return self._one(sa.select(t).where(t.c.person_id == person, _OPEN))

    def offered(self, offer: BookingId) -> Waiting | None:
        return self._one(sa.select(t).where(t.c.offer_id == offer, t.c.state == WaitingState.OFFERED.value))

    def list(self) -> Sequence[Waiting]:
        return [_waiting(row) for row in self._db.execute(sa.select(t).where(_OPEN).order_by(t.c.since, t.c.id)).mappings()]

    def change(
        self,
        waiting: Waiting,
        *,
        state: WaitingState,
        offer: BookingId | None = None,
        slot: SlotId | None = None,
        until: datetime | None = None,
        declined: Sequence[SlotId] = (),
    ) -> bool:
        same = (t.c.id == waiting.id, t.c.state == waiting.state.value, t.c.offer_id.is_not_distinct_from(waiting.offer))
        values = {"state": state.value, "offer_id": offer, "offered_slot_id": slot, "offered_until": until, "declined": [*waiting.declined, *declined]}
        return self._db.execute(sa.update(t).where(*same).values(**values)).rowcount == 1

    def _one(self, query: sa.Select[Any]) -> Waiting | None:
        row = self._db.execute(query).mappings().first()
        return None if row is None else _waiting(row)


def _waiting(row: sa.RowMapping) -> Waiting:
    return Waiting(
        id=WaitingId(row["id"]),
        party=party_of(row),
        booking=None if row["booking_id"] is None else BookingId(row["booking_id"]),
        wish=_wish(row["wish"]),
        since=row["since"],
        state=WaitingState(row["state"]),
        offer=None if row["offer_id"] is None else BookingId(row["offer_id"]),
        offered_slot=None if row["offered_slot_id"] is None else SlotId(row["offered_slot_id"]),
        offered_until=row["offered_until"],
        declined=tuple(row["declined"]),
    )


def columns_of(party: Party) -> dict[str, str | None]:
    who = {"person_id": party.person, "conversation_id": party.conversation, "team_id": party.team, "idea_id": party.idea}
    return {**who, "about": party.about, "language": party.language}


def party_of(row: sa.RowMapping) -> Party:
    return Party(
        person=PersonId(row["person_id"]),
        conversation=ConversationId(row["conversation_id"]),
        team=None if row["team_id"] is None else TeamId(row["team_id"]),
        idea=None if row["idea_id"] is None else IdeaId(row["idea_id"]),
        about=row["about"],
        language=row["language"],
    )


def _stored(wish: Wish) -> dict[str, Any]:
    return {
        "kind": wish.kind,
        "languages": list(wish.languages),
        "earliest": None if wish.earliest is None else wish.earliest.isoformat(),
        "latest": None if wish.latest is None else wish.latest.isoformat(),
    }


def _wish(stored: Mapping[str, Any]) -> Wish:
    return Wish(
        kind=None if stored["kind"] is None else MeetingKind(stored["kind"]),
        languages=tuple(stored["languages"]),
        earliest=None if stored["earliest"] is None else datetime.fromisoformat(stored["earliest"]),
        latest=None if stored["latest"] is None else datetime.fromisoformat(stored["latest"]),
    )
