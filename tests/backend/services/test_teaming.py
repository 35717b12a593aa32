"""The group as the user: how others join, who may do what, and two members at once; on both databases."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ruamel.yaml import YAML

from backend.bootstrap import Backend
from backend.domain.ideas import Role
from backend.domain.invites import code_in, new_invite_code
from backend.domain.messages import Channel, Command, Incoming, Kind
from backend.services import chatting, interviewing, receiving
from backend.services.answering import answer_turn
from backend.services.asking import Asking
from backend.services.ports import Unit
from backend.store.schema import metadata
from tests.backend.services.asking import Person
from tests.backend.services.test_conversations import missing
from tests.backend.services.together import Together
from tests.times import NOON

FOLDER = Path(__file__).parents[2] / "conversations" / "together"


def conversations() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for name, steps in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).items():
            yield pytest.param(steps, id=f"{path.stem}-{name}")


@pytest.mark.parametrize("steps", list(conversations()))
def test_the_conversation_goes_as_written(sqlite_backend: Backend, steps: list[Mapping[str, Any]]) -> None:
    together = Together(backend=sqlite_backend)
    for step in steps:
        said = play(together, step)
        assert missing(said, step["bot"]) == [], f"after {step['who']}: {step['person']!r} the bot said:\n{said}"
        assert [word for word in step.get("never", ()) if word in said] == [], said
        kept = together.kept() if "kept" in step else {}
        assert {name: kept.get(name) for name in step.get("kept", ())} == step.get("kept", {})


def play(together: Together, step: Mapping[str, Any]) -> str:
    who, person, in_group = step["who"], step["person"], step.get("in") == "group"
    if person is None:
        return together.hears(who, in_group=in_group)
    if isinstance(person, str):
        language, is_crisis = step.get("language", "fi"), step.get("crisis", False)
        return together.writes(who, person, *step.get("topics", ()), in_group=in_group, language=language, is_crisis=is_crisis)
    return together.presses(who, person["press"], in_group=in_group)


@pytest.fixture
def together(backend: Backend) -> Together:
    """Alice has begun to tell an idea and made a code."""
    made = Together(backend=backend)
    made.writes("alice", "meillä ois idea", "start_pitch")
    made.writes("alice", "leivotaan ja jutellaan torilla kaikkien kanssa")
    invite(made)
    made.writes("alice", "Aino")
    return made


def invite(together: Together, name: str = "alice") -> str:
    """What the bot says when somebody asks for a new code."""
    return together.does(name, Command(act="team.invite", arguments={"idea": together.idea().id}))


def members(together: Together) -> list[tuple[str, str]]:
    team = together.idea().team
    return [(member.name, member.role.value) for member in together.backend.read(lambda unit: unit.teams.members(team))]


# Codes.


@pytest.mark.parametrize(
    "written",
    [
        "ABCD-EFGH-JK23",
        "abcd-efgh-jk23",
        "ABCDEFGHJK23",
        "abcd efgh jk23",
        " ABCD–EFGH–JK23. ",
        "liity ABCD-EFGH-JK23",
        "start ABCD-EFGH-JK23",
        "koodi on abcd-efgh-jk23",
        "https://t.me/KakeBot?start=ABCD-EFGH-JK23",
    ],
)
def test_a_code_is_known_however_it_is_typed(written: str) -> None:
    assert code_in(written) == "ABCD-EFGH-JK23"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "perheetvapaa",
        "kesä kahv meet",
        "234567892345",
        "ABCD-EFGH-JK2",
        "ABCD-EFGH-JK234",
        "ABCD-EFGH-JK2O",
        "ABCD-EFGHJK23",
        "varaa abcd-efgh-jk23 huomiseksi",
        "0123456789abcdef",
        "Pidetään kahvit torilla ABCD-EFGH-JK23",
        "x" * 20_000,
        "2 " * 10_000,
    ],
)
def test_what_only_resembles_a_code_is_none(written: str) -> None:
    assert code_in(written) is None


def test_every_code_made_is_known_as_one() -> None:
    codes = [new_invite_code() for _ in range(300)]

    assert [code_in(code.lower().replace("-", " ")) for code in codes] == codes


def test_a_code_is_kept_only_as_its_hash(together: Together) -> None:
    with together.backend.engine.begin() as connection:
        kept = connection.execute(sa.select(metadata.tables["invite"].c.code_hash)).scalars().all()

    assert len(kept) == 1
    assert together.code not in kept[0]


def test_a_new_code_takes_the_place_of_the_old(together: Together) -> None:
    old = together.code
    invite(together)

    assert "ei löytynyt ryhmää" in together.writes("bob", old)
    assert "Tervetuloa mukaan" in together.writes("bob", "{code}")


def test_a_code_works_for_two_weeks(together: Together) -> None:
    together.now += timedelta(days=13)
    assert "Tervetuloa mukaan" in together.writes("bob", "{code}")
    together.now += timedelta(days=1, hours=1)
    assert "ei löytynyt ryhmää" in together.writes("charlie", "{code}")


def test_a_return_code_of_the_chat_page_opens_no_team_and_tells_nothing(together: Together) -> None:
    alice = together.person("alice").conversation
    codes = [together.backend.run(chatting.give_return_code, conversation=alice, now=together.now) for _ in range(20)]
    code = next(code for code in codes if code_in(code))

    of_return_code = together.writes("bob", code)
    never_made = together.writes("bob", "ABCD-EFGH-JK23")

    assert never_made in of_return_code
    assert members(together) == [("Aino", "owner")]


def test_after_ten_wrong_codes_the_right_one_has_to_wait_an_hour(together: Together) -> None:
    for _ in range(10):
        assert "ei löytynyt ryhmää" in together.writes("bob", new_invite_code())

    assert "tunnin päästä" in together.writes("bob", "{code}")
    assert "Tervetuloa mukaan" in together.writes("charlie", "{code}"), "others may go on"
    together.now += timedelta(hours=1)
    assert "Tervetuloa mukaan" in together.writes("bob", "{code}")


def test_ten_who_join_at_once_are_ten_members(together: Together) -> None:
    people = [Person(backend=together.backend, address=f"80{n:02}", now=together.now) for n in range(10)]
    messages = [person.understood(person.claimed(Kind.TEXT, together.code), together.code) for person in people]

    with ThreadPoolExecutor(max_workers=10) as pool:
        done = [pool.submit(together.backend.run, answer_turn, together.backend.content, turn=turn, now=together.now) for turn in (*messages, *messages)]
        assert [one.exception() for one in done] == [None] * 20

    assert len(members(together)) == 11
    assert all("Tervetuloa mukaan" in together.heard(person.news()) for person in people)


def test_the_link_of_telegram_is_told_once_the_bots_name_is_known(together: Together) -> None:
    assert "t.me" not in invite(together)
    together.backend.run(lambda unit: unit.leases.beat("telegram", state="working", detail="@KakeBot", now=together.now))

    said = invite(together)
    assert f"https://t.me/KakeBot?start={together.code}" in said


# Who may do what.


def test_an_idea_of_others_and_one_that_never_was_look_alike(together: Together) -> None:
    together.writes("bob", "moi", "greet")
    there = {act: together.does("bob", Command(act=f"team.{act}", arguments={"idea": together.idea().id})) for act in ("invite", "members", "leave")}
    nowhere = {act: together.does("bob", Command(act=f"team.{act}", arguments={"idea": "0" * 32})) for act in ("invite", "members", "leave")}

    assert there == nowhere
    assert together.code not in "".join(there.values())


@pytest.mark.parametrize("act", ["remove", "remove_now", "hand", "hand_now"])
def test_only_the_owner_removes_and_hands_over(together: Together, act: str) -> None:
    together.writes("bob", "{code}")
    together.writes("bob", "Pekka")
    alice = together.backend.read(lambda unit: unit.teams.members(together.idea().team))[0].person
    before = members(together)

    said = together.does("bob", Command(act=f"team.{act}", arguments={"idea": together.idea().id, "member": alice}))

    assert "vain se, joka vetää" in said
    assert members(together) == before


def test_a_removal_closes_what_is_asked_of_the_removed(together: Together) -> None:
    together.writes("bob", "{code}")
    together.writes("bob", "Pekka")
    together.presses("bob", "Katso ideaa")
    together.presses("bob", "Jatka tästä")
    bob = together.person("bob").conversation
    person = together.backend.read(lambda unit: unit.teams.members(together.idea().team))[1].person
    assert [one.form for one in together.backend.read(lambda unit: unit.interviews.stack(bob))] == ["pitch"]

    together.does("alice", Command(act="team.remove_now", arguments={"idea": together.idea().id, "member": person}))

    assert list(together.backend.read(lambda unit: unit.interviews.stack(bob))) == []
    assert together.does("bob", Command(act="idea.show", arguments={"idea": together.idea().id})).endswith(
        together.does("bob", Command(act="idea.show", arguments={"idea": "0" * 32}))
    ), "the idea is as if it had never been"
    assert members(together) == [("Aino", Role.OWNER.value)]
    again = together.does("alice", Command(act="team.remove_now", arguments={"idea": together.idea().id, "member": person}))
    assert "ei enää löytynyt" in again


def test_a_name_told_late_signs_what_was_answered_before(together: Together) -> None:
    assert together.kept()["what"] == ["leivotaan ja jutellaan torilla kaikkien kanssa", "Aino"]


def test_the_way_to_the_chat_page_is_a_return_code(together: Together) -> None:
    said = together.does("alice", Command(act="give_code"))
    secret = together.backend.run(chatting.come_back, code=together.code, now=together.now)

    link = together.backend.read(chatting.session_link, secret=secret)
    assert "Jatka myöhemmin" in said
    assert link.conversation == together.person("alice").conversation


# Two members at once.


@pytest.fixture
def both_asked(together: Together) -> Together:
    """Alice and Bob both have the same question before them."""
    together.writes("bob", "{code}")
    together.writes("bob", "Pekka")
    together.presses("bob", "Katso ideaa")
    assert "Ketä varten" in together.presses("bob", "Jatka tästä")
    together.hears("alice")
    return together


def answer_at_once(together: Together) -> dict[str, str]:
    """Both answer in the same moment; what each then hears."""
    together.now += timedelta(minutes=1)
    said = {"alice": "nuorille, jotka etsivät töitä", "bob": "yksin asuville vanhuksille"}
    people = {name: together.person(name) for name in said}
    for person in people.values():
        person.now = together.now
    messages = [people[name].understood(people[name].claimed(Kind.TEXT, text), text) for name, text in said.items()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = [pool.submit(together.backend.run, answer_turn, together.backend.content, turn=turn, now=together.now) for turn in messages]
        assert [one.exception() for one in done] == [None, None]
    return {name: together.heard(person.news()) for name, person in people.items()}


def test_of_two_answers_at_once_one_is_kept_and_the_other_asked_about(both_asked: Together) -> None:
    heard = answer_at_once(both_asked)

    late = [name for name, said in heard.items() if "Kumpi jää voimaan" in said]
    assert len(late) == 1, heard
    kept = both_asked.kept()["for_whom"]
    assert kept in (["nuorille, jotka etsivät töitä", "Aino"], ["yksin asuville vanhuksille", "Pekka"])
    assert str(kept[0]) in heard[late[0]]


def test_without_the_question_the_second_answer_would_overwrite(both_asked: Together, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test before it."""

    def never(_asking: Asking, _question: object, _value: object) -> bool:
        return False

    monkeypatch.setattr(interviewing, "ask_which_stays", never)
    heard = answer_at_once(both_asked)

    assert not any("Kumpi jää voimaan" in said for said in heard.values())


