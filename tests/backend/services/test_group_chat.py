"""A pitch in a group chat: from Telegram's updates to the answers that are kept, on both databases."""

import dataclasses
import itertools
from typing import Any

import pytest

from backend.bootstrap import Backend
from backend.domain.interview.record import InterviewState
from backend.domain.messages import Command, Kind
from backend.services.answering import answer_turn
from backend.services.receiving import receive
from backend.services.turns import claim_turn
from bot.telegram.client import Identity
from bot.telegram.parse import parse
from tests.backend.services.together import GROUP, Together

ME = Identity(id=42, username="KakeBot")
WHOLE = {
    "what": "leivotaan ja jutellaan torilla kaikkien kanssa",
    "for_whom": "yksin asuville vanhuksille, kerhon kautta",
    "change": "ettei kukaan ole yksin, ja he tulevat uudestaan",
    "team": "minä ja kaksi naapuria, kirjasto auttaa",
    "group_name": "Utran naapurit",
    "title": "Kahvit kaikille",
}


@pytest.fixture
def together(backend: Backend) -> Together:
    made = Together(backend=backend)
    made.writes("Aino", "meillä ois idea", "start_pitch", in_group=True)
    return made


_updates = itertools.count(1)


def update(name: str, text: str, **fields: Any) -> dict[str, Any]:
    """Somebody's message in the group, as Telegram sends it."""
    sender = {"id": 7001, "is_bot": False, "first_name": name}
    chat = {"id": int(GROUP), "type": "supergroup", "title": "Naapurit"}
    return {"update_id": next(_updates), "message": {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text, **fields}}


def test_an_answer_from_telegram_is_kept_with_its_senders_name(together: Together) -> None:
    group = together.person("Aino", in_group=True)
    incoming = parse(update("Pekka", "@KakeBot leivotaan ja jutellaan torilla kaikkien kanssa"), me=ME).incoming
    together.backend.run(receive, incoming=incoming, now=together.now)
    turn = together.backend.run(claim_turn, holder="tests", now=together.now)
    assert turn is not None
    together.backend.run(answer_turn, together.backend.content, turn=group.understood(turn, turn.text), now=together.now)

    assert together.kept()["what"] == ["leivotaan ja jutellaan torilla kaikkien kanssa", "Pekka"]


def test_what_is_not_addressed_to_us_is_neither_taken_nor_signed(together: Together) -> None:
    incoming = parse(update("Pekka", "mennäänkö huomenna saunaan"), me=ME).incoming
    received = together.backend.run(receive, incoming=incoming, now=together.now)

    assert (incoming.kind, incoming.text, incoming.sender) == (Kind.IGNORED, "", "")
    assert together.backend.read(lambda unit: unit.inbox.sender_of(received.turn)) == ""
    assert together.kept() == {}


def test_the_contact_question_is_asked_in_private_only(together: Together) -> None:
    said = answer_everything(together)

    assert "yhteystieto" not in said.partition("Henkilökohtaiset asiat")[0]
    assert "Henkilökohtaiset asiat jätän ryhmässä kysymättä: yhteyshenkilö ja yhteystieto" in said
    conversation = together.person("Aino", in_group=True).conversation
    done = together.backend.read(lambda unit: unit.interviews.latest(conversation, state=InterviewState.DONE, form="pitch"))
    assert done is not None
    assert {"contact", "contact_name"}.isdisjoint(together.kept())


def test_what_was_left_out_in_the_group_is_asked_of_whoever_goes_on_in_private(together: Together) -> None:
    answer_everything(together)
    together.writes("Aino", "luonnokset", "show_drafts", in_group=True)
    together.presses("Aino", "Muut toiminnot", in_group=True)
    together.presses("Aino", "Kutsu muita", in_group=True)
    together.writes("bob", "{code}")
    together.writes("bob", "Pekka")

    assert "Kuka on yhteyshenkilö?" in together.does("bob", Command(act="idea.go_on", arguments={"idea": together.idea().id}))
    together.writes("bob", "Pekka")
    together.writes("bob", "040 123 4567")
    assert together.kept()["contact"] == [{"phone": "+358401234567"}, "Pekka"]
    assert "0401234567" not in together.writes("Aino", "luonnokset", "show_drafts", in_group=True).replace(" ", "")


def test_in_private_it_is_asked(backend: Backend) -> None:
    """The negative control: the same answers in a chat of one's own bring the question."""
    together = Together(backend=backend)
    together.writes("alice", "meillä ois idea", "start_pitch")

    assert "jätä sähköposti tai puhelinnumero" in answer_everything(together, name="alice", in_group=False)


def test_a_form_that_is_not_for_groups_is_not_begun_there(backend: Backend) -> None:
    """The negative control of every conversation in a group: the file's flag is what allows them."""
    forms = backend.content.forms
    pitch = dataclasses.replace(forms["pitch"], is_for_groups=False)

    class Fewer(dict[str, Any]):
        def started_by(self, topic: str) -> Any:
            return pitch if topic in pitch.topics else forms.started_by(topic)

    content = dataclasses.replace(backend.content, forms=Fewer({**forms, "pitch": pitch}))  # type: ignore[arg-type]  # as the forms of a folder
    together = Together(backend=dataclasses.replace(backend, content=content))

    assert "Mitä haluaisitte tehdä" not in together.writes("Aino", "meillä ois idea", "start_pitch", in_group=True)


def answer_everything(together: Together, *, name: str = "Aino", in_group: bool = True) -> str:
    """Answers whatever is open until nothing is; all that was said."""
    said = []
    person = together.person(name, in_group=in_group)
    for _ in range(40):
        stack = together.backend.read(lambda unit: unit.interviews.stack(person.conversation))
        if not stack:
            break
        text = WHOLE.get(stack[0].current, "ohita")
        is_skip = text == "ohita" or bool(stack[0].follow_up)
        said.append(together.writes(name, "ohita" if is_skip else text, *(["skip"] if is_skip else []), in_group=in_group))
    return "\n".join(said)
