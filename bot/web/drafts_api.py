"""The API of the page of drafts: see the table in docs/architecture.md."""

from http import HTTPStatus

from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.conversations import Link
from backend.domain.ideas import IdeaId
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.services import draft_page, following
from backend.services.draft_saving import DraftClosed, FieldChanged, NotAnAnswer, save_field
from backend.services.draft_words import complaint_text
from bot.web.attachment import attachment
from bot.web.bodies import read_json, typed_in
from bot.web.drafts_json import listed_json, page_json, saved_json, theirs_json
from bot.web.limits import Limiter
from bot.web.refusing import refusal, too_many
from bot.web.rendering import Rendering
from bot.web.sessions import require_link
from bot.web.settings import WebSettings

_BASE = "/api/chat/drafts"
IDEA_ID = r"{idea:[0-9a-f]{32}}"
_IDEA = f"{_BASE}/{IDEA_ID}"
_RETRY_SECONDS = 1


class DraftsApi:
    def __init__(self, *, backend: Backend, settings: WebSettings, rendering: Rendering) -> None:
        self._backend = backend
        self._settings = settings
        self._rendering = rendering
        self._saves = Limiter(settings.other_posts_per_session, monotonic=backend.clock.monotonic)
        self._documents = Limiter(settings.documents_per_session, monotonic=backend.clock.monotonic)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(_BASE, self.list_ideas),
            web.get(f"{_IDEA}", self.show),
            web.put(f"{_IDEA}/fields/{{field:[a-z0-9_]{{1,40}}}}", self.save),
            web.get(f"{_IDEA}/document/{{form:[a-z]{{3,4}}}}", self.document, allow_head=False),
        ]

    async def list_ideas(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        content, now = self._backend.content, self._backend.clock.now()
        language = await self._language(request, link)
        found = await self._backend.ask(draft_page.list_ideas, content, conversation=link.conversation, language=language, now=now)
        return web.json_response({"ideas": [listed_json(content, one, language) for one in found.ideas], "deadline": found.deadline})

    async def show(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        content, now = self._backend.content, self._backend.clock.now()
        language = await self._language(request, link)
        try:
            page = await self._backend.ask(draft_page.open_page, content, conversation=link.conversation, idea=_idea_in(request), language=language, now=now)
        except NotFound as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        return web.json_response(page_json(content, page, language, now=now))

    async def save(self, request: web.Request) -> web.Response:
        """Saved, or refused in a way that the page can show beside the field; what was typed stays with the page."""
        link = await require_link(self._backend, request)
        typed = typed_in(await read_json(request, self._settings), field=request.match_info["field"])
        _charge(self._saves, link, "too_many_posts")
        content, now = self._backend.content, self._backend.clock.now()
        language = await self._language(request, link)
        try:
            page = await self._backend.call(
                save_field, content, conversation=link.conversation, idea=_idea_in(request), typed=typed, language=language, now=now
            )
        except NotFound as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        except DraftClosed as error:
            raise refusal(web.HTTPForbidden, error.key) from error
        except NotAnAnswer as error:
            said = complaint_text(content, error.question, error.problem, language)
            return web.json_response({"error": error.key, "text": said}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except FieldChanged as error:
            return web.json_response({"error": error.key, "theirs": theirs_json(content, error.theirs, language)}, status=HTTPStatus.CONFLICT)
        except ChangedMeanwhile as error:
            refused = refusal(web.HTTPServiceUnavailable, error.key)
            refused.headers["Retry-After"] = str(_RETRY_SECONDS)
            raise refused from error
        return web.json_response(saved_json(content, page, typed.field, language, now=now))

    async def document(self, request: web.Request) -> web.Response:
        link = await require_link(self._backend, request)
        _charge(self._documents, link, "too_many_documents")
        content, idea, form = self._backend.content, _idea_in(request), request.match_info["form"]
        try:
            made = await self._backend.ask(draft_page.export_page, content, conversation=link.conversation, idea=idea, form=form, now=self._backend.clock.now())
        except NotFound as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        return attachment(made.data, name=made.name, media_type=made.media_type)

    async def _language(self, request: web.Request, link: Link) -> str:
        return self._rendering.language(request, await self._backend.ask(following.language_of, link=link))


def _idea_in(request: web.Request) -> IdeaId:
    return IdeaId(request.match_info["idea"])


def _charge(limiter: Limiter, link: Link, error: str) -> None:
    wait = limiter.take(link.id)
    if wait:
        raise too_many(error, retry_after=wait)
