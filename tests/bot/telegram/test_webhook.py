import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from backend.bootstrap import Backend
from bot.telegram.client import Identity, TelegramClient
from bot.telegram.emulator.server import Emulator
from bot.telegram.intake import Intake
from bot.telegram.webhook import SECRET_HEADER, Webhook, announce_webhook, webhook_secrets
from tests.bot.house import FlakyBackend, open_house, received
from tests.polling import until

ALICE, BOB = 7001, 7002
SECRETS = webhook_secrets(shared_secret="a secret of the product", bot_id=42)  # noqa: S106 - it opens nothing
RIGHT = {SECRET_HEADER: SECRETS.header}
MESSAGE = {
    "update_id": 9,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": ALICE, "type": "private"},
        "from": {"id": ALICE, "is_bot": False, "first_name": "Alice"},
        "text": "moi",
    },
}


def application(house: Backend, client: TelegramClient) -> web.Application:
    intake = Intake(backend=house, client=client, me=Identity(id=42, username="KakeBot"))
    app = web.Application()
    app.add_routes(Webhook(intake=intake, secrets=SECRETS).routes())
    return app


@pytest.fixture
async def server(house: Backend, client: TelegramClient) -> AsyncIterator[BaseTestServer]:
    async with TestServer(application(house, client)) as started:
        yield started


async def post(server: BaseTestServer, body: bytes, *, path: str = SECRETS.path, headers: object = RIGHT) -> tuple[int, bytes, str | None]:
    async with aiohttp.ClientSession() as session, session.post(server.make_url(f"/telegram/{path}"), data=body, headers=headers) as answer:  # type: ignore[arg-type] # headers that occur twice are a list of pairs
        return answer.status, await answer.read(), answer.headers.get("Retry-After")


async def test_an_update_is_stored_and_then_acknowledged_with_nothing(server: BaseTestServer, house: Backend) -> None:
    assert await post(server, json.dumps(MESSAGE).encode()) == (200, b"", None)
    assert received(house) == [("9", "text", "moi")]


async def test_the_same_update_fifty_times_at_once_is_one_message(server: BaseTestServer, house: Backend) -> None:
    answers = await asyncio.gather(*(post(server, json.dumps(MESSAGE).encode()) for _ in range(50)))

    assert (set(answers), received(house)) == ({(200, b"", None)}, [("9", "text", "moi")])


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (SECRETS.path, {}),
        (SECRETS.path, {SECRET_HEADER: "wrong"}),
        (SECRETS.path, {SECRET_HEADER: "ä€"}),
        (SECRETS.path, {SECRET_HEADER: ""}),
        (SECRETS.path, [(SECRET_HEADER, SECRETS.header), (SECRET_HEADER, SECRETS.header)]),
        ("wrong", RIGHT),
        (SECRETS.header, RIGHT),
    ],
    ids=["none", "wrong", "not ascii", "empty", "twice", "wrong path", "the other secret"],
)
async def test_who_does_not_know_the_secrets_is_refused(server: BaseTestServer, house: Backend, path: str, headers: object) -> None:
    assert (await post(server, json.dumps(MESSAGE).encode(), path=path, headers=headers))[0] == 401
    assert received(house) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b'{"update_id": 9, "message": {',
        b"\xff\xfe\x00",
        b"[]",
        b"17",
        b"null",
        b"{}",
        b'{"update_id": "9"}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": true}',
        b"[" * 100_000,
        b'{"update_id": 9, "message": ' + b'{"a":' * 3000 + b"1" + b"}" * 3001,
        b" " * 1_000_001,
    ],
    ids=["empty", "text", "truncated", "bytes", "list", "number", "null", "object", "word", "negative", "too large", "bool", "deep", "deep inside", "big"],
)
async def test_junk_with_the_right_secret_is_acknowledged_and_kept_once_without_its_content(server: BaseTestServer, house: Backend, body: bytes) -> None:
    answers = [await post(server, body) for _ in range(2)]

    assert answers == [(200, b"", None)] * 2
    assert [(kind, text) for _, kind, text in received(house)] == [("ignored", "")]


async def test_updates_in_any_order_and_far_below_the_last_are_all_taken(server: BaseTestServer, house: Backend) -> None:
    for update_id in (500, 499, 3, 900):
        await post(server, json.dumps({**MESSAGE, "update_id": update_id}).encode())

    assert [external_id for external_id, _, _ in received(house)] == ["500", "499", "3", "900"]


async def test_nothing_is_acknowledged_while_the_database_is_away(client: TelegramClient, tmp_path: Path) -> None:
    class Away(FlakyBackend):
        @staticmethod
        def is_away(service: str) -> bool:
            return True

    with open_house(tmp_path, made=Away) as house:
        async with TestServer(application(house, client)) as server:
            assert await post(server, json.dumps(MESSAGE).encode()) == (503, b"", "5")


async def test_telegram_posts_each_chats_updates_in_order_until_they_are_taken(telegram: Emulator, client: TelegramClient, tmp_path: Path) -> None:
    away = {"times": 2}

    class Away(FlakyBackend):
        @staticmethod
        def is_away(service: str) -> bool:
            away["times"] -= 1
            return away["times"] >= 0

    with open_house(tmp_path, made=Away) as house:
        async with TestServer(application(house, client)) as server:
            telegram.deliverer._longest_pause = 0.1
            await announce_webhook(client, public_url=str(server.make_url("/")), secrets=SECRETS)
            for number in range(3):
                await telegram.world.write(ALICE, f"alice {number}")
            await telegram.world.write(BOB, "bob")
            await until(lambda: not telegram.world.pending)

        assert sorted(text for _, _, text in received(house)) == ["alice 0", "alice 1", "alice 2", "bob"]
        assert [text for _, _, text in received(house) if text.startswith("alice")] == ["alice 0", "alice 1", "alice 2"]
        assert set(telegram.deliverer.bodies) == {b""}


def test_the_secrets_are_the_same_in_every_process_and_differ_by_bot_and_product() -> None:
    made = [webhook_secrets(shared_secret=secret, bot_id=bot) for secret, bot in (("a", 1), ("a", 1), ("b", 1), ("a", 2))]

    assert made[0] == made[1]
    assert len({secret for each in made for secret in (each.path, each.header)}) == 6
