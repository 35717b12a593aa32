import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId
from backend.services import chatting
from bot.web.settings import Rate, WebSettings
from tests.backend.services.draft_house import TITLE, Group, change, join, start_group
from tests.bot.web.site import API, Browser, browser, new_id, site

NO_HEADERS: Mapping[str, str] = {}


def conversation_of(backend: Backend, who: Browser) -> ConversationId:
    return backend.read(chatting.session_link, secret=who.secret).conversation


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """Alice's session, and the idea of her group."""

    server: TestServer
    backend: Backend
    alice: Browser
    group: Group

    @property
    def path(self) -> str:
        return f"drafts/{self.group.idea}"

    async def save(
        self, field: str, text: object, *, version: object = 0, who: Browser | None = None, lang: str = "fi", headers: Mapping[str, str] = NO_HEADERS
    ) -> ClientResponse:
        typing = who or self.alice
        sent = {"Origin": typing.origin, **headers}
        return await typing.client.put(f"{API}/{self.path}/fields/{field}?lang={lang}", json={"text": text, "version": version}, headers=sent)

    async def fields(self) -> dict[str, dict[str, object]]:
        found = await (await self.alice.get(self.path)).json()
        return {field["id"]: field for field in found["fields"]}


@asynccontextmanager
async def drafts(backend: Backend, settings: WebSettings | None = None) -> AsyncIterator[Drafts]:
    async with site(backend, settings, is_answered=False) as server, browser(server) as alice:
        yield Drafts(server=server, backend=backend, alice=alice, group=start_group(backend, conversation_of(backend, alice)))


