import asyncio
import gzip
import json
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from backend.bootstrap import Backend
from bot.web.app import build_app
from bot.web.security import guard
from bot.web.settings import WebSettings
from tests.bot.web.site import API, browser, new_id, site

POSTS = ("session", "messages", "seen", "code", "return", "leave")
GETS = (
    "/",
    "/privacy",
    "/accessibility",
    "/health",
    "/ready",
    "/metrics",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/static/chat.js",
    "/nothing",
    f"{API}/history",
    "/drafts",
    f"{API}/drafts",
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


async def test_every_address_is_known_to_these_tests(sqlite_backend: Backend) -> None:
    app = build_app(sqlite_backend, WebSettings())
    routes = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource is not None}
    known = {("POST", f"{API}/{name}") for name in POSTS}
    drafts = ("/drafts", "/drafts/{idea}", f"{API}/drafts", f"{API}/drafts/{{idea}}")
    read = (*GETS[:8], *drafts, f"{API}/history", f"{API}/documents/{{seq}}/{{position}}", "/static", "/calendar/{secret}.ics")
    known |= {(method, path) for path in read for method in ("GET", "HEAD")}
    known |= {("GET", f"{API}/drafts/{{idea}}/document/{{form}}"), ("PUT", f"{API}/drafts/{{idea}}/fields/{{field}}")}
    assert routes == known | {("GET", f"{API}/events")}


async def test_every_answer_carries_the_headers(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, WebSettings(public_url="https://kake.example")) as server, browser(server) as alice:
        answers = [await alice.client.get(path) for path in GETS]
        answers += [await alice.post(path, {}) for path in POSTS]
        answers += [await alice.client.get(f"{API}/events", cookies={})]
        for answer in answers:
            static = answer.url.path.startswith("/static/")
            assert {name: answer.headers.get(name) for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")} == {
                "Content-Security-Policy": POLICY,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache" if static else "no-store",
            }, answer.url
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
            answer.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_a_post_from_another_site_is_refused(sqlite_backend: Backend, headers: dict[str, str]) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice:
        for path in POSTS:
            answer = await alice.post(path, {"id": new_id(), "text": "x"}, **headers)
            assert (answer.status, await answer.json()) == (403, {"error": "foreign_origin"})
        assert (await alice.history())["utterances"] == []


async def test_a_post_from_the_public_address_behind_a_proxy_is_let_in(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, WebSettings(public_url="https://kake.example/")) as server, browser(server, has_session=False) as alice:
        assert (await alice.post("session", Origin="https://kake.example", **{"Sec-Fetch-Site": "same-origin"})).status == 201
        assert (await alice.post("session", Origin="http://kake.example")).status == 403


async def test_without_the_guard_another_site_could_post(sqlite_backend: Backend) -> None:
    """The negative control: the tests above see the hole when the guard is gone."""
    app = build_app(sqlite_backend, WebSettings())
    assert [one.__qualname__ for one in app.middlewares] == [guard(WebSettings()).__qualname__]  # type: ignore[attr-defined]  # a function
    app.middlewares.clear()
    server = TestServer(app)
    await server.start_server()
    async with browser(server, has_session=False) as alice:
        assert (await alice.post("session", Origin="https://evil.example")).status == 201
    await server.close()


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json-patch+json", ""])
async def test_only_json_is_taken(sqlite_backend: Backend, content_type: str) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.client.post(f"{API}/messages", data=b'{"id": "x"}', headers={"Content-Type": content_type})
        assert (answer.status, await answer.json()) == (415, {"error": "json_only"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'"x"',
        b"{",
        b"[" * 60_000,
        b'{"id": "1", "id": "2"}',
        b'{"__proto__": {"id": 1}}',
        b"\xef\xbb\xbf{}",
        '{"id": "x"}'.encode("utf-16"),
        b"\xff\xfe",
        b'{"text": NaN}',
    ],
)
async def test_what_is_no_json_object_of_ours_is_a_bad_request(sqlite_backend: Backend, body: bytes) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.client.post(f"{API}/messages", data=body, headers={"Content-Type": "application/json"})
        assert answer.status == 400


async def test_a_large_body_is_refused(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.client.post(
            f"{API}/messages", data=json.dumps({"id": new_id(), "text": "a" * 70_000}), headers={"Content-Type": "application/json"}
        )
        assert (answer.status, await answer.json()) == (413, {"error": "request_entity_too_large"})


async def test_a_compressed_body_is_refused_unread(sqlite_backend: Backend) -> None:
    bomb = gzip.compress(b"a" * 50_000_000)
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.client.post(f"{API}/messages", data=bomb, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
        assert answer.status == 415


async def test_a_body_that_never_ends_is_cut_off(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, WebSettings(body_timeout=0.1)) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(f"POST {API}/leave HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
        async with asyncio.timeout(5):
            assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        writer.close()


async def test_reading_never_changes_anything(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        for path in POSTS:
            answer = await alice.client.get(f"{API}/{path}", headers={"X-HTTP-Method-Override": "POST"})
            assert (answer.status, await answer.json()) == (405, {"error": "method_not_allowed"})


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/settings.py", "/static//etc/passwd", "/static/", "/static"])
async def test_nothing_but_the_pages_own_files_is_handed_out(sqlite_backend: Backend, path: str) -> None:
    async with site(sqlite_backend) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        status = (await reader.read()).split(b" ")[1]
        writer.close()
        assert status in {b"403", b"404"}


def test_scripts_never_parse_text_as_html() -> None:
    scripts = "".join(path.read_text() for path in (Path(__file__).parents[3] / "bot" / "web" / "static").glob("*.js"))
    dangerous = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage", "new Function")
    assert [name for name in dangerous if name in scripts] == []
