"""A document handed out under its own name, whatever letters are in it."""

from urllib.parse import quote

from aiohttp import web


def attachment(data: bytes, *, name: str, media_type: str) -> web.Response:
    return web.Response(body=data, content_type=media_type, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"})
