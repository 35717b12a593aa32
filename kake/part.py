"""One part of the product as a process: `python -m kake.part web`."""

import asyncio
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import aiohttp
import structlog
from aiohttp import web

from actions.app import build_app as build_actions
from backend.bootstrap import Backend
from backend.content import ContentBroken
from backend.domain.messages import Channel
from backend.store.engine import DatabaseUnusable
from bot.channel import PushChannel
from bot.courier import Courier
from bot.dialogue import Dialogue
from bot.pacing import Pacing
from bot.telegram.part import TelegramSettings, WebhookPart, open_client, poll
from bot.telegram.part import channel as telegram_channel
from bot.web.app import build_app as build_web
from bot.web.settings import Probe, WebSettings
from bot.worker import Worker
from kake.exits import WRONG_CONFIGURATION, WRONG_USAGE, WrongConfiguration
from kake.logs import set_up_logs
from kake.opening import opened
from kake.settings import Settings, read_settings

_GRACE_SECONDS = 3.0

_log = structlog.get_logger()


async def run_actions(settings: Settings, backend: Backend, stop: asyncio.Event) -> None:
    """The actions' server, where KAKE_ACTIONS_URL says."""
    url = urlsplit(settings.actions_url)
    await _serve(build_actions(backend, settings.secret), host=url.hostname or "127.0.0.1", port=url.port or 0, stop=stop)


async def run_web(settings: Settings, backend: Backend, stop: asyncio.Event) -> None:
    """The chat page and what else faces people, at KAKE_BIND."""
    app = build_web(backend, _web_settings(settings))
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        if settings.token and settings.uses_webhook:
            client = await stack.enter_async_context(open_client(_telegram(settings)))
            webhook = WebhookPart(client=client, backend=backend, settings=_telegram(settings))
            app.add_routes(webhook.routes())
            group.create_task(webhook.run(stop))
        await _serve(app, host=settings.bind_host, port=settings.bind_port, stop=stop)


async def run_bot(settings: Settings, backend: Backend, stop: asyncio.Event) -> None:
    """The worker that takes the turns and, with a token, Telegram's receiver."""
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        channels: dict[Channel, PushChannel] = {}
        if settings.token:
            client = await stack.enter_async_context(open_client(_telegram(settings)))
            channels = _channels(telegram_channel(client, backend, pacing=Pacing()))
            if not settings.uses_webhook:
                group.create_task(poll(client, backend, holder=_holder("telegram"), stop=stop))
        dialogue = Dialogue(session=session, url=settings.dialogue_url, secret=settings.secret)
        await Worker(backend=backend, dialogue=dialogue, channels=channels, holder=_holder("bot")).run(stop)


async def run_courier(settings: Settings, backend: Backend, stop: asyncio.Event) -> None:
    """Deliveries through the channels that are pushed to."""
    async with AsyncExitStack() as stack:
        pacing = Pacing()
        channels: dict[Channel, PushChannel] = {}
        if settings.token:
            client = await stack.enter_async_context(open_client(_telegram(settings)))
            channels = _channels(telegram_channel(client, backend, pacing=pacing))
        await Courier(backend=backend, channels=channels, holder=_holder("courier"), pacing=pacing).run(stop)


PARTS: dict[str, Callable[[Settings, Backend, asyncio.Event], Awaitable[None]]] = {
    "actions": run_actions,
    "web": run_web,
    "bot": run_bot,
    "courier": run_courier,
}


def _web_settings(settings: Settings) -> WebSettings:
    return WebSettings(
        public_url=settings.public_url,
        probes=(
            Probe(name="dialogue", url=f"{settings.dialogue_url}/webhooks/turn/"),
            Probe(name="actions", url=f"{settings.actions_url.removesuffix('/webhook')}/health"),
        ),
        parts=("bot", "courier", *(("telegram",) if settings.token else ())),
    )


def _telegram(settings: Settings) -> TelegramSettings:
    return TelegramSettings(token=settings.token, api=settings.telegram_api, public_url=settings.public_url, shared_secret=settings.secret)


def _channels(*channels: PushChannel) -> dict[Channel, PushChannel]:
    return {channel.name: channel for channel in channels}


async def _serve(app: web.Application, *, host: str, port: int, stop: asyncio.Event) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GRACE_SECONDS)
    await runner.setup()
    await web.TCPSite(runner, host, port, reuse_address=True).start()
    try:
        await stop.wait()
    finally:
        await runner.cleanup()


def _holder(part: str) -> str:
    """The same after a restart on this machine: what an earlier life held is this one's to give back."""
    return f"{part}@{socket.gethostname()}"


async def _run(name: str, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sent in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sent, stop.set)
    backend = opened(settings)
    try:
        await PARTS[name](settings, backend, stop)
    finally:
        backend.close()


def main(arguments: list[str]) -> int:
    """Runs the part; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in PARTS:
        sys.stderr.write(f"usage: python -m kake.part {'|'.join(PARTS)}\n")
        return WRONG_USAGE
    set_up_logs(part=arguments[0])
    try:
        asyncio.run(_run(arguments[0], read_settings()))
    except (WrongConfiguration, ContentBroken, DatabaseUnusable) as error:
        _log.error("part.wrong_configuration", reason=str(error))
        return WRONG_CONFIGURATION
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
