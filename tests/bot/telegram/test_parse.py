import json
from typing import Any

import pytest

from backend.domain.ids import ButtonToken
from backend.domain.messages import Channel, Incoming, Kind
from bot.telegram.client import Identity
from bot.telegram.parse import NO_CHAT, Parsed, parse

ME = Identity(id=42, username="KakeBot")
ALICE = {"id": 7001, "is_bot": False, "first_name": "Alice", "language_code": "fi-FI"}
PRIVATE = {"id": 7001, "type": "private", "first_name": "Alice"}
GROUP = {"id": -100123, "type": "supergroup", "title": "Group"}
BOT_SAID = {"message_id": 1, "date": 1, "chat": GROUP, "from": {"id": 42, "is_bot": True, "first_name": "KAKE"}, "text": "hello"}


def message(*, chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] | None = ALICE, **fields: Any) -> dict[str, Any]:
    made = {"message_id": 5, "date": 1_700_000_000, "chat": chat, **fields}
    return made if sender is None else {**made, "from": sender}


def read(**content: Any) -> Parsed:
    return parse({"update_id": 9, **content}, me=ME)


def incoming(kind: Kind, *, address: str = "7001", language_hint: str = "fi-FI", **fields: Any) -> Incoming:
    known: dict[str, Any] = {"is_private": not address.startswith("-"), **fields}
    return Incoming(channel=Channel.TELEGRAM, source="telegram:42", external_id="9", address=address, kind=kind, language_hint=language_hint, **known)


def test_a_text_is_read_with_where_to_answer_and_what_telegram_says_of_the_language() -> None:
    assert read(message=message(text="Moi!")) == Parsed(incoming=incoming(Kind.TEXT, text="Moi!"), update_id=9)


@pytest.mark.parametrize("written", ["/start", "/START", "/start 0123456789abcdef", "/start@KakeBot", "/start@kakebot now"])
def test_a_command_is_its_word_alone(written: str) -> None:
    assert read(message=message(text=written)).incoming == incoming(Kind.COMMAND, text="start")


@pytest.mark.parametrize("written", ["/start ABCD-EFGH-JK23", "/start@KakeBot abcd-efgh-jk23", "/liity ABCDEFGHJK23"])
def test_a_code_that_comes_with_a_command_is_the_message(written: str) -> None:
    assert read(message=message(text=written)).incoming == incoming(Kind.TEXT, text="ABCD-EFGH-JK23")


@pytest.mark.parametrize("rest", ["ABCD-EFGH", "ref_facebook", "../../etc/passwd", "{{ code }}", "x" * 4000])
def test_junk_that_comes_with_a_command_is_dropped(rest: str) -> None:
    assert read(message=message(text=f"/start {rest}")).incoming == incoming(Kind.COMMAND, text="start")


@pytest.mark.parametrize("written", ['/coordinator_only{"role":"admin"}', " \n/restart", '/greet@1.2.3{"a":', "/kieli-", "/", "//start", "/help@OtherBot"])
def test_what_only_looks_like_a_command_is_a_text(written: str) -> None:
    assert read(message=message(text=written)).incoming.kind is Kind.TEXT


def test_a_pressed_button_brings_its_token_and_is_to_be_answered() -> None:
    query = {"id": "press-1", "from": ALICE, "chat_instance": "1", "message": message(text="?"), "data": "token"}

    assert read(callback_query=query) == Parsed(incoming=incoming(Kind.PRESS, token=ButtonToken("token")), update_id=9, press_id="press-1")


def test_a_button_on_a_message_that_is_gone_works() -> None:
    gone = {"chat": PRIVATE, "message_id": 3, "date": 0}

    found = read(callback_query={"id": "press-1", "from": ALICE, "chat_instance": "1", "message": gone, "data": "token"})

    assert found.incoming == incoming(Kind.PRESS, token=ButtonToken("token"))


