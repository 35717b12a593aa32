"""The one page that an adviser has before them at a meeting."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.bootstrap import Backend
from backend.documents import Document, Look, to_pdf, to_text
from backend.domain.ideas import Decision, What
from backend.domain.meetings.records import BookingId, Meeting, Outcome
from backend.domain.refusals import NotFound
from backend.services import reviewing
from backend.services.cases import answer_case
from backend.services.meetings.briefs import brief_of
from backend.services.meetings.following_up import follow_up
from backend.services.ports import Unit
from tests.backend.documents.reading import body_of, faults_of, pages_of, squeezed, tags_of, words_of
from tests.backend.documents.samples import HOSTILE
from tests.backend.services.asking import Person
from tests.backend.services.idea_house import House, person_of, someone
from tests.backend.services.meetings.appointments import TUESDAY_TEN, Appointments
from tests.backend.services.meetings.pitches import AT_LENGTH, ORDINARY
from tests.times import NOON

LATER = TUESDAY_TEN + timedelta(days=14)


@pytest.fixture
def there(sqlite_backend: Backend) -> Appointments:
    return Appointments(House(sqlite_backend, answers=ORDINARY))


def brief(there: Appointments, meeting: Meeting) -> Document:
    return there.backend.read(brief_of, there.backend.content, booking=meeting.booking.id, now=NOON)


def part(document: Document, heading: str) -> list[str]:
    return [text for section in document.sections if section.heading == heading for text in (section.mark, *section.paragraphs) if text]


def asks(there: Appointments, who: Person, question: str) -> int:
    def ask(unit: Unit) -> int:
        case = unit.cases.open(conversation=who.conversation, turn=None, topic="ask_costs", question=question, language="fi", promised_by=None, now=NOON)
        assert case is not None
        return case.number

    return there.backend.run(ask)


def test_it_tells_when_where_and_who(there: Appointments) -> None:
    there.house.joined_by("charlie")
    made = brief(there, there.booked(there.time(), about="Kuka maksaa palkkion?"))
    assert (made.title, made.subtitle) == ("Kahvit ja kännykät", f"Neuvojan tiivistelmä – idea nro {there.house.number}")
    assert part(made, "Tapaaminen") == [
        "ti 24.11.2026 klo 10.00–10.45 · Kauppakatu 5, 1. krs (neuvontapisteessä)",
        "Neuvoja Bob Neuvoja · kieli suomi · Rantakylän naapurit ry · keskustelussa 2 jäsentä",
        "Yhteyshenkilö: Aino, aino@example.org",
    ]
    assert part(made, "Aihe") == ["Kuka maksaa palkkion?"]


def test_the_answers_stand_in_the_groups_words_and_what_was_chosen_in_one_line(there: Appointments) -> None:
    made = brief(there, there.booked(there.time()))
    assert part(made, "Mitä tehdään") == [ORDINARY["what"]]
    assert part(made, "Mitä hyvää seuraisi") == [ORDINARY["change"]]
    assert part(made, "Avoimet asiat") == [ORDINARY["open_questions"]]
    [short] = part(made, "Lyhyesti")
    assert "4\u00a0500\u00a0€" in short
    assert "noin 20" in short
    assert not [text for text in (short, *part(made, "Mitä tehdään")) if "aino@" in text]


def test_it_says_how_the_idea_fits_by_the_same_rules_as_the_chat(there: Appointments) -> None:
    fits = part(brief(there, there.booked(there.time())), "Sopivuus")
    there.house.says("applicant_place", "elsewhere", at=NOON)
    does_not = part(brief(there, there.booked(there.time(LATER))), "Sopivuus")
    assert fits[1] == "✓ Olette joensuulainen kansalaistoimija, ja juuri teille rahoitus on tarkoitettu."
    assert does_not[0] == "Tällaisena idea ei näytä sopivan Pikku KAKE -rahoitukseen. Katsotaan, mikä sitä muuttaisi."
    assert does_not[1].startswith("✗ Kerroit, että hakija on muualta.")


def test_what_was_sent_counts_as_presented(there: Appointments) -> None:
    meeting = there.booked(there.time())
    assert part(brief(there, meeting), "Sopivuus")[-1].startswith("… En tiedä vielä, oletteko jo esitelleet")
    there.house.sends(at=NOON)
    assert part(brief(there, meeting), "Sopivuus")[-1].startswith("✓ ")


def test_it_says_what_is_still_open(sqlite_backend: Backend) -> None:
    there = Appointments(House(sqlite_backend, answers={name: value for name, value in ORDINARY.items() if name not in ("where", "team")}))
    meeting = there.booked(there.time())
    assert part(brief(there, meeting), "Vielä auki") == ["Esittelystä puuttuu: paikka ja tekijät."]
    there.house.drafts(at=NOON, name="Kahvit ja kännykät")
    assert part(brief(there, meeting), "Vielä auki")[1].startswith("Hakemusluonnoksesta puuttuu: ")


def test_open_questions_of_the_groups_chats_are_there_and_nobody_elses(there: Appointments) -> None:
    charlie, stranger = there.house.joined_by("charlie"), someone(there.backend, "dora")
    numbers = [
        asks(there, who, question) for who, question in ((there.house.alice, "Saako ostaa tabletteja?"), (charlie, "Entä verot?"), (stranger, "Vieras?"))
    ]
    meeting = there.booked(there.time())
    assert part(brief(there, meeting), "Kysymykset") == [
        f"Nro {numbers[0]} (23.11.2026): Saako ostaa tabletteja?",
        f"Nro {numbers[1]} (23.11.2026): Entä verot?",
    ]
    there.backend.run(answer_case, there.backend.content, number=numbers[0], answer="Saa.", by="Bob", now=NOON)
    assert part(brief(there, meeting), "Kysymykset") == [f"Nro {numbers[1]} (23.11.2026): Entä verot?"]


def test_what_was_sent_and_answered_is_there(there: Appointments) -> None:
    there.house.sends(at=NOON)
    there.backend.run(
        reviewing.answer_submission,
        there.backend.content,
        number=there.house.number,
        what=What.PITCH,
        decision=Decision.CHANGE,
        reasons="Kuka ohjaa? " * 40,
        by="Bob",
        now=NOON + timedelta(hours=3),
    )
    told = part(brief(there, there.booked(there.time())), "Tähän asti")
    assert told[:2] == ["maanantaina 23.11. klo 12.00: idean esittely aloitettiin", "maanantaina 23.11. klo 12.00: idea lähetettiin neuvojalle"]
    assert told[2].startswith("maanantaina 23.11. klo 15.00: neuvoja toivoi muutoksia (Bob) – ”Kuka ohjaa?")
    assert len(told[2]) < 220


def test_the_next_adviser_reads_what_the_last_one_agreed_on(there: Appointments) -> None:
    first = there.booked(there.time())
    after = TUESDAY_TEN + timedelta(hours=1)
    there.backend.run(
        follow_up,
        there.backend.content,
        booking=first.booking.id,
        outcome=Outcome.CAME,
        notes="Hyvä idea.",
        tasks=("Pyydä tarjous tilasta",),
        by="Bob",
        now=after,
    )
    made = brief(there, there.booked(there.time(LATER), now=after))
    assert part(made, "Sovitut tehtävät") == ["Pyydä tarjous tilasta"]
    assert part(made, "Tähän asti")[-1] == "tiistaina 24.11. klo 10.00: tavattiin – Hyvä idea."


def test_a_meeting_without_an_idea_has_a_brief_of_its_own(there: Appointments) -> None:
    made = brief(there, there.booked(there.time(), who=someone(there.backend, "dora"), with_idea=False, about="Miten yhdistys perustetaan?"))
    assert made.title == "Neuvonta-aika ilman ideaa"
    assert [section.heading for section in made.sections] == ["Tapaaminen", "Aihe"]
    assert "keskustelussa" not in to_text(made)


def test_an_idea_just_begun_has_one_too(sqlite_backend: Backend) -> None:
    there = Appointments(House(sqlite_backend, answers={}))
    made = brief(there, there.booked(there.time()))
    assert part(made, "Lyhyesti") == ["Ideasta ei ole vielä kerrottu mitään."]
    assert part(made, "Vielä auki")[0].startswith("Esittelystä puuttuu: mitä tehdään, ")


def test_who_left_the_group_does_not_bring_its_idea(there: Appointments) -> None:
    charlie = there.house.joined_by("charlie")
    meeting = there.booked(there.time(), who=charlie)
    there.backend.run(lambda unit: unit.teams.leave(there.house.team, person_of(unit, charlie)))
    assert brief(there, meeting).title == "Neuvonta-aika ilman ideaa"


def test_there_is_none_of_a_meeting_that_is_none(there: Appointments) -> None:
    meeting = there.booked(there.time())
    with pytest.raises(NotFound):
        brief(there, replace(meeting, booking=replace(meeting.booking, id=BookingId("none"))))


def test_the_groups_language_is_marked_as_such(sqlite_backend: Backend) -> None:
    there = Appointments(House(sqlite_backend, language="en", answers={**ORDINARY, "what": "We make coffee."}))
    made = brief(there, there.booked(there.time(), language="en"))
    languages = {section.heading: section.language for section in made.sections}
    assert (languages["Mitä tehdään"], languages["Lyhyesti"], languages["Sopivuus"]) == ("en", "fi", "fi")
    assert ("/H2", "") in tags_of(to_pdf(made, look=Look.BRIEF))


def test_an_ordinary_brief_is_one_page_that_everybody_can_read(there: Appointments) -> None:
    there.house.sends(at=NOON)
    asks(there, there.house.alice, "Saako ostaa tabletteja, ja kenelle ne jäävät sen jälkeen, kun toiminta loppuu?")
    made = brief(there, there.booked(there.time(), about="Kuka maksaa palkkion?"))
    pdf = to_pdf(made, look=Look.BRIEF)
    assert len(pages_of(pdf)) == 1
    assert faults_of(pdf) == []
    told = words_of(pdf)
    assert [text for section in made.sections for text in (section.heading, *section.paragraphs) if squeezed(text) not in told] == []


def test_nothing_is_cut_of_one_told_at_length(sqlite_backend: Backend) -> None:
    there = Appointments(House(sqlite_backend, answers=AT_LENGTH))
    made = brief(there, there.booked(there.time()))
    pdf = to_pdf(made, look=Look.BRIEF)
    assert len(pages_of(pdf)) > 1
    assert body_of(pdf, head="", foot=f"{made.footer} · {made.made_at}").count(squeezed("Kahvila kokoaa ihmiset yhteen.")) == 5 * 60


def test_the_text_says_what_the_page_says(there: Appointments) -> None:
    made = brief(there, there.booked(there.time()))
    text = to_text(made)
    assert text.startswith("Vain neuvojan käyttöön.")
    assert [line for section in made.sections for line in section.paragraphs if line not in text] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_leave_the_page_readable(sqlite_backend: Backend, name: str) -> None:
    there = Appointments(House(sqlite_backend, answers={"title": "Kahvit", "what": HOSTILE[name][0].replace("\ud83d", "").replace("\udc00", "")}))
    assert faults_of(to_pdf(brief(there, there.booked(there.time())), look=Look.BRIEF)) == []
