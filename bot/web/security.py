"""What every request passes and every response carries."""

import json
import traceback
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.refusing import refusal
from bot.web.settings import WebSettings

API = "/api/"
STATIC = "/static/"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ONE_YEAR = 31_536_000
_WRITING = frozenset({"POST", "PUT"})
_log = structlog.get_logger()
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def set_headers(settings: WebSettings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal rather than a middleware: event streams and errors carry the headers too."""

    async def on_prepare(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", "no-cache" if request.path.startswith(STATIC) else "no-store")
        if settings.is_https:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR}"

    return on_prepare


def guard(settings: WebSettings) -> Middleware:
    """Keeps foreign sites from posting, and answers every failure of the API as JSON."""

    @web.middleware
    async def middleware(request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not request.path.startswith(API):
            return await handler(request)
        try:
            if request.method in _WRITING:
                _refuse_foreign(request, settings)
            return await handler(request)
        except web.HTTPException as error:
            raise (error if error.content_type == "application/json" else _as_json(error)) from error
        except ConnectionResetError:
            raise
        except Exception as error:  # the last resort: the page tries again with the same id, nothing comes twice
            # No traceback: a database error's message holds the texts it was to write.
            _log.error("web.request_failed", path=request.path, error=type(error).__name__, where=_where(error))
            unavailable = refusal(web.HTTPServiceUnavailable, "unavailable")
            unavailable.headers["Retry-After"] = "2"
            raise unavailable from error

    return middleware


def client_address(request: web.Request, settings: WebSettings) -> str:
    """The address a limit is counted on; an X-Forwarded-For counts only from a proxy we trust."""
    peer = request.remote or ""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    last = ",".join(forwarded).rsplit(",", maxsplit=1)[-1].strip()
    return last if last and peer in settings.trusted_proxies else peer


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _refuse_foreign(request: web.Request, settings: WebSettings) -> None:
    """Every browser says where a post or a put comes from; only programs such as `kake say` do not, and nobody can lure those."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise refusal(web.HTTPForbidden, "foreign_origin")
    if origin is not None and not _is_own(origin, request, settings):
        raise refusal(web.HTTPForbidden, "foreign_origin")
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise refusal(web.HTTPUnsupportedMediaType, "json_only")


def _is_own(origin: str, request: web.Request, settings: WebSettings) -> bool:
    try:
        given = urlsplit(origin)
    except ValueError:
        return False
    own = urlsplit(settings.public_url)
    if own.netloc and (given.scheme, given.netloc) == (own.scheme, own.netloc):
        return True
    return given.scheme in {"http", "https"} and given.netloc == request.host


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))


def _as_json(error: web.HTTPException) -> web.HTTPException:
    error.text = json.dumps({"error": error.reason.lower().replace(" ", "_")})
    error.content_type = "application/json"
    return error
