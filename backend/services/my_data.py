"""A person's own data: a copy of it, and its removal."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.content import Content
from backend.documents.my_data import to_html
from backend.domain.clock import CITY_ZONE
from backend.domain.erasures import FAREWELL_LIVES, PendingErasure, ledger_entry
from backend.domain.ids import ConversationId, PersonId
from backend.domain.refusals import NotFound
from backend.failpoints import hit
from backend.services.confirming import ask_once
from backend.services.my_data_page import FORMAT, page_of
from backend.services.ports import Unit
from backend.services.speaking import Voice

ERASE = "my_data.erase"


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """Everything that is kept of a person, for machines and for people."""

    name: str
    json: bytes
    html: bytes


def hand_out(voice: Voice) -> None:
    """Gives the copy into the chat."""
    copy = copy_of(voice.unit, voice.content, person=voice.conversation.person, language=voice.language, now=voice.now)
    keep = voice.unit.outbox.keep_document
    here = voice.conversation.id
    documents = (
        keep(here, name=f"{copy.name}.html", media_type="text/html", data=copy.html, now=voice.now),
        keep(here, name=f"{copy.name}.json", media_type="application/json", data=copy.json, now=voice.now),
    )
    voice.remember(offer=None)
    voice.tell("my_data.copy", documents=documents, buttons=[voice.topic_button("delete_my_data")])


def copy_of(unit: Unit, content: Content, *, person: PersonId, language: str, now: datetime) -> Copy:
    exported = {name: table.exported for name, table in content.privacy.items() if table.exported}
    records = unit.my_data.records(person, exported=exported, personal=_about_people(content))
    data = {"format": FORMAT, "made_at": now.isoformat(), "records": records}
    page = page_of(content, records, language=language, now=now)
    return Copy(
        name=content.text("my_data.file", language, day=f"{now.astimezone(CITY_ZONE):%Y-%m-%d}"),
        json=json.dumps(data, ensure_ascii=False, indent=1).encode(),
        html=to_html(page).encode(),
    )


def copy_for(unit: Unit, content: Content, *, conversation: ConversationId, language: str, now: datetime) -> Copy:
    """The same for a coordinator who was asked for it; raises NotFound."""
    person = unit.erasing.owner_of(conversation)
    if person is None:
        raise NotFound
    return copy_of(unit, content, person=person, language=content.language(language), now=now)


def find_conversation(unit: Unit, *, case: int | None, conversation: str) -> ConversationId:
    """By the number of a question, or by its id; raises NotFound."""
    if case is not None:
        found = unit.cases.get(case)
        if found is None:
            raise NotFound
        return found.conversation
    if unit.conversations.get(ConversationId(conversation)) is None:
        raise NotFound
    return ConversationId(conversation)


def ask_to_erase(voice: Voice) -> None:
    ask_once(voice, "my_data.ask_to_erase", act=ERASE, arguments={}, yes="my_data.button.erase")


def erase(voice: Voice, _arguments: Mapping[str, str]) -> None:
    """Everything of the person goes in this transaction; the chat of this turn stays, empty, until it is told there."""
    done = voice.unit.erasing.erase(voice.conversation.person, turn=voice.turn, personal=_about_people(voice.content), now=voice.now)
    voice.unit.events.append(type="person.erased", actor="person", object=done, now=voice.now)
    emptied = voice.unit.conversations.get(voice.conversation.id)
    if emptied is None:
        raise NotFound
    voice.conversation = emptied
    voice.tell("my_data.erased", kind="receipt")
    hit("before_erase_commit")


def erase_person(unit: Unit, content: Content, *, conversation: ConversationId, now: datetime) -> None:
    """On a coordinator's word, for somebody who cannot ask in the chat: nothing is said there. Raises NotFound."""
    person = unit.erasing.owner_of(conversation)
    if person is None:
        raise NotFound
    done = unit.erasing.erase(person, turn=None, personal=_about_people(content), now=now)
    unit.events.append(type="person.erased", actor="coordinator", object=done, now=now)
    hit("before_erase_commit")


def pending_erasures(unit: Unit) -> list[PendingErasure]:
    return list(unit.erasing.pending())


def live_keys(unit: Unit, *, conversations: Collection[ConversationId]) -> frozenset[str]:
    """The names under which emptied conversations go on at the dialogue server."""
    return unit.erasing.live_keys(conversations)


def note_in_ledger(unit: Unit, *, pending: PendingErasure, salt: str) -> None:
    unit.erasing.note(ledger_entry(pending.person, salt=salt), now=pending.at)


def note_swept(unit: Unit, *, pending: PendingErasure) -> None:
    unit.erasing.swept(pending)


def see_off(unit: Unit, *, pending: PendingErasure, now: datetime) -> None:
    """Lets go of the emptied conversation: of the chat's address once the message is delivered, of the rest after a day.

    Where somebody has written there since, it is theirs and stays.
    """
    shell = pending.shell
    is_over = now - pending.at >= FAREWELL_LIVES
    if shell is None or unit.conversations.lock(shell) is None or unit.erasing.is_written_in(shell):
        if pending.is_swept:
            unit.erasing.settle(pending)
    elif is_over:
        unit.erasing.remove_shell(shell)
    elif unit.erasing.is_told(shell):
        unit.erasing.forget_chat(shell)


def erased_people(unit: Unit) -> frozenset[str]:
    """The ledger: to be kept when a backup takes the place of this database."""
    return unit.erasing.noted()


def reapply_erasures(unit: Unit, content: Content, *, salt: str, ledger: frozenset[str], now: datetime) -> int:
    """Erases again whoever a restored backup brought back; how many. `ledger` is that of the database before it."""
    for entry in ledger:
        unit.erasing.note(entry, now=now)
    noted = unit.erasing.noted()
    back = [person for person in unit.erasing.people() if ledger_entry(person, salt=salt) in noted]
    for person in back:
        done = unit.erasing.erase(person, turn=None, personal=_about_people(content), now=now)
        unit.events.append(type="person.erased", actor="system", object=done, now=now)
    return len(back)


def _about_people(content: Content) -> dict[str, frozenset[str]]:
    """By form, the questions whose answers are a person's own: names and ways to reach them."""
    return {form.id: frozenset(question.id for question in form.questions if question.is_personal) for form in content.forms.values()}
