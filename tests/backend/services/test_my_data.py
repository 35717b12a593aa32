"""Alice asks for a copy of her data and has them deleted; on both databases."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.domain.conversations import Conversation
from backend.domain.ideas import What
from backend.domain.ids import ButtonToken, PersonId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.record import SheetId
from backend.domain.messages import Channel, Command, Incoming, Kind, Turn, Utterance
from backend.domain.refusals import NotFound, UnknownReturnCode
from backend.domain.understanding import ScoredTopic, Understanding
from backend.services import acting, chatting, turns
from backend.services.answering import UnderstoodTurn, answer_turn
from backend.services.cases import answer_case
from backend.services.following import document
from backend.services.keeping import DOCUMENTS_LIVE, forget_old_documents
from backend.services.my_data import ERASE, copy_of, erase_person
from backend.services.ports import Unit
from backend.services.receiving import receive
from backend.services.watching import broken_invariants
from backend.store.schema import person
from backend.sweeping import sweep
from tests.backend.services.asking import Person, labels, texts
from tests.backend.store.canaries import Canaries, dump, plant
from tests.times import NOON

_TOKEN = re.compile(r"zq[a-z]{4}\d{6}")
GONE = "Nyt tietosi on poistettu"


@pytest.fixture
def alice(backend: Backend) -> Person:
    return Person(backend=backend)


@pytest.fixture
def bob(backend: Backend) -> Person:
    return Person(backend=backend, address="7002")


def files(someone: Person, said: Utterance) -> tuple[str, dict[str, Any]]:
    """The page and the JSON that were handed out."""
    found = [someone.backend.read(document, conversation=someone.conversation, seq=said.seq, position=n) for n in range(2)]
    assert [one.media_type for one, _ in found] == ["text/html", "application/json"]
    return found[0][1].decode(), json.loads(found[1][1])


def count_people(backend: Backend) -> int:
    with backend.engine.connect() as db:
        return int(db.execute(sa.select(sa.func.count()).select_from(person)).scalar_one())


def person_of(someone: Person) -> PersonId:
    found = someone.backend.read(lambda unit: unit.conversations.get(someone.conversation))
    assert isinstance(found, Conversation)
    return found.person


# Having it deleted.


def test_it_is_asked_once_and_done_by_one_tap(alice: Person) -> None:
    alice.write("olen Alice Aaltonen Rantakylästä", "ask_area")
    asked = alice.write("poista mun tiedot", "delete_my_data")
    done = alice.press("Poista kaikki")

    assert "Niitä ei saa takaisin" in asked[-1].text
    assert labels(asked) == ["Poista kaikki", alice.backend.content.text("confirm.button.no", "fi")]
    assert len(done) == 1
    assert done[0].text.startswith(f"**{GONE}")
    assert done[0].buttons == ()
    everything = alice.backend.read(lambda unit: unit.outbox.utterances(alice.conversation, after=0, limit=100))
    assert [u.text for u in everything] == texts(done), "and the page shows nothing else any more"
    assert alice.backend.read(broken_invariants) == []


@pytest.mark.parametrize(("said", "topic", "is_gone"), [("joo poista vaan", "affirm", True), ("en sittenkään", "deny", False)])
def test_a_plain_yes_or_no_is_enough(alice: Person, said: str, topic: str, is_gone: bool) -> None:
    alice.write("poista mun tiedot", "delete_my_data")
    answered = alice.write(said, topic)

    assert (GONE in answered[-1].text) is is_gone
    assert answered[-1].turn is not None
    assert alice.backend.read(turns.has_effect, turn=answered[-1].turn), "by which the worker knows that the turn is done"
    assert alice.backend.read(broken_invariants) == []


def test_a_yes_to_something_later_deletes_nothing(alice: Person) -> None:
    alice.write("poista mun tiedot", "delete_my_data")
    alice.write("tai hetki, milloin voi hakea", "ask_rounds")
    answered = alice.write("joo", "affirm")

    assert GONE not in "".join(texts(answered))


def test_twice_in_a_row_and_with_nothing_there_works_all_the_same(alice: Person) -> None:
    first = [alice.write("poista tietoni", "delete_my_data"), alice.press("Poista kaikki")]
    second = [alice.write("poista tietoni", "delete_my_data"), alice.press("Poista kaikki")]

    assert all(said[-1].text.startswith(f"**{GONE}") for _, said in (first, second))
    assert count_people(alice.backend) == 1
    assert sweep(alice.backend) == 2


def test_in_the_middle_of_questions_it_deletes_them_and_asks_nothing_more(alice: Person) -> None:
    alice.write("meillä ois idea", "start_pitch")
    alice.write("keitetään kahvit yksinäisille ja opetellaan yhdessä puhelimen käyttöä joka keskiviikko")
    asked = alice.write("hei poista kaikki mun tiedot", "delete_my_data")
    done = alice.write("joo", "affirm")
    after = alice.write("moi", "greet")

    assert labels(asked)[0] == "Poista kaikki"
    assert asked[-1].text.startswith("Poistetaanko"), "no other question comes between"
    assert [GONE in text for text in texts(done)] == [True]
    assert after[0].kind == "notice"
    with alice.backend.engine.connect() as db:
        left = {table: len(rows) for table, rows in dump(db, person_of(alice)).items() if rows}
    assert {"sheet", "answer", "interview", "idea", "team"}.isdisjoint(left)


def test_in_english(alice: Person) -> None:
    alice.write("please delete all my data", "delete_my_data", language="en")
    done = alice.press("Delete everything")

    assert done[0].text.startswith("**Your data is now deleted.**")


@pytest.mark.parametrize("topic", ["delete_my_data", "export_my_data"])
def test_not_in_a_group_chat(backend: Backend, topic: str) -> None:
    group = Person(backend=backend, address="-5", is_private=False)
    said = group.write("tietoni", topic)

    assert said[-1].text.startswith("Tämä on henkilökohtainen asia")
    assert said[-1].documents == ()


def test_a_question_with_an_adviser_goes_and_its_answer_finds_nobody(alice: Person) -> None:
    alice.write("saako palkkaa maksaa tällä rahalla", "ask_costs")
    alice.press("Kysy neuvojalta")
    alice.write("poista tietoni", "delete_my_data")
    alice.press("Poista kaikki")

    assert alice.backend.read(lambda unit: list(unit.cases.list(state=None))) == []


def web_turn(backend: Backend, secret: str, *, text: str = "", token: ButtonToken | None = None) -> Turn:
    """What somebody writes or presses on the chat page."""
    address = chatting.session_address(secret)
    kind = Kind.TEXT if token is None else Kind.PRESS
    backend.run(
        receive,
        incoming=Incoming(channel=Channel.WEB, source="web:1", external_id=text or "press", address=address, kind=kind, text=text, token=token),
        now=NOON,
    )
    turn = backend.run(turns.claim_turn, holder="tests", now=NOON)
    assert turn is not None
    return turn


def test_on_the_chat_page_it_is_told_and_the_session_ends_when_the_page_has_shown_it(backend: Backend) -> None:
    secret = backend.run(chatting.open_session, now=NOON)
    code = backend.run(chatting.give_return_code, conversation=backend.read(chatting.session_link, secret=secret).conversation, now=NOON)
    other_browser = backend.run(chatting.come_back, code=code, now=NOON)
    asking = web_turn(backend, secret, text="poista tietoni")
    voice_of_the_turn = Understanding(
        language="fi", topics=(ScoredTopic(topic="delete_my_data", confidence=0.9),), candidates=(), is_crisis=False, is_language_certain=True
    )
    understood = UnderstoodTurn(
        id=asking.id,
        conversation=asking.conversation,
        channel=Channel.WEB,
        is_private=True,
        is_edit=False,
        via="text",
        text=asking.text,
        language_hint="",
        arguments={},
        understanding=voice_of_the_turn,
    )
    backend.run(answer_turn, backend.content, turn=understood, now=NOON)
    backend.run(turns.finish_turn, turn=asking)
    seen = backend.read(chatting.read, conversation=asking.conversation, after=0)[-1]
    pressing = web_turn(backend, secret, token=seen.buttons[0].token)
    backend.run(acting.act, backend.content, turn=pressing, command=Command(act=ERASE), label="", now=NOON)
    backend.run(turns.finish_turn, turn=pressing)

    (told,) = backend.read(chatting.read, conversation=asking.conversation, after=seen.seq)
    assert GONE in told.text
    with pytest.raises(NotFound):
        backend.read(chatting.session_link, secret=other_browser)
    with pytest.raises(UnknownReturnCode):
        backend.run(chatting.come_back, code=code, now=NOON)
    sweep(backend)
    backend.read(chatting.session_link, secret=secret)
    backend.run(chatting.acknowledge, secret=secret, up_to=told.seq, now=NOON)
    sweep(backend)
    with pytest.raises(NotFound):
        backend.read(chatting.session_link, secret=secret)


def test_a_coordinator_deletes_for_somebody_who_cannot_ask(alice: Person, bob: Person) -> None:
    for someone in (alice, bob):
        someone.write("milloin voi hakea", "ask_rounds")
    with bob.backend.engine.connect() as db:
        before = dump(db, person_of(bob))
    alice.backend.run(erase_person, alice.backend.content, conversation=alice.conversation, now=NOON)

    assert count_people(alice.backend) == 1
    with bob.backend.engine.connect() as db:
        assert dump(db, person_of(bob)) == before


# What is shared.


def shared_pitch(alice: Person, bob: Person) -> tuple[SheetId, SheetId]:
    """Alice's idea, which Bob joined: both wrote, she gave her name, and it was sent."""
    for someone in (alice, bob):
        someone.write("moi", "greet")
    whose = {"alice": person_of(alice), "bob": person_of(bob)}
    told = [
        ("what", "keitetään kahvit", "alice", "Alice"),
        ("where", "torilla", "bob", "Bob"),
        ("contact_name", "Alice Aaltonen", "alice", "Alice"),
        ("contact", "alice@example.org", "alice", "Alice"),
    ]

    def make(unit: Unit) -> tuple[SheetId, SheetId]:
        team = unit.teams.start(owner=whose["alice"], now=NOON)
        unit.teams.join(team, person=whose["bob"], now=NOON)
        pitch, draft = (unit.sheets.start(form=form, now=NOON) for form in ("pitch", "application"))
        idea = unit.ideas.start(team=team, pitch=pitch, programme="joensuu-kake-2", language="fi", now=NOON)
        unit.ideas.change(idea, now=NOON, draft_id=draft, draft_state="open")
        for name in ("alice", "bob"):
            unit.teams.set_name(team, whose[name], name.title())
        for question, value, who, author in told:
            given = Answer(question=question, state=AnswerState.GIVEN, value=value, text=value, author=author)
            unit.sheets.write(pitch, given, turn=None, person=whose[who], now=NOON)
        taken = Answer(question="responsible", state=AnswerState.GIVEN, value="Alice Aaltonen, alice@example.org", origin="pitch")
        unit.sheets.write(draft, taken, turn=None, person=None, now=NOON)
        content = {question: {"value": value, "author": author, "origin": "person"} for question, value, _, author in told}
        fresh = unit.ideas.of_person(idea.id, person=whose["alice"])
        assert fresh is not None
        unit.ideas.send(fresh.id, What.PITCH, content=content, person=whose["alice"], now=NOON)
        return pitch, draft

    return alice.backend.run(make)


