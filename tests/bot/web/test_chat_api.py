import asyncio
import json

import pytest

from backend.bootstrap import Backend
from bot.web.settings import Rate, WebSettings
from tests.bot.web.site import RICH, browser, new_id, site

CHANGES = ("messages", "seen", "code")


async def test_a_message_is_answered_in_the_same_conversation(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        turn = await alice.say("Kuka voi hakea?")
        lines = await alice.answered(2)
    shown = [(line["seq"], line["turn"], line["from"], line["text"], line["kind"], line["buttons"], line["documents"], line["quote"]) for line in lines]
    assert shown == [
        (1, turn, "person", "Kuka voi hakea?", "text", [], [], ""),
        (2, turn, "bot", "Kuulin: Kuka voi hakea?", "answer", [], [], ""),
    ]


async def test_the_same_post_ten_times_at_once_is_one_message_with_one_answer(backend: Backend) -> None:
    async with site(backend) as server, browser(server) as alice:
        id_ = new_id()
        turns = await asyncio.gather(*(alice.say("moi", id=id_) for _ in range(10)))
        lines = await alice.answered(2)
    assert len(set(turns)) == 1
    assert [line["text"] for line in lines] == ["moi", "Kuulin: moi"]


async def test_the_same_words_with_another_id_are_another_message(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        await alice.say("moi")
        await alice.say("moi")
        lines = await alice.answered(4)
    assert [line["from"] for line in lines].count("person") == 2


async def test_a_pressed_button_reaches_the_worker_as_its_token(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        await alice.say("napit")
        button = (await alice.answered(2))[1]["buttons"][0]
        answer = await alice.post("messages", {"id": new_id(), "press": button["token"]})
        lines = await alice.answered(4)
    assert answer.status == 202
    assert [line["text"] for line in lines] == ["napit", RICH, "Milloin voi hakea?", "Painoit: Milloin voi hakea?"]


async def test_anothers_button_presses_nothing(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, browser(server) as bob:
        await alice.say("napit")
        token = (await alice.answered(2))[1]["buttons"][0]["token"]
        await bob.post("messages", {"id": new_id(), "press": token})
        lines = await bob.answered(2)
    assert [line["text"] for line in lines] == ["", "Vanha painike"]


async def test_nobody_reads_or_writes_without_a_session(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as alice:
        for cookie in ("", "kake_chat=x", f"kake_chat={'A' * 43}", "kake_chat=" + "x" * 8000):
            headers = {"Cookie": cookie} if cookie else {}
            answers = [await alice.post(path, **headers) for path in CHANGES]
            answers += [await alice.get(path, **headers) for path in ("history", "events", "documents/1/0")]
            for answer in answers:
                assert answer.status == 401
                assert await answer.json() == {"error": "no_session"}


async def test_one_person_never_sees_the_others_conversation(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, browser(server) as bob:
        await alice.say("salaisuus")
        await alice.answered(2)
        assert (await bob.history())["utterances"] == []
        code = (await (await bob.post("code")).json())["code"]
        async with browser(server, has_session=False) as charlie:
            await charlie.post("return", {"code": code})
            assert (await charlie.history())["utterances"] == []


async def test_a_return_code_opens_the_conversation_elsewhere(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, browser(server, has_session=False) as elsewhere:
        await alice.say("moi")
        await alice.answered(2)
        code = (await (await alice.post("code")).json())["code"]
        answer = await elsewhere.post("return", {"code": f" {code.lower().replace('-', ' ')} "})
        assert answer.status == 200
        assert (await elsewhere.history())["utterances"] == (await alice.history())["utterances"]


async def test_returning_gives_a_new_secret_and_ends_the_session_that_was_there(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        code = (await (await alice.post("code")).json())["code"]
        before = alice.secret
        await alice.post("return", {"code": code})
        after = alice.secret
        assert after != before
        alice.client.cookie_jar.clear()
        assert (await alice.get("history", Cookie=f"kake_chat={before}")).status == 401
        assert (await alice.get("history", Cookie=f"kake_chat={after}")).status == 200


async def test_a_wrong_code_is_refused_and_guessing_is_cut_short(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server, has_session=False) as charlie:
        answers = [await charlie.post("return", {"code": "ABCD-EFGH-JKMN"}) for _ in range(11)]
    assert [answer.status for answer in answers] == [404] * 10 + [429]
    assert await answers[0].json() == {"error": "return_code_unknown"}
    assert 50 <= int(answers[10].headers["Retry-After"]) <= 60


async def test_leaving_ends_the_session_and_clears_the_browser(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        secret = alice.secret
        answer = await alice.post("leave")
        assert (answer.status, answer.headers["Clear-Site-Data"], answer.cookies["kake_chat"]["max-age"]) == (204, '"cookies", "storage"', "0")
        assert (await alice.get("history", Cookie=f"kake_chat={secret}")).status == 401


async def test_a_session_that_is_there_is_kept(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.post("session")
        assert (answer.status, await answer.json(), dict(answer.cookies)) == (200, {"is_new": False}, {})


@pytest.mark.parametrize(("public_url", "is_secure"), [("https://kake.example", True), ("", False)])
async def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(sqlite_backend: Backend, public_url: str, is_secure: bool) -> None:
    async with site(sqlite_backend, WebSettings(public_url=public_url)) as server, browser(server, has_session=False) as alice:
        cookie = (await alice.post("session")).cookies["kake_chat"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"], bool(cookie["secure"])) == (True, "Strict", "/", "2592000", is_secure)
    assert len(cookie.value) == 43


async def test_an_emoji_more_than_fits_is_refused_and_as_many_as_fit_are_kept(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        refused = await alice.post("messages", {"id": new_id(), "text": "🙂" * 4097})
        assert (refused.status, await refused.json()) == (413, {"error": "text_too_long", "limit": 4096})
        await alice.say("🙂" * 4096)
        assert (await alice.answered(2))[0]["text"] == "🙂" * 4096


async def test_nul_and_lone_surrogates_are_kept_as_replacements(backend: Backend) -> None:
    async with site(backend) as server, browser(server) as alice:
        raw = json.dumps({"id": new_id(), "text": "a\x00b \ud83d c"})
        answer = await alice.client.post("/api/chat/messages", data=raw, headers={"Content-Type": "application/json"})
        assert answer.status == 202
        assert (await alice.answered(2))[0]["text"] == "a\ufffdb \ufffd c"


@pytest.mark.parametrize("bad", ["", "x", "1", "urn:uuid:00000000-0000-0000-0000-000000000000", "0" * 32, 7, None, "00000000-0000-0000-0000-00000000000\n0"])
async def test_an_id_that_is_no_uuid_is_refused(sqlite_backend: Backend, bad: object) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        answer = await alice.post("messages", {"id": bad, "text": "moi"})
        assert (answer.status, await answer.json()) == (400, {"error": "bad_id"})


async def test_what_is_no_message_is_refused(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        bodies: tuple[dict[str, object], ...] = (
            {},
            {"text": 7},
            {"text": ["a"]},
            {"press": "x" * 65},
            {"press": "a b"},
            {"press": None},
            {"text": "a", "lang": "../"},
        )
        answers = [await alice.post("messages", {"id": new_id(), **body}) for body in bodies]
        seen = [await alice.post("seen", {"seq": seq}) for seq in (-1, True, "1", 1.5, 10**30, None)]
        codes = [await alice.post("return", {"code": code}) for code in (None, 7, "A" * 65)]
        assert {answer.status for answer in (*answers, *seen, *codes)} == {400}
        assert (await alice.history())["utterances"] == []


async def test_too_many_messages_are_told_when_to_come_again(sqlite_backend: Backend) -> None:
    settings = WebSettings(messages_per_session=Rate(count=2, seconds=60))
    async with site(sqlite_backend, settings) as server, browser(server) as alice, browser(server) as bob:
        await alice.say("1")
        await alice.say("2")
        answer = await alice.post("messages", {"id": new_id(), "text": "3"})
        told = await answer.json()
        assert (answer.status, told["error"]) == (429, "too_many_messages")
        assert 0 < told["retry_after"] <= 30, "half of the minute that two messages may take, less what has passed"
        assert answer.headers["Retry-After"] == str(told["retry_after"])
        await bob.say("1")


async def test_sessions_are_counted_by_the_address_a_trusted_proxy_names(sqlite_backend: Backend) -> None:
    settings = WebSettings(sessions_per_address=Rate(count=1, seconds=600))
    async with site(sqlite_backend, settings) as server:
        statuses = []
        for forwarded in ("203.0.113.1", "203.0.113.1", "spoofed, 203.0.113.1", "203.0.113.2"):
            async with browser(server, has_session=False) as somebody:
                statuses.append((await somebody.post("session", **{"X-Forwarded-For": forwarded})).status)
    assert statuses == [201, 429, 429, 201]


async def test_a_forwarded_address_counts_for_nothing_without_a_trusted_proxy(sqlite_backend: Backend) -> None:
    settings = WebSettings(sessions_per_address=Rate(count=1, seconds=600), trusted_proxies=frozenset(), is_loopback_limited=True)
    async with site(sqlite_backend, settings) as server:
        statuses = []
        for forwarded in ("203.0.113.1", "203.0.113.2"):
            async with browser(server, has_session=False) as somebody:
                statuses.append((await somebody.post("session", **{"X-Forwarded-For": forwarded})).status)
    assert statuses == [201, 429]


async def test_a_document_is_given_to_its_conversation_only(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice, browser(server) as bob:
        await alice.say("tiedosto")
        documents = (await alice.answered(2))[1]["documents"]
        assert documents[0] == {"name": "Luonnos – ä.pdf", "type": "application/pdf", "url": "/api/chat/documents/2/0"}
        answer = await alice.client.get(documents[0]["url"])
        assert (answer.status, await answer.read(), answer.content_type) == (200, b"%PDF-1.7", "application/pdf")
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Luonnos%20%E2%80%93%20%C3%A4.pdf"
        assert (await bob.client.get(documents[0]["url"])).status == 404
        outside = ["2/1", "2/2", "1/0", "99999999999999999999/0", "2/-1", "2/%00", "..%2f..%2fkake.db", "2/0/..%2f..%2fkake.db"]
        assert [(await alice.get(f"documents/{path}")).status for path in outside] == [404] * len(outside)


async def test_seen_messages_count_as_delivered(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend) as server, browser(server) as alice:
        await alice.say("moi")
        await alice.answered(2)
        assert (await alice.post("seen", {"seq": 2})).status == 204


async def test_a_failing_database_is_told_as_passing_and_without_details(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice:
        with sqlite_backend.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
        answer = await alice.post("messages", {"id": new_id(), "text": "salaisuus"})
        assert (answer.status, answer.headers["Retry-After"], await answer.json()) == (503, "2", {"error": "unavailable"})
