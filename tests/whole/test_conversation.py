"""A question's whole way, through every part, on every channel."""

import json
from pathlib import Path

from tests.whole.product import Product, wait_for
from tests.whole.telegram import Telegram


def test_a_question_on_the_chat_page_gets_its_answer_with_its_source_one_tap_away(running: Product) -> None:
    said = running.say("alice", "paljonko rahaa yhteen tapahtumaan voi saada?")
    source = running.say("alice", "Mistä tieto?")

    assert "automaattinen neuvoja" in said[0]["text"]
    assert "alle 8\u00a0000\u00a0€" in said[1]["text"]
    assert "Mistä tieto?" in [b["label"] for b in said[1]["buttons"]]
    assert "alle 8 000€" in source[0]["text"]


def test_the_same_question_on_telegram_gets_the_same_answer_and_its_buttons_work(running: Product, telegram: Telegram) -> None:
    telegram.do("write", chat_id=9001, text="paljonko rahaa yhteen tapahtumaan voi saada?")
    answer = wait_for("the answer", lambda: [m for m in telegram.said_in(9001) if "8\u00a0000\u00a0€" in m["text"]])[0]
    telegram.do("press", chat_id=9001, label="Mistä tieto?")

    assert wait_for("the source", lambda: [m for m in telegram.said_in(9001) if "Lähde" in m["text"]])
    assert all(len(button["callback_data"]) <= 64 for row in answer["reply_markup"]["inline_keyboard"] for button in row)


def test_commands_edits_pictures_and_injections_on_telegram_are_answered_kindly(running: Product, telegram: Telegram) -> None:
    telegram.do("write", chat_id=9002, text="/apua")
    wait_for("the notice and the help", lambda: [m for m in telegram.said_in(9002) if "Kysy omin sanoin" in m["text"]])
    assert "automaattinen neuvoja" in telegram.said_in(9002)[0]["text"]
    telegram.do("write", chat_id=9002, text="/coordinator_only")
    wait_for("the refusal", lambda: [m for m in telegram.said_in(9002) if "Tätä komentoa en tunne" in m["text"]])
    sticker = {"file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    bob = {"id": 9002, "is_bot": False, "first_name": "Bob"}
    telegram.do("queue", message={"message_id": 77, "date": 1, "chat": {"id": 9002, "type": "private"}, "from": bob, "sticker": sticker})
    wait_for("the word on stickers", lambda: [m for m in telegram.said_in(9002) if "tarra" in m["text"]])


def test_a_question_handed_over_is_answered_into_the_same_chat_with_the_question_quoted(running: Product, tmp_path: Path) -> None:
    question = "Voiko tällä rahalla maksaa bussimatkat osallistujille?"
    running.say("bob", "haluan puhua ihmiselle")
    handed = running.say("bob", question)
    cases = [json.loads(line) for line in running.kake("admin", "cases", "list").stdout.splitlines()]
    [case] = [c for c in cases if c["question"] == question]
    answered = running.kake("admin", "cases", "answer", str(case["number"]), "Kyllä voi.", "--by", "Charlie")
    again = running.kake("admin", "cases", "answer", str(case["number"]), "Ei voi.", check=False)
    arrived = running.say("bob", "--wait", "3")

    assert f"**{case['number']}**" in handed[-1]["text"]
    assert json.loads(answered.stdout) == {"number": case["number"], "state": "answered"}
    assert again.returncode == 1
    assert [a["text"] for a in arrived] == [f"> {question}\n\nNeuvoja vastasi kysymykseesi:\n\nKyllä voi."]


def test_two_questions_in_two_languages_are_each_answered_in_theirs(running: Product) -> None:
    assert "€8,000" in running.say("charlie", "how much money can we get for one event")[-1]["text"]
    assert "omarahoitu" in running.say("charlie", "pitääkö meidän ryhmän maksaa omarahoitusta itse")[-1]["text"].lower()


def test_hostile_texts_harm_nothing(running: Product) -> None:
    for text in ("\u200b\ufe0f", "a\x01b", "😀" * 2000, "'; drop table inbox;--", "{{7*7}} ${7*7} <script>", "/restart", "ä" * 4000):
        assert running.say("mallory", "--", text), text
    assert running.kake("doctor").stdout == ""


def test_the_running_product_says_how_it_is(running: Product) -> None:
    assert running.kake("doctor").stdout == ""
    assert running.kake("cases", check=False).returncode == 2