def test_a_teams_work_stays_the_others_without_the_name_and_contact_of_who_left(alice: Person, bob: Person) -> None:
    pitch, draft = shared_pitch(alice, bob)
    alice.write("poista tietoni", "delete_my_data")
    alice.press("Poista kaikki")

    read = bob.backend.read
    kept = read(lambda unit: {name: (answer.value, answer.author, answer.person) for name, answer in unit.sheets.answers(pitch).items()})
    assert kept == {"what": ("keitetään kahvit", "", None), "where": ("torilla", "Bob", person_of(bob))}
    assert read(lambda unit: dict(unit.sheets.answers(draft))) == {}
    (idea,) = read(lambda unit: list(unit.ideas.list_of(person_of(bob))))
    assert [(member.name, member.role) for member in read(lambda unit: list(unit.teams.members(idea.team)))] == [("Bob", "owner")]
    (sent,) = read(lambda unit: list(unit.ideas.submissions(idea.id)))
    assert sent.content == {
        "what": {"value": "keitetään kahvit", "author": "", "origin": "person"},
        "where": {"value": "torilla", "author": "Bob", "origin": "person"},
    }


def test_a_team_goes_with_its_last_member(alice: Person, bob: Person) -> None:
    shared_pitch(alice, bob)
    for someone in (bob, alice):
        someone.write("poista tietoni", "delete_my_data")
        someone.press("Poista kaikki")

    assert alice.backend.read(lambda unit: list(unit.ideas.list())) == []


