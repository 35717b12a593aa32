import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend.bootstrap import Backend
from backend.domain.messages import Channel, Outgoing, Reply
from backend.services.chatting import read
from backend.services.delivering import claim_delivery
from backend.services.saying import say
from bot.channel import Moved, Passing, Permanent, Revoked, Uncertain, Unreachable
from bot.courier import MAX_IN_FLIGHT, PART, Courier
from bot.pacing import Limits, Pacing
from tests.bot.house import FlakyBackend, conversation_at, deliveries, links, open_house, queue, state_of_part, states
from tests.polling import running, until

ALICE, BOB = "7001", "7002"
UNLIMITED = Limits(in_all_per_second=1000, chat_per_second=1000, chat_burst=1000, group_per_minute=1000)


class FakeChannel:
    """Takes everything, or fails as planned: `plan` holds what becomes of the first messages."""

    name = Channel.TELEGRAM

    def __init__(self, *plan: Exception | None) -> None:
        self.plan = list(plan)
        self.taken: list[tuple[str, str, bool]] = []
        self.in_flight: list[str] = []
        self.most_in_flight = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, outgoing: Outgoing) -> str:
        assert outgoing.address not in self.in_flight, "two messages of one chat in flight"
        self.in_flight.append(outgoing.address)
        self.most_in_flight = max(self.most_in_flight, len(self.in_flight))
        try:
            await self.gate.wait()
            failure = self.plan.pop(0) if self.plan else None
            self.taken.append((outgoing.address, outgoing.text, outgoing.may_be_repeated))
            if failure is not None:
                raise failure
            return str(len(self.taken))
        finally:
            self.in_flight.remove(outgoing.address)

    async def show_typing(self, address: str) -> None:
        pass

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.taken]


def courier(house: Backend, channel: FakeChannel, *, holder: str = "courier-1", pacing: Pacing | None = None) -> Courier:
    return Courier(backend=house, channels={channel.name: channel}, holder=holder, pacing=pacing or Pacing(limits=UNLIMITED))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Backend]:
    with open_house(tmp_path) as backend:
        yield backend


async def test_messages_of_a_chat_arrive_once_and_in_order(house: Backend) -> None:
    for number in range(5):
        queue(house, ALICE, f"message {number}")
    channel = FakeChannel()

    async with running(courier(house, channel).run):
        await until(lambda: set(states(house).values()) == {"sent"})

    assert channel.taken == [(ALICE, f"message {number}", False) for number in range(5)]
    assert [external for _, _, external in deliveries(house)] == ["1", "2", "3", "4", "5"]


async def test_four_chats_are_served_side_by_side_and_no_more(house: Backend) -> None:
    for chat in range(8):
        queue(house, str(7001 + chat), f"to {chat}")
    channel = FakeChannel()
    channel.gate.clear()

    async with running(courier(house, channel).run):
        await until(lambda: len(channel.in_flight) == MAX_IN_FLIGHT)
        channel.gate.set()
        await until(lambda: set(states(house).values()) == {"sent"})

    assert (sorted(channel.texts), channel.most_in_flight) == ([f"to {chat}" for chat in range(8)], MAX_IN_FLIGHT)


async def test_what_surely_did_not_arrive_is_sent_again_unmarked(house: Backend) -> None:
    queue(house, ALICE, "hello")
    channel = FakeChannel(Passing("connection refused"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"hello": "sent"})

    assert channel.taken == [(ALICE, "hello", False), (ALICE, "hello", False)]


async def test_what_may_have_arrived_is_sent_once_more_and_marked(house: Backend) -> None:
    queue(house, ALICE, "hello")
    channel = FakeChannel(Uncertain("read timeout"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"hello": "sent"})

    assert channel.taken == [(ALICE, "hello", False), (ALICE, "hello", True)]


async def test_what_may_have_arrived_twice_is_left_to_a_person(house: Backend) -> None:
    queue(house, ALICE, "hello")
    queue(house, ALICE, "next")
    channel = FakeChannel(Uncertain("read timeout"), Uncertain("read timeout"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"hello": "uncertain", "next": "sent"})

    assert channel.texts == ["hello", "hello", "next"]


async def test_a_receipt_is_never_sent_twice(house: Backend) -> None:
    queue(house, ALICE, "your receipt", kind="receipt")
    channel = FakeChannel(Uncertain("read timeout"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"your receipt": "uncertain"})

    assert channel.texts == ["your receipt"]


async def test_an_error_of_our_own_counts_as_uncertain(house: Backend) -> None:
    queue(house, ALICE, "hello")
    channel = FakeChannel(RuntimeError("a bug"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"hello": "sent"})

    assert channel.taken == [(ALICE, "hello", False), (ALICE, "hello", True)]


async def test_what_can_never_arrive_is_not_tried_again_and_the_next_message_goes(house: Backend) -> None:
    queue(house, ALICE, "bad")
    queue(house, ALICE, "good")
    channel = FakeChannel(Permanent("refused"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"bad": "failed", "good": "sent"})

    assert channel.texts == ["bad", "good"]


