"""What stops a start: named, with exit code 78, before any port opens."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.whole.product import ROOT, Product, free_port


@pytest.fixture
def stopped(tmp_path: Path) -> Product:
    """A product that is not running yet."""
    home = tmp_path / "var"
    home.mkdir()
    port = free_port()
    return Product(home=home, port=port, environment={"PATH": "/usr/bin:/bin", "KAKE_HOME": str(home), "KAKE_BIND": f"127.0.0.1:{port}"})


def test_a_second_product_on_the_same_folder_is_refused(running: Product) -> None:
    second = running.kake("up", check=False)
    assert second.returncode == 78
    assert "KAKE_HOME" in second.stderr
    assert "runs already" in second.stderr


def test_a_second_product_on_the_same_database_file_is_refused(running: Product, stopped: Product) -> None:
    shared = {**stopped.environment, "KAKE_DATABASE_URL": f"sqlite:///{running.home / 'kake.db'}"}
    second = Product(home=stopped.home, port=stopped.port, environment=shared).kake("up", check=False)
    assert second.returncode == 78
    assert "KAKE_DATABASE_URL" in second.stderr


def test_a_database_of_a_newer_version_is_refused(stopped: Product) -> None:
    with closing(sqlite3.connect(stopped.home / "kake.db")) as db:
        db.executescript("CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('9999');")
    refused = stopped.kake("up", check=False)
    assert (refused.returncode, refused.stdout) == (78, "")
    assert "newer version" in refused.stderr


def test_broken_content_is_refused_with_its_place(stopped: Product, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    languages = content / "office.yml"
    languages.write_text(languages.read_text().replace("phone: null", "fone: null"))
    refused = Product(home=stopped.home, port=stopped.port, environment={**stopped.environment, "KAKE_CONTENT": str(content)}).kake("up", check=False)
    assert refused.returncode == 78
    assert "office.yml:" in refused.stderr
    assert "phone" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_wrong_token_is_refused_and_never_printed(stopped: Product) -> None:
    refused = Product(home=stopped.home, port=stopped.port, environment={**stopped.environment, "KAKE_TELEGRAM_TOKEN": "hunter2"}).kake("up", check=False)
    assert refused.returncode == 78
    assert refused.stderr.startswith("KAKE_TELEGRAM_TOKEN: ")
    assert "hunter2" not in refused.stderr


def test_a_taken_port_is_refused(running: Product, stopped: Product) -> None:
    taken = Product(home=stopped.home, port=running.port, environment={**stopped.environment, "KAKE_BIND": f"127.0.0.1:{running.port}"}).kake("up", check=False)
    assert taken.returncode == 78
    assert "KAKE_BIND" in taken.stderr


@pytest.mark.parametrize("arguments", [("up", "--only", "kitchen"), ("say", "moi"), ("frobnicate",), ("admin", "cases", "answer", "x", "y")])
def test_wrong_usage_ends_with_two(stopped: Product, arguments: tuple[str, ...]) -> None:
    assert stopped.kake(*arguments, check=False).returncode == 2


def test_saying_something_to_a_product_that_does_not_run_fails_kindly(stopped: Product) -> None:
    said = stopped.kake("say", "--chat", "alice", "moi", check=False)
    assert said.returncode == 1
    assert "start the product first" in said.stderr
