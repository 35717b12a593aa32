import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.services.leasing import take_lease
from bot.channel import Passing
from bot.telegram.client import TelegramClient
from bot.telegram.emulator.server import Emulator
from bot.telegram.emulator.world import Fault
from bot.telegram.receiver import PART, End, Receiver
from tests.bot.house import FlakyBackend, links, open_house, received, state_of_part
from tests.polling import running, until

ALICE = 7001
_DAY = timedelta(days=1)


def receiver(house: Backend, client: TelegramClient, *, holder: str = "bot-1") -> Receiver:
    return Receiver(backend=house, client=client, holder=holder, poll_seconds=1, pause=lambda _failures: 0.05)


def texts(house: Backend) -> list[str]:
    return [text for _, _, text in received(house)]


async def test_what_people_write_is_stored_in_order_and_confirmed(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    updates = [await telegram.world.write(ALICE, f"message {number}") for number in range(5)]

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)
        assert state_of_part(house, PART) == "working"

    assert received(house) == [(str(update["update_id"]), "text", f"message {number}") for number, update in enumerate(updates)]
    assert state_of_part(house, PART) == "stopped"


async def test_the_sign_of_life_tells_the_bots_name(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    """Links with an invitation are made of it."""

    def detail() -> str:
        return house.read(lambda unit: unit.health.heartbeats()).get(PART, (None, "", ""))[2]

    async with running(receiver(house, client).run):
        await until(lambda: detail() == "@kake_emulated_bot")


async def test_what_was_stored_but_not_confirmed_is_not_stored_twice(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    await telegram.world.write(ALICE, "once")
    unconfirmed = list(telegram.world.pending)
    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)
    telegram.world.pending += unconfirmed
    await telegram.world.write(ALICE, "and more")

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)

    assert texts(house) == ["once", "and more"]


async def test_nothing_is_confirmed_while_the_database_is_away(telegram: Emulator, client: TelegramClient, tmp_path: Path) -> None:
    is_away = True

    class Away(FlakyBackend):
        @staticmethod
        def is_away(service: str) -> bool:
            return is_away and service == "_receive"

    for number in range(3):
        await telegram.world.write(ALICE, f"message {number}")

    with open_house(tmp_path, made=Away) as house:
        async with running(receiver(house, client).run):
            await until(lambda: len(telegram.world.calls_of("getUpdates")) > 3)
            assert (len(telegram.world.pending), telegram.world.confirmed) == (3, [])
            assert state_of_part(house, PART) == "failing"
            is_away = False
            await until(lambda: not telegram.world.pending)

        assert texts(house) == ["message 0", "message 1", "message 2"]


async def test_a_database_away_at_the_start_does_not_let_it_poll_without_the_lease(telegram: Emulator, client: TelegramClient, tmp_path: Path) -> None:
    tries: list[str] = []

    class Away(FlakyBackend):
        @staticmethod
        def is_away(service: str) -> bool:
            tries.append(service)
            return service == "take_lease"

    with open_house(tmp_path, made=Away) as house:
        async with running(receiver(house, client).run):
            await until(lambda: tries.count("take_lease") > 3)

    assert telegram.world.calls == []


async def test_unknown_updates_hold_up_nothing(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    telegram.world.pending.append({"update_id": 1, "message": {"broken": True}})
    telegram.world._born[1] = float("inf")
    await telegram.world.write(ALICE, "after it")

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)

    assert sorted((kind, text) for _, kind, text in received(house)) == [("ignored", ""), ("text", "after it")]


async def test_hostile_characters_are_stored_harmless(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    for text in ("a\x00b", "lone \ud83d", '/coordinator_only{"role":"admin"}', "\u200b\u2060"):
        await telegram.world.write(ALICE, text)

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)

    assert texts(house) == ["a\ufffdb", "lone \ufffd", 'coordinator_only{"role":"admin"}', ""]


async def test_a_press_is_stored_and_answered_and_a_late_answer_hurts_nobody(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    question = telegram.world.bot_says(telegram.world.chat(ALICE), text="?")
    await telegram.world.press(ALICE, message_id=question["message_id"], data="token")
    telegram.world.presses.clear()

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending and telegram.world.calls_of("answerCallbackQuery"))

    (call,) = telegram.world.calls_of("answerCallbackQuery")
    assert (call.answer["description"], [kind for _, kind, _ in received(house)]) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ["press"],
    )