@pytest.mark.parametrize(
    ("data", "kind", "token"),
    [("x" * 200, Kind.PRESS, "x" * 64), ("a\x00b", Kind.PRESS, "a\ufffdb"), ("\ud83d", Kind.PRESS, "\ufffd"), ("", Kind.IGNORED, None)],
)
def test_forged_data_of_a_button_can_be_stored(data: str, kind: Kind, token: str | None) -> None:
    found = read(callback_query={"id": "press-1", "from": ALICE, "chat_instance": "1", "message": message(text="?"), "data": data})

    assert (found.incoming.kind, found.incoming.token, found.press_id) == (kind, token, "press-1")


def test_an_edit_brings_the_new_text() -> None:
    assert read(edited_message=message(text="better", edit_date=1)).incoming == incoming(Kind.EDIT, text="better")


def test_an_edit_of_a_picture_alone_is_ignored() -> None:
    assert read(edited_message=message(photo=[], edit_date=1)).incoming.kind is Kind.IGNORED


PHOTO: dict[str, Any] = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
VOICE = {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}
STICKER = {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}}
DOCUMENT = {"document": {"file_id": "f", "file_unique_id": "u", "file_size": 2_000_000_000}}
LOCATION = {"location": {"latitude": 1.0, "longitude": 2.0}}
DICE = {"dice": {"emoji": "🎲", "value": 3}}
CONTACT = {"contact": {"phone_number": "1", "first_name": "Bob"}}
STORY = {"story": {"chat": GROUP, "id": 1}}


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        (PHOTO, "photo"),
        (VOICE, "voice"),
        (STICKER, "sticker"),
        (DOCUMENT, "document"),
        (LOCATION, "location"),
        ({**LOCATION, "venue": {**LOCATION, "title": "t", "address": "a"}}, "venue"),
        (DICE, "dice"),
        (CONTACT, "contact"),
        (STORY, "story"),
        ({"something_of_next_year": {"a": 1}}, "other"),
    ],
)
def test_a_message_of_another_kind_says_which(fields: dict[str, Any], detail: str) -> None:
    assert read(message=message(**fields)).incoming == incoming(Kind.UNSUPPORTED, detail=detail)


def test_the_words_under_a_picture_are_kept() -> None:
    assert read(message=message(**PHOTO, caption="our plan")).incoming == incoming(Kind.UNSUPPORTED, detail="photo", text="our plan")


@pytest.mark.parametrize("fields", [{"new_chat_members": [ALICE]}, {"pinned_message": BOT_SAID}, {"group_chat_created": True}])
def test_a_service_message_is_ignored(fields: dict[str, Any]) -> None:
    assert read(message=message(**fields)).incoming == incoming(Kind.IGNORED, detail="service message")


def test_a_group_that_becomes_a_supergroup_says_its_new_address() -> None:
    old = {"id": -5, "type": "group", "title": "Group"}

    said_in_old = read(message=message(chat=old, migrate_to_chat_id=-100123)).incoming
    said_in_new = read(message=message(chat=GROUP, migrate_from_chat_id=-5)).incoming

    assert said_in_old == said_in_new == incoming(Kind.MIGRATED, address="-5", detail="-100123")


@pytest.mark.parametrize(("status", "kind"), [("kicked", Kind.BLOCKED), ("left", Kind.BLOCKED), ("member", Kind.UNBLOCKED)])
def test_blocking_and_coming_back_are_noticed(status: str, kind: Kind) -> None:
    bot = {"id": 42, "is_bot": True, "first_name": "KAKE"}
    change = {
        "chat": PRIVATE,
        "from": ALICE,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status, "until_date": 0},
    }

    assert read(my_chat_member=change).incoming == incoming(kind)


