"""The pages: the chat, the two statements, what a browser asks for beside them."""

import json
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.bootstrap import Backend
from backend.domain.text import MAX_CHARACTERS
from backend.services import following
from bot.web.security import STATIC
from bot.web.sessions import find_link

FOLDER = Path(__file__).parent
_STARTERS = ("page.starter.who", "page.starter.event", "page.starter.when", "page.starter.idea", "page.starter.person")
_SCRIPT_TEXTS = "page.script."
_MAX_ACCEPTED = 20


class Pages:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

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
        language = self._language(request, known)
        texts = self._texts(language)
        return self._page(
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
        texts = self._texts(self._language(request))
        described = {
            "name": texts["page.title"],
            "short_name": texts["page.name"],
            "lang": self._language(request),
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f6f5f1",
            "theme_color": "#0d5c52",
            "icons": [{"src": f"{STATIC}icon.png", "sizes": "192x192", "type": "image/png"}],
        }
        return web.json_response(described, content_type="application/manifest+json")

    def _statement(self, request: web.Request, name: str) -> web.Response:
        language = self._language(request)
        return self._page("statement.html", language, path=f"/{name}", statement=self._backend.content.statement(name, language))

    def _page(self, template: str, language: str, **values: object) -> web.Response:
        wordings = self._backend.content.wordings
        others = [(code, wording.name) for code, wording in wordings.items() if code != language]
        html = self._templates.get_template(template).render(language=language, others=others, text=self._texts(language), **values)
        return web.Response(text=html, content_type="text/html")

    def _texts(self, language: str) -> Mapping[str, str]:
        content = self._backend.content
        return {key: content.text(key, language) for key in content.messages if key.startswith("page.")}

    def _language(self, request: web.Request, known: str = "") -> str:
        """What the address asks for, else the conversation's, else the browser's first that we have."""
        content = self._backend.content
        wanted = [request.query.get("lang", ""), known, *_accepted(request.headers.get("Accept-Language", ""))]
        ours = (content.language(code) for code in wanted if code.split("-")[0].lower() in content.wordings)
        return next(ours, content.default_language)


def _accepted(header: str) -> list[str]:
    """Languages of an Accept-Language header, the dearest first."""
    weighed = [entry.strip().partition(";q=") for entry in header.split(",")[:_MAX_ACCEPTED]]
    return [code for code, _, _ in sorted(weighed, key=lambda entry: -_weight(entry[2]))]


def _weight(written: str) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 0.0
