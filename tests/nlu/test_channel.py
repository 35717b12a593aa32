"""The channel between the worker and the dialogue server, in a real Rasa and with our real actions' server."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from actions.app import build_app
from backend.domain.understanding import ScoredTopic
from tests.actions.calls import metadata
from tests.actions.fakes import FakeBackend
from tests.nlu.rasa_server import SECRET, RasaServer, free_port, train_tiny_model

DONE = (200, {"status": "done"})
FAILED = (502, {"error": "action_failed"})


@pytest.fixture(scope="module")
def actions_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def model() -> Path:
    return train_tiny_model()


@pytest.fixture(scope="module")
def server(model: Path, actions_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaServer]:
    started = RasaServer(tmp_path_factory.mktemp("dialogue"), model=model, actions_port=actions_port)
    started.start()
    yield started
    started.kill()


@pytest.fixture
async def product(actions_port: int) -> AsyncIterator[FakeBackend]:
    """The actions' server is up for as long as the test runs."""
    backend = FakeBackend()
    runner = web.AppRunner(build_app(backend, SECRET), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", actions_port).start()
    yield backend
    backend.may_go_on.set()
    await runner.cleanup()


@dataclass(kw_only=True)
class Worker:
    """Stands in for the worker: knows the secret and where the server is."""

    http: httpx.AsyncClient

    async def send(self, sender: str, turn: str, text: str = "paljonko rahaa voi saada", **changes: object) -> tuple[int, Any]:
        body = {"sender": sender, "message_id": turn, "text": text, "metadata": metadata(turn_id=turn, text=text, **changes)}
        response = await self.http.post("/webhooks/turn/turn", json=body)
        return response.status_code, response.json()


@pytest.fixture
async def worker(server: RasaServer) -> AsyncIterator[Worker]:
    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {SECRET}"}, timeout=60) as http:
        yield Worker(http=http)


@asynccontextmanager
async def actions_that_return(port: int, events: dict[str, list[dict[str, Any]]]) -> AsyncIterator[None]:
    """An actions' server of another make; what is not named returns nothing."""
    known = {"action_session_start": [{"event": "session_started"}, {"event": "action", "name": "action_listen"}], **events}

    async def webhook(request: web.Request) -> web.Response:
        return web.json_response({"events": known.get((await request.json())["next_action"], []), "responses": []})

    app = web.Application(client_max_size=1024 * 1024)
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield
    await runner.cleanup()


def topics(backend: FakeBackend) -> list[tuple[str, ...]]:
    return [tuple(scored.topic for scored in turn.understanding.topics) for turn in backend.turns]


async def test_a_message_goes_through_rasa_to_the_action_with_all_that_was_understood(worker: Worker, product: FakeBackend) -> None:
    answer = await worker.send("whole", "w-1")

    turn = product.turns[0]
    assert (answer, len(product.turns), turn.id, turn.text, turn.understanding.language) == (DONE, 1, "w-1", "paljonko rahaa voi saada", "fi")
    assert topics(product) == [("ask_limits",)]


async def test_a_message_no_rule_fits_is_answered_by_the_fallback_and_the_next_is_not_disturbed(worker: Worker, product: FakeBackend) -> None:
    answers = [await worker.send("lost", "l-1", "qwerty qwerty"), await worker.send("lost", "l-2", "moi")]

    assert (answers, topics(product)) == ([DONE, DONE], [(), ("greet",)])


async def test_the_same_message_again_is_done_without_a_second_run(worker: Worker, product: FakeBackend) -> None:
    answers = [await worker.send("again", "a-1") for _ in range(3)]

    assert (answers, [turn.id for turn in product.turns]) == ([DONE] * 3, ["a-1"])


async def test_one_message_sent_five_times_at_once_runs_once(worker: Worker, product: FakeBackend) -> None:
    answers = await asyncio.gather(*(worker.send("burst", "b-1") for _ in range(5)))

    assert (answers, [turn.id for turn in product.turns]) == ([DONE] * 5, ["b-1"])


async def test_rasas_own_channel_runs_the_same_message_twice(worker: Worker, product: FakeBackend) -> None:
    """Negative control of the two tests above."""
    for _ in range(2):
        await worker.http.post("/webhooks/rest/webhook", json={"sender": "stock", "message": "moi", "message_id": "s-1", "metadata": metadata(turn_id="s-1")})

    assert [turn.id for turn in product.turns] == ["s-1", "s-1"]


async def test_twenty_messages_of_one_sender_run_in_order(worker: Worker, product: FakeBackend) -> None:
    turns = [f"o-{number}" for number in range(20)]

    answers = [await worker.send("orderly", turn) for turn in turns]

    assert (answers, [turn.id for turn in product.turns]) == ([DONE] * 20, turns)


async def test_messages_of_one_sender_that_come_together_run_one_at_a_time_and_none_is_lost(worker: Worker, product: FakeBackend) -> None:
    turns = [f"t-{number}" for number in range(12)]

    answers = await asyncio.gather(*(worker.send("together", turn) for turn in turns))

    assert (answers, sorted(turn.id for turn in product.turns), product.most_at_once) == ([DONE] * 12, sorted(turns), 1)


async def test_one_senders_slow_turn_does_not_hold_up_another(worker: Worker, product: FakeBackend) -> None:
    product.may_go_on.clear()
    slow = asyncio.create_task(worker.send("slow", "s-1"))
    await product.has_been_asked(times=1)
    quick = asyncio.create_task(worker.send("quick", "q-1"))
    await product.has_been_asked(times=2)
    product.may_go_on.set()

    assert (await slow, await quick, product.most_at_once) == (DONE, DONE, 2)


@pytest.mark.parametrize("authorization", [b"", b"Bearer wrong", SECRET.encode(), f"Bearer {SECRET}x".encode(), "Bearer \u00e4".encode(), b"Bearer \xe4\xff"])
async def test_without_the_secret_nothing_runs(server: RasaServer, product: FakeBackend, authorization: bytes) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers={b"Authorization": authorization}) as http:
        answer = await Worker(http=http).send("mallory", "m-1")

    assert (answer, product.turns) == ((401, {"error": "unauthorized"}), [])


