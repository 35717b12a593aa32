"""Takes updates that Telegram posts to us."""

import hashlib
import hmac
import json
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.telegram.client import TelegramClient
from bot.telegram.intake import Intake
from bot.telegram.parse import update_id_of

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_MAX_BODY = 1_000_000
_RETRY_AFTER = {"Retry-After": "5"}

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookSecrets:
    """The part of the address nobody can guess, and what Telegram shows to be Telegram."""

    path: str
    header: str


def webhook_secrets(*, shared_secret: str, bot_id: int) -> WebhookSecrets:
    """The same for every process that knows the product's secret: nothing needs to be stored."""
    path, header = (hmac.digest(shared_secret.encode(), f"telegram webhook {use} {bot_id}".encode(), "sha256").hex() for use in ("path", "header"))
    return WebhookSecrets(path=path[:32], header=header)


async def announce_webhook(client: TelegramClient, *, public_url: str, secrets: WebhookSecrets) -> None:
    """Tells Telegram where to post. Raises a ChannelFailure."""
    await client.set_webhook(f"{public_url.rstrip('/')}/telegram/{secrets.path}", secret=secrets.header)


class Webhook:
    """Committed, then an empty 200; 503 where the database is away, so that Telegram tries again."""

    def __init__(self, *, intake: Intake, secrets: WebhookSecrets) -> None:
        self._intake = intake
        self._secrets = secrets

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/telegram/{path}", self.handle)]

    async def handle(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            _log.warning("webhook.refused")
            return web.Response(status=401)
        body = await self._whole(request)
        try:
            await self._take(body)
        except Exception as error:  # noqa: BLE001 - the bot's last resort: not acknowledged, Telegram sends it again
            _log.error("webhook.not_stored", error=type(error).__name__)
            return web.Response(status=503, headers=_RETRY_AFTER)
        # The body must be empty: Telegram runs one that names a method.
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        headers = request.headers.getall(SECRET_HEADER, [])
        # Every header must be the right one, compared in constant time; bytes, for it may hold anything.
        is_header_right = len(headers) == 1 and hmac.compare_digest(_digest(headers[0]), _digest(self._secrets.header))
        is_path_right = hmac.compare_digest(_digest(request.match_info["path"]), _digest(self._secrets.path))
        return is_header_right and is_path_right

    @staticmethod
    async def _whole(request: web.Request) -> bytes:
        body = bytearray()
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > _MAX_BODY:
                break
        return bytes(body)

    async def _take(self, body: bytes) -> None:
        """Junk with the right secret is stored as junk: a refusal would be sent again for a day and hold up the chat."""
        try:
            raw = json.loads(body) if len(body) <= _MAX_BODY else None
        except (ValueError, RecursionError):
            raw = None
        if update_id_of(raw) is not None:
            await self._intake.take(raw)
        else:
            await self._intake.take_unreadable(body)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
