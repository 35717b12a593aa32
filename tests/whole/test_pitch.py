"""An idea's whole way: told on Telegram, gone on with at the chat page in a real browser, drafted, sent, answered back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.whole.product import Product, product, wait_for
from tests.whole.telegram import Telegram

ALICE = 9101
TOLD_ON_TELEGRAM = (
    ("meillä ois idea", "Mitä haluaisitte tehdä"),
    ("keitetään yhdessä kahvit torilla joka tiistai, ja jokainen pääsee vuorollaan auttamaan keittämisessä", "Ketä varten"),
    ("yksinäisille eläkeläisille, tavoitetaan heidät kerhon ja lehden kautta", "Montako"),
    ("pitääkö meillä olla omaa rahaa?", "Joensuun kaupunki vastaa omarahoituksesta"),
    ("parikymmentä", "Mitä hyvää"),
    ("ettei kukaan olis yksin, sen huomaa siitä että väki palaa uudestaan", "parhaiten"),
    ("en jaksa nyt, jatketaan huomenna", "on tallessa"),
)
TOLD_AT_THE_PAGE = (
    ("jatketaan", "Meillä jäi ideanne kesken"),
    ("ohita", "Mihin näistä"),
    ("ohita", "Missä tämä olisi"),
    ("kauppatorilla", "Milloin"),
    ("ensi vuoden huhtikuussa", "tapahtuma vai pidempi"),
    ("tapahtuma", "Paljonko"),
    ("9500 e", "on liikaa tapahtumalle"),
    ("kahviin 800 euroa ja tilaan 1200 euroa", "Keitä teitä"),
    ("mie ja kaksi naapuria, kirjasto auttaa", "porukkanne nimi"),
    ("Kahvikerho Virkut", "Oletteko Joensuusta"),
    ("joo, joensuulaisia ollaan", "nimen antaisitte"),
    ("Torikahvit", "yhteyshenkilö"),
    ("Aino", "sähköposti"),
    ("ohita", "mietityttää"),
    ("ei mikään", "LUONNOS – ei ole vielä hakemus"),
    ("vaihda summa 6000:een", "Idea voi hyvinkin sopia"),
)


def heard(telegram: Telegram, text: str, wanted: str) -> None:
    before = len(telegram.said_in(ALICE))
    telegram.do("write", chat_id=ALICE, text=text)
    wait_for(f"{wanted!r} after {text!r}", lambda: any(wanted in m.get("text", "") for m in telegram.said_in(ALICE)[before:]))


def say(page: Page, text: str, wanted: str) -> None:
    before = page.locator("#log > *").count()
    page.get_by_role("textbox").first.fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(f"#log > *:nth-child(n+{before + 1})").filter(has_text=wanted).first).to_be_visible(timeout=20_000)


@pytest.fixture(scope="module")
def code(running: Product, telegram: Telegram) -> str:
    """The idea half told on Telegram; the code with which it goes on elsewhere."""
    for text, wanted in TOLD_ON_TELEGRAM:
        heard(telegram, text, wanted)
    telegram.do("press", chat_id=ALICE, label="Jatka verkkosivulla")
    found: Callable[[], list[str]] = lambda: [  # noqa: E731 - a name for what is waited for
        word.strip("*.") for m in telegram.said_in(ALICE) for word in m.get("text", "").split() if word.count("-") == 2 and len(word.strip("*.")) == 14
    ]
    return str(wait_for("the code", found)[-1])


def test_an_idea_goes_from_telegram_to_the_page_to_a_coordinator_and_back(running: Product, telegram: Telegram, code: str, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(locale="fi-FI")
        page.goto(running.url)
        page.get_by_role("button", name="Jatka myöhemmin").click()
        page.get_by_role("textbox", name="Paluukoodi").fill(code)
        page.get_by_role("button", name="Palaa keskusteluun").click()
        for text, wanted in TOLD_AT_THE_PAGE:
            say(page, text, wanted)
        page.get_by_role("button", name="Tee hakemusluonnos").last.click()
        expect(page.locator("#log")).to_contain_text("Tein teille hakemusluonnoksen", timeout=20_000)
        page.get_by_role("button", name="Anna PDF").last.click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Luonnos – Torikahvit.pdf").click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
        say(page, "lähetä se neuvojalle", "Lähetetäänkö hakemusluonnos")
        page.get_by_role("button", name="Kyllä, lähetä").last.click()
        expect(page.locator("#log")).to_contain_text("Lähetetty – odotetaan vahvistusta", timeout=20_000)
        browser.close()

    sent = [json.loads(line) for line in running.kake("admin", "drafts", "list").stdout.splitlines()]
    number = str(next(one for one in sent if one["title"] == "Torikahvit")["number"])
    running.kake("admin", "drafts", "receive", number, "--what", "draft", "--by", "Minna")
    running.kake("admin", "drafts", "answer", number, "--what", "draft", "--decision", "change", "--reasons", "Kertokaa vielä, kuka siivoaa.", "--by", "Minna")
    wait_for("the answer on Telegram", lambda: any("kuka siivoaa" in m.get("text", "") for m in telegram.said_in(ALICE)))
    assert any("astaanotettu" in m.get("text", "") for m in telegram.said_in(ALICE))
    assert running.kake("doctor").stdout == ""


@pytest.mark.timeout(300)
def test_every_word_of_a_pitch_is_there_exactly_once_whatever_is_killed_in_between(tmp_path: Path) -> None:
    failpoints = "after_turn_claim:kill:3,before_answer_commit:kill:2,after_answer_commit:kill:4,after_turn_effect:kill:3,after_turn_finish:kill:4"
    told = [text for text, _ in TOLD_ON_TELEGRAM if "?" not in text]
    with product(tmp_path / "var", failpoints=failpoints) as running:
        for text in told:
            running.say_while_parts_die("alice", text)
        said = running.say_while_parts_die("alice", "näytä meidän idea")
        deaths = running.log().count("SIGKILL")

    card = "\n".join(line["text"] for line in said)
    assert deaths >= 5
    assert [card.count(part) for part in ("jokainen pääsee vuorollaan", "kerhon ja lehden kautta", "noin 20 ihmistä", "väki palaa uudestaan")] == [1, 1, 1, 1]
