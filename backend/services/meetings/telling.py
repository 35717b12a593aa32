"""What the people of a meeting are told once it is booked, moved or cancelled."""

from collections.abc import Callable
from datetime import datetime

from backend.content import Content
from backend.domain.ids import ConversationId
from backend.domain.meetings.records import Booking, Meeting, Slot
from backend.domain.messages import Button, Command, Document, Reply
from backend.services.meetings.booking import free_near
from backend.services.meetings.calendars import meeting_ics
from backend.services.meetings.wording import facts_of, meeting_button, slot_labels, when
from backend.services.ports import Unit
from backend.services.teaming import tell_conversation


def calendar_file(unit: Unit, content: Content, booking: Booking, slot: Slot, *, chat: ConversationId, language: str, now: datetime) -> Document:
    """Kept with the conversation, so that any of its channels can hand it out."""
    made = meeting_ics(content, Meeting(booking=booking, slot=slot), language=language, now=now)
    return unit.outbox.keep_document(chat, name=made.name, media_type=made.media_type, data=made.data, now=now)


def tell_others(unit: Unit, content: Content, booking: Booking, slot: Slot, *, change: str, here: ConversationId, now: datetime) -> None:
    """The private chats of the others in the team hear of it, each in its own language and once; `change` is booked, moved or cancelled."""

    def reply(language: str) -> Reply:
        text = content.text(f"meeting.team.{change}", language, **facts_of(content, slot, language))
        return Reply(text=text, kind="notice", buttons=(_show(content, language),))

    _tell_chats(unit, content, booking, key=f"meeting:{booking.id}:{change}", reply=reply, here=here, now=now)


def tell_withdrawn(unit: Unit, content: Content, *, booking: Booking, slot: Slot, now: datetime) -> None:
    """The office took the time back: whoever booked it is offered the nearest others, the rest of the team hears of it."""
    free = free_near(unit, slot, language=booking.party.language, now=now)
    mine = booking.party.conversation

    def reply(language: str) -> Reply:
        text = content.text("meeting.withdrawn", language, when=when(content, slot, language), many=bool(free))
        labels = slot_labels(content, free, language)
        others = [meeting_button(content, "hold", language, label=labels[one.id], slot=one.id, like=booking.id) for one in free]
        wait = meeting_button(content, "wait", language, booking=booking.id)
        return Reply(text=text, kind="notice", buttons=(*others, wait, _topic(content, "book_meeting", language), _topic(content, "talk_to_human", language)))

    tell_conversation(unit, content, mine, key=f"meeting:{booking.id}:withdrawn", reply=reply, now=now)
    tell_others(unit, content, booking, slot, change="cancelled", here=mine, now=now)


def _tell_chats(unit: Unit, content: Content, booking: Booking, *, key: str, reply: Callable[[str], Reply], here: ConversationId, now: datetime) -> None:
    team = () if booking.party.team is None else unit.teams.conversations(booking.party.team)
    for chat in dict.fromkeys((*team, booking.party.conversation)):
        found = unit.conversations.get(chat)
        if chat != here and found is not None and found.is_private:
            tell_conversation(unit, content, chat, key=key, reply=reply, now=now)


def _show(content: Content, language: str) -> Button:
    return _topic(content, "show_meetings", language)


def _topic(content: Content, topic: str, language: str) -> Button:
    return Button(label=content.label(topic, language), command=Command(topic=topic))
