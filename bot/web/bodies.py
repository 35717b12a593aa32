"""Parses what the page posts, so that nothing beyond here sees raw JSON."""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from backend.domain.ids import ButtonToken
from backend.domain.messages import Kind
from backend.domain.text import MAX_CHARACTERS
from backend.services.draft_saving import Typed
from bot.web.refusing import refusal, too_long
from bot.web.settings import WebSettings

MAX_BODY = 65_536
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_MAX_CODE = 64
_MAX_SEQ = 2**53


async def read_json(request: web.Request, settings: WebSettings) -> Mapping[str, Any]:
    """The body's JSON object; refuses what is too slow, too large or anything else."""
    try:
        data = await asyncio.wait_for(request.read(), settings.body_timeout)
        body = json.loads(data.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except TimeoutError as error:
        raise refusal(web.HTTPRequestTimeout, "too_slow") from error
    except (ValueError, RecursionError) as error:
        raise _bad() from error
    if not isinstance(body, dict):
        raise _bad()
    return body


def message_in(body: Mapping[str, Any]) -> tuple[str, Kind, str, ButtonToken | None, str]:
    """The client's id, the kind, the text, the button's token and the page's language."""
    external_id = body.get("id")
    if not isinstance(external_id, str) or not _UUID.fullmatch(external_id.lower()):
        raise refusal(web.HTTPBadRequest, "bad_id")
    language = body.get("lang", "")
    if not isinstance(language, str) or not (language == "" or _LANGUAGE.fullmatch(language)):
        raise _bad()
    if "press" in body:
        return external_id.lower(), Kind.PRESS, "", _token(body["press"]), language
    return external_id.lower(), Kind.TEXT, _text(body.get("text")), None, language


def seq_in(body: Mapping[str, Any]) -> int:
    seq = body.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < _MAX_SEQ:
        raise _bad()
    return seq


def code_in(body: Mapping[str, Any]) -> str:
    code = body.get("code")
    if not isinstance(code, str) or len(code) > _MAX_CODE:
        raise _bad()
    return code


def typed_in(body: Mapping[str, Any], *, field: str) -> Typed:
    """What was typed into the field. How long it may be is the field's own business."""
    text, version = body.get("text"), body.get("version")
    if not isinstance(text, str) or not isinstance(version, int) or isinstance(version, bool) or not 0 <= version < _MAX_SEQ:
        raise _bad()
    return Typed(field=field, text=text, version=version)


def after_in(written: str) -> int:
    """A `seq` from a query or a header; 0 where it is none."""
    return min(int(written[:18]), _MAX_SEQ) if written.isascii() and written.isdigit() else 0


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise _bad()
    if len(text) > MAX_CHARACTERS:
        raise too_long(actual=len(text), limit=MAX_CHARACTERS)
    return text


def _token(token: object) -> ButtonToken:
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise _bad()
    return ButtonToken(token)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a key is there twice"
        raise ValueError(msg)
    return found


def _bad() -> web.HTTPException:
    return refusal(web.HTTPBadRequest, "bad_request")
