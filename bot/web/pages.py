"""The pages: the chat, the two statements, what a browser asks for beside them."""

import json

from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.text import MAX_CHARACTERS
from backend.services import following
from bot.web.rendering import FOLDER, Rendering
from bot.web.security import STATIC
from bot.web.sessions import find_link

_STARTERS = ("page.starter.who", "page.starter.event", "page.starter.when", "page.starter.idea", "page.starter.person")
_SCRIPT_TEXTS = "page.script."


class Pages:
    def __init__(self, backend: Backend, rendering: Rendering) -> None:
        self._backend = backend
        self._rendering = rendering

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self.chat),
            web.get("/privacy", self.privacy),
            web.get("/accessibility", self.accessibility),
            web.get("/favicon.ico", self.favicon),
            web.get("/manifest.webmanifest", self.manifest),
            web.static(STATIC, FOLDER / "static"),
        ]

    async def chat(self, request: web.Request) -> web.Response:
        link = await find_link(self._backend, request)
        known = "" if link is None else await self._backend.ask(following.language_of, link=link)
        language = self._rendering.language(request, known)
        texts = self._rendering.texts(language, "page.")
        return self._rendering.page(
            "chat.html",
            language,
            path="/",
            has_session=link is not None,
            limit=MAX_CHARACTERS,
            starters=[texts[key] for key in _STARTERS],
            script_texts=json.dumps({key.removeprefix(_SCRIPT_TEXTS): text for key, text in texts.items() if key.startswith(_SCRIPT_TEXTS)}),
        )

    async def privacy(self, request: web.Request) -> web.Response:
        return self._statement(request, "privacy")

    async def accessibility(self, request: web.Request) -> web.Response:
        return self._statement(request, "accessibility")

    async def favicon(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(FOLDER / "static" / "icon.png")

    async def manifest(self, request: web.Request) -> web.Response:
        language = self._rendering.language(request)
        texts = self._rendering.texts(language, "page.")
        described = {
            "name": texts["page.title"],
            "short_name": texts["page.name"],
            "lang": language,
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f6f5f1",
            "theme_color": "#0d5c52",
            "icons": [{"src": f"{STATIC}icon.png", "sizes": "192x192", "type": "image/png"}],
        }
        return web.json_response(described, content_type="application/manifest+json")

    def _statement(self, request: web.Request, name: str) -> web.Response:
        language = self._rendering.language(request)
        return self._rendering.page("statement.html", language, path=f"/{name}", statement=self._backend.content.statement(name, language))
