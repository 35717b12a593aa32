"""Joint meetings and trainings in the chat: conversations in data, and what happens at once; on both databases."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ruamel.yaml import YAML

from backend.bootstrap import Backend
from backend.domain.ids import TurnId
from backend.domain.meetings.records import SeatState, Training, TrainingKind
from backend.domain.messages import Button, Command, Kind
from backend.services import acting, turns
from backend.services.meetings.training_cards import OwnTrainings, own_trainings
from backend.services.meetings.training_telling import call_off, fill_seats
from backend.services.ports import Unit
from backend.services.speaking import voice_in
from tests.backend.services.asking import Person
from tests.backend.services.idea_house import heard, person_of, someone, told
from tests.backend.services.test_conversations import missing
from tests.backend.services.together import Together
from tests.times import NOON

FOLDER = Path(__file__).parents[3] / "conversations" / "trainings"
FIVE_HOURS = timedelta(hours=5)
TITLES: Mapping[str, tuple[TrainingKind, Mapping[str, str]]] = {
    "economy": (TrainingKind.TRAINING, {"fi": "Talousilta", "en": "Money evening"}),
    "network": (TrainingKind.JOINT_MEETING, {"fi": "Verkostotapaaminen", "en": "Network meeting"}),
}
ABOUT = {"fi": "Puhutaan kuluista ja kuiteista.", "en": "We talk about costs and receipts."}


@dataclass
class Trainings:
    """People in their chats, and what the office publishes for 17 o'clock in Joensuu."""

    backend: Backend
    chats: Together = field(init=False)
    published: dict[str, Training] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chats = Together(backend=self.backend)

    def publish(self, name: str = "economy", *, days: int = 8, seats: int = 1, closes: int = 1) -> Training:
        kind, title = TITLES[name]
        starts_at = NOON + timedelta(days=days) + FIVE_HOURS
        closing = (starts_at - timedelta(days=closes - 1)).replace(hour=22, minute=0) - timedelta(days=1)

        def publish(unit: Unit) -> Training:
            return unit.trainings.publish(
                kind=kind,
                title=title,
                about=ABOUT,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                place="Pääkirjasto",
                capacity=seats,
                sign_up_until=closing,
            )

        self.published[name] = self.backend.run(publish)
        return self.published[name]

    def does(self, office: Mapping[str, Any]) -> None:
        if "publish" in office:
            self.publish(office["publish"], days=office["days"], seats=office["seats"], closes=office.get("closes", 1))
        elif "call_off" in office:
            self.backend.run(call_off, self.backend.content, training=self.published[office["call_off"]].id, now=self.chats.now)
        else:
            self.chats.now += timedelta(days=office["wait"])

    def seats(self, training: Training) -> list[tuple[str, int]]:
        return [(one.state.value, one.number) for one in self.backend.read(lambda unit: unit.trainings.seats(training.id))]


def conversations() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for name, steps in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(steps, id=f"{path.stem}-{name}")


@pytest.mark.parametrize("steps", list(conversations()))
def test_the_conversation_goes_as_written(sqlite_backend: Backend, steps: list[Mapping[str, Any]]) -> None:
    trainings = Trainings(sqlite_backend)
    for step in steps:
        if "office" in step:
            trainings.does(step["office"])
            continue
        said, files = play(trainings.chats, step)
        assert missing(said, step["bot"]) == [], f"after {step['who']}: {step['person']!r} the bot said:\n{said}"
        assert [word for word in step.get("never", ()) if word in said] == [], said
        if "files" in step:
            assert [name[-4:] for name in files] == step["files"]


def play(chats: Together, step: Mapping[str, Any]) -> tuple[str, list[str]]:
    who, person, in_group = step["who"], step["person"], step.get("in") == "group"
    before = len(heard(chats.person(who, in_group=in_group))) if person is not None else 0
    if person is None:
        news = chats.person(who).news()
        return chats.heard(news), [file.name for one in news for file in one.documents]
    if isinstance(person, str):
        said = chats.writes(who, person, *step.get("topics", ()), in_group=in_group, language=step.get("language", "fi"))
    else:
        said = chats.presses(who, person["press"], in_group=in_group)
    return said, [file.name for one in heard(chats.person(who, in_group=in_group))[before:] for file in one.documents]


# At once.


def presses(person: Person, act: str, training: Training, *, now: datetime = NOON) -> None:
    """As if there had been a button with that act; the whole turn."""
    backend = person.backend
    turn = person.claimed(Kind.PRESS)
    command = Command(act=f"training.{act}", arguments={"training": training.id})
    backend.run(acting.act, backend.content, turn=turn, command=command, label="", now=now)
    backend.run(turns.finish_turn, turn=turn)


def at_once(backend: Backend, people: list[Person], act: str, training: Training) -> None:
    """Every turn is taken in first, then all are done in threads."""
    command = Command(act=f"training.{act}", arguments={"training": training.id})
    claimed = [person.claimed(Kind.PRESS) for person in people]
    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        list(pool.map(lambda turn: backend.run(acting.act, backend.content, turn=turn, command=command, label="", now=NOON), claimed))
    for turn in claimed:
        backend.run(turns.finish_turn, turn=turn)


def test_eight_people_tap_at_once_and_the_only_seat_is_one_persons(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=1)
    people = [someone(backend, f"guest {n}") for n in range(8)]

    at_once(backend, people, "sign_up", held)

    assert trainings.seats(held) == [("booked", 1), *[("waiting", 0)] * 7]
    last = [told(person)[-1] for person in people]
    assert sum("Paikkasi on varattu" in text for text in last) == 1
    assert sorted(text.partition("jonossa **")[2][:1] for text in last) == ["", *"1234567"]


