"""The promise under the worst: parts are killed at random while people write, and nothing is lost."""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.whole.product import Product, product, wait_for
from tests.whole.telegram import TOKEN, telegram_server

CHATS = tuple(range(8101, 8106))
UPDATES = 200
KILLS = 8
TEXTS = ("moi", "kuka voi hakea?", "milloin haku on auki", "pitääkö olla omaa rahaa", "kiitos")


@pytest.mark.timeout(400)
def test_no_update_is_lost_and_every_chat_stays_in_order_when_any_part_is_killed(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    with telegram_server() as telegram, product(tmp_path / "var", telegram_token=TOKEN, telegram_api=telegram.url) as running:
        killed: list[str] = []
        for number in range(UPDATES):
            telegram.do("write", chat_id=CHATS[number % len(CHATS)], text=f"{TEXTS[number % len(TEXTS)]} {number}")
            if number % (UPDATES // KILLS) == UPDATES // KILLS - 1:
                killed.append(_kill_one(running, chance, len(killed)))
            time.sleep(0.02)
        wait_for("all turns' being done", lambda: _turns(running, "new") == [] and len(_turns(running, "done")) >= UPDATES, seconds=240)

        written = [f"{TEXTS[n % len(TEXTS)]} {n}" for n in range(UPDATES)]
        done = [text for _, text in _turns(running, "done")]
        assert sorted(done) == sorted(written)
        for chat in CHATS:
            mine = [text for address, text in _turns(running, "done") if address == str(chat)]
            assert mine == [text for n, text in enumerate(written) if CHATS[n % len(CHATS)] == chat]
        assert _answers_out_of_order(running) == []
        assert running.kake("doctor", check=False).stdout == ""
    assert len(set(killed)) == 5, "every part was killed at least once"


def _kill_one(running: Product, chance: random.Random, number: int) -> str:
    """Every part has its turn, then chance decides."""
    pids = wait_for("a part to kill", running.pids)
    names = ("bot", "actions", "dialogue", "courier", "web")
    name = names[number] if number < len(names) else chance.choice(sorted(pids))
    with suppress(ProcessLookupError, KeyError):
        os.kill(pids[name], signal.SIGKILL)
    return name


def _turns(running: Product, state: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{running.home / 'kake.db'}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT link.address, inbox.text FROM inbox JOIN link ON link.id = inbox.link_id WHERE inbox.state = ? ORDER BY inbox.conversation_id, inbox.seq",
            (state,),
        )
        return [(address, text) for address, text in rows]


def _answers_out_of_order(running: Product) -> list[str]:
    """Answers whose turn came before that of the answer said just before them in the same chat; apologies excepted."""
    with closing(sqlite3.connect(f"file:{running.home / 'kake.db'}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT outbox.conversation_id, outbox.id, inbox.seq FROM outbox JOIN inbox ON inbox.id = outbox.turn_id "
            "WHERE outbox.kind <> 'apology' ORDER BY outbox.conversation_id, outbox.seq"
        ).fetchall()
    last: dict[str, int] = {}
    wrong = []
    for conversation, answer, seq in rows:
        if seq < last.get(conversation, 0):
            wrong.append(answer)
        last[conversation] = seq
    return wrong