async def test_a_body_over_64_kilobytes_is_refused(worker: Worker, product: FakeBackend) -> None:
    response = await worker.http.post("/webhooks/turn/turn", content=b"x" * (64 * 1024 + 1))

    assert (response.status_code, product.turns) == (413, [])


@pytest.mark.parametrize(
    "change",
    [
        {"sender": ""},
        {"sender": None},
        {"sender": "x" * 201},
        {"message_id": None},
        {"message_id": 7},
        {"text": None},
        {"metadata": None},
        {"metadata": metadata(turn_id="another")},
        {"text": '/greet{"role": "admin"}', "metadata": metadata(turn_id="bad-1", via="press")},
        {"text": "greet", "metadata": metadata(turn_id="bad-1", via="command")},
    ],
)
async def test_what_is_not_a_turn_is_refused(worker: Worker, product: FakeBackend, change: dict[str, Any]) -> None:
    body = {"sender": "bad", "message_id": "bad-1", "text": "moi", "metadata": metadata(turn_id="bad-1"), **change}

    response = await worker.http.post("/webhooks/turn/turn", json=body)

    assert (response.status_code, response.json(), product.turns) == (400, {"error": "bad_turn"}, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"text"'])
async def test_what_is_not_json_is_refused(worker: Worker, product: FakeBackend, body: bytes) -> None:
    response = await worker.http.post("/webhooks/turn/turn", content=body)

    assert (response.status_code, response.json(), product.turns) == (400, {"error": "bad_turn"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "/secret_topic",
        " \n/secret_topic",
        '/secret_topic{"role": "admin"}',
        "/secret_topic@1.0",
        "//secret_topic",
        "\u200b/secret_topic",
        "\ufeff \u2060/secret_topic",
        "/restart",
        "/session_start",
        "/back",
    ],
)
async def test_a_written_slash_names_no_intent(worker: Worker, product: FakeBackend, text: str) -> None:
    """The components only look at what Rasa takes for a text: where they found candidates, no intent was run."""
    answer = await worker.send("slash", f"slash-{text.encode().hex()}", text)

    assert (answer, [len(turn.understanding.candidates) for turn in product.turns]) == (DONE, [1])


@pytest.mark.parametrize("via", ["press", "command"])
async def test_a_press_or_command_does_name_one(worker: Worker, product: FakeBackend, via: str) -> None:
    """Negative control of the test above: it is the slash that counts, and who sent it."""
    answer = await worker.send("button", f"button-{via}", "/secret_topic", via=via)

    assert (answer, product.turns[0].understanding.topics) == (DONE, (ScoredTopic(topic="secret_topic", confidence=1.0),))


async def test_a_press_of_a_topic_that_is_gone_is_answered_as_not_understood(worker: Worker, product: FakeBackend) -> None:
    assert (await worker.send("old", "old-1", "/ask_olden_times", via="press"), topics(product)) == (DONE, [()])


async def test_a_crash_of_the_action_fails_the_turn_which_then_can_be_sent_again(worker: Worker, product: FakeBackend) -> None:
    await worker.send("crash", "c-1")
    product.is_broken = True
    broken = [await worker.send("crash", "c-2") for _ in range(2)]
    product.is_broken = False

    assert (broken, await worker.send("crash", "c-2"), await worker.send("crash", "c-2")) == ([FAILED, FAILED], DONE, DONE)
    assert [turn.id for turn in product.turns] == ["c-1", "c-2", "c-2", "c-2"]


async def test_a_turn_that_failed_leaves_nothing_in_the_conversation(worker: Worker, product: FakeBackend, server: RasaServer) -> None:
    await worker.send("trace", "tr-1")
    product.is_broken = True
    await worker.send("trace", "tr-2")

    connection = sqlite3.connect(server.tracker)
    kept = connection.execute("SELECT count(*) FROM events WHERE sender_id = 'trace' AND type_name = 'user'").fetchone()
    connection.close()
    assert kept == (1,)


async def test_rasas_own_channel_calls_a_crash_of_the_action_a_success(worker: Worker, product: FakeBackend) -> None:
    """Negative control: this is why there is a channel of our own."""
    product.is_broken = True

    response = await worker.http.post("/webhooks/rest/webhook", json={"sender": "stock2", "message": "moi", "metadata": metadata()})

    assert (response.status_code, response.json(), len(product.turns)) == (200, [], 1)


@pytest.mark.parametrize(
    "events",
    [
        [],
        [{"event": "slot", "name": "last_turn", "value": "another turn"}],
        [{"event": "slot", "name": "another_slot", "value": "mark-1"}],
        [{"event": "slot", "name": "last_turn", "value": "mark-1"}, {"event": "followup", "name": "action_default_fallback"}],
    ],
)
async def test_an_action_that_answers_without_the_turns_mark_has_failed(worker: Worker, actions_port: int, events: list[dict[str, Any]]) -> None:
    """The last case has marked its first action, and then runs a second one that leaves no mark."""
    async with actions_that_return(actions_port, {"action_turn": events}):
        assert await worker.send("unmarked", "mark-1") == FAILED


async def test_an_action_that_leaves_the_turns_mark_has_not(worker: Worker, actions_port: int) -> None:
    """Negative control of the test above."""
    async with actions_that_return(actions_port, {"action_turn": [{"event": "slot", "name": "last_turn", "value": "mark-2"}]}):
        assert await worker.send("unmarked", "mark-2") == DONE


async def test_actions_that_never_end_fail_the_turn(worker: Worker, actions_port: int) -> None:
    on_and_on = [{"event": "slot", "name": "last_turn", "value": "mark-3"}, {"event": "followup", "name": "action_turn"}]
    async with actions_that_return(actions_port, {"action_turn": on_and_on}):
        assert await worker.send("unmarked", "mark-3") == FAILED


async def test_with_the_actions_server_dead_a_turn_fails(worker: Worker) -> None:
    assert await worker.send("dead", "d-1") == FAILED


async def test_a_turn_that_failed_for_want_of_the_actions_server_runs_when_it_is_back(worker: Worker, product: FakeBackend) -> None:
    assert (await worker.send("dead", "d-1"), topics(product)) == (DONE, [("ask_limits",)])


async def test_a_turn_over_the_deadline_fails_and_the_conversation_goes_on(worker: Worker, product: FakeBackend) -> None:
    product.may_go_on.clear()
    late = await worker.send("late", "late-1")
    product.may_go_on.set()

    assert (late, await worker.send("late", "late-1"), await worker.send("late", "late-2")) == ((504, {"error": "deadline"}), DONE, DONE)


async def test_a_crash_of_a_component_fails_the_turn_and_the_conversation_goes_on(worker: Worker, product: FakeBackend) -> None:
    broken = await worker.send("component", "k-1", "kaboom")

    assert (broken, product.turns) == ((500, {"error": "turn_failed"}), [])
    assert (await worker.send("component", "k-2", "moi"), topics(product)) == (DONE, [("greet",)])


async def test_with_its_cache_locked_rasa_does_not_begin_anew(worker: Worker, product: FakeBackend, server: RasaServer) -> None:
    await worker.send("locked", "lo-1")
    other = sqlite3.connect(server.tracker)
    other.execute("BEGIN EXCLUSIVE")
    locked = await worker.send("locked", "lo-2")
    other.close()

    assert (locked, await worker.send("locked", "lo-2")) == ((500, {"error": "turn_failed"}), DONE)
    assert [turn.id for turn in product.turns] == ["lo-1", "lo-2"]


async def test_the_log_tells_of_failures_but_not_what_people_write_nor_the_secret(worker: Worker, product: FakeBackend, server: RasaServer) -> None:
    await worker.send("log", "log-0", "aliceskaboom")
    product.is_broken = True
    await worker.send("log", "log-1", "alicesaction")
    product.is_broken = False
    await worker.send("log", "log-2", "alicesbeginning")
    other = sqlite3.connect(server.tracker)
    other.execute("BEGIN IMMEDIATE")
    await worker.send("log", "log-3", "alicesdatabase")
    other.close()

    log = server.log.read_text()
    assert [code for code in ("code=turn_failed turn=log-0", "code=action_failed turn=log-1", "code=turn_failed turn=log-3") if code not in log] == []
    assert ("ValueError" in log, "OperationalError" in log, "alices" in log, SECRET in log) == (True, True, False, False)


async def test_the_server_says_that_it_is_ready_and_with_which_model(worker: Worker) -> None:
    response = await worker.http.get("/webhooks/turn/")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "model": "tiny.tar.gz"})


@pytest.mark.parametrize("path", ["/model/parse", "/conversations/whole/tracker", "/model", "/status", "/domain"])
async def test_rasas_own_interface_is_shut(worker: Worker, path: str) -> None:
    assert (await worker.http.get(path)).status_code == 404


async def test_after_a_kill_the_conversation_goes_on_with_the_cache_and_without_it(
    model: Path, actions_port: int, product: FakeBackend, tmp_path: Path
) -> None:
    server = RasaServer(tmp_path, model=model, actions_port=actions_port)
    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {SECRET}"}, timeout=60) as http:
        worker = Worker(http=http)
        try:
            server.start()
            await worker.send("survivor", "r-1")
            server.kill()
            server.start()
            with_cache = [await worker.send("survivor", "r-1"), await worker.send("survivor", "r-2")]
            server.kill()
            server.tracker.unlink()
            server.start()
            without_cache = [await worker.send("survivor", "r-2"), await worker.send("survivor", "r-3")]
        finally:
            server.kill()

    assert (with_cache, without_cache) == ([DONE] * 2, [DONE] * 2)
    assert [turn.id for turn in product.turns] == ["r-1", "r-2", "r-2", "r-3"]
