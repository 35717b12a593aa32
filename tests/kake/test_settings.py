"""A wrong setting stops the start, names itself, and never prints a secret."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kake.cli import main
from kake.exits import WRONG_CONFIGURATION, WrongConfiguration
from kake.home import only_one
from kake.settings import read_settings

GOOD_TOKEN = "123456:" + "A" * 35


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("KAKE_BIND", "8080", "write host:port"),
        ("KAKE_BIND", "127.0.0.1:99999", "write host:port"),
        ("KAKE_BIND", "", "write host:port"),
        ("KAKE_PUBLIC_URL", "kake.example.fi", "write an address"),
        ("KAKE_PUBLIC_URL", "https://alice:hunter2@kake.example.fi", "without a user"),
        ("KAKE_TELEGRAM_TOKEN", "hunter2", "not the shape of a bot token"),
        ("KAKE_TELEGRAM_TOKEN", GOOD_TOKEN + "\n", "no spaces or line breaks"),
        ("KAKE_TELEGRAM_TOKEN", " " + GOOD_TOKEN, "no spaces or line breaks"),
        ("KAKE_TELEGRAM_API", "ftp://api.example.org", "write an address"),
        ("KAKE_TELEGRAM_WEBHOOK", "maybe", "write yes or no"),
        ("KAKE_SHARED_SECRET", "hunter2", "at least 16"),
        ("KAKE_PROGRAMME", "../etc/passwd", "write the name of a file"),
        ("KAKE_NOW", "tomorrow", "ISO 8601"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongConfiguration) as refusal:
        read_settings()
    assert len(refusal.value.lines) == 1
    assert refusal.value.lines[0].startswith(f"{variable}: ")
    assert says in refusal.value.lines[0]
    assert "hunter2" not in str(refusal.value)


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_BIND", "x")
    monkeypatch.setenv("KAKE_NOW", "x")
    with pytest.raises(WrongConfiguration) as refusal:
        read_settings()
    assert [line.split(":")[0] for line in refusal.value.lines] == ["KAKE_BIND", "KAKE_NOW"]


@pytest.mark.parametrize("address", ["http://kake.example.fi", "https://kake.example.fi:8080", ""])
def test_webhooks_are_refused_where_telegram_would_refuse_them(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_TELEGRAM_WEBHOOK", "yes")
    monkeypatch.setenv("KAKE_PUBLIC_URL", address)
    with pytest.raises(WrongConfiguration, match="KAKE_PUBLIC_URL"):
        read_settings()


@pytest.mark.parametrize(
    ("variable", "value", "says"), [("KAKE_PROGRAMME", "joensuu-kake-3", "it may be joensuu-kake-2"), ("KAKE_CONTENT", "/nowhere", "no folder")]
)
def test_what_is_not_there_is_refused_and_what_there_is_is_named(variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongConfiguration, match=rf"^{variable}: .*{says}(?!\.)"):
        read_settings()


def test_a_home_that_cannot_be_made_is_refused_by_name() -> None:
    with pytest.raises(WrongConfiguration, match=r"^KAKE_HOME: "), only_one(Path("/proc/nowhere"), sqlite_file=None):
        pytest.fail("there is no such folder")


def test_a_database_that_is_none_of_ours_stops_the_command_and_names_the_variable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KAKE_DATABASE_URL", "mysql://localhost/kake")
    with pytest.raises(SystemExit) as ended:
        main(["admin", "cases", "list"])
    assert ended.value.code == WRONG_CONFIGURATION
    assert capsys.readouterr().err.startswith("KAKE_DATABASE_URL: mysql is not")


def test_a_home_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "var").write_text("x")
    monkeypatch.setenv("KAKE_HOME", str(tmp_path / "var"))
    with pytest.raises(WrongConfiguration, match="KAKE_HOME"):
        read_settings()


def test_a_home_that_the_dialogue_server_would_misread_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_HOME", str(tmp_path / "postgresql" / "var"))
    with pytest.raises(WrongConfiguration, match="KAKE_HOME"):
        read_settings()


def test_the_clock_begins_where_it_is_told_in_the_citys_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_NOW", "2018-02-10T09:00")
    now = read_settings().clock().now()
    assert (now - datetime(2018, 2, 10, 7, 0, tzinfo=UTC)).total_seconds() < 5


def test_settings_never_show_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAKE_TELEGRAM_TOKEN", GOOD_TOKEN)
    settings = read_settings()
    assert settings.token == GOOD_TOKEN
    assert GOOD_TOKEN not in repr(settings)
