"""Whoever has their data deleted is nowhere any more: not in a table, not in a file. On both databases."""

import dataclasses
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.clock import Clock
from backend.domain.messages import Channel
from backend.domain.privacy import DataClass
from backend.services import acting, delivering
from backend.services.my_data import erased_people, pending_erasures, reapply_erasures
from backend.store import erasing
from backend.store.classified import unclassified
from backend.store.schema import inbox, metadata, person
from backend.sweeping import ledger_salt, sweep
from tests.backend.services.asking import Person, texts
from tests.backend.store.canaries import Canaries, dump, found_in_files, found_in_tables, plant
from tests.times import NOON

ALICE, BOB = "zqalic", "zqbobb"
# Nothing a person said, told in privacy.yml: they go with the emptied conversation.
SHELL = {"conversation.id", "conversation.lease_holder", "inbox.conversation_id", "inbox.external_id", "inbox.id", "inbox.link_id", "inbox.source"}
SHELL |= {"link.address", "link.conversation_id", "link.id", "outbox.conversation_id", "delivery.link_id", "button.conversation_id"}
SHELL |= {"pending_erasure.conversations", "pending_erasure.person_id", "pending_erasure.shell_id"}


def later(backend: Backend, *, hours: float = 0, seconds: float = 0) -> Backend:
    return dataclasses.replace(backend, clock=Clock(NOON + timedelta(hours=hours, seconds=seconds)))


def planted(backend: Backend, prefix: str) -> tuple[Canaries, Person]:
    """Somebody of whom every column holds something, and who goes on writing in their chat."""
    with backend.engine.begin() as db:
        canaries = plant(db, prefix=prefix)
    return canaries, Person(backend=backend, address=canaries.planted["link"]["address"])


def erase(someone: Person) -> list[str]:
    someone.write("poista kaikki mun tiedot", "delete_my_data")
    return texts(someone.press("Poista kaikki"))


def deliver(backend: Backend) -> list[str]:
    """Sends what waits in Telegram."""
    sent = []
    while (outgoing := backend.run(delivering.claim_delivery, channel=Channel.TELEGRAM, holder="tests", now=backend.clock.now())) is not None:
        backend.run(delivering.delivery_sent, outgoing=outgoing, external_id="1", now=backend.clock.now())
        sent.append(outgoing.text)
    return sent


def hits(backend: Backend, canaries: Canaries) -> list[str]:
    with backend.engine.connect() as db:
        return found_in_tables(db, canaries)


def test_every_column_of_the_database_is_classified(content: Content) -> None:
    assert unclassified(content.privacy) == []


def test_a_column_that_is_not_classified_is_named_with_the_place_where_it_belongs(content: Content) -> None:
    case = content.privacy["case"]
    without = {name: column for name, column in case.columns.items() if name != "question"}
    lacking = {**content.privacy, "case": dataclasses.replace(case, columns={**without, "qestion": case.columns["question"]})}
    del lacking["answer"]

    assert unclassified(lacking) == [
        "answer: the table is not classified; add it to content/privacy.yml",
        "case.question: the column is not classified; add it to content/privacy.yml under case",
        "content/privacy.yml: case has no column qestion",
    ]


def test_the_canaries_are_in_every_column_that_holds_personal_text(backend: Backend, content: Content) -> None:
    alice, _ = planted(backend, ALICE)

    with backend.engine.connect() as db:
        rows = dump(db, alice.person)
    personal = {
        (table, column)
        for table, told in content.privacy.items()
        for column, one in told.columns.items()
        if one.data_class in {DataClass.IDENTITY, DataClass.CONTENT, DataClass.CONTACT}
    }
    empty = [f"{table}.{column}" for table, column in sorted(personal) if table in rows and not all(row[column] not in (None, "") for row in rows[table])]
    unreached = sorted({table for table, _ in personal} - set(rows) - {"event"})

    assert (empty, unreached) == ([], [])
    assert all(rows.values())


def test_nothing_of_the_person_is_left_and_the_others_are_untouched(backend: Backend) -> None:
    (alice, alice_writing), (bob, _) = planted(backend, ALICE), planted(backend, BOB)
    with backend.engine.connect() as db:
        before = dump(db, bob.person)

    said = erase(alice_writing)

    assert "Nyt tietosi on poistettu" in said[-1]
    assert set(hits(backend, alice)) <= SHELL, "of what was said nothing is left at once"
    assert deliver(backend)[-1] == said[-1], "and it is still told"
    assert sweep(backend) == 1
    sweep(later(backend, seconds=31))
    assert "link.address" not in hits(backend, alice), "the chat goes when it was told"
    sweep(later(backend, hours=25))
    sweep(later(backend, hours=25))
    assert hits(backend, alice) == []
    assert backend.read(pending_erasures) == []
    with backend.engine.connect() as db:
        assert dump(db, bob.person) == before
    if backend.engine.dialect.name == "sqlite":
        assert found_in_files(backend.home, alice) == []
        assert "kake.db" in found_in_files(backend.home, bob), "the scan finds what is there"


