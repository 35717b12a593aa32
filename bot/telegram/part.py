"""Puts Telegram together for a part of the product: to send, to receive by polling, or to be called by webhooks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.messages import Document, Outgoing
from backend.services.delivering import document_data
from backend.services.leasing import beat
from bot.channel import ChannelFailure, Revoked
from bot.pacing import Pacing
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import TELEGRAM_API, TelegramClient
from bot.telegram.commands import publish_commands
from bot.telegram.intake import Intake
from bot.telegram.receiver import PART, Receiver
from bot.telegram.webhook import Webhook, announce_webhook, webhook_secrets
from bot.waiting import nap

_AGAIN = 30.0
_BEAT_SECONDS = 5.0
_RETRY_AFTER = {"Retry-After": "5"}

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class TelegramSettings:
    """`api` is empty for Telegram's own server. `public_url` and `shared_secret` are needed for webhooks only."""

    token: str = field(repr=False)
    api: str = ""
    public_url: str = ""
    shared_secret: str = field(default="", repr=False)


@asynccontextmanager
async def open_client(settings: TelegramSettings) -> AsyncIterator[TelegramClient]:
    client = TelegramClient(token=settings.token, api=settings.api or TELEGRAM_API)
    try:
        yield client
    finally:
        await client.close()


def channel(client: TelegramClient, backend: Backend, *, pacing: Pacing) -> TelegramChannel:
    """Telegram as the courier and the worker see it."""

    def sent_again(language: str) -> str:
        return backend.content.text("sent_again", language)

    async def read(outgoing: Outgoing, document: Document) -> bytes | None:
        return await backend.ask(document_data, outgoing=outgoing, document=document)

    return TelegramChannel(client=client, pacing=pacing, read=read, sent_again=sent_again)


async def poll(client: TelegramClient, backend: Backend, *, holder: str, stop: asyncio.Event) -> None:
    """Receives by polling, and publishes the menu of commands; ends when told to, or when the token is no good."""
    menu = asyncio.create_task(_until_done(stop, lambda: publish_commands(client, backend.content)))
    await Receiver(backend=backend, client=client, holder=holder).run(stop)
    menu.cancel()


class WebhookPart:
    """The webhook's address, there from the start; it answers "later" until Telegram has told who we are."""

    def __init__(self, *, client: TelegramClient, backend: Backend, settings: TelegramSettings) -> None:
        self._client = client
        self._backend = backend
        self._settings = settings
        self._webhook: Webhook | None = None
        self._name = ""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/telegram/{path}", self._handle)]

    async def run(self, stop: asyncio.Event) -> None:
        """Announces the address to Telegram, and says that it is alive."""
        await _until_done(stop, self._announce)
        while not stop.is_set() and self._webhook is not None:
            await self._backend.call(beat, part=PART, state="working", detail=self._name, now=self._backend.clock.now())
            await nap(stop, _BEAT_SECONDS)

    async def _announce(self) -> None:
        me = await self._client.identity()
        self._name = me.address
        secrets = webhook_secrets(shared_secret=self._settings.shared_secret, bot_id=me.id)
        self._webhook = Webhook(intake=Intake(backend=self._backend, client=self._client, me=me), secrets=secrets)
        await announce_webhook(self._client, public_url=self._settings.public_url, secrets=secrets)
        await publish_commands(self._client, self._backend.content)

    async def _handle(self, request: web.Request) -> web.Response:
        if self._webhook is None:
            return web.Response(status=503, headers=_RETRY_AFTER)
        return await self._webhook.handle(request)


async def _until_done(stop: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    """Tries until it is done; a token that is no good is not tried again."""
    while not stop.is_set():
        try:
            await work()
        except Revoked:
            _log.error("telegram.token_revoked")
            return
        except ChannelFailure as failure:
            _log.warning("telegram.not_set_up", failure=type(failure).__name__)
            await nap(stop, _AGAIN)
        else:
            return
