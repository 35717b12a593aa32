"""The cookie that holds a chat session's secret; the product keeps only its hash."""

import re

from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.conversations import Link
from backend.domain.refusals import NotFound
from backend.services import chatting
from bot.web.refusing import refusal
from bot.web.settings import WebSettings

COOKIE = "kake_chat"
_LIVES = 30 * 24 * 3600
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def secret_of(request: web.Request) -> str | None:
    secret = request.cookies.get(COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else None


async def find_link(backend: Backend, request: web.Request) -> Link | None:
    """The request's session; None where there is none, or it was ended."""
    secret = secret_of(request)
    if secret is None:
        return None
    try:
        return await backend.ask(chatting.session_link, secret=secret)
    except NotFound:
        return None


async def require_link(backend: Backend, request: web.Request) -> Link:
    """Missing, unknown and ended sessions are not told apart."""
    link = await find_link(backend, request)
    if link is None:
        raise refusal(web.HTTPUnauthorized, "no_session")
    return link


def give_cookie(response: web.Response, secret: str, settings: WebSettings) -> None:
    response.set_cookie(COOKIE, secret, max_age=_LIVES, path="/", httponly=True, samesite="Strict", secure=settings.is_https)


def take_cookie(response: web.Response, settings: WebSettings) -> None:
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict", secure=settings.is_https)
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
