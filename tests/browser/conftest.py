"""A real Chromium against a real web part, in which an echo stands in for the dialogue server."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from backend.bootstrap import Backend
from bot.web.app import build_app
from bot.web.settings import Rate, WebSettings
from tests.bot.web.site import echo

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
_GENEROUS = Rate(count=10_000, seconds=60)


class Site:
    """The web part in a thread of its own, at an address that stays the same when it is stopped and started again."""

    def __init__(self, backend: Backend, settings: WebSettings) -> None:
        self._backend = backend
        self._settings = settings
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, is_answering: bool = True) -> None:
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started, is_answering=is_answering)), daemon=True)
        self._thread.start()
        assert started.wait(10)

    def stop(self) -> None:
        if self._thread is not None and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10)
            assert not self._thread.is_alive()
            self._thread = None

    async def _serve(self, started: threading.Event, *, is_answering: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        runner = web.AppRunner(build_app(self._backend, self._settings), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        worker = asyncio.create_task(echo(self._backend) if is_answering else asyncio.sleep(0))
        started.set()
        await self._stop.wait()
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        await runner.cleanup()


class Watched:
    """A page together with everything its browser complained of."""

    def __init__(self, page: Page, *, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def forgive_the_network(self) -> None:
        """Chromium reports every request that failed; of those the test has made some."""
        self.complaints = [said for said in self.complaints if "Failed to load resource" not in said and "ERR_" not in said]

    def open(self, path: str = "/") -> None:
        self.page.goto(f"{self.url}{path}")

    def say(self, text: str) -> None:
        self.page.locator("#text").fill(text)
        self.page.keyboard.press("Enter")

    def lines(self) -> list[str]:
        """What the conversation shows, in its order."""
        return self.page.locator(".message .bubble").all_inner_texts()

    def expect(self, *lines: str) -> None:
        """Waits until the conversation is exactly this."""
        self.page.wait_for_function(
            "wanted => JSON.stringify([...document.querySelectorAll('.message .bubble')].map(one => one.innerText)) === JSON.stringify(wanted)", arg=list(lines)
        )


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: while it runs, its event loop would be in the way of other tests' loops."""
    assert CHROMIUM.exists(), "Chromium is missing: apt-get install -y --no-install-recommends chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(sqlite_backend: Backend) -> Iterator[Site]:
    made = Site(sqlite_backend, WebSettings(parts=(), messages_per_session=_GENEROUS, other_posts_per_session=_GENEROUS))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="fi-FI", timezone_id="Europe/Helsinki", viewport=ViewportSize(width=1100, height=800), reduced_motion="reduce")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def chat(context: BrowserContext, site: Site) -> Iterator[Watched]:
    """The chat page, freshly opened; at the end nothing may have been complained of."""
    watched = Watched(context.new_page(), url=site.url)
    watched.open()
    yield watched
    assert watched.complaints == []
