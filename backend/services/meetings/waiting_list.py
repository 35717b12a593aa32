"""The waiting list in the chat: asked for by a tap, offered by a message, taken by another tap."""

from dataclasses import replace
from datetime import datetime, time

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.records import Booking, BookingId, BookingState, Party, Slot, Wish
from backend.domain.meetings.windows import SpokenWish
from backend.domain.messages import Reply
from backend.domain.refusals import NotFound
from backend.services.asking import Asking
from backend.services.meetings.finding_times import Preference
from backend.services.meetings.holding import close, go_on_below
from backend.services.meetings.letting_go import release_held
from backend.services.meetings.offering import offered_to, preference, wish_of
from backend.services.meetings.parties import like_of, party_of
from backend.services.meetings.waiting import Offer, decline, keep_offering, stop_waiting, wait_for_earlier
from backend.services.meetings.wording import clock, facts_of, meeting_button, starts
from backend.services.ports import Unit
from backend.services.speaking import Voice
from backend.services.teaming import tell_conversation


def wait_in(asking: Asking) -> None:
    """Waits for what was wished in the interview, which ends with it."""
    voice = asking.voice
    spoken = wish_of(voice, offered_to(voice, asking.interview))
    wish = _wish(spoken, preference(asking))
    party, moved = party_of(voice, asking.answers), like_of(voice, asking.answers)
    release_held(voice, asking.answers)
    close(asking)
    _wait(voice, party, wish, own=moved)
    go_on_below(voice, asking.hooks)


def wait_after(voice: Voice, booking: BookingId) -> None:
    """Waits for an earlier time than that meeting; for any, where there is no such meeting."""
    own = voice.unit.bookings.visible(booking, person=voice.conversation.person)
    if own is None:
        party = party_of(voice, {})
        _wait(voice, party, Wish(languages=(party.language,)), own=None)
        return
    slot = voice.unit.slots.get(own.slot)
    kind = None if slot is None else slot.kind
    wish = Wish(kind=kind, languages=(own.party.language,))
    party = replace(own.party, person=voice.conversation.person, conversation=voice.conversation.id)
    _wait(voice, party, wish, own=own if own.state is BookingState.BOOKED else None)


def decline_offer(voice: Voice, booking: BookingId) -> None:
    try:
        decline(voice.unit, offer=booking, person=voice.conversation.person, now=voice.now)
    except NotFound:
        voice.tell("meeting.offer_gone", buttons=[meeting_button(voice.content, "no_wait", voice.language)])
        return
    voice.tell("meeting.declined", buttons=[meeting_button(voice.content, "no_wait", voice.language)])


def no_more(voice: Voice) -> None:
    stop_waiting(voice.unit, person=voice.conversation.person, now=voice.now)
    voice.tell("meeting.not_waiting", buttons=[voice.topic_button("book_meeting")])


def run_waiting(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """Offers what became free to those who wait, and tells them; what is not answered goes to the next. How many were told."""
    offers = keep_offering(unit, holder=holder, now=now)
    return sum(_tell(unit, content, offer, now=now) for offer in offers.made)


def _tell(unit: Unit, content: Content, offer: Offer, *, now: datetime) -> bool:
    replaced = None if offer.booking.replaces is None else unit.bookings.get(offer.booking.replaces)
    instead = None if replaced is None else unit.slots.get(replaced.slot)

    def reply(language: str) -> Reply:
        told = "" if instead is None else starts(content, instead, language)
        until = clock(content, offer.booking.hold_until, language)
        text = content.text("meeting.offer", language, until=until, instead=told, **facts_of(content, offer.slot, language))
        take = meeting_button(content, "confirm", language, label=content.text("meeting.button.take_offer", language), booking=offer.booking.id)
        others = (meeting_button(content, "decline", language, booking=offer.booking.id), meeting_button(content, "no_wait", language))
        return Reply(text=text, kind="notice", buttons=(take, *others))

    return tell_conversation(unit, content, offer.waiting.party.conversation, key=f"offer:{offer.booking.id}", reply=reply, now=now)


def _wait(voice: Voice, party: Party, wish: Wish, *, own: Booking | None) -> None:
    wait_for_earlier(voice.unit, party=party, wish=wish, booking=None if own is None else own.id, now=voice.now)
    slot: Slot | None = None if own is None else voice.unit.slots.get(own.slot)
    stop = meeting_button(voice.content, "no_wait", voice.language)
    if slot is None:
        voice.tell("meeting.waiting", buttons=[stop], kind="receipt")
    else:
        voice.tell("meeting.waiting_earlier", buttons=[stop], kind="receipt", when=starts(voice.content, slot, voice.language))


def _wish(spoken: SpokenWish, preferred: Preference) -> Wish:
    """The days that were named; of the hours of a day the list knows nothing."""
    first, last = spoken.first_day, spoken.last_day
    return Wish(
        kind=preferred.kind,
        languages=(preferred.language,) if preferred.language else (),
        earliest=None if first is None else datetime.combine(first, time(0), CITY_ZONE),
        latest=None if last is None else datetime.combine(last, time(23, 59), CITY_ZONE),
    )