def test_what_somebody_wrote_is_in_no_button(both_asked: Together) -> None:
    both_asked.writes("bob", "yksin asuville vanhuksille")
    both_asked.writes("alice", "nuorille, jotka etsivät töitä")
    with both_asked.backend.engine.begin() as connection:
        found = connection.execute(sa.select(metadata.tables["button"].c.arguments)).scalars().all()

    arguments = [one for one in found if "answer" in one]
    assert [sorted(one) for one in arguments] == [["answer", "begins", "ends", "interview", "question", "turn"]]
    assert "nuorille" not in str(found)


def test_an_answer_changed_once_more_meanwhile_is_asked_about_again(both_asked: Together) -> None:
    both_asked.writes("bob", "yksin asuville vanhuksille")
    both_asked.writes("alice", "nuorille, jotka etsivät töitä")
    both_asked.writes("bob", "ei kun lapsiperheille")
    pitch = both_asked.idea().pitch
    team = both_asked.idea().team

    def change(unit: Unit) -> None:
        bob = unit.teams.members(team)[1].person
        there = unit.sheets.answers(pitch)["for_whom"]
        unit.sheets.write(pitch, there, turn=None, person=bob, now=both_asked.now)

    both_asked.backend.run(change)

    assert "Kumpi jää voimaan" in both_asked.presses("alice", "Vaihdetaan minun vastaukseeni")
    assert "nyt **nuorille, jotka etsivät töitä**" in both_asked.presses("alice", "Vaihdetaan minun vastaukseeni")
    assert both_asked.kept()["for_whom"] == ["nuorille, jotka etsivät töitä", "Aino"]


def test_the_same_answer_from_both_is_no_question(both_asked: Together) -> None:
    both_asked.writes("bob", "yksin asuville vanhuksille")

    assert "Kumpi jää voimaan" not in both_asked.writes("alice", "yksin asuville vanhuksille")


def test_what_came_from_no_group_has_no_sender(backend: Backend) -> None:
    incoming = Incoming(channel=Channel.WEB, source="t", external_id="1", address="1", kind=Kind.TEXT, text="moi")
    turn = backend.run(receiving.receive, incoming=incoming, now=NOON).turn

    assert backend.read(lambda unit: unit.inbox.sender_of(turn)) == ""