def test_a_table_left_out_of_the_erasure_is_found_by_the_scan(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, writing = planted(backend, ALICE)
    some = metadata.tables["case"]

    class WithoutCases:
        sorted_tables = tuple(table for table in metadata.sorted_tables if table is not some)

    monkeypatch.setattr(erasing, "metadata", WithoutCases)
    erase(writing)

    assert {"case.question", "case.answer"} <= set(hits(backend, alice))


def test_without_the_file_written_anew_deleted_words_stay_in_it(sqlite_backend: Backend) -> None:
    alice, writing = planted(sqlite_backend, ALICE)
    erase(writing)

    assert found_in_files(sqlite_backend.home, alice) != []


def test_a_message_that_comes_again_is_not_taken_in_again(backend: Backend) -> None:
    alice = Person(backend=backend)
    alice.write("olen Alice ja asun Rantakylässä", "ask_area")
    erase(alice)

    with backend.engine.connect() as db:
        left = db.execute(sa.select(inbox.c.text, inbox.c.kind, inbox.c.state, inbox.c.external_id.is_not(None))).all()
    assert {tuple(row) for row in left} == {("", "ignored", "done", True)}
    assert len(left) == 3


def test_who_writes_again_at_once_is_somebody_new_and_is_kept(backend: Backend) -> None:
    alice = Person(backend=backend)
    alice.write("milloin voi hakea", "ask_rounds")
    erase(alice)
    again = alice.write("entä kuka voi hakea", "ask_who_can_apply")
    deliver(backend)
    for hours in (0, 1, 25, 26):
        sweep(later(backend, hours=hours))
    alice.now = NOON + timedelta(hours=27)
    after = alice.write("kiitos", "thank")

    assert again[0].kind == "notice", "nothing is known of them, not even that they were told who we are"
    assert [u.kind for u in after] == ["answer"]
    assert backend.read(pending_erasures) == []


def test_what_is_not_told_within_a_day_is_let_go(backend: Backend) -> None:
    alice = Person(backend=backend)
    erase(alice)
    sweep(backend)
    for _ in range(3):
        sweep(later(backend, hours=25))

    with backend.engine.connect() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(person)).scalar() == 0
    assert backend.read(pending_erasures) == []


def test_the_dialogue_servers_cache_forgets_the_person_under_every_key_and_nobody_else(sqlite_backend: Backend) -> None:
    alice, bob = Person(backend=sqlite_backend), Person(backend=sqlite_backend, address="7002")
    for someone in (alice, bob):
        someone.write("milloin voi hakea", "ask_rounds")
    tracker = sqlite_backend.home / "dialogue" / "tracker.db"
    tracker.parent.mkdir()
    with closing(connect(tracker)) as events:
        events.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255), data TEXT)")
        told = [("old-key", alice), ("new-key", alice), ("bobs-key", bob)]
        for key, someone in told:
            event = f'{{"text": "{ALICE} {key}", "metadata": {{"conversation_id": "{someone.conversation}"}}}}'
            events.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", [(key, event), (key, f"{ALICE} without an id")])
        events.commit()

    erase(alice)
    sweep(sqlite_backend)

    with closing(connect(tracker)) as events:
        assert {key for (key,) in events.execute("SELECT sender_id FROM events")} == {"bobs-key"}
    assert b"old-key" not in tracker.read_bytes()


def test_a_restored_backup_is_rid_again_of_who_was_erased(backend: Backend) -> None:
    alice, writing = planted(backend, ALICE)
    bob, _ = planted(backend, BOB)
    with backend.engine.connect() as db:
        backup = dump(db, alice.person)
        before = dump(db, bob.person)
    erase(writing)
    for hours in (0, 25, 26):
        sweep(later(backend, hours=hours))
    with backend.engine.begin() as db:
        for table in metadata.sorted_tables:
            for row in backup.get(table.name, ()):
                db.execute(sa.insert(table).values(**row))

    salt = ledger_salt(backend.home)
    back = backend.run(reapply_erasures, backend.content, salt=salt, ledger=backend.read(erased_people), now=NOON)

    assert back == 1
    for _ in range(2):
        sweep(later(backend, seconds=60))
    sweep(later(backend, seconds=120))
    assert hits(backend, alice) == []
    with backend.engine.connect() as db:
        assert dump(db, bob.person) == before
    assert backend.run(reapply_erasures, backend.content, salt="another", ledger=frozenset(), now=NOON) == 0


def test_the_salt_of_the_ledger_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    salt = ledger_salt(tmp_path)

    assert ledger_salt(tmp_path) == salt
    assert len(salt) == 43
    assert (tmp_path / "erasures.salt").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["erasures.salt"]


def test_the_button_of_somebody_else_erases_nothing(backend: Backend) -> None:
    alice, bob = Person(backend=backend), Person(backend=backend, address="7002")
    asked = alice.write("poista tietoni", "delete_my_data")[-1]
    bob.write("moi", "greet")

    token = asked.buttons[0].token
    assert backend.run(acting.pressed_button, conversation=bob.conversation, token=token, now=NOON) is None


def test_a_personal_column_may_not_be_declared_as_kept(content: Content) -> None:
    kept = [
        f"{table}.{column}"
        for table, told in content.privacy.items()
        for column, one in told.columns.items()
        if one.erased.value == "kept" and one.data_class in {DataClass.IDENTITY, DataClass.CONTENT, DataClass.CONTACT}
    ]
    assert kept == []
