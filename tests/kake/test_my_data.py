"""`kake admin erase` and `kake admin export`, for somebody who cannot ask in the chat."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.bootstrap import Backend
from backend.services.cases import list_cases
from kake.commands import admin_my_data
from kake.commands.admin import admin
from tests.backend.services.asking import Person


@pytest.fixture
def alice(sqlite_backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Person:
    """She has passed question 1 on."""

    @contextmanager
    def opened() -> Iterator[Backend]:
        yield sqlite_backend

    monkeypatch.setattr(admin_my_data, "opened_backend", opened)
    somebody = Person(backend=sqlite_backend)
    somebody.write("saako palkkaa maksaa tällä rahalla", "ask_costs")
    somebody.press("Kysy neuvojalta")
    return somebody


def kake(*arguments: str, says: str = "") -> Result:
    return CliRunner().invoke(admin, arguments, input=says)


def test_the_copy_is_written_for_its_reader_only(alice: Person, tmp_path: Path) -> None:
    done = kake("export", "--case", "1", "--to", str(tmp_path / "copies"), "--language", "en")

    page, data = (Path(line) for line in done.stdout.splitlines())
    assert json.loads(data.read_text())["records"]["case"][0]["question"] == "saako palkkaa maksaa tällä rahalla"
    assert '<html lang="en">' in page.read_text()
    assert [path.stat().st_mode & 0o077 for path in (page, data)] == [0, 0]


def test_it_is_asked_before_anything_is_deleted(alice: Person) -> None:
    refused = kake("erase", "--conversation", alice.conversation, says="n\n")

    assert refused.exit_code == 1
    assert len(alice.backend.run(list_cases)) == 1


def test_everything_is_deleted_by_the_number_of_a_question(alice: Person) -> None:
    done = kake("erase", "--case", "1", "--yes")

    assert json.loads(done.stdout) == {"state": "erased"}
    assert alice.backend.read(lambda unit: unit.conversations.get(alice.conversation)) is None


@pytest.mark.parametrize("wrong", [(), ("--case", "1", "--conversation", "x"), ("--case", "7"), ("--conversation", "nowhere")])
def test_nobody_is_deleted_where_it_is_not_said_who(alice: Person, wrong: tuple[str, ...]) -> None:
    done = kake("erase", "--yes", *wrong)

    assert done.exit_code != 0
    assert len(alice.backend.run(list_cases)) == 1
