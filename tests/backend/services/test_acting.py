"""What is said without the dialogue server, on both databases."""

from datetime import timedelta

from backend.bootstrap import Backend
from backend.domain.messages import Channel, Incoming, Kind
from backend.services import acting, chatting, turns
from backend.services.receiving import receive
from tests.times import NOON


def hear(backend: Backend, kind: Kind, *, number: int, minutes: int = 0, detail: str = "", speak: str) -> list[str]:
    """Takes one such message in and serves it; all that was said so far besides the notice."""
    now = NOON + timedelta(minutes=minutes)
    incoming = Incoming(channel=Channel.TELEGRAM, source="telegram:1", external_id=str(number), address="7001", kind=kind, detail=detail)
    conversation = backend.run(receive, incoming=incoming, now=now).conversation
    turn = backend.run(turns.claim_turn, holder="tests", now=now)
    assert turn is not None
    for _ in range(2):  # a second try of the turn says nothing more
        backend.run(getattr(acting, speak), backend.content, turn=turn, now=now)
    backend.run(turns.finish_turn, turn=turn)
    return [u.text for u in backend.read(chatting.read, conversation=conversation, after=0) if not u.is_from_person and u.kind != "notice"]


def test_an_album_is_answered_once_and_another_picture_later_again(backend: Backend) -> None:
    hear(backend, Kind.UNSUPPORTED, number=1, detail="photo", speak="say_unsupported")
    album = hear(backend, Kind.UNSUPPORTED, number=2, detail="photo", speak="say_unsupported")
    later = hear(backend, Kind.UNSUPPORTED, number=3, minutes=2, detail="photo", speak="say_unsupported")

    assert album == ["En osaa katsoa kuvia. Kerrotko kirjoittamalla mitä haluat kysyä?"]
    assert len(later) == 2


def test_a_kind_we_never_heard_of_is_answered_too(backend: Backend) -> None:
    said = hear(backend, Kind.UNSUPPORTED, number=1, detail="hologram", speak="say_unsupported")
    assert said == [backend.content.text("unsupported.other", "fi")]


def test_a_flood_hears_one_word_in_ten_minutes(backend: Backend) -> None:
    hear(backend, Kind.IGNORED, number=1, detail="flood", speak="say_too_fast")
    once = hear(backend, Kind.IGNORED, number=2, minutes=9, detail="flood", speak="say_too_fast")
    twice = hear(backend, Kind.IGNORED, number=3, minutes=11, detail="flood", speak="say_too_fast")

    assert (len(once), len(twice)) == (1, 2)


def test_empty_messages_unknown_commands_and_old_buttons_are_answered_kindly(backend: Backend) -> None:
    hear(backend, Kind.TEXT, number=1, speak="say_blank")
    hear(backend, Kind.COMMAND, number=2, speak="say_unknown_command")
    said = hear(backend, Kind.PRESS, number=3, speak="say_expired")

    assert said == [backend.content.text(key, "fi") for key in ("blank", "unknown_command", "button.expired")]


def test_the_first_word_of_anybody_is_met_with_the_notice(backend: Backend) -> None:
    hear(backend, Kind.UNSUPPORTED, number=1, detail="sticker", speak="say_unsupported")
    conversation = backend.run(
        receive, incoming=Incoming(channel=Channel.TELEGRAM, source="telegram:1", external_id="1", address="7001", kind=Kind.TEXT), now=NOON
    ).conversation

    assert [u.kind for u in backend.read(chatting.read, conversation=conversation, after=0) if not u.is_from_person] == ["notice", "answer"]
