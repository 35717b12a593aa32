"""How the API says no: a status and a key, never a sentence."""

import json
import math
from collections.abc import Mapping

from aiohttp import web


def refusal(kind: type[web.HTTPException], key: str, **facts: int) -> web.HTTPException:
    return kind(text=_body(key, facts), content_type="application/json")


def too_long(*, actual: int, limit: int) -> web.HTTPException:
    return web.HTTPRequestEntityTooLarge(limit, actual, text=_body("text_too_long", {"limit": limit}), content_type="application/json")


def too_many(key: str, *, retry_after: float) -> web.HTTPException:
    seconds = max(1, math.ceil(retry_after))
    refused = refusal(web.HTTPTooManyRequests, key, retry_after=seconds)
    refused.headers["Retry-After"] = str(seconds)
    return refused


def _body(key: str, facts: Mapping[str, int]) -> str:
    return json.dumps({"error": key, **facts})