async def test_who_writes_again_after_blocking_us_is_reached_again(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    await telegram.world.block(ALICE)
    await telegram.world.block(ALICE, is_blocked=False)

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)

    assert ([kind for _, kind, _ in received(house)], links(house)) == (["blocked", "unblocked"], {str(ALICE): "active"})


@pytest.mark.parametrize("kind", ["500", "502", "429", "reset", "drop", "400"])
async def test_a_failing_telegram_is_asked_again(telegram: Emulator, client: TelegramClient, house: Backend, kind: str) -> None:
    telegram.world.faults.append(Fault(kind, method="getUpdates", times=2))
    await telegram.world.write(ALICE, "moi")

    async with running(receiver(house, client).run):
        await until(lambda: not telegram.world.pending)

    assert texts(house) == ["moi"]


async def test_telegram_may_be_away_at_the_start(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    port = int(telegram.url.rsplit(":", 1)[1])
    await telegram.stop()

    async with running(receiver(house, client).run):
        await until(lambda: state_of_part(house, PART) == "unreachable")
        await telegram.start(port=port)
        await telegram.world.write(ALICE, "moi")
        await until(lambda: texts(house) == ["moi"])
        await until(lambda: state_of_part(house, PART) == "working")


async def test_a_revoked_token_ends_receiving_with_the_reason(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    ended = asyncio.ensure_future(receiver(house, client).run(asyncio.Event()))
    await until(lambda: telegram.world.calls_of("getUpdates"))

    telegram.world.is_revoked = True
    await telegram.world.write(ALICE, "unheard")

    assert (await asyncio.wait_for(ended, 10), state_of_part(house, PART)) == (End.REVOKED, "revoked")


async def test_another_poller_of_the_same_bot_ends_receiving_with_the_reason(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    ended = asyncio.ensure_future(receiver(house, client).run(asyncio.Event()))
    await until(lambda: telegram.world.calls_of("getUpdates"))

    await client.updates(offset=None, wait=0)

    assert (await asyncio.wait_for(ended, 10), state_of_part(house, PART)) == (End.CONFLICT, "conflict")


async def test_a_webhook_left_behind_is_taken_away(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    telegram.world.webhook = {"url": "https://elsewhere.example/hook"}
    await telegram.world.write(ALICE, "moi")

    async with running(receiver(house, client).run):
        await until(lambda: texts(house) == ["moi"])


async def test_a_second_instance_on_the_same_database_waits(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    house.run(take_lease, name=f"telegram:{client.bot_id}", holder="bot-2", lasts=_DAY, now=house.clock.now())

    async with running(receiver(house, client).run):
        await until(lambda: state_of_part(house, PART) == "standby")

    assert telegram.world.calls == []


async def test_the_lease_is_given_back_at_the_end(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    async with running(receiver(house, client).run):
        await until(lambda: telegram.world.calls_of("getUpdates"))

    assert house.run(take_lease, name=f"telegram:{client.bot_id}", holder="bot-2", lasts=_DAY, now=house.clock.now())


async def test_ids_that_begin_anew_below_the_last_one_are_received(telegram: Emulator, client: TelegramClient, house: Backend) -> None:
    async with running(receiver(house, client).run):
        await telegram.world.write(ALICE, "before the quiet week")
        await until(lambda: not telegram.world.pending)
        await until(lambda: "offset" not in telegram.world.calls_of("getUpdates")[-1].params)
        telegram.world.begin_ids_anew(17)
        await telegram.world.write(ALICE, "after it")
        await until(lambda: not telegram.world.pending)

    assert texts(house) == ["before the quiet week", "after it"]


async def test_the_client_says_passing_where_telegram_asks_to_wait(telegram: Emulator, client: TelegramClient) -> None:
    telegram.world.faults.append(Fault("429", method="getUpdates", retry_after=3))

    with pytest.raises(Passing):
        await client.updates(offset=None, wait=0)
