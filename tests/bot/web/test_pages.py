import json
import re
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.messages import Channel
from backend.services import chatting
from tests.bot.web.site import browser, site

WEB = Path(__file__).parents[3] / "bot" / "web"


def lang_of(html: str) -> str:
    found = re.search(r'<html lang="(\w+)">', html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("path", "accepted", "shown"),
    [
        ("/", "", "fi"),
        ("/", "en-GB,en;q=0.9,fi;q=0.1", "en"),
        ("/", "fi;q=0.3,en;q=0.4", "en"),
        ("/", "sv,de;q=0.5", "fi"),
        ("/", "en;q=x,*;;,", "en"),
        ("/?lang=en", "fi", "en"),
        ("/?lang=xx", "", "fi"),
        ("/?lang=%0d%0aSet-Cookie:x", "", "fi"),
        ("/privacy?lang=en", "", "en"),
        ("/accessibility", "en", "en"),
    ],
)
async def test_the_language_is_asked_for_or_accepted(sqlite_backend: Backend, path: str, accepted: str, shown: str) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        answer = await anybody.client.get(path, headers={"Accept-Language": accepted})
        assert (answer.status, lang_of(await answer.text())) == (200, shown)


async def test_a_conversation_in_english_opens_in_english(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        link = await sqlite_backend.ask(chatting.session_link, secret=alice.secret)
        await sqlite_backend.call(lambda unit: unit.conversations.set_language(link.conversation, "en", is_chosen=True))
        assert link.channel is Channel.WEB
        assert lang_of(await (await alice.client.get("/", headers={"Accept-Language": "fi"})).text()) == "en"


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_the_first_page_is_honest_about_what_it_is(sqlite_backend: Backend, content: Content, language: str) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        html = await (await anybody.client.get(f"/?lang={language}")).text()
    for key in ("page.intro.automatic", "page.intro.person", "page.noscript", "page.starter.person"):
        assert content.text(key, language) in html.replace("&#34;", '"').replace("&#39;", "'")
    assert f'href="/privacy?lang={language}"' in html
    assert not anybody.client.cookie_jar


async def test_looking_at_the_page_stores_nothing(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        await anybody.client.get("/")
    figures = sqlite_backend.read(lambda unit: unit.health.figures(now=sqlite_backend.clock.now()))
    assert figures["conversations"] == 0


async def test_statements_are_the_contents_own(sqlite_backend: Backend, content: Content) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        for name in ("privacy", "accessibility"):
            html = await (await anybody.client.get(f"/{name}")).text()
            statement = content.statement(name, "fi")
            assert all(f"<h2>{section.heading}</h2>" in html for section in statement.sections)


def test_every_text_the_page_asks_for_is_there_and_every_one_there_is_asked_for(content: Content) -> None:
    python = (WEB / "pages.py").read_text()
    templates = "".join(path.read_text() for path in (WEB / "templates").glob("*.html"))
    scripts = "".join(path.read_text() for path in (WEB / "static").glob("*.js"))
    asked = set(re.findall(r"text\['([\w.]+)'\]", templates)) | set(re.findall(r'"(page\.[\w.]*\w)"', python))
    in_scripts = set(re.findall(r"texts\.(\w+)", scripts)) | set(re.findall(r'\? "(busy)" : "(offline)"', scripts)[0])
    asked |= {f"page.script.{name}" for name in in_scripts}
    assert asked == {key for key in content.messages if key.startswith("page.")}


async def test_the_manifest_and_icon_are_there(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        manifest = json.loads(await (await anybody.client.get("/manifest.webmanifest?lang=en")).text())
        icon = await anybody.client.get("/favicon.ico")
    assert (manifest["lang"], manifest["start_url"], manifest["icons"][0]["src"]) == ("en", "/", "/static/icon.png")
    assert (icon.status, icon.content_type) == (200, "image/png")
