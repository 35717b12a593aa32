"""The same product on PostgreSQL, by one setting."""

import json
from pathlib import Path

from tests.databases import PostgresServer
from tests.whole.product import product


def test_on_a_database_server_questions_are_answered_handed_over_and_interviewed(postgres: PostgresServer, tmp_path: Path) -> None:
    with product(tmp_path / "var", database_url=postgres.new_database(is_migrated=False)) as running:
        answered = running.say("alice", "paljonko rahaa yhteen tapahtumaan voi saada?")
        running.say("alice", "ihminen")
        running.say("alice", "Saako rahalla vuokrata soittimia?")
        begun = running.say("alice", "meidän kylätoimikunta haluis 5000 e lasten tapahtumaan, onnistuuko")
        cases = [json.loads(line) for line in running.kake("admin", "cases", "list").stdout.splitlines()]
        sick = running.kake("doctor").stdout

    assert "8\u00a0000\u00a0€" in answered[-1]["text"]
    assert [case["question"] for case in cases] == ["Saako rahalla vuokrata soittimia?"]
    assert "5\u00a0000\u00a0€" in begun[-1]["text"]
    assert sick == ""
    assert not (tmp_path / "var" / "kake.db").exists()