async def test_nothing_more_goes_to_somebody_who_blocked_us(house: Backend) -> None:
    queue(house, ALICE, "one")
    queue(house, ALICE, "two")
    queue(house, BOB, "to bob")
    channel = FakeChannel(Unreachable("blocked"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"one": "cancelled", "two": "cancelled", "to bob": "sent"})

    assert links(house) == {ALICE: "blocked", BOB: "active"}


async def test_a_chat_that_moved_gets_its_message_at_the_new_address(house: Backend) -> None:
    queue(house, "-500", "hello group")
    channel = FakeChannel(Moved("-100500"))

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"hello group": "sent"})

    assert channel.taken == [("-500", "hello group", False), ("-100500", "hello group", False)]
    assert links(house) == {"-100500": "active"}


async def test_sending_stops_where_our_token_is_refused_and_nothing_is_lost(house: Backend) -> None:
    queue(house, ALICE, "one")
    channel = FakeChannel(Revoked("the token is not valid"))

    async with running(courier(house, channel).run):
        await until(lambda: state_of_part(house, PART) == "revoked")
        queue(house, BOB, "two")

    assert (states(house), channel.texts) == ({"one": "ready", "two": "ready"}, ["one"])


async def test_a_chat_told_to_wait_waits_and_the_others_go_on(house: Backend) -> None:
    queue(house, ALICE, "too many")
    channel = FakeChannel(Passing("too many requests", retry_after=timedelta(hours=1)))
    pacing = Pacing(limits=UNLIMITED)

    async with running(courier(house, channel, pacing=pacing).run):
        await until(lambda: channel.texts == ["too many"])
        queue(house, BOB, "to bob")
        await until(lambda: states(house) == {"too many": "ready", "to bob": "sent"})

    assert pacing.reserve(ALICE) > 3500


async def test_a_chat_beyond_its_pace_does_not_hold_up_the_others(house: Backend) -> None:
    for number in range(6):
        queue(house, ALICE, f"alice {number}")
    queue(house, BOB, "to bob")
    channel = FakeChannel()
    slow = Pacing(limits=Limits(in_all_per_second=1000, chat_per_second=0.5, chat_burst=1))

    async with running(courier(house, channel, pacing=slow).run):
        await until(lambda: "to bob" in channel.texts)

    assert channel.texts == ["alice 0", "to bob"]


async def test_a_message_in_flight_at_a_death_comes_again_marked(house: Backend) -> None:
    queue(house, ALICE, "interrupted")
    house.run(claim_delivery, channel=Channel.TELEGRAM, holder="courier-1", now=house.clock.now())
    channel = FakeChannel()

    async with running(courier(house, channel).run):
        await until(lambda: states(house) == {"interrupted": "sent"})

    assert channel.taken == [(ALICE, "interrupted", True)]


async def test_what_another_courier_is_sending_is_left_alone(house: Backend) -> None:
    """The negative control of the one above: only the dead one's own messages are taken over at once."""
    queue(house, ALICE, "in flight elsewhere")
    house.run(claim_delivery, channel=Channel.TELEGRAM, holder="courier-2", now=house.clock.now())
    channel = FakeChannel()

    async with running(courier(house, channel).run):
        queue(house, BOB, "to bob")
        await until(lambda: states(house)["to bob"] == "sent")

    assert states(house) == {"in flight elsewhere": "sending", "to bob": "sent"}


async def test_what_is_being_sent_is_finished_before_it_stops(house: Backend) -> None:
    queue(house, ALICE, "hello")
    channel = FakeChannel()
    channel.gate.clear()

    async with running(courier(house, channel).run) as stop:
        await until(lambda: channel.in_flight)
        stop.set()
        channel.gate.set()

    assert deliveries(house) == [("hello", "sent", "1")]


async def test_a_database_that_is_away_for_a_moment_makes_nothing_come_twice(tmp_path: Path) -> None:
    failures = {"delivery_sent": 2, "claim_delivery": 1, "recover_deliveries": 1}

    class Flaky(FlakyBackend):
        @staticmethod
        def is_away(service: str) -> bool:
            failures[service] = failures.get(service, 0) - 1
            return failures[service] >= 0

    with open_house(tmp_path, made=Flaky) as house:
        queue(house, ALICE, "hello")
        channel = FakeChannel()

        async with running(courier(house, channel).run):
            await until(lambda: states(house) == {"hello": "sent"})

        assert channel.taken == [(ALICE, "hello", False)]


async def test_without_any_channel_later_messages_are_still_released_for_the_chat_page(house: Backend) -> None:
    conversation = conversation_at(house, ALICE)
    later = house.clock.now() + timedelta(seconds=5)
    house.run(say, conversation, Reply(text="a reminder"), key="reminder", now=house.clock.now(), not_before=later)
    none = Courier(backend=house, channels={}, holder="courier-1", pacing=Pacing())

    async with running(none.run):
        await until(lambda: [line.text for line in house.run(read, conversation=conversation, after=0)] == ["moi", "a reminder"])

    assert house.clock.now() >= later
