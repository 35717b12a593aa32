"""The inbox and the outbox on both databases: what every promise rests on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend.domain.ids import ConversationId, LinkId
from backend.domain.messages import Button, Channel, Command, Incoming, Kind, Reply
from backend.domain.refusals import StaleFence, UnknownReturnCode
from backend.services import chatting, delivering, turns
from backend.services.receiving import MOST_A_MINUTE, receive
from backend.services.saying import say
from backend.store import schema
from backend.store.unit import SqlUnit
from tests.times import NOON

APOLOGY = Reply(text="Anteeksi", kind="apology")
FAREWELL = Reply(text="En saanut vastausta", kind="apology")


def do(engine: sa.Engine, service: Any, **facts: Any) -> Any:
    with engine.begin() as connection:
        return service(SqlUnit(connection), **facts)


def from_alice(number: int, text: str = "moi", *, address: str = "7012345678") -> Incoming:
    return Incoming(channel=Channel.TELEGRAM, source="telegram:1", external_id=str(number), address=address, kind=Kind.TEXT, text=text)


def write(engine: sa.Engine, number: int, *, address: str = "7012345678", text: str = "moi") -> ConversationId:
    conversation: ConversationId = do(engine, receive, incoming=from_alice(number, text, address=address), now=NOON + timedelta(seconds=number)).conversation
    return conversation


def claim(engine: sa.Engine, *, holder: str = "worker", seconds: int = 0) -> Any:
    return do(engine, turns.claim_turn, holder=holder, now=NOON + timedelta(seconds=60 + seconds))


def claim_delivery(engine: sa.Engine, *, seconds: int = 0) -> Any:
    return do(engine, delivering.claim_delivery, channel=Channel.TELEGRAM, holder="courier", now=NOON + timedelta(seconds=60 + seconds))


def test_a_message_delivered_twice_is_stored_once(engine: sa.Engine) -> None:
    first = do(engine, receive, incoming=from_alice(1), now=NOON)
    second = do(engine, receive, incoming=from_alice(1), now=NOON)

    assert (first.is_new, second.is_new) == (True, False)
    assert second.turn == first.turn


def test_the_same_message_arriving_fifty_times_at_once_is_stored_once(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        results = list(pool.map(lambda _: do(engine, receive, incoming=from_alice(1), now=NOON), range(50)))

    assert len({r.turn for r in results}) == 1
    assert sum(r.is_new for r in results) == 1


def test_without_the_unique_index_the_same_message_is_stored_twice(engine: sa.Engine) -> None:
    """The negative control: the guard is the index, and the test above would see it missing."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE inbox DROP CONSTRAINT uq_inbox_source_external_id")
        else:
            with_guard = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'inbox'").scalar_one()
            connection.exec_driver_sql("DROP TABLE inbox")
            connection.exec_driver_sql(with_guard.replace("CONSTRAINT uq_inbox_source_external_id UNIQUE (source, external_id)", "CHECK (1)"))
    with engine.begin() as one:
        unit = SqlUnit(one)
        _, link = unit.conversations.start(channel=Channel.TELEGRAM, address="1", is_private=True, now=NOON)
        stored = [unit.inbox.add(from_alice(1), link=link, now=NOON) for _ in range(2)]

    assert None not in stored


def test_a_conversation_has_one_turn_at_a_time_and_in_order(engine: sa.Engine) -> None:
    write(engine, 1, text="eka")
    write(engine, 2, text="toka")

    first = claim(engine)
    assert first.text == "eka"
    assert claim(engine, holder="another") is None

    do(engine, turns.finish_turn, turn=first)
    assert claim(engine).text == "toka"


def test_other_conversations_go_on_while_one_is_worked_on(engine: sa.Engine) -> None:
    write(engine, 1, address="1")
    write(engine, 2, address="2")

    assert {claim(engine).address, claim(engine).address} == {"1", "2"}
    assert claim(engine) is None


def test_sixteen_workers_take_every_turn_once(engine: sa.Engine) -> None:
    for number in range(40):
        write(engine, number, address=str(number % 5))

    def work(name: int) -> list[str]:
        done = []
        while (turn := do(engine, turns.claim_turn, holder=str(name), now=NOON + timedelta(seconds=90))) is not None:
            done.append(turn.id)
            do(engine, turns.finish_turn, turn=turn)
        return done

    with ThreadPoolExecutor(max_workers=8) as pool:
        taken = [turn for part in pool.map(work, range(8)) for turn in part]
    taken += work(99)

    assert len(taken) == len(set(taken)) == 40


def test_a_worker_that_wakes_up_late_is_refused(engine: sa.Engine) -> None:
    write(engine, 1)
    asleep = claim(engine)
    woken = claim(engine, holder="another", seconds=120)

    assert woken.id == asleep.id
    with pytest.raises(StaleFence):
        do(engine, turns.finish_turn, turn=asleep)
    do(engine, turns.finish_turn, turn=woken)


