"""Who asks to be told of rounds, and what they hear; on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.services.ports import Unit
from backend.services.round_watching import tell_of_rounds
from tests.backend.services.asking import Person, labels
from tests.backend.services.idea_house import buttons, heard, round_of, someone, told
from tests.times import NOON

OPENS, CLOSES = date(2027, 2, 1), date(2027, 3, 12)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE)


@pytest.fixture
def alice(backend: Backend) -> Person:
    return someone(backend, "alice")


def tells(backend: Backend, now: datetime, *, holder: str = "bot") -> int:
    return backend.run(tell_of_rounds, backend.content, holder=holder, now=now)


def walk(backend: Backend, first: date, last: date) -> list[tuple[date, int]]:
    moments = []
    now = at(first, 0)
    while now <= at(last, 23, 59):
        if tells(backend, now):
            moments.append((now.astimezone(CITY_ZONE).date(), now.astimezone(CITY_ZONE).hour))
        now = (now.astimezone(UTC) + timedelta(hours=4)).astimezone(CITY_ZONE)
    return moments


def test_where_no_round_is_known_it_is_said_so_and_nothing_invented(alice: Person) -> None:
    said = alice.write("muistuta kun haku aukeaa", "set_reminder")

    assert "kerron tässä keskustelussa, kun haku avautuu" in said[-1].text
    assert "**Seuraavan haun aikaa ei ole vielä kerrottu.**" in said[-1].text
    assert labels(said)[0] == "Älä kerro hauista"


def test_where_a_round_is_known_its_days_are_told(alice: Person) -> None:
    round_of(alice.backend, OPENS, CLOSES, now=NOON)
    assert "**1.2.2027 – 12.3.2027**" in alice.write("muistuta kun haku aukeaa", "set_reminder")[-1].text


def test_asking_twice_is_watching_once(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    again = alice.write("muistuta nyt varmasti", "set_reminder")

    assert again[-1].text.startswith("Muistutus on jo päällä.")
    assert len(alice.backend.read(lambda unit: unit.rounds.watchers())) == 1


def test_who_asked_hears_when_a_round_opens_and_a_week_before_it_closes(alice: Person) -> None:
    bob = someone(alice.backend, "bob", language="en")
    carol = someone(alice.backend, "carol")
    for person in (alice, bob):
        person.write("remind me", "set_reminder")
    round_of(alice.backend, OPENS, CLOSES, now=NOON)

    assert walk(alice.backend, date(2027, 1, 30), date(2027, 3, 14)) == [(OPENS, 8), (date(2027, 3, 5), 8)]

    assert [text.splitlines()[0] for text in told(alice)[1:]] == [
        "Haku on nyt auki! Se on avoinna **1.2.2027 – 12.3.2027**.",
        "Haku on auki ja päättyy 7 päivän päästä, **pe 12.3.2027**.",
    ]
    assert [one.kind for one in heard(bob)[1:]] == ["reminder", "reminder"]
    assert told(bob)[1].startswith("The round is open now!")
    assert told(carol) == []


def test_each_is_said_once_however_often_the_job_runs(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, CLOSES, now=NOON)
    assert [tells(alice.backend, at(OPENS, 8) + n * timedelta(minutes=10)) for n in range(4)] == [1, 0, 0, 0]


@dataclass
class Forgetful:
    """An outbox that does not know its own keys: the guard taken away."""

    outbox: Any

    def add(self, *args: Any, key: str, now: datetime, **kwargs: Any) -> Any:
        return self.outbox.add(*args, key=f"{key}:{now.isoformat()}", now=now, **kwargs)


@dataclass
class Unguarded:
    unit: Unit

    @property
    def outbox(self) -> Forgetful:
        return Forgetful(self.unit.outbox)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unit, name)


def test_without_its_key_a_message_would_be_said_again_and_again(alice: Person) -> None:
    """The negative control of the test above."""
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, CLOSES, now=NOON)

    def unguarded(unit: Unit, now: datetime) -> int:
        return tell_of_rounds(Unguarded(unit), alice.backend.content, holder="bot", now=now)  # type: ignore[arg-type]  # a unit in all but its guard

    assert [alice.backend.run(unguarded, at(OPENS, 8) + n * timedelta(minutes=10)) for n in range(3)] == [1, 1, 1]


def test_one_tap_stops_it(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, CLOSES, now=NOON)
    tells(alice.backend, at(OPENS))
    alice.now = at(OPENS, 13)
    assert buttons(heard(alice)[-1])[-1] == "Älä kerro hauista"

    stopped = alice.press("Älä kerro hauista")[-1].text

    assert stopped.startswith("Selvä, en enää kerro hauista.")
    assert tells(alice.backend, at(date(2027, 3, 5))) == 0


def test_who_asks_while_the_round_is_open_is_told_at_once_and_reminded_before_it_closes(alice: Person) -> None:
    round_of(alice.backend, OPENS, CLOSES, now=NOON)
    alice.now = at(date(2027, 2, 10))

    assert "Haku on auki juuri nyt" in alice.write("muistuta", "set_reminder")[-1].text
    assert walk(alice.backend, date(2027, 2, 10), date(2027, 3, 14)) == [(date(2027, 3, 5), 8)]


def test_a_round_published_after_it_has_opened_is_told_of_to_those_who_were_waiting(alice: Person) -> None:
    alice.now = at(date(2027, 2, 3))
    alice.write("muistuta", "set_reminder")
    published = at(date(2027, 2, 5), 21)
    round_of(alice.backend, OPENS, CLOSES, now=published)

    assert tells(alice.backend, published + timedelta(minutes=10)) == 0
    assert tells(alice.backend, at(date(2027, 2, 6), 8)) == 1


def test_a_round_of_a_week_is_told_of_once(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, date(2027, 2, 8), now=NOON)
    assert walk(alice.backend, date(2027, 1, 31), date(2027, 2, 9)) == [(OPENS, 8)]


def test_every_new_round_is_told_of(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, date(2027, 2, 5), now=NOON)
    round_of(alice.backend, date(2027, 2, 8), date(2027, 2, 12), now=NOON)
    assert walk(alice.backend, date(2027, 1, 31), date(2027, 2, 13)) == [(OPENS, 8), (date(2027, 2, 8), 8)]


def test_a_machine_that_was_off_tells_only_the_newest(alice: Person) -> None:
    alice.write("muistuta", "set_reminder")
    round_of(alice.backend, OPENS, CLOSES, now=NOON)

    assert tells(alice.backend, at(date(2027, 3, 10))) == 1
    assert told(alice)[-1].startswith("Haku on auki ja päättyy 2 päivän päästä")
