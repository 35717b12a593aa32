import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.ids import ButtonToken, ConversationId, DeliveryId, LinkId, OutboxId
from backend.domain.messages import Channel, Document, Outgoing, ShownButton
from bot.channel import ChannelFailure, Moved, Passing, Permanent, Revoked, Uncertain, Unreachable
from bot.pacing import Limits, Pacing
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import TelegramClient
from bot.telegram.emulator.server import Emulator
from bot.telegram.emulator.world import Fault

ALICE = 7001
UNLIMITED = Limits(in_all_per_second=1000, chat_per_second=1000, chat_burst=1000, group_per_minute=1000)
HELLO = Outgoing(
    id=DeliveryId("d"),
    outbox=OutboxId("o"),
    conversation=ConversationId("c"),
    link=LinkId("l"),
    channel=Channel.TELEGRAM,
    address=str(ALICE),
    language="fi",
    text="Hello",
    quote="",
    kind="answer",
    buttons=(),
    documents=(),
    tries=0,
    may_be_repeated=False,
)
YES_NO = (ShownButton(label="Yes", token=ButtonToken("y" * 22)), ShownButton(label="No", token=ButtonToken("n" * 22)))


async def read(_outgoing: Outgoing, document: Document) -> bytes | None:
    return {"form": b"a form"}.get(document.id)


@pytest.fixture
async def channel(telegram: Emulator, client: TelegramClient) -> TelegramChannel:
    await telegram.world.write(ALICE, "moi")
    return TelegramChannel(client=client, pacing=Pacing(limits=UNLIMITED), read=read, sent_again=lambda language: f"again ({language})")


def said(telegram: Emulator, chat: int = ALICE) -> list[str]:
    return [message["text"] for message in telegram.world.said_in(chat)]


def changed(**fields: Any) -> Outgoing:
    return dataclasses.replace(HELLO, **fields)


async def failure(channel: TelegramChannel, outgoing: Outgoing = HELLO) -> ChannelFailure:
    with pytest.raises(ChannelFailure) as caught:
        await channel.send(outgoing)
    return caught.value


async def test_a_message_arrives_with_bold_and_buttons_one_below_the_other(telegram: Emulator, channel: TelegramChannel) -> None:
    external_id = await channel.send(changed(text="**Sure**: 5 < 6?", buttons=YES_NO))

    (message,) = telegram.world.said_in(ALICE)
    assert (message["message_id"], message["text"], message["entities"]) == (int(external_id), "Sure: 5 < 6?", [{"type": "bold", "offset": 0, "length": 4}])
    assert message["reply_markup"] == {"inline_keyboard": [[{"text": "Yes", "callback_data": "y" * 22}], [{"text": "No", "callback_data": "n" * 22}]]}


async def test_what_may_be_a_repetition_says_so_in_the_persons_language(telegram: Emulator, channel: TelegramChannel) -> None:
    await channel.send(changed(may_be_repeated=True))

    assert said(telegram) == ["again (fi)\nHello"]


async def test_a_long_message_comes_in_parts_with_the_buttons_under_the_last(telegram: Emulator, channel: TelegramChannel) -> None:
    await channel.send(changed(text="a" * 4000 + "\n\n" + "b" * 4000, buttons=YES_NO))

    first, last = telegram.world.said_in(ALICE)
    assert (first["text"], last["text"]) == ("a" * 4000, "b" * 4000)
    assert ("reply_markup" in first, "reply_markup" in last) == (False, True)


async def test_every_part_keeps_the_chats_pace(telegram: Emulator, client: TelegramClient, channel: TelegramChannel) -> None:
    slow = Pacing(limits=Limits(chat_per_second=5, chat_burst=1))
    slow.reserve(str(ALICE))

    await TelegramChannel(client=client, pacing=slow, read=read, sent_again=str).send(changed(text="a" * 9000))

    times = [message["at"] for message in telegram.world.said_in(ALICE)]
    assert len(times) == 3
    assert times[2] - times[0] > 0.3


async def test_documents_follow_the_text(telegram: Emulator, channel: TelegramChannel) -> None:
    await channel.send(changed(documents=(Document(name="Lomake ä.txt", media_type="text/plain", id="form"),)))

    text, file = telegram.world.said_in(ALICE)
    assert (text["text"], file["document"]["file_name"], file["document"]["file_size"]) == ("Hello", "Lomake ä.txt", 6)


async def test_a_document_that_is_not_there_sends_nothing(telegram: Emulator, channel: TelegramChannel) -> None:
    found = await failure(channel, changed(documents=(Document(name="x", media_type="text/plain", id="forgotten"),)))

    assert (type(found), said(telegram)) == (Permanent, [])


