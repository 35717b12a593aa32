"""An adviser's calendar under its secret address. Who has the address reads it: it names no citizen."""

from aiohttp import web

from backend.bootstrap import Backend
from backend.domain.refusals import NotFound
from backend.services.meetings import calendars
from bot.web.limits import Limiter
from bot.web.refusing import refusal, too_many
from bot.web.security import client_address, is_loopback
from bot.web.settings import WebSettings

_TOO_MANY = "too_many_calendars"


class CalendarFeed:
    def __init__(self, *, backend: Backend, settings: WebSettings) -> None:
        self._backend = backend
        self._settings = settings
        self._limiter = Limiter(settings.calendars_per_address, monotonic=backend.clock.monotonic)

    def routes(self) -> list[web.RouteDef]:
        return [web.get(r"/calendar/{secret:[A-Za-z0-9_-]{43}}.ics", self.calendar)]

    async def calendar(self, request: web.Request) -> web.Response:
        """An unknown address costs what a known one does: it is looked up by its hash, and counted."""
        self._charge(request)
        secret, now = request.match_info["secret"], self._backend.clock.now()
        try:
            feed = await self._backend.ask(calendars.feed_of, self._backend.content, secret=secret, now=now)
        except NotFound as error:
            raise refusal(web.HTTPNotFound, error.key) from error
        # Weak: the time at which it was made is another in each.
        headers = {"ETag": f'W/"{feed.tag}"', "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
        if any(known.value == feed.tag for known in request.if_none_match or ()):
            return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
        return web.Response(body=feed.data, content_type=calendars.MEDIA_TYPE, charset="utf-8", headers=headers)

    def _charge(self, request: web.Request) -> None:
        address = client_address(request, self._settings)
        wait = self._limiter.take(address) if self._settings.is_loopback_limited or not is_loopback(address) else 0.0
        if wait:
            raise too_many(_TOO_MANY, retry_after=wait)