def test_what_a_dead_worker_held_is_free_when_it_starts_again(engine: sa.Engine) -> None:
    write(engine, 1)
    claim(engine)

    assert claim(engine, holder="worker") is None
    assert do(engine, turns.recover_turns, holder="worker") == 1
    assert claim(engine) is not None


def test_a_failing_turn_apologises_once_and_is_given_up_in_the_end(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    write(engine, 2, text="seuraava")
    outcomes = []
    for attempt in range(len(turns.RETRY_AFTER) + 1):
        turn = claim(engine, seconds=attempt * 1000)
        outcomes.append(
            do(engine, turns.fail_turn, turn=turn, reason="crash", apology=APOLOGY, farewell=FAREWELL, now=NOON + timedelta(seconds=60 + attempt * 1000))
        )

    assert outcomes == [True] * len(turns.RETRY_AFTER) + [False]
    said = [u.text for u in do(engine, chatting.read, conversation=conversation, after=0) if not u.is_from_person]
    assert said == ["Anteeksi", "En saanut vastausta"]
    assert claim(engine, seconds=99_999).text == "seuraava"


def test_a_retried_turn_keeps_its_dialogue_key_and_a_worn_key_is_changed(engine: sa.Engine) -> None:
    write(engine, 1)
    first = claim(engine)
    do(engine, turns.fail_turn, turn=first, reason="crash", apology=APOLOGY, farewell=FAREWELL, now=NOON + timedelta(seconds=61))
    again = claim(engine, seconds=10)
    do(engine, turns.finish_turn, turn=again)
    write(engine, 2)
    next_day = claim(engine, seconds=25 * 3600)

    assert again.dialogue_key == first.dialogue_key
    assert next_day.dialogue_key != first.dialogue_key


def test_what_is_said_twice_under_one_key_is_said_once(engine: sa.Engine) -> None:
    conversation = write(engine, 1)

    made = [do(engine, say, conversation=conversation, reply=Reply(text="hei"), key="answer:1", now=NOON) for _ in range(2)]

    assert made[0] is not None
    assert made[1] is None
    assert [u.seq for u in do(engine, chatting.read, conversation=conversation, after=0)] == [1, 2]


def test_messages_leave_in_order_and_one_at_a_time_per_chat(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    for number in range(3):
        do(engine, say, conversation=conversation, reply=Reply(text=str(number)), key=str(number), now=NOON)

    sent = []
    while (outgoing := claim_delivery(engine)) is not None:
        assert claim_delivery(engine) is None
        do(engine, delivering.delivery_sent, outgoing=outgoing, external_id="1", now=NOON)
        sent.append(outgoing.text)
    assert sent == ["0", "1", "2"]


def test_a_message_that_waits_for_its_retry_is_not_overtaken(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    for number in range(2):
        do(engine, say, conversation=conversation, reply=Reply(text=str(number)), key=str(number), now=NOON)

    first = claim_delivery(engine)
    do(engine, delivering.delivery_postponed, outgoing=first, error="429", now=NOON + timedelta(seconds=60), retry_after=timedelta(seconds=30))

    assert claim_delivery(engine) is None
    assert claim_delivery(engine, seconds=31).text == "0"


def test_an_interrupted_answer_comes_once_more_and_says_so_a_receipt_does_not(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    bobs = write(engine, 2, address="8")
    do(engine, say, conversation=conversation, reply=Reply(text="vastaus"), key="a", now=NOON)
    do(engine, say, conversation=bobs, reply=Reply(text="koodi", kind="receipt"), key="b", now=NOON)
    assert {claim_delivery(engine).text, claim_delivery(engine).text} == {"vastaus", "koodi"}

    assert do(engine, delivering.recover_deliveries, holder="courier", now=NOON) == 2

    again = claim_delivery(engine)
    assert (again.text, again.may_be_repeated) == ("vastaus", True)
    assert claim_delivery(engine) is None


def test_a_person_who_blocked_us_gets_nothing_until_they_write_again(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    do(engine, say, conversation=conversation, reply=Reply(text="1"), key="1", now=NOON)
    blocked = claim_delivery(engine)
    do(engine, delivering.chat_unreachable, link=blocked.link, error="403")
    do(engine, say, conversation=conversation, reply=Reply(text="2"), key="2", now=NOON)
    assert claim_delivery(engine) is None

    write(engine, 2)
    do(engine, say, conversation=conversation, reply=Reply(text="3"), key="3", now=NOON)
    assert claim_delivery(engine).text == "3"


def test_a_button_works_only_in_its_own_conversation_and_while_it_lives(engine: sa.Engine) -> None:
    alices, bobs = write(engine, 1), write(engine, 2, address="8")
    command = Command(topic="ask_rounds", arguments={"a": "b"})
    do(engine, say, conversation=alices, reply=Reply(text="x", buttons=(Button(label="Haku", command=command),)), key="1", now=NOON)
    token = do(engine, chatting.read, conversation=alices, after=0)[-1].buttons[0].token

    def press(conversation: ConversationId, days: int) -> Any:
        return do(engine, lambda unit: unit.outbox.button(token, conversation=conversation, now=NOON + timedelta(days=days)))

    assert press(alices, 1) == ("Haku", command)
    assert press(bobs, 1) is None
    assert press(alices, 31) is None


def test_a_later_message_gets_its_number_when_it_is_due(engine: sa.Engine) -> None:
    conversation = write(engine, 1)
    do(engine, say, conversation=conversation, reply=Reply(text="muistutus"), key="later", now=NOON, not_before=NOON + timedelta(hours=1))
    do(engine, say, conversation=conversation, reply=Reply(text="heti"), key="now", now=NOON)

    texts = [u.text for u in do(engine, chatting.read, conversation=conversation, after=1)]
    assert texts == ["heti"]
    assert do(engine, delivering.release_due, now=NOON + timedelta(hours=2)) == 1
    assert [u.text for u in do(engine, chatting.read, conversation=conversation, after=2)] == ["muistutus"]


def test_the_web_counts_as_delivered_when_the_page_says_so(engine: sa.Engine) -> None:
    secret = do(engine, chatting.open_session, now=NOON)
    link = do(engine, chatting.session_link, secret=secret)
    do(engine, say, conversation=link.conversation, reply=Reply(text="hei"), key="1", now=NOON)

    def states() -> list[str]:
        with engine.begin() as connection:
            return list(connection.execute(sa.select(schema.delivery.c.state)).scalars())

    assert states() == ["ready"]
    assert do(engine, chatting.acknowledge, secret=secret, up_to=1, now=NOON) == 1
    assert states() == ["sent"]


def test_a_return_code_leads_back_to_the_same_conversation_until_it_is_old(engine: sa.Engine) -> None:
    link = do(engine, chatting.session_link, secret=do(engine, chatting.open_session, now=NOON))
    code = do(engine, chatting.give_return_code, conversation=link.conversation, now=NOON)

    back = do(engine, chatting.come_back, code=code.lower().replace("-", " "), now=NOON + timedelta(days=89))
    assert do(engine, chatting.session_link, secret=back).conversation == link.conversation
    with pytest.raises(UnknownReturnCode):
        do(engine, chatting.come_back, code=code, now=NOON + timedelta(days=91))


def test_the_event_log_cannot_be_changed_and_shows_when_it_was(engine: sa.Engine) -> None:
    def append(unit: SqlUnit) -> None:
        unit.events.append(type="case.opened", actor="person", object="1", now=NOON)

    do(engine, append)
    do(engine, append)
    assert do(engine, lambda unit: unit.health.broken_invariants()) == []
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET actor = 'mallory'")

    with engine.begin() as connection:
        for name in ("event_no_update",) if engine.dialect.name == "sqlite" else ("event_is_append_only",):
            connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if engine.dialect.name == "sqlite" else " ON event"))
        connection.exec_driver_sql("UPDATE event SET actor = 'mallory' WHERE id = 1")
    assert do(engine, lambda unit: unit.health.broken_invariants()) == ["event 1: the chain is broken here, a row was changed or removed"]


def test_a_flood_is_kept_as_having_come_and_only_its_beginning_is_answered(engine: sa.Engine) -> None:
    for number in range(MOST_A_MINUTE + 5):
        do(engine, receive, incoming=from_alice(number), now=NOON)
    others = do(engine, receive, incoming=from_alice(9999, address="8"), now=NOON)
    later = do(engine, receive, incoming=from_alice(5000, "yhä täällä"), now=NOON + timedelta(minutes=2))

    def kinds(conversation: ConversationId) -> list[str]:
        with engine.begin() as connection:
            rows = connection.execute(sa.select(schema.inbox.c.kind).where(schema.inbox.c.conversation_id == conversation).order_by(schema.inbox.c.seq))
            return list(rows.scalars())

    assert kinds(later.conversation) == ["text"] * MOST_A_MINUTE + ["ignored"] * 5 + ["text"]
    assert kinds(others.conversation) == ["text"]


def test_a_moved_chat_keeps_its_conversation(engine: sa.Engine) -> None:
    conversation = write(engine, 1, address="-5")
    link: LinkId = do(engine, lambda unit: unit.conversations.links(conversation)[0].id)
    do(engine, delivering.chat_moved, link=link, address="-100123456789")

    assert write(engine, 2, address="-100123456789") == conversation