async def test_nothing_to_say_is_permanent(channel: TelegramChannel) -> None:
    assert type(await failure(channel, changed(text=" \n"))) is Permanent


async def test_where_markup_is_refused_the_plain_text_is_sent_once(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.world.faults.append(Fault("400"))

    await channel.send(changed(text="**Sure**", buttons=YES_NO))

    (message,) = telegram.world.said_in(ALICE)
    assert (message["text"], "entities" in message, len(telegram.world.calls_of("sendMessage"))) == ("Sure", False, 2)


async def test_a_text_refused_twice_is_given_up(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.world.faults.append(Fault("400", times=9))

    assert isinstance(await failure(channel), Permanent)
    assert len(telegram.world.calls_of("sendMessage")) == 2


async def test_too_many_requests_is_passing_with_the_time_to_wait(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.world.faults.append(Fault("429", retry_after=7))

    found = await failure(channel)

    assert isinstance(found, Passing)
    assert (found.retry_after, found.is_global) == (timedelta(seconds=7), False)


@pytest.mark.parametrize("kind", ["500", "502", "reset", "drop", "hang"])
async def test_an_answer_that_does_not_come_leaves_it_uncertain(telegram: Emulator, channel: TelegramChannel, kind: str) -> None:
    telegram.world.faults.append(Fault(kind, seconds=2.0))

    assert type(await failure(channel)) is Uncertain
    assert len(telegram.world.calls_of("sendMessage")) == 1


async def test_an_answer_lost_after_it_was_accepted_has_arrived(telegram: Emulator, channel: TelegramChannel) -> None:
    """Why it must be uncertain, not passing: a plain retry would say everything twice."""
    telegram.world.faults.append(Fault("drop"))

    await failure(channel)

    assert said(telegram) == ["Hello"]


async def test_a_server_that_cannot_be_reached_is_passing_for_everybody(telegram: Emulator, channel: TelegramChannel) -> None:
    await telegram.stop()

    found = await failure(channel)

    assert isinstance(found, Passing)
    assert (found.retry_after, found.is_global) == (None, True)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
async def test_a_proxys_refusal_says_nothing_of_the_chat_or_the_token(telegram: Emulator, channel: TelegramChannel, status: int) -> None:
    telegram.world.faults.append(Fault(f"{status}-html", times=2))

    found = await failure(channel)

    assert isinstance(found, Passing)
    assert (found.retry_after, found.is_global) == (None, True)


async def test_a_blocked_or_unknown_chat_is_unreachable(telegram: Emulator, channel: TelegramChannel) -> None:
    await telegram.world.block(ALICE)

    assert type(await failure(channel)) is Unreachable
    assert type(await failure(channel, changed(address="999"))) is Unreachable


async def test_a_group_that_became_a_supergroup_says_its_new_address(telegram: Emulator, channel: TelegramChannel) -> None:
    await telegram.world.migrate(-500, -100500)

    found = await failure(channel, changed(address="-500"))

    assert isinstance(found, Moved)
    assert found.address == "-100500"


async def test_a_revoked_token_is_told_apart(telegram: Emulator, channel: TelegramChannel) -> None:
    telegram.world.is_revoked = True

    assert type(await failure(channel)) is Revoked


@pytest.mark.parametrize("kind", ["429", "500", "400", "reset"])
async def test_a_long_message_broken_off_between_parts_is_uncertain(telegram: Emulator, channel: TelegramChannel, kind: str) -> None:
    await channel.send(changed(text="first"))
    telegram.world.calls.clear()
    original = telegram.world.bot_says

    def break_after_first(chat: Any, **fields: Any) -> Any:
        telegram.world.faults.append(Fault(kind, times=9))
        return original(chat, **fields)

    telegram.world.bot_says = break_after_first  # type: ignore[method-assign] # the fault must strike between the parts

    assert type(await failure(channel, changed(text="a" * 5000))) is Uncertain


async def test_somebody_who_blocks_us_between_parts_is_unreachable(telegram: Emulator, channel: TelegramChannel) -> None:
    original = telegram.world.bot_says

    def block_after_first(chat: Any, **fields: Any) -> Any:
        telegram.world.faults.append(Fault("403"))
        return original(chat, **fields)

    telegram.world.bot_says = block_after_first  # type: ignore[method-assign] # the fault must strike between the parts

    assert type(await failure(channel, changed(text="a" * 5000))) is Unreachable


async def test_the_typing_sign_is_shown_and_a_failure_to_show_it_is_nobodys_concern(telegram: Emulator, channel: TelegramChannel) -> None:
    await channel.show_typing(str(ALICE))
    telegram.world.faults.append(Fault("500", method="sendChatAction"))
    await channel.show_typing(str(ALICE))

    assert [call.params["action"] for call in telegram.world.calls_of("sendChatAction")] == ["typing", "typing"]