# A copy.


def test_the_copy_comes_as_a_page_and_as_json(alice: Person) -> None:
    backend = alice.backend
    alice.write("<b>Kuka</b> voi hakea & milloin?", "ask_costs")
    alice.press("Kysy neuvojalta")
    backend.run(answer_case, backend.content, number=1, answer="Kaikki voivat.", by="Charlie", now=NOON)
    said = alice.write("haluan kopion tiedoistani", "export_my_data")[-1]
    page, data = files(alice, said)

    assert [one.name for one in said.documents] == ["omat-tiedot-2026-11-23.html", "omat-tiedot-2026-11-23.json"]
    assert (data["format"], data["made_at"]) == ("kake-my-data/1", NOON.isoformat())
    assert [case["answer"] for case in data["records"]["case"]] == ["Kaikki voivat."]
    assert "<b>Kuka</b> voi hakea & milloin?" in [row["text"] for row in data["records"]["inbox"]]
    assert '<html lang="fi">' in page
    assert "&lt;b&gt;Kuka&lt;/b&gt; voi hakea &amp; milloin?" in page
    assert "<b>Kuka" not in page
    assert "Kaikki voivat." in page


def test_the_copy_is_kept_for_a_week(alice: Person) -> None:
    said = alice.write("haluan kopion tiedoistani", "export_my_data")[-1]
    forgotten = [alice.backend.run(forget_old_documents, now=NOON + DOCUMENTS_LIVE + wait) for wait in (-timedelta(1), timedelta(1))]

    assert forgotten == [0, 2]
    with pytest.raises(NotFound):
        files(alice, said)