async def test_the_list_and_the_draft_are_told(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        listed = await (await there.alice.get("drafts?lang=fi")).json()
        shown = await (await there.alice.get(f"{there.path}?lang=en")).json()
    assert [(one["id"], one["title"], one["draft_state"], one["complete"]["given"]) for one in listed["ideas"]] == [(there.group.idea, TITLE, "open", 2)]
    assert listed["ideas"][0]["state_text"].startswith("Hakemusluonnos on tekeillä")
    assert listed["deadline"] == "Seuraavan haun aikaa ei ole vielä kerrottu."
    assert shown["state_text"].startswith("The draft application")
    name = next(field for field in shown["fields"] if field["id"] == "name")
    assert (name["text"], name["state"], name["mark"], name["version"]) == (TITLE, "pitch", "from your pitch", 1)
    assert {"field": "aims", "label": "Aims"} in shown["missing"]
    assert shown["complete"] == {"given": 2, "wanted": 12, "percent": 17, "text": "2 of 12 parts of the draft are there (17%)"}


async def test_a_field_is_saved_with_its_time(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        answer = await there.save("aims", "Kukaan ei jää yksin ")
        body = await answer.json()
        fields = await there.fields()
    assert answer.status == 200
    assert (body["text"], body["version"], body["state"], body["complete"]["given"]) == ("Kukaan ei jää yksin", 1, "group", 3)
    assert body["saved_at"].startswith("2026-11-23T10:0")
    assert body["mark"] == "sinä, tänään klo 12.00"
    assert "aims" not in {one["field"] for one in body["missing"]}
    assert fields["aims"]["text"] == "Kukaan ei jää yksin"


async def test_what_another_wrote_is_told_and_not_overwritten(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there, browser(there.server) as bob:
        join(sqlite_backend, there.group, conversation_of(sqlite_backend, bob), name="Bob")
        assert (await there.save("aims", "Bobin tavoite", who=bob)).status == 200
        refused = await there.save("aims", "Alicen tavoite")
        body = await refused.json()
        fields = await there.fields()
        assert refused.status == 409
        assert (body["error"], body["theirs"]["text"], body["theirs"]["author"], body["theirs"]["version"]) == ("field_changed", "Bobin tavoite", "Bob", 1)
        assert body["theirs"]["at"].startswith("2026-11-23T10:0")
        assert fields["aims"]["text"] == "Bobin tavoite"
        assert (await there.save("aims", "Molempien tavoite", version=1)).status == 200


async def test_of_ten_saves_at_once_one_is_kept(backend: Backend) -> None:
    async with drafts(backend) as there:
        answers = await asyncio.gather(*(there.save("aims", f"Tavoite numero {number}") for number in range(10)))
        bodies = [await answer.json() for answer in answers]
        kept = (await there.fields())["aims"]["text"]
    assert sorted(answer.status for answer in answers) == [200] + [409] * 9
    assert {body["theirs"]["text"] for body in bodies if "theirs" in body} == {kept}


@pytest.mark.parametrize(("lang", "said"), [("fi", "Kirjoita se euroina"), ("en", "Write it in euros")])
async def test_a_complaint_is_told_in_the_pages_language(sqlite_backend: Backend, lang: str, said: str) -> None:
    async with drafts(sqlite_backend) as there:
        answer = await there.save("amount_eur", "-5", lang=lang)
        assert (answer.status, (await answer.json())["error"]) == (422, "not_an_answer")
        assert said in (await answer.json())["text"]
        assert (await there.fields())["amount_eur"]["version"] == 0


async def test_an_emptied_field_is_missing(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        body = await (await there.save("name", "", version=1)).json()
    assert (body["text"], body["state"], body["version"]) == ("", "missing", 2)
    assert "name" in {one["field"] for one in body["missing"]}


async def test_others_ideas_and_what_there_is_not_are_not_told_apart(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there, browser(there.server) as charlie:
        unknown = "0" * 32
        pages = [await charlie.get(f"drafts/{idea}") for idea in (there.group.idea, unknown, "x", "%00", there.group.idea.upper())]
        documents = [await charlie.get(f"drafts/{idea}/document/pdf") for idea in (there.group.idea, unknown)]
        saves = [await there.save("aims", "x", who=charlie), await there.save("salaisuus", "x"), await there.save("aims'--", "x")]
        others = [await there.alice.get(f"{there.path}/document/exe")]
        bodies = [(answer.status, await answer.json()) for answer in (*pages, *documents, *saves, *others)]
        assert (await (await charlie.get("drafts")).json())["ideas"] == []
    assert bodies == [(404, {"error": "not_found"})] * 11


async def test_nobody_reads_or_writes_drafts_without_a_session(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there, browser(there.server, has_session=False) as anybody:
        answers = [await anybody.get(path) for path in ("drafts", there.path, f"{there.path}/document/pdf")]
        answers.append(await there.save("aims", "x", who=anybody))
        for answer in answers:
            assert (answer.status, await answer.json()) == (401, {"error": "no_session"})


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
async def test_a_save_from_another_site_is_refused(sqlite_backend: Backend, headers: dict[str, str]) -> None:
    async with drafts(sqlite_backend) as there:
        answer = await there.save("aims", "Vieras", headers=headers)
        assert (answer.status, await answer.json()) == (403, {"error": "foreign_origin"})
        assert (await there.fields())["aims"]["text"] == ""


async def test_only_json_is_saved(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        for content_type in ("text/plain", "application/x-www-form-urlencoded"):
            sent = {"Origin": there.alice.origin, "Content-Type": content_type}
            answer = await there.alice.client.put(f"{API}/{there.path}/fields/aims", data=b'{"text": "x", "version": 0}', headers=sent)
            assert answer.status == 415


@pytest.mark.parametrize(("text", "version"), [(None, 0), (1, 0), (["x"], 0), ("x", None), ("x", "0"), ("x", True), ("x", -1), ("x", 2**60), ("x", 0.5)])
async def test_what_is_no_text_and_version_is_a_bad_request(sqlite_backend: Backend, text: object, version: object) -> None:
    async with drafts(sqlite_backend) as there:
        assert (await there.save("aims", text, version=version)).status == 400


async def test_a_text_far_too_long_is_refused(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        assert (await there.save("aims", "a" * 20_000)).status == 422
        assert (await there.save("aims", "a" * 70_000)).status == 413


async def test_a_flood_of_saves_is_slowed_down(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend, WebSettings(parts=(), other_posts_per_session=Rate(count=2, seconds=600))) as there:
        answers = [await there.save("aims", "Yhdessä", version=0) for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["Retry-After"]) > 0


async def test_a_flood_of_documents_is_slowed_down(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend, WebSettings(parts=(), documents_per_session=Rate(count=1, seconds=600))) as there:
        answers = [await there.alice.get(f"{there.path}/document/odt") for _ in range(2)]
        assert [answer.status for answer in answers] == [200, 429]


async def test_what_was_withdrawn_is_not_saved(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        change(sqlite_backend, conversation_of(sqlite_backend, there.alice), there.group, state="withdrawn")
        answer = await there.save("aims", "Yhdessä")
        assert (answer.status, await answer.json()) == (403, {"error": "draft_closed"})
        assert (await (await there.alice.get(there.path)).json())["is_open"] is False


async def test_the_document_is_handed_out_in_each_form(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        found = {form: await there.alice.get(f"{there.path}/document/{form}") for form in ("pdf", "docx", "odt")}
        data = {form: await answer.read() for form, answer in found.items()}
    assert {form: answer.content_type for form, answer in found.items()} == {
        "pdf": "application/pdf",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
    }
    assert all("attachment; filename*=UTF-8''" in answer.headers["Content-Disposition"] for answer in found.values())
    assert data["pdf"].startswith(b"%PDF-")
    assert "LUONNOS" in ZipFile(BytesIO(data["docx"])).read("word/document.xml").decode()
    assert TITLE in ZipFile(BytesIO(data["odt"])).read("content.xml").decode()


async def test_what_came_over_the_page_is_no_message_of_the_chat(sqlite_backend: Backend) -> None:
    async with drafts(sqlite_backend) as there:
        await there.save("aims", "Yhdessä")
        assert (await there.alice.history())["utterances"] == []
        assert (await there.alice.post("messages", {"id": new_id(), "text": "moi"})).status == 202
