"""The pages of own ideas and drafts, readable as they come; their script saves what is typed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

from aiohttp import web

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.conversations import Link
from backend.domain.ideas import DraftState, IdeaId, Submission
from backend.domain.interview.form import Kind, Question
from backend.domain.refusals import NotFound
from backend.services import draft_page, following
from backend.services.draft_page import DraftPage, Field, IdeaList, ListedIdea
from backend.services.draft_words import mark_text, state_text, submission_text, when
from bot.web.drafts_api import IDEA_ID
from bot.web.drafts_json import complete_json, label_of, missing_json
from bot.web.rendering import Rendering
from bot.web.sessions import find_link

_WORDS = "drafts_page."
_SCRIPT_WORDS = "drafts_page.script."
_FORMS = ("pdf", "docx", "odt")
_PICKED = (Kind.CHOICE, Kind.YES_NO)
_NO_VALUES: Mapping[str, object] = {}
_LONG = 400
"""A text that may be longer than this gets a field of several lines."""


class DraftsPages:
    def __init__(self, *, backend: Backend, rendering: Rendering) -> None:
        self._backend = backend
        self._rendering = rendering

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/drafts", self.list_ideas), web.get(f"/drafts/{IDEA_ID}", self.one)]

    async def list_ideas(self, request: web.Request) -> web.Response:
        link, language = await self._who(request)
        if link is None:
            return self._gate(request, language)
        content, now = self._backend.content, self._backend.clock.now()
        found = await self._backend.ask(draft_page.list_ideas, content, conversation=link.conversation, language=language, now=now)
        values = {"deadline": found.deadline, "ideas": _listed(content, found, language, now=now)}
        return self._page("drafts.html", request, language, values)

    async def one(self, request: web.Request) -> web.Response:
        link, language = await self._who(request)
        if link is None:
            return self._gate(request, language)
        content, now, idea = self._backend.content, self._backend.clock.now(), IdeaId(request.match_info["idea"])
        try:
            page = await self._backend.ask(draft_page.open_page, content, conversation=link.conversation, idea=idea, language=language, now=now)
        except NotFound:
            return self._page("drafts_gone.html", request, language, status=HTTPStatus.NOT_FOUND)
        return self._page("draft.html", request, language, _shown(content, page, language, now=now))

    async def _who(self, request: web.Request) -> tuple[Link | None, str]:
        link = await find_link(self._backend, request)
        known = "" if link is None else await self._backend.ask(following.language_of, link=link)
        return link, self._rendering.language(request, known)

    def _gate(self, request: web.Request, language: str) -> web.Response:
        """A visit from another site brings no cookie (it is SameSite=Strict): there the script looks whether there is a session."""
        return self._page("drafts_gate.html", request, language, {"may_be_known": request.headers.get("Sec-Fetch-Site") == "cross-site"})

    def _page(
        self, template: str, request: web.Request, language: str, values: Mapping[str, object] = _NO_VALUES, *, status: int = HTTPStatus.OK
    ) -> web.Response:
        words = {key.removeprefix(_WORDS): text for key, text in self._rendering.texts(language, _WORDS).items()}
        script = {key.removeprefix(_SCRIPT_WORDS): text for key, text in self._rendering.texts(language, _SCRIPT_WORDS).items()}
        return self._rendering.page(template, language, status=status, path=request.path, word=words, script_words=json.dumps(script), **values)


def _listed(content: Content, found: IdeaList, language: str, *, now: datetime) -> Sequence[Mapping[str, object]]:
    return [
        {
            **_head(content, one, language),
            "changed": content.text("drafts_page.list.changed", language, at=when(content, one.view.idea.touched_at, language, now=now)),
            "number": content.text("drafts_page.list.number", language, number=str(one.view.idea.number)),
        }
        for one in found.ideas
    ]


def _shown(content: Content, page: DraftPage, language: str, *, now: datetime) -> Mapping[str, object]:
    listed = ListedIdea(view=page.view, submissions=page.submissions)
    return {
        **_head(content, listed, language),
        "deadline": page.deadline,
        "is_open": page.is_open,
        "is_with_adviser": page.view.idea.draft_state is DraftState.SENT,
        "has_draft": page.view.draft is not None,
        "tasks": page.tasks,
        "missing": missing_json(page, language),
        "fields": [_field(content, field, language, now=now) for field in page.fields],
        "submissions": [_submission(content, one, language, now=now) for one in page.submissions],
        "forms": _FORMS,
    }


def _head(content: Content, listed: ListedIdea, language: str) -> Mapping[str, object]:
    idea = listed.view.idea
    return {
        "id": idea.id,
        "title": listed.view.title(content, language),
        "state": state_text(content, idea, listed.submissions, language),
        "complete": complete_json(content, listed.view, language),
    }


def _submission(content: Content, submission: Submission, language: str, *, now: datetime) -> Mapping[str, object]:
    return {"steps": submission_text(content, submission, language, now=now), "reasons": submission.reasons}


def _field(content: Content, field: Field, language: str, *, now: datetime) -> Mapping[str, object]:
    question = field.question
    return {
        "id": question.id,
        "label": label_of(question.label[language]),
        "ask": question.asks[language][0],
        "example": question.example[language],
        "why": question.why[language],
        "is_optional": question.is_optional,
        "is_long": question.kind is Kind.TEXT and question.limits.max_length > _LONG,
        "options": _options(question, language),
        "text": field.text,
        "version": field.version,
        "state": field.mark,
        "mark": mark_text(content, field, language, now=now),
    }


def _options(question: Question, language: str) -> Sequence[str]:
    return [choice.labels[language] for choice in question.choices] if question.kind in _PICKED else []
