import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Site, Watched

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light", "viewport": ViewportSize(width=1100, height=800)},
    "dark": {"color_scheme": "dark", "viewport": ViewportSize(width=1100, height=800)},
    "telephone": {"color_scheme": "light", "viewport": ViewportSize(width=320, height=640), "has_touch": True, "is_mobile": True},
    "telephone in the dark": {"color_scheme": "dark", "viewport": ViewportSize(width=390, height=844), "has_touch": True, "is_mobile": True},
    "four times as large": {"color_scheme": "light", "viewport": ViewportSize(width=320, height=256)},
    "forced colours": {"forced_colors": "active", "viewport": ViewportSize(width=1100, height=800)},
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _TAGS}}).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_of_the_page_is_accessible_and_fits(chromium: Browser, site: Site, look: str) -> None:
    with chromium.new_context(locale="fi-FI", reduced_motion="reduce", **LOOKS[look]) as context:  # type: ignore[arg-type]  # options by name
        chat = Watched(context.new_page(), url=site.url)
        page = chat.page
        chat.open()
        assert violations(page) == []
        for text in ("napit", "ihminen", "tiedosto", "a" * 300, "https://www.joensuu.fi/" + "x" * 200):
            chat.say(text)
        page.wait_for_function("() => document.querySelectorAll('.message.bot').length === 5")
        page.locator(".log .choices button").first.click()
        page.wait_for_function("() => document.querySelectorAll('.message.bot').length === 6")
        assert violations(page) == []
        assert_fits(page)
        page.locator("#text").fill("x" * 4097)
        page.get_by_role("button", name="Lähetä").click()
        expect(page.locator("#problem")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Jatka myöhemmin").click()
        page.get_by_role("button", name="Näytä paluukoodi").click()
        expect(page.locator("#code-shown")).to_be_visible()
        assert violations(page) == []
        assert_fits(page)
        for path in ("/privacy", "/accessibility", "/?lang=en"):
            chat.open(path)
            assert violations(page) == []
            assert_fits(page)
        assert chat.complaints == []


def test_axe_sees_what_is_wrong(chat: Watched) -> None:
    """The negative control: without the field's label the check above would fail."""
    chat.page.evaluate("document.querySelector('label[for=text]').remove()")
    assert "label" in [one.split(":")[0] for one in violations(chat.page)]


def test_everything_is_done_by_keyboard(chat: Watched) -> None:
    page = chat.page
    focused = "document.activeElement.innerText?.trim() || document.activeElement.id"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Siirry kirjoittamaan viesti"
    page.keyboard.press("Enter")
    page.keyboard.type("napit")
    page.keyboard.press("Enter")
    expect(page.locator(".log .choices button").first).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "Kuka voi hakea?"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.body.innerText.includes('Painoit: Kuka voi hakea?')")
    assert page.evaluate("document.activeElement.id") == "text"


def test_the_tab_order_is_the_reading_order_and_nothing_traps_it(chat: Watched) -> None:
    page = chat.page
    walked = []
    for _ in range(15):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.tagName === 'BODY' ? '' : document.activeElement.innerText?.trim() || document.activeElement.id"))
    assert walked == [
        *("Siirry kirjoittamaan viesti", "KAKE-neuvoja", "Jatka myöhemmin", "English"),
        *("Kuka voi hakea rahoitusta?", "Paljonko tapahtumaan voi saada?", "Milloin voi hakea?", "Sopisiko meidän ideamme?", "Haluan puhua ihmisen kanssa"),
        *("text", "Lähetä", "Omat ideat ja luonnokset", "Tietosuoja", "Saavutettavuus", ""),
    ]


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(chat: Watched) -> None:
    page = chat.page
    page.get_by_role("button", name="Jatka myöhemmin").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Jatka myöhemmin tai toisella laitteella")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Jatka myöhemmin")).to_be_focused()


def test_what_has_the_focus_is_never_under_the_composer(chat: Watched) -> None:
    page = chat.page
    for _ in range(6):
        chat.say("napit")
    page.wait_for_function("() => document.querySelectorAll('.message.bot').length === 6")
    page.locator("#text").focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        is_seen = """() => { const box = document.activeElement.getBoundingClientRect();
            return document.activeElement.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)) }"""
        page.wait_for_function(is_seen)


def test_each_message_of_the_bot_is_announced_once(chat: Watched) -> None:
    page = chat.page
    page.evaluate(
        """() => { window.announced = [];
        new MutationObserver((changes) => changes.forEach(({addedNodes}) => addedNodes.forEach((node) => {
            if (!node.closest?.('[aria-busy]') && node.matches?.('.bot')) window.announced.push(node.querySelector('.bubble').innerText) })))
        .observe(document.querySelector('[role=log]'), {childList: true, subtree: true}) }"""
    )
    chat.say("yksi")
    chat.expect("yksi", "Kuulin: yksi")
    chat.say("kaksi")
    chat.expect("yksi", "Kuulin: yksi", "kaksi", "Kuulin: kaksi")
    assert page.evaluate("window.announced") == ["Kuulin: yksi", "Kuulin: kaksi"]


def test_targets_are_large_enough(chat: Watched) -> None:
    chat.say("napit")
    expect(chat.page.locator(".log .choices button").first).to_be_visible()
    sizes = [box for one in chat.page.locator("button:visible, header a, footer a, textarea").all() if (box := one.bounding_box())]
    assert [box for box in sizes if min(box["width"], box["height"]) < 24 and box["y"] >= 0] == []


def test_nothing_moves_for_who_wants_no_motion(chat: Watched) -> None:
    chat.say("moi")
    chat.expect("moi", "Kuulin: moi")
    assert chat.page.evaluate("getComputedStyle(document.querySelector('.message')).animationName") == "none"
    assert chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_page_says_its_language(chat: Watched) -> None:
    assert chat.page.evaluate("document.documentElement.lang") == "fi"
    chat.page.get_by_role("link", name="English").click()
    chat.page.wait_for_url("**/?lang=en")
    assert chat.page.evaluate("document.documentElement.lang") == "en"
    expect(chat.page.get_by_role("link", name="Suomi")).to_have_attribute("lang", "fi")
