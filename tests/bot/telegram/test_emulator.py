"""The emulator answers as Telegram does: what the other tests rest on."""

import asyncio
import json
import sys
from typing import Any

import aiohttp
import pytest

from bot.telegram.emulator.entities import CannotParse, parse_html
from bot.telegram.emulator.server import Emulator
from bot.telegram.emulator.world import Fault
from tests.polling import until

ALICE = 7001


class Bot:
    """Calls methods the plain way."""

    def __init__(self, telegram: Emulator) -> None:
        self._telegram = telegram

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with aiohttp.ClientSession() as session, session.post(f"{self._telegram.url}/bot{self._telegram.token}/{method}", json=params) as answer:
            said: dict[str, Any] = await answer.json()
            assert answer.status == said.get("error_code", 200)
            return said

    async def refusal(self, method: str, **params: Any) -> str:
        return str((await self.call(method, **params))["description"])


@pytest.fixture
async def bot(telegram: Emulator) -> Bot:
    await telegram.world.write(ALICE, "moi")
    return Bot(telegram)


async def test_updates_come_again_until_an_offset_confirms_them(telegram: Emulator, bot: Bot) -> None:
    second = await telegram.world.write(ALICE, "second")
    ids = [update["update_id"] for update in (await bot.call("getUpdates"))["result"]]

    assert [update["update_id"] for update in (await bot.call("getUpdates", offset=ids[1]))["result"]] == [second["update_id"]]
    assert telegram.world.confirmed == ids[:1]


async def test_a_long_poll_ends_with_the_first_update(telegram: Emulator, bot: Bot) -> None:
    await bot.call("getUpdates", offset=telegram.world.last_update_id + 1)
    poll = asyncio.ensure_future(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0)

    await telegram.world.write(ALICE, "now")

    assert [update["message"]["text"] for update in (await asyncio.wait_for(poll, 5))["result"]] == ["now"]


async def test_only_the_kinds_that_were_asked_for_are_kept(telegram: Emulator, bot: Bot) -> None:
    await bot.call("getUpdates", allowed_updates=["callback_query"], offset=telegram.world.last_update_id + 1)

    await telegram.world.write(ALICE, "not asked for")

    assert (await bot.call("getUpdates"))["result"] == []


async def test_a_second_poller_ends_the_first_ones_poll(telegram: Emulator, bot: Bot) -> None:
    await bot.call("getUpdates", offset=telegram.world.last_update_id + 1)
    first = asyncio.ensure_future(bot.call("getUpdates", timeout=30))
    await until(lambda: len(telegram.world.calls_of("getUpdates")) == 2)

    await bot.call("getUpdates")

    assert (await asyncio.wait_for(first, 5))["error_code"] == 409


async def test_polling_is_refused_while_there_is_a_webhook(bot: Bot) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/hook")

    assert (await bot.refusal("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"chat_id": 999, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": ALICE, "text": "  "}, "Bad Request: message text is empty"),
        ({"chat_id": ALICE, "text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": ALICE, "text": "a < b", "parse_mode": "HTML"}, 'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        (
            {"chat_id": ALICE, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "ä" * 33}]]}},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_a_message_that_telegram_would_refuse_is_refused(bot: Bot, params: dict[str, Any], description: str) -> None:
    assert await bot.refusal("sendMessage", **params) == description


async def test_the_length_is_that_of_the_text_shown(bot: Bot) -> None:
    assert (await bot.call("sendMessage", chat_id=ALICE, parse_mode="HTML", text="<b>" + "&amp;" * 4096 + "</b>"))["ok"]


async def test_a_chat_that_is_closed_says_how(telegram: Emulator, bot: Bot) -> None:
    await telegram.world.block(ALICE)
    await telegram.world.migrate(-500, -100500)

    assert await bot.refusal("sendMessage", chat_id=ALICE, text="x") == "Forbidden: bot was blocked by the user"
    assert (await bot.call("sendMessage", chat_id=-500, text="x"))["parameters"] == {"migrate_to_chat_id": -100500}


async def test_a_message_is_edited_once_and_only_where_it_is_ours(telegram: Emulator, bot: Bot) -> None:
    sent = (await bot.call("sendMessage", chat_id=ALICE, text="old"))["result"]["message_id"]

    assert (await bot.call("editMessageText", chat_id=ALICE, message_id=sent, text="new"))["result"]["text"] == "new"
    assert (await bot.refusal("editMessageText", chat_id=ALICE, message_id=sent, text="new")).startswith("Bad Request: message is not modified")
    assert await bot.refusal("editMessageReplyMarkup", chat_id=ALICE, message_id=1) == "Bad Request: message to edit not found"


async def test_a_fault_strikes_as_often_as_it_was_told_and_is_recorded(telegram: Emulator, bot: Bot) -> None:
    telegram.world.faults.append(Fault("429", retry_after=3))

    answers = [await bot.call("sendMessage", chat_id=ALICE, text="x") for _ in range(2)]

    assert answers[0] == {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3", "parameters": {"retry_after": 3}}
    assert (answers[1]["ok"], len(telegram.world.calls_of("sendMessage"))) == (True, 2)


async def test_an_unknown_token_or_method_is_refused(telegram: Emulator, bot: Bot) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{telegram.url}/bot1:wrong/getMe") as answer:
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await bot.refusal("launchMissiles") == "Not Found"


@pytest.mark.parametrize("markup", ["<b>x", "x</b>", "<b><i>x</b></i>", "<script>x</script>", "1 < 2", "<b x"])
def test_broken_markup_is_refused(markup: str) -> None:
    with pytest.raises(CannotParse):
        parse_html(markup)


async def test_a_demonstration_is_played_over_http_alone() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.telegram.emulator", "--port", "0", stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    server = json.loads(await process.stdout.readline())

    async def control(act: str, **given: Any) -> Any:
        async with session.post(f"{server['url']}/control/{act}", json=given) as answer:
            return await answer.json()

    async with aiohttp.ClientSession() as session:
        await control("write", chat_id=ALICE, text="/start")
        keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "token"}]]}
        await session.post(f"{server['url']}/bot{server['token']}/sendMessage", json={"chat_id": ALICE, "text": "Hello", "reply_markup": keyboard})
        pressed = await control("press", chat_id=ALICE, label="Yes")
        unknown = await control("press", chat_id=ALICE, label="No")
        async with session.get(f"{server['url']}/control/chats/{ALICE}?by=bot") as answer:
            said = await answer.json()
        async with session.get(server["url"]) as page:
            assert "Bot API emulator" in await page.text()
    process.terminate()
    await process.wait()

    assert (pressed["callback_query"]["data"], unknown, [message["text"] for message in said]) == ("token", {"error": "KeyError: 'No'"}, ["Hello"])
