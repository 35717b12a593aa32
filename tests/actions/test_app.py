import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from actions.app import MAX_BODY_BYTES, build_app
from tests.actions.calls import action_call, message
from tests.actions.fakes import FakeBackend

SECRET = "s" * 43
AUTHORIZED = {"Authorization": f"Bearer {SECRET}"}
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def product() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
async def client(product: FakeBackend) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build_app(product, SECRET))) as opened:
        yield opened


async def post(client: Client, call: Any) -> tuple[int, Any]:
    response = await client.post("/webhook", json=call, headers=AUTHORIZED)
    return response.status, await response.json()


def mark(turn: str = "turn-1") -> dict[str, Any]:
    return {"event": "slot", "timestamp": None, "name": "last_turn", "value": turn}


async def test_a_turn_is_answered_by_one_service_and_marked(client: Client, product: FakeBackend) -> None:
    answer = await post(client, action_call("action_turn"))

    assert answer == (200, {"events": [mark()], "responses": []})
    assert product.services == ["answer_turn"]
    assert [topic.topic for topic in product.turns[0].understanding.topics] == ["ask_limits"]


async def test_the_fallback_answers_without_topics_and_keeps_the_message(client: Client, product: FakeBackend) -> None:
    answer = await post(client, action_call("action_default_fallback"))

    assert answer == (200, {"events": [mark(), {"event": "followup", "timestamp": None, "name": "action_listen"}], "responses": []})
    assert product.turns[0].understanding.topics == ()


async def test_a_session_starts_and_listens(client: Client, product: FakeBackend) -> None:
    status, answer = await post(client, action_call("action_session_start"))

    assert (status, [event["event"] for event in answer["events"]], answer["events"][1]["name"]) == (200, ["session_started", "action"], "action_listen")
    assert product.turns == []


def loops(answer: Any) -> list[str | None]:
    return [event["name"] for event in answer["events"] if event["event"] == "active_loop"]


async def test_the_loop_opens_with_a_question_goes_on_with_it_and_ends_with_it(client: Client, product: FakeBackend) -> None:
    product.is_asking = True
    _, opened = await post(client, action_call("action_turn"))
    _, going_on = await post(client, action_call("interview", loop="interview"))
    product.is_asking = False
    _, ended = await post(client, action_call("interview", loop="interview"))
    _, afterwards = await post(client, action_call("action_turn"))

    assert [loops(answer) for answer in (opened, going_on, ended, afterwards)] == [["interview"], [], [None], []]


async def test_an_interview_goes_on_under_a_fresh_key(client: Client, product: FakeBackend) -> None:
    product.is_asking = True
    _, answer = await post(client, action_call("action_session_start"))

    assert [event["event"] for event in answer["events"]] == ["session_started", "active_loop", "action"]
    assert loops(answer) == ["interview"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": SECRET}, {"Authorization": "Bearer \u00e4\u00f6"}])
async def test_without_the_secret_nothing_runs(client: Client, product: FakeBackend, headers: dict[str, str]) -> None:
    response = await client.post("/webhook", json=action_call("action_turn"), headers=headers)

    assert (response.status, await response.json(), product.turns) == (401, {"error": "unauthorized"}, [])


async def test_a_crash_is_an_error_and_never_success(client: Client, product: FakeBackend) -> None:
    product.is_broken = True

    assert await post(client, action_call("action_turn")) == (500, {"error": "action_failed"})


async def test_a_crash_is_logged_without_the_words_of_the_person(client: Client, product: FakeBackend) -> None:
    product.is_broken = True

    with structlog.testing.capture_logs() as logs:
        await post(client, action_call("action_turn"))

    assert [(entry["event"], entry["error"], "paljonko" in str(entry)) for entry in logs] == [("action failed", "RuntimeError", False)]


@pytest.mark.parametrize(
    "call", [action_call("no_such_action"), action_call("action_turn", message(metadata={})), {"next_action": "action_turn"}, {}, [], "text", None]
)
async def test_a_call_that_cannot_be_run_is_never_the_400_that_rasa_takes_for_a_refusal(client: Client, product: FakeBackend, call: object) -> None:
    assert await post(client, call) == (500, {"error": "action_failed"})
    assert product.turns == []


async def test_a_body_that_is_not_json_is_an_error(client: Client) -> None:
    response = await client.post("/webhook", data=b"{", headers=AUTHORIZED)

    assert (response.status, await response.json()) == (500, {"error": "action_failed"})


async def test_an_action_that_hangs_is_cut_off_at_the_deadline(product: FakeBackend) -> None:
    product.may_go_on = asyncio.Event()
    async with TestClient(TestServer(build_app(product, SECRET, deadline_seconds=0.05))) as client:
        assert await post(client, action_call("action_turn")) == (500, {"error": "deadline"})


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY_BYTES + 1, 413), (1_000_000, 200)])
async def test_a_long_conversation_fits_and_an_endless_one_does_not(client: Client, size: int, status: int) -> None:
    call = {**action_call("action_turn"), "padding": "x" * size}

    response = await client.post("/webhook", json=call, headers=AUTHORIZED)

    assert response.status == status


async def test_health_needs_no_secret(client: Client) -> None:
    response = await client.get("/health")

    assert (response.status, await response.json()) == (200, {"status": "ok"})
