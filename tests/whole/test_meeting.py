"""A meeting's whole way: published by a coordinator, booked on Telegram, wanted at the page, cancelled, taken by the next."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.whole.product import Product, product, wait_for
from tests.whole.telegram import TOKEN, Telegram, telegram_server

BOB = 9201
_HELSINKI = ZoneInfo("Europe/Helsinki")
_TUESDAY = "2026-12-01"


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with telegram_server() as server:
        yield server


@pytest.fixture(scope="module")
def running(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product in the middle of a working day: at night nobody is told of a time that becomes free."""
    home = tmp_path_factory.mktemp("meetings") / "var"
    with product(home, telegram_token=TOKEN, telegram_api=telegram.url, now="2026-11-23T10:00:00+02:00") as made:
        yield made


@pytest.fixture(scope="module")
def published(running: Product) -> Product:
    """One time of one adviser, on a Tuesday in a week."""
    adviser = str(json.loads(running.kake("admin", "times", "adviser", "add", "Minna", "--languages", "fi,en").stdout)["number"])
    publish(running, adviser, starts="10:00", ends="10:45")
    return running


def publish(running: Product, adviser: str, *, starts: str, ends: str) -> None:
    where = ("--kind", "service_point", "--place", "Torikatu 1", "--from", starts, "--to", ends)
    running.kake("admin", "times", "add", "--adviser", adviser, "--day", _TUESDAY, *where)


def heard(telegram: Telegram, wanted: str, *, chat: int = BOB) -> Mapping[str, Any]:
    found: list[Mapping[str, Any]] = wait_for(repr(wanted), lambda: [m for m in telegram.said_in(chat) if wanted in m.get("text", "")])
    return found[-1]


def labels(message: Mapping[str, Any]) -> list[str]:
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def say(page: Page, text: str, wanted: str) -> None:
    before = page.locator("#log > *").count()
    page.get_by_role("textbox").first.fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(f"#log > *:nth-child(n+{before + 1})").filter(has_text=wanted).first).to_be_visible(timeout=20_000)


def test_a_meeting_is_booked_on_telegram_missed_at_the_page_cancelled_and_taken_there(published: Product, telegram: Telegram) -> None:
    telegram.do("write", chat_id=BOB, text="haluaisin varata ajan neuvojalle")
    heard(telegram, "Mistä haluaisitte jutella")
    telegram.do("write", chat_id=BOB, text="naapuruston kahvihetket")
    offered = heard(telegram, "vapaa")
    telegram.do("press", chat_id=BOB, label=next(label for label in labels(offered) if "10" in label))
    heard(telegram, "Varataanko tämä?")
    telegram.do("write", chat_id=BOB, text="joo")
    heard(telegram, "Aika on varattu")
    files = wait_for("the calendar file", lambda: [m["document"] for m in telegram.said_in(BOB) if "document" in m])
    assert files[0]["file_name"].endswith(".ics")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(locale="fi-FI")
        page.goto(published.url)
        page.get_by_role("textbox").first.wait_for()
        say(page, "varaisin ajan neuvojalle", "Vapaita aikoja ei ole nyt")
        page.get_by_role("button", name="Ilmoita, kun sopiva vapautuu").last.click()
        telegram.do("write", chat_id=BOB, text="en pääse siihen tapaamiseen")
        heard(telegram, "Peru")
        telegram.do("press", chat_id=BOB, label="Kyllä, peru aika")
        page.get_by_role("button", name="Ota tämä aika").last.click(timeout=90_000)
        expect(page.locator("#log")).to_contain_text("Aika on varattu", timeout=20_000)
        with page.expect_download() as download:
            page.locator('#log a[href*="/documents/"]').last.click()
        starts: datetime = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")[0].decoded("DTSTART")
        browser.close()

    assert starts.astimezone(_HELSINKI).hour == 10
    meetings = [json.loads(line) for line in published.kake("admin", "meetings", "list").stdout.splitlines()]
    assert len(meetings) == 1
    assert published.kake("doctor").stdout == ""


@pytest.mark.timeout(300)
def test_one_time_wanted_by_many_at_once_on_telegram_and_over_http_is_booked_once(published: Product, telegram: Telegram) -> None:
    publish(published, "1", starts="12:00", ends="12:45")
    chats = range(9301, 9305)
    names = [f"rush{n}" for n in range(4)]
    for chat in chats:
        telegram.do("write", chat_id=chat, text="haluaisin varata ajan neuvojalle")
        heard(telegram, "Mistä haluaisitte jutella", chat=chat)
        telegram.do("write", chat_id=chat, text="kahvihetket")
    taps = {chat: next(label for label in labels(heard(telegram, "vapaa", chat=chat)) if "12" in label) for chat in chats}
    for name in names:
        published.say(name, "haluaisin varata ajan neuvojalle")
        published.say(name, "kahvihetket")
    with ThreadPoolExecutor(max_workers=8) as pool:
        over_http = [pool.submit(published.say, name, taps[9301]) for name in names]
        for chat in chats:
            pool.submit(telegram.do, "press", chat_id=chat, label=taps[chat])
    asked = [chat for chat in chats if any("Varataanko tämä?" in m.get("text", "") for m in settled(telegram, chat))]
    asked_there = [line for said in over_http for line in said.result() if "Varataanko tämä?" in line["text"]]

    assert len(asked) + len(asked_there) == 1, "the time is held for exactly one"


def settled(telegram: Telegram, chat: int) -> list[dict[str, Any]]:
    """Everything said in the chat, once it was told whether the time is held or gone."""

    def said() -> list[dict[str, Any]]:
        there = telegram.said_in(chat)
        last = there[-1]["text"]
        return there if "Varataanko" in last or "juuri mennä" in last or "ei ole juuri nyt" in last else []

    return list(wait_for("whether it is held or gone", said))
