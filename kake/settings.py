"""The product's settings: environment variables, checked before anything starts."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.domain.clock import CITY_ZONE, Clock
from kake.exits import WrongConfiguration

ROOT = Path(__file__).resolve().parent.parent
_TELEGRAM_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
_BIND = re.compile(r"(?P<host>[^:\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
_MAX_PORT = 65_535
_MIN_SECRET = 16


def _bind(value: str) -> str:
    match = _BIND.fullmatch(value)
    if match is None or int(match["port"]) > _MAX_PORT:
        msg = "write host:port, for instance 127.0.0.1:8080"
        raise ValueError(msg)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None):
        msg = "write an address such as https://kake.example.fi, without a user or a password"
        raise ValueError(msg)
    return value.rstrip("/")


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is not None and value.get_secret_value() and _TELEGRAM_TOKEN.fullmatch(value.get_secret_value()) is None:
        msg = "that is not the shape of a bot token: digits, a colon, then 20 or more letters, digits, _ or -; no spaces or line breaks"
        raise ValueError(msg)
    return value


def _secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and not (value.get_secret_value().isascii() and len(value.get_secret_value()) >= _MIN_SECRET):
        msg = f"a shared secret has at least {_MIN_SECRET} ASCII characters"
        raise ValueError(msg)
    return value


def _yes_or_no(value: str) -> str:
    if value not in {"", "no", "yes"}:
        msg = "write yes or no"
        raise ValueError(msg)
    return value


def _moment(value: str) -> str:
    try:
        datetime.fromisoformat(value) if value else None
    except ValueError as error:
        msg = "write a time in ISO 8601, for instance 2026-11-24T09:00+02:00"
        raise ValueError(msg) from error
    return value


def _name(value: str) -> str:
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", value) is None:
        msg = "write the name of a file in content/programmes without its ending, for instance joensuu-kake-2"
        raise ValueError(msg)
    return value


class Settings(BaseSettings):
    """Every setting with its default; the README says what each is for."""

    model_config = SettingsConfigDict(env_prefix="KAKE_", frozen=True, extra="ignore")

    home: Path = Path("var")
    database_url: str = ""
    bind: Annotated[str, AfterValidator(_bind)] = "127.0.0.1:8080"
    public_url: Annotated[str, AfterValidator(_address)] = ""
    telegram_token: Annotated[SecretStr | None, AfterValidator(_token)] = None
    telegram_api: Annotated[str, AfterValidator(_address)] = ""
    telegram_webhook: Annotated[str, AfterValidator(_yes_or_no)] = "no"
    dialogue_url: Annotated[str, AfterValidator(_address)] = ""
    actions_url: Annotated[str, AfterValidator(_address)] = ""
    shared_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = None
    programme: Annotated[str, AfterValidator(_name)] = "joensuu-kake-2"
    now: Annotated[str, AfterValidator(_moment)] = ""
    # Between `kake up` and its parts: seconds by which their clock is ahead.
    clock_offset: float = 0.0
    content: Path = ROOT / "content"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home.resolve() / 'kake.db'}"

    @property
    def sqlite_file(self) -> Path | None:
        """The database where it is a file; None where it is a server."""
        scheme, _, path = self.database.partition(":///")
        return Path(path).resolve() if scheme == "sqlite" and path else None

    @property
    def bind_host(self) -> str:
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def bind_port(self) -> int:
        return int(self.bind.rpartition(":")[2])

    @property
    def token(self) -> str:
        """The Telegram bot's token; empty where there is no Telegram."""
        return "" if self.telegram_token is None else self.telegram_token.get_secret_value()

    @property
    def secret(self) -> str:
        return "" if self.shared_secret is None else self.shared_secret.get_secret_value()

    @property
    def uses_webhook(self) -> bool:
        return self.telegram_webhook == "yes"

    @property
    def model(self) -> Path:
        return self.home.resolve() / "model" / "kake.tar.gz"

    def clock(self) -> Clock:
        if not self.now:
            return Clock(offset=timedelta(seconds=self.clock_offset))
        start = datetime.fromisoformat(self.now)
        return Clock(start if start.tzinfo is not None else start.replace(tzinfo=CITY_ZONE))


def read_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - values of any setting
    """The settings of this process; raises WrongConfiguration that names each wrong variable and what it may hold."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise WrongConfiguration([f"KAKE_{'.'.join(str(p) for p in e['loc']).upper()}: {_reason(e['msg'])}" for e in error.errors()]) from None
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    if settings.uses_webhook:
        url = urlsplit(settings.public_url)
        if url.scheme != "https" or (url.port or 443) not in {443, 80, 88, 8443}:
            raise WrongConfiguration(["KAKE_PUBLIC_URL: Telegram's webhooks need an https address on port 443, 80, 88 or 8443"])
    if "postgresql" in str(settings.home.resolve()):
        # Rasa looks for that word anywhere in its tracker's address, and then opens a file as if it were a server.
        raise WrongConfiguration([f"KAKE_HOME: {settings.home} has the word postgresql in its path, which the dialogue server cannot bear; use another folder"])
    if settings.home.exists() and not settings.home.is_dir():
        raise WrongConfiguration([f"KAKE_HOME: {settings.home} is a file; it has to be a folder"])
    _check_content(settings)


def _check_content(settings: Settings) -> None:
    if not settings.content.is_dir():
        raise WrongConfiguration([f"KAKE_CONTENT: there is no folder {settings.content}; name one that holds texts and facts as content/ does"])
    folder = settings.content / "programmes"
    there = sorted(file.stem for file in folder.glob("*.yml") if "." not in file.stem)
    if settings.programme not in there:
        raise WrongConfiguration([f"KAKE_PROGRAMME: there is no {settings.programme}.yml in {folder}; it may be {', '.join(there) or 'nothing yet'}"])


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