def planted_pair(backend: Backend) -> tuple[Canaries, Canaries]:
    with backend.engine.begin() as db:
        return plant(db, prefix="zqalic"), plant(db, prefix="zqbobb")


def test_the_copy_holds_everything_of_the_person_and_nothing_of_anybody_else(backend: Backend) -> None:
    alice, bob = planted_pair(backend)
    copy = backend.read(copy_of, backend.content, person=alice.person, language="fi", now=NOON)

    told = {(table, column) for table, one in backend.content.privacy.items() for column in one.exported}
    wanted = {_TOKEN.match(token) for table, columns in alice.planted.items() for column, token in columns.items() if (table, column) in told}
    wanted_tokens = {match[0] for match in wanted if match is not None}
    for data in (copy.json.decode(), copy.html.decode()):
        assert wanted_tokens - set(_TOKEN.findall(data)) == set()
        assert bob.prefix not in data
    assert len(wanted_tokens) > 60


def test_a_column_that_is_not_exported_is_missed_by_the_check(backend: Backend) -> None:
    alice, _ = planted_pair(backend)
    exported = {name: tuple(column for column in table.exported if (name, column) != ("case", "question")) for name, table in backend.content.privacy.items()}
    records = backend.read(lambda unit: unit.my_data.records(alice.person, exported=exported, personal={}))

    assert alice.planted["case"]["question"] not in json.dumps(records, ensure_ascii=False)


def test_in_a_team_the_copy_holds_what_was_written_together_but_not_who_the_others_are(alice: Person, bob: Person) -> None:
    shared_pitch(alice, bob)
    page, data = files(bob, bob.write("kopio tiedoistani", "export_my_data")[-1])

    answers = {(row["question"], row["value"], row["author"]) for row in data["records"]["answer"]}
    assert answers == {("what", "keitetään kahvit", ""), ("where", "torilla", "Bob")}
    assert [set(row["content"]) for row in data["records"]["submission"]] == [{"what", "where"}]
    assert [row["name"] for row in data["records"]["team_member"]] == ["Bob"]
    for text in (page, json.dumps(data)):
        assert "Aaltonen" not in text
        assert "alice@" not in text
