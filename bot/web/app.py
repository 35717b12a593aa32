"""Puts the web part together."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from backend.bootstrap import Backend
from bot.web.bodies import MAX_BODY
from bot.web.calendar_feed import CalendarFeed
from bot.web.chat_api import ChatApi
from bot.web.drafts_api import DraftsApi
from bot.web.drafts_pages import DraftsPages
from bot.web.health import Health
from bot.web.pages import Pages
from bot.web.rendering import Rendering
from bot.web.security import guard, set_headers
from bot.web.settings import WebSettings
from bot.web.stream import Streams


def build_app(backend: Backend, settings: WebSettings) -> web.Application:
    """The chat page, its API, health and statements; runs until it is cleaned up."""
    app = web.Application(middlewares=[guard(settings)], client_max_size=MAX_BODY)
    app.on_response_prepare.append(set_headers(settings))
    streams = Streams(backend, settings)
    app.add_routes(ChatApi(backend=backend, settings=settings, streams=streams).routes())
    app.add_routes(Health(backend=backend, settings=settings, streams=streams).routes())
    app.add_routes(CalendarFeed(backend=backend, settings=settings).routes())
    rendering = Rendering(backend.content)
    app.add_routes(Pages(backend, rendering).routes())
    app.add_routes(DraftsPages(backend=backend, rendering=rendering).routes())
    app.add_routes(DraftsApi(backend=backend, settings=settings, rendering=rendering).routes())

    async def polling(_app: web.Application) -> AsyncIterator[None]:
        poller = asyncio.create_task(streams.run(), name="stream poller")
        yield
        poller.cancel()
        await asyncio.gather(poller, return_exceptions=True)

    async def end_streams(_app: web.Application) -> None:
        streams.close()

    app.cleanup_ctx.append(polling)
    app.on_shutdown.append(end_streams)
    return app
