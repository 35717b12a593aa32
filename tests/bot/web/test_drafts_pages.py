import re
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.content import Content
from tests.backend.services.draft_house import TITLE, change, given, start_group
from tests.bot.web.site import browser, site
from tests.bot.web.test_drafts_api import conversation_of, drafts

ROOT = Path(__file__).parents[3]
HOSTILE = "</textarea><script>alert(1)</script>{{ 7 * 7 }}\"'><img src=x>"


@pytest.mark.parametrize(
    ("lang", "heading", "banner"), [("fi", "Omat ideat ja luonnokset", "LUONNOS – ei ole vielä hakemus"), ("en", "Own ideas and drafts", "DRAFT")]
)
async def test_the_list_says_what_each_idea_is(sqlite_backend: Backend, lang: str, heading: str, banner: str) -> None:
    async with drafts(sqlite_backend) as there:
        html = await (await there.alice.client.get(f"/drafts?lang={lang}")).text()
    assert f"<h1>{heading}</h1>" in html
    assert banner in html
    assert f'<a href="/drafts/{there.group.idea}?lang={lang}">{TITLE}</a>' in html


async def test_the_draft_has_every_field_with_its_text_and_help(sqlite_backend: Backend, content: Content) -> None:
    async with drafts(sqlite_backend) as there:
        html = await (await there.alice.client.get(f"/drafts/{there.group.idea}?lang=fi")).text()
    for question in content.forms["application"].questions:
        assert f'id="in-{question.id}"' in html
        assert question.asks["fi"][0] in html
        assert question.example["fi"] in html
        assert question.why["fi"] in html
    assert re.findall(r'data-field="name" data-version="(\d+)"', html) == ["1"]
    assert f'value="{TITLE}"' in html
    assert html.count("LUONNOS – ei ole vielä hakemus") >= 3
    assert content.text("rounds.deadline.unknown", "fi") in html
    assert "Tämä ei ole virallinen hakulomake" in html


async def test_what_a_person_wrote_is_never_markup(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        for field in ("aims", "name"):
            assert (await there.save(field, HOSTILE, version=1 if field == "name" else 0)).status == 200
        answer = given("title", HOSTILE)
        sheet = sqlite_backend.read(lambda unit: unit.ideas.list())[0].pitch
        sqlite_backend.run(lambda unit: unit.sheets.write(sheet, answer, turn=None, person=None, now=sqlite_backend.clock.now()))
        pages = [await (await there.alice.client.get(path)).text() for path in ("/drafts", f"/drafts/{there.group.idea}")]
    for html in pages:
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "{{ 7 * 7 }}" in html


async def test_an_idea_without_a_draft_says_where_one_is_made(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        other = start_group(sqlite_backend, conversation_of(sqlite_backend, there.alice), has_draft=False)
        html = await (await there.alice.client.get(f"/drafts/{other.idea}?lang=fi")).text()
    assert "Tästä ideasta ei ole vielä luonnosta" in html
    assert "data-field" not in html
    assert "LUONNOS" in html


@pytest.mark.parametrize(("values", "said"), [({"draft_state": "sent"}, "Luonnos on nyt neuvojalla"), ({"state": "withdrawn"}, "Luonnos on vain luettavissa")])
async def test_what_cannot_be_written_now_is_only_shown(sqlite_backend: Backend, values: dict[str, str], said: str) -> None:
    async with drafts(sqlite_backend) as there:
        change(sqlite_backend, conversation_of(sqlite_backend, there.alice), there.group, **values)
        html = await (await there.alice.client.get(f"/drafts/{there.group.idea}?lang=fi")).text()
    assert said in html
    assert html.count(" readonly>") == 12
    assert "drafts.js" not in html


async def test_without_a_session_the_page_leads_to_the_chat_and_takes_a_return_code(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there, browser(there.server, has_session=False) as anybody:
        answers = [await anybody.client.get(path) for path in ("/drafts", f"/drafts/{there.group.idea}", f"/drafts/{'0' * 32}")]
        pages = [await answer.text() for answer in answers]
    assert [answer.status for answer in answers] == [200, 200, 200]
    for html in pages:
        assert 'id="return-code"' in html
        assert TITLE not in html
    assert pages[1].replace(there.group.idea, "0" * 32) == pages[2]


async def test_anothers_idea_looks_like_one_that_there_is_not(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there, browser(there.server) as charlie:
        answers = [await charlie.client.get(f"/drafts/{idea}") for idea in (there.group.idea, "0" * 32)]
        pages = [await answer.text() for answer in answers]
        empty = await (await charlie.client.get("/drafts?lang=fi")).text()
    assert [answer.status for answer in answers] == [404, 404]
    assert pages[0].replace(there.group.idea, "0" * 32) == pages[1]
    assert "Täällä ei ole vielä yhtään ideaa" in empty


async def test_the_chat_page_leads_to_the_ideas(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as anybody:
        html = await (await anybody.client.get("/?lang=fi")).text()
    assert '<a href="/drafts?lang=fi">Omat ideat ja luonnokset</a>' in html


def test_every_text_the_pages_ask_for_is_there_and_every_one_there_is_asked_for(content: Content) -> None:
    python = "".join((ROOT / path).read_text() for path in ("bot/web/drafts_pages.py", "backend/services/draft_words.py"))
    templates = "".join(path.read_text() for path in (ROOT / "bot" / "web" / "templates").glob("draft*.html"))
    scripts = "".join(path.read_text() for path in (ROOT / "bot" / "web" / "static").glob("drafts*.js"))
    there = {key.removeprefix("drafts_page.") for key in content.messages if key.startswith("drafts_page.")}
    asked = set(re.findall(r"word\['([\w.]+\w)'\]", templates))
    asked |= {f"download.{form}" for form in ("pdf", "docx", "odt")}
    asked |= set(re.findall(r'"drafts_page\.([\w.]*\w)"', python)) | set(re.findall(r'\{_PAGE\}\.([\w.]*\w)"', python))
    asked |= {f"mark.{mark}" for mark in ("pitch", "missing")} | {f"complete.{what}" for what in ("pitch", "draft")}
    asked |= {f"sent.{step}" for step in ("sent_pitch", "sent_draft", "received", "go_on", "change", "does_not_fit")}
    states = ("saving", "unsaved", "retrying", "ended", "gone", "too_long", "refused")
    asked |= {f"script.{name}" for name in {*re.findall(r"words\.(\w+)", scripts), *states} - {"js"}}
    assert asked == there
