"""What the chat guarantees about meetings, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import icalendar
import pytest

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId
from backend.domain.meetings.records import BookingState
from backend.domain.messages import Channel, Command, Kind, Utterance
from backend.domain.office import Office, OpenHours
from backend.services import acting, chatting
from backend.services.meetings import publishing
from backend.services.meetings.opening_words import opening_line
from backend.services.meetings.waiting import wait_for_earlier
from backend.services.meetings.waiting_list import run_waiting
from backend.services.ports import Unit
from tests.backend.services.asking import Person, labels, texts
from tests.backend.services.interview_house import Chat, voice_of
from tests.backend.services.meetings.chat_house import SWEDISH, MeetingChat
from tests.times import NOON


@pytest.fixture
def chat(backend: Backend) -> MeetingChat:
    made = MeetingChat(backend)
    made.publishes("24.11. 9.00", "25.11. 9.00", "26.11. 9.00")
    return made


def books(chat: MeetingChat, words: str = "tiistai") -> str:
    """Alice books the time that the words name; the receipt."""
    chat.alice.writes("varaa aika", "book_meeting")
    chat.alice.writes("kahvit")
    chat.alice.writes(words)
    return chat.alice.writes("joo", "affirm")


def presses_act(chat: MeetingChat, somebody: Chat, act: str, **arguments: str) -> str:
    """A button that this chat was never given."""
    turn = somebody.hears(Kind.PRESS)

    def press(unit: Unit) -> None:
        assert unit.effects.claim(turn, "turn", now=chat.now)
        voice = voice_of(unit, chat.backend.content, conversation=somebody.conversation, turn=turn, now=chat.now)
        acting.do(voice, Command(act=f"meeting.{act}", arguments=arguments))

    chat.backend.run(press)
    return somebody.news()


def last(chat: MeetingChat) -> Utterance:
    return chat.alice.said()[-1]


def heard_by(backend: Backend, conversation: ConversationId) -> list[str]:
    said = backend.read(chatting.read, conversation=conversation, after=0)
    return [one.text.replace("\u00a0", " ") for one in said if not one.is_from_person]


def test_the_receipt_carries_a_calendar_file_that_a_cancellation_takes_back(chat: MeetingChat) -> None:
    books(chat)
    file = last(chat).documents[0]
    assert file.media_type == "text/calendar"
    booked = _event(chat, file.id)
    assert booked[1:] == ("20261124T090000", 0, "CONFIRMED")

    chat.alice.presses("Siirrä aikaa")
    chat.alice.writes("keskiviikko")
    chat.alice.presses("Kyllä, siirrä tähän")
    assert _event(chat, last(chat).documents[0].id) == (booked[0], "20261125T090000", 1, "CONFIRMED")

    chat.alice.writes("en pääse", "cancel_meeting")
    chat.alice.writes("joo", "affirm")
    assert _event(chat, last(chat).documents[0].id) == (booked[0], "20261125T090000", 2, "CANCELLED")


def _event(chat: MeetingChat, document: str) -> tuple[str, str, int, str]:
    """Its uid, start, sequence and status."""
    data = chat.backend.read(lambda unit: unit.outbox.document_data(document, conversation=chat.alice.conversation))
    assert data is not None
    event: Any = next(part for part in icalendar.Calendar.from_ical(data).walk() if part.name == "VEVENT")
    return str(event["uid"]), event["dtstart"].to_ical().decode(), int(event["sequence"]), str(event["status"])


@pytest.mark.parametrize("act", ["show", "move", "cancel", "cancel_now", "calendar", "confirm"])
def test_a_meeting_of_another_chat_is_not_there_and_nothing_hints_at_it(chat: MeetingChat, act: str) -> None:
    books(chat)
    booking = chat.meetings()[0].booking.id
    bob = Chat(chat.backend, address="bob")

    told = presses_act(chat, bob, act, booking=booking)
    of_nothing = presses_act(chat, bob, act, booking="there-never-was-one")

    assert told == of_nothing
    assert "Tällaista aikaa en löydä" in told
    assert chat.booked() == ["24.11. 9.00"]


def test_a_time_held_in_another_chat_can_be_neither_confirmed_nor_taken(chat: MeetingChat) -> None:
    chat.alice.writes("varaa aika", "book_meeting")
    chat.alice.writes("kahvit")
    chat.alice.writes("tiistai")
    held = chat.backend.read(lambda unit: unit.bookings.on_slot(chat.slot("24.11. 9.00").id))
    assert held is not None
    bob = Chat(chat.backend, address="bob")

    assert "Tällaista aikaa en löydä" in presses_act(chat, bob, "confirm", booking=held.id)
    assert "Tällaista aikaa en löydä" in presses_act(chat, bob, "hold", slot=held.slot, like=held.id)
    assert "vanhentunut" in presses_act(chat, bob, "take", slot=held.slot, interview=chat.alice.interviews()[0].id)
    assert "Aika on varattu" in chat.alice.writes("joo", "affirm")


def test_the_others_of_the_team_are_told_in_their_language_and_once(chat: MeetingChat) -> None:
    chat.alice.hears(Kind.TEXT, "moi")
    charlie = _teammate(chat, "charlie", language="en")
    chat.publishes("27.11. 9.00")

    books(chat)
    chat.alice.presses("Siirrä aikaa")
    chat.alice.writes("keskiviikko")
    for _ in range(3):
        chat.alice.presses("Kyllä, siirrä tähän")
    chat.alice.writes("peru se", "cancel_meeting")
    chat.alice.writes("joo", "affirm")

    told = heard_by(chat.backend, charlie)
    assert [text.split("\n")[0] for text in told] == [
        "Your group booked a meeting with an adviser: **Tuesday 24 November at 9:00–9:45**",
        "Your group's meeting with an adviser was moved. The new time is **Wednesday 25 November at 9:00–9:45**",
        "Your group's meeting with an adviser was cancelled: **Wednesday 25 November at 9:00–9:45**.",
    ]


def test_another_of_the_team_may_move_the_meeting_and_who_booked_it_is_told(chat: MeetingChat) -> None:
    chat.alice.hears(Kind.TEXT, "moi")
    charlie = Chat(chat.backend, address="charlie", now=chat.now)
    charlie.conversation = _teammate(chat, "charlie")
    books(chat)
    charlie.now = chat.now
    charlie.seen = max(one.seq for one in charlie.said())
    assert "Siirretään aikaa" in charlie.writes("siirrä aika torstaille", "move_meeting")
    charlie.presses("torstaina 26.11. klo 9.00")
    assert "Aika on siirretty" in charlie.presses("Kyllä, siirrä tähän")

    assert "Uusi aika on **torstaina 26.11. klo 9.00–9.45**" in chat.alice.news()
    assert chat.booked() == ["26.11. 9.00"]


def _teammate(chat: MeetingChat, name: str, *, language: str = "fi") -> ConversationId:
    def join(unit: Unit) -> ConversationId:
        owner = unit.conversations.get(chat.alice.conversation)
        assert owner is not None
        team = unit.teams.start(owner=owner.person, now=chat.now)
        mate, _ = unit.conversations.start(channel=Channel.TELEGRAM, address=name, is_private=True, now=chat.now)
        unit.conversations.set_language(mate.id, language, is_chosen=True)
        assert unit.teams.join(team, person=mate.person, now=chat.now)
        return mate.id

    return chat.backend.run(join)


def test_the_team_has_at_most_two_meetings_together(chat: MeetingChat) -> None:
    chat.alice.hears(Kind.TEXT, "moi")
    charlie = Chat(chat.backend, address="charlie", now=chat.now)
    charlie.conversation = _teammate(chat, "charlie")
    books(chat)
    books(chat, "keskiviikko")
    charlie.now = chat.now

    assert "kaksi varattua aikaa" in charlie.writes("varaa aika", "book_meeting")


def test_in_a_group_chat_meetings_are_left_for_private(chat: MeetingChat) -> None:
    group = Person(backend=chat.backend, address="group", is_private=False, sender="Aino")
    for words, topic in (("varaa aika", "book_meeting"), ("mikä aika", "show_meetings"), ("siirrä", "move_meeting"), ("en pääse", "cancel_meeting")):
        assert "henkilökohtainen asia" in texts(group.write(words, topic))[-1], topic


def test_a_turn_that_is_taken_twice_books_and_speaks_once(chat: MeetingChat) -> None:
    bob = Person(backend=chat.backend, address="7002")
    bob.write("varaa aika", "book_meeting")
    bob.write("kahvit")
    bob.write("tiistai")
    assert "Aika on varattu" in texts(bob.write("joo", "affirm"))[-1]

    there = chat.backend.read(lambda unit: unit.bookings.on_slot(chat.slot("24.11. 9.00").id))
    assert there is not None
    assert (there.party.conversation, there.state, there.sequence) == (bob.conversation, BookingState.BOOKED, 0)


def test_of_several_ideas_it_is_asked_which_one_and_of_one_it_goes_along(chat: MeetingChat) -> None:
    chat.alice.writes("mulla ois idea", "start_pitch")
    chat.alice.writes("opetellaan yhdessä puhelimen käyttöä joka viikko kahvin kanssa torilla")
    chat.alice.writes("lopeta", "stop")
    said = chat.alice.writes("varaa aika tiistaille", "book_meeting")
    assert "[tiistaina 24.11. klo 9.00]" in said
    chat.alice.presses("tiistaina 24.11. klo 9.00")
    chat.alice.writes("joo", "affirm")
    first = chat.meetings()[0].booking.party
    assert (first.idea is not None, first.about) == (True, "")

    chat.alice.writes("uusi idea", "start_pitch")
    chat.alice.presses("Uusi idea")
    chat.alice.writes("rakennetaan talkoilla yhdessä kaikille avoin puutarha vanhan koulun pihaan")
    chat.alice.writes("lopeta", "stop")
    asked = chat.alice.writes("toinen aika", "book_meeting")
    assert "Mistä ideasta" in asked
    assert "[rakennetaan talkoilla yhdessä kaikille avoin puutarha" in asked
    chat.alice.writes("kirjanpidosta")
    chat.alice.writes("keskiviikko")
    chat.alice.writes("joo", "affirm")
    second = chat.meetings()[1].booking.party
    assert (second.idea, second.about, second.team) == (None, "kirjanpidosta", first.team)


def test_the_language_is_asked_only_where_it_matters(backend: Backend) -> None:
    chat = MeetingChat(backend)
    chat.publishes("24.11. 9.00")
    maja = backend.run(publishing.add_adviser, name="Maja", languages=("sv",), now=chat.now)
    chat.house.slot(day=date(2026, 11, 25), manner=SWEDISH, adviser=maja)

    chat.alice.writes("varaa aika", "book_meeting")
    said = chat.alice.writes("kahvit")
    assert "Millä kielellä" in said
    assert [label for label in ("[Suomeksi]", "[Englanniksi]", "[Ruotsiksi]", "[Venäjäksi]") if label in said] == ["[Suomeksi]", "[Englanniksi]", "[Ruotsiksi]"]
    said = chat.alice.presses("Ruotsiksi")
    assert "[keskiviikkona 25.11. klo 9.00]" in said
    assert "tiistaina" not in said


def test_an_offer_goes_to_the_next_who_waits(chat: MeetingChat) -> None:
    for written in ("24.11. 9.00", "25.11. 9.00", "26.11. 9.00"):
        chat.takes(chat.house.somebody(written), written)
    chat.alice.writes("varaa aika", "book_meeting")
    chat.alice.presses("Ilmoita, kun sopiva vapautuu")
    chat.later(1)
    bob = chat.house.somebody("bob")
    waiting = chat.backend.read(lambda unit: unit.waiting.of(chat.person))
    assert waiting is not None
    chat.backend.run(wait_for_earlier, party=bob, wish=waiting.wish, now=chat.now)
    chat.later(1)
    chat.frees("24.11. 9.00")
    chat.later(1)

    assert chat.worker_runs() == 1
    assert chat.backend.run(run_waiting, chat.backend.content, holder="another worker", now=chat.now) == 0
    assert "Aika vapautui" in chat.alice.news()
    assert heard_by(chat.backend, bob.conversation) == []
    chat.later(31)
    chat.worker_runs()

    assert "Aika vapautui" in heard_by(chat.backend, bob.conversation)[0]
    assert "ehti mennä seuraavalle" in chat.alice.presses("Ota tämä aika")
    assert chat.booked() == []


def test_whoever_took_an_offer_waits_no_more(chat: MeetingChat) -> None:
    for written in ("24.11. 9.00", "25.11. 9.00", "26.11. 9.00"):
        chat.takes(chat.house.somebody(written), written)
    chat.alice.writes("varaa aika", "book_meeting")
    chat.alice.presses("Ilmoita, kun sopiva vapautuu")
    chat.later(1)
    chat.frees("24.11. 9.00")
    chat.later(1)
    chat.worker_runs()
    chat.alice.presses("Ota tämä aika")
    chat.frees("25.11. 9.00")
    chat.later(1)

    assert chat.worker_runs() == 0
    assert chat.backend.read(lambda unit: unit.waiting.list()) == []


WEEK = Office(hours={day: OpenHours(opens=time(9), closes=time(15)) for day in range(5)})
EVE_OF_INDEPENDENCE = datetime(2026, 12, 5, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "office", "language", "told"),
    [
        (EVE_OF_INDEPENDENCE, WEEK, "fi", "Huomenna on itsenäisyyspäivä; toimisto avautuu maanantaina 7.12. klo 9.00."),
        (EVE_OF_INDEPENDENCE, WEEK, "en", "Tomorrow is Independence Day; the office opens Monday 7 December at 9:00."),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), WEEK, "fi", "Toimisto avautuu huomenna klo 9.00."),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), WEEK, "fi", "Toimisto avautuu tänään klo 9.00."),
        (NOON, WEEK, "fi", ""),
        (EVE_OF_INDEPENDENCE, Office(), "fi", ""),
    ],
)
def test_it_is_told_when_people_are_there_next(backend: Backend, now: datetime, office: Office, language: str, told: str) -> None:
    content = replace(backend.content, office=office)
    assert backend.read(lambda unit: opening_line(unit, content, language=language, now=now)) == told


def test_contact_details_and_receipts_promise_nothing_where_no_hours_are_set(chat: MeetingChat) -> None:
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    open_on_weekdays = replace(chat.backend, content=replace(chat.backend.content, office=WEEK))

    silent, told = Person(backend=chat.backend, address="7003", now=evening), Person(backend=open_on_weekdays, address="7004", now=evening)

    for person, day, is_told in ((silent, "tiistai", False), (told, "keskiviikko", True)):
        assert ("Toimisto avautuu huomenna klo 9.00." in texts(person.write("yhteystiedot", "ask_contact"))[-1]) is is_told
        person.write("varaa aika", "book_meeting")
        person.write("kahvit")
        person.write(day)
        assert ("Toimisto avautuu huomenna klo 9.00." in texts(person.write("joo", "affirm"))[-1]) is is_told


def test_a_time_that_the_office_withdraws_is_offered_again_as_others(chat: MeetingChat) -> None:
    alice = Person(backend=chat.backend, address="7005")
    alice.write("varaa aika", "book_meeting")
    alice.write("kahvit")
    alice.write("tiistai")
    alice.write("joo", "affirm")
    chat.withdraws("24.11. 9.00")

    news = alice.news()
    assert labels(news)[:2] == ["keskiviikkona 25.11. klo 9.00", "torstaina 26.11. klo 9.00"]
    assert "Varataanko tämä?" in texts(alice.press("torstaina 26.11. klo 9.00"))[-1]
    assert "Aika on varattu" in texts(alice.write("joo", "affirm"))[-1]