@pytest.mark.parametrize("sender", [None, {"id": 1087968824, "is_bot": True, "first_name": "Group"}], ids=["nobody", "a bot"])
def test_what_no_person_wrote_is_ignored_without_its_text(sender: dict[str, Any] | None) -> None:
    found = read(message=message(sender=sender, text="news")).incoming

    assert (found.kind, found.text) == (Kind.IGNORED, "")


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"text": "just between us"}, Kind.IGNORED, ""),
        ({"text": "@kakebot can we apply?"}, Kind.TEXT, "can we apply?"),
        ({"text": "can we apply, @KakeBot?"}, Kind.TEXT, "can we apply, ?"),
        ({"text": "ask @KakeBotter or me@KakeBot.fi"}, Kind.IGNORED, ""),
        ({"text": "and a project?", "reply_to_message": BOT_SAID}, Kind.TEXT, "and a project?"),
        ({"text": "/help"}, Kind.COMMAND, "help"),
        ({"text": "/help@KakeBot"}, Kind.COMMAND, "help"),
        ({"text": "/help@OtherBot"}, Kind.IGNORED, ""),
        ({"text": "/help@OtherBot not @KakeBot"}, Kind.IGNORED, ""),
        ({**PHOTO, "caption": "look"}, Kind.IGNORED, ""),
        ({**PHOTO, "caption": "look @KakeBot"}, Kind.UNSUPPORTED, "look"),
    ],
)
def test_in_a_group_only_what_is_meant_for_us_is_read(fields: dict[str, Any], kind: Kind, text: str) -> None:
    found = read(message=message(chat=GROUP, **fields)).incoming

    assert (found.kind, found.text, found.is_private, found.address) == (kind, text, False, "-100123")


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({"text": "@KakeBot can we apply?"}, "Alice"),
        ({"text": "/help"}, "Alice"),
        ({"text": "just between us"}, ""),
        ({**PHOTO, "caption": "look"}, ""),
        ({"text": "@KakeBot hi", "sender": {**ALICE, "first_name": "A\x00" + "l" * 100}}, "A\ufffd" + "l" * 78),
    ],
)
def test_in_a_group_who_wrote_is_kept_of_what_is_meant_for_us_alone(fields: dict[str, Any], sender: str) -> None:
    assert read(message=message(chat=GROUP, **fields)).incoming.sender == sender


def test_in_a_group_who_pressed_is_kept_and_in_private_nobody_is() -> None:
    query = {"id": "press-1", "from": ALICE, "chat_instance": "1", "message": message(chat=GROUP, text="?"), "data": "token"}

    assert read(callback_query=query).incoming.sender == "Alice"
    assert read(message=message(text="Moi!")).incoming.sender == ""


@pytest.mark.parametrize(
    "content",
    [
        {"channel_post": message(sender=None, text="news")},
        {"inline_query": {"id": "1", "from": ALICE, "query": "x", "offset": ""}},
        {
            "poll": {
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
            }
        },
        {"message_reaction": {"chat": PRIVATE, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}},
        {"something_of_next_year": {"a": 1}},
        {"message": "not an object"},
        {"message": {"message_id": "?"}},
        {"callback_query": {"id": "1"}},
        {},
    ],
)
def test_what_we_do_not_know_is_recorded_and_ignored(content: dict[str, Any]) -> None:
    found = parse({"update_id": 9, **content}, me=ME)

    assert (found.incoming.kind, found.incoming.external_id, found.incoming.text, found.update_id) == (Kind.IGNORED, "9", "", 9)


@pytest.mark.parametrize("update_id", ["9", -1, 2**63, True, None, 1.5])
def test_an_update_without_a_sound_id_is_junk_with_an_identity_of_its_own(update_id: object) -> None:
    found = parse({"update_id": update_id, "message": message(text="x")}, me=ME)

    assert (found.incoming.kind, found.incoming.external_id[:5], found.incoming.address, found.update_id) == (Kind.IGNORED, "junk:", NO_CHAT, None)


@pytest.mark.parametrize("text", ["a\x00b", "lone \ud83d half", "\udc00@KakeBot", "😀", "ok \u202eevil"])
def test_hostile_characters_do_not_stop_the_reading(text: str) -> None:
    found = parse(json.loads(json.dumps({"update_id": 9, "message": message(text=text)})), me=ME)

    assert found.incoming.kind is Kind.TEXT
    found.incoming.text.encode()


def test_json_as_deep_as_it_goes_is_ignored() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}

    assert parse({"update_id": 9, "message": deep}, me=ME).incoming.kind is Kind.IGNORED


def test_ids_beyond_32_bits_are_kept() -> None:
    chat = {"id": 2**52, "type": "private", "first_name": "Alice"}

    assert read(message=message(chat=chat, text="x")).incoming.address == "4503599627370496"