def test_without_the_lock_and_the_index_the_seat_would_be_given_twice(backend: Backend) -> None:
    """The negative control: the database's index taken away, two take the same seat."""
    trainings = Trainings(backend)
    held = trainings.publish(seats=1)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    with backend.engine.begin() as connection:
        connection.execute(sa.text("DROP INDEX uq_seat_taken"))

    def take(unit: Unit) -> None:
        for person in (alice, bob):
            assert unit.trainings.take(held.id, number=1, person=person_of(unit, person), conversation=person.conversation, now=NOON) is not None

    backend.run(take)

    assert trainings.seats(held) == [("booked", 1), ("booked", 1)]


def test_everybody_leaves_at_once_and_nobody_waits_on(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=2)
    people = [someone(backend, f"guest {n}") for n in range(6)]
    for person in people:
        presses(person, "sign_up", held)

    at_once(backend, people[:3], "leave", held)

    assert trainings.seats(held) == [("booked", 1), ("booked", 2), ("waiting", 0)]
    lucky = [sum("vapautui" in text for text in told(person)) for person in people[3:]]
    assert lucky == [1, 1, 0]


def test_the_tap_five_times_is_one_seat_and_one_receipt(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=3)
    alice = someone(backend, "alice")
    for _ in range(5):
        presses(alice, "sign_up", held)

    assert trainings.seats(held) == [("booked", 1)]
    assert ["Paikkasi on varattu" in text for text in told(alice)] == [True, False, False, False, False]
    assert ["Olet jo ilmoittautunut" in text for text in told(alice)] == [False, True, True, True, True]


def test_a_tap_of_an_unknown_training_or_of_anothers_seat_does_nothing(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=3)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    presses(alice, "sign_up", held)
    presses(bob, "leave", held)

    assert trainings.seats(held) == [("booked", 1)]
    assert told(bob) == ["Sinulla ei ole paikkaa täällä: **Talousilta**. Mitään ei siis tarvinnut perua."]
    said = Together(backend=backend, people={"bob": bob}).does("bob", Command(act="training.sign_up", arguments={"training": "no such"}))
    assert "vanhentunut" in said


def test_a_tap_in_a_group_chat_signs_nobody_up(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=3)
    trainings.chats.writes("Aino", "moi", "greet", in_group=True)
    group = trainings.chats.person("Aino", in_group=True)
    presses(group, "sign_up", held)

    assert trainings.seats(held) == []
    assert "kahdenkeskinen" in told(group)[-1]


# Told without having written.


def test_who_gets_a_seat_at_night_hears_of_it_in_the_morning_once(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=1)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    for person in (alice, bob):
        presses(person, "sign_up", held)
    night = NOON + timedelta(hours=11)
    presses(alice, "leave", held, now=night)

    with backend.engine.connect() as connection:
        query = sa.text("SELECT not_before FROM outbox WHERE text LIKE '%vapautui%'")
        moments = [str(value)[:16] for value in connection.execute(query).scalars()]
    assert moments == ["2026-11-24 06:00"]
    assert trainings.seats(held) == [("booked", 1)]


def test_a_seat_that_an_erasure_left_goes_to_who_waits(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=1)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    for person in (alice, bob):
        presses(person, "sign_up", held)
    with backend.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM seat WHERE state = 'booked'"))

    assert [backend.run(fill_seats, backend.content, holder="bot", now=NOON + n * timedelta(minutes=1)) for n in range(3)] == [1, 0, 0]
    assert [("vapautui" in text) for text in told(bob)] == [False, True]
    assert trainings.seats(held) == [("booked", 1)]


def test_nobody_is_given_a_seat_of_what_was_called_off(backend: Backend) -> None:
    trainings = Trainings(backend)
    held = trainings.publish(seats=1)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    for person in (alice, bob):
        presses(person, "sign_up", held)
    backend.run(call_off, backend.content, training=held.id, now=NOON)
    presses(alice, "leave", held)

    assert ["vapautui" in text for text in told(bob)] == [False, False]
    assert "on peruttu" in told(bob)[-1]


# With the person's meetings.


def test_own_trainings_are_shown_with_the_meetings(backend: Backend) -> None:
    trainings = Trainings(backend)
    full, open_ = trainings.publish(seats=1), trainings.publish("network", days=10, seats=5)
    alice, bob = someone(backend, "alice"), someone(backend, "bob")
    presses(alice, "sign_up", full)
    for training in (full, open_):
        presses(bob, "sign_up", training)

    def read(unit: Unit) -> OwnTrainings:
        conversation = unit.conversations.get(bob.conversation)
        assert conversation is not None
        return own_trainings(voice_in(unit, backend.content, conversation=conversation, turn=TurnId("t"), now=NOON))

    assert backend.read(read) == OwnTrainings(
        lines=(
            "**Talousilta** – tiistaina 1.12. klo 17.00–19.00, Pääkirjasto (jonossa 1.)",
            "**Verkostotapaaminen** – torstaina 3.12. klo 17.00–19.00, Pääkirjasto",
        ),
        buttons=(
            Button(label="Pois jonosta: Talousilta", command=Command(act="training.leave", arguments={"training": full.id})),
            Button(label="Peru ilmoittautuminen: Verkostotapaaminen", command=Command(act="training.leave", arguments={"training": open_.id})),
        ),
    )
    assert [one.state for one in backend.read(lambda unit: unit.trainings.seats(open_.id))] == [SeatState.BOOKED]
