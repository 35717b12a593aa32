"""Pages from templates, in the language that a request asks for."""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backend.content import Content

FOLDER = Path(__file__).parent
_MAX_ACCEPTED = 20


class Rendering:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def page(self, template: str, language: str, *, status: int = 200, **values: object) -> web.Response:
        """`values` beside what every page is made of: its language, the others, and the page's texts."""
        wordings = self._content.wordings
        others = [(code, wording.name) for code, wording in wordings.items() if code != language]
        html = self._templates.get_template(template).render(language=language, others=others, text=self.texts(language, "page."), **values)
        return web.Response(text=html, content_type="text/html", status=status)

    def texts(self, language: str, prefix: str) -> Mapping[str, str]:
        """The messages whose key begins so and that need no facts."""
        messages = self._content.messages
        return {key: self._content.text(key, language) for key, message in messages.items() if key.startswith(prefix) and not message.needs}

    def language(self, request: web.Request, known: str = "") -> str:
        """What the address asks for, else the conversation's, else the browser's first that we have."""
        wanted = [request.query.get("lang", ""), known, *_accepted(request.headers.get("Accept-Language", ""))]
        ours = (self._content.language(code) for code in wanted if code.split("-")[0].lower() in self._content.wordings)
        return next(ours, self._content.default_language)


def _accepted(header: str) -> list[str]:
    """Languages of an Accept-Language header, the dearest first."""
    weighed = [entry.strip().partition(";q=") for entry in header.split(",")[:_MAX_ACCEPTED]]
    return [code for code, _, _ in sorted(weighed, key=lambda entry: -_weight(entry[2]))]


def _weight(written: str) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 0.0
