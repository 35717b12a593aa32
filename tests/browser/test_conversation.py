import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from backend.bootstrap import Backend
from backend.content import Content
from tests.browser.conftest import Site, Watched

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} {amount} %s",
    '"><svg/onload=alert(1)>',
    "[linkki](javascript:alert(1)) javascript:alert(1)",
    "</title></textarea><b>lihava</b>",
)


def test_a_message_is_sent_and_answered(chat: Watched) -> None:
    chat.say("Kuka voi hakea?")
    chat.expect("Kuka voi hakea?", "Kuulin: Kuka voi hakea?")
    expect(chat.page.locator("#text")).to_be_focused()
    expect(chat.page.locator("#text")).to_have_value("")


def test_a_session_begins_with_the_first_message_and_not_before(chat: Watched, context: BrowserContext) -> None:
    assert context.cookies() == []
    chat.say("moi")
    chat.expect("moi", "Kuulin: moi")
    assert [(cookie["name"], cookie["httpOnly"], cookie["sameSite"]) for cookie in context.cookies()] == [("kake_chat", True, "Strict")]


def test_a_reload_loses_nothing_and_doubles_nothing(chat: Watched) -> None:
    chat.say("yksi")
    chat.expect("yksi", "Kuulin: yksi")
    chat.page.reload()
    chat.expect("yksi", "Kuulin: yksi")
    chat.say("kaksi")
    chat.expect("yksi", "Kuulin: yksi", "kaksi", "Kuulin: kaksi")


def test_several_messages_in_a_row_keep_their_order(chat: Watched) -> None:
    for text in ("1", "2", "3"):
        chat.say(text)
    chat.page.wait_for_function("() => document.querySelectorAll('.message .bubble').length === 6")
    before = chat.lines()
    chat.page.reload()
    chat.expect(*before)
    assert [line for line in before if not line.startswith("Kuulin")] == ["1", "2", "3"]


def test_what_was_sent_while_the_server_was_away_is_answered_when_it_is_back(chat: Watched, site: Site) -> None:
    chat.say("yksi")
    chat.expect("yksi", "Kuulin: yksi")
    site.stop()
    chat.say("kaksi")
    expect(chat.page.locator("#connection")).to_contain_text("Yhteys poikki")
    assert chat.page.locator(".message .note").count() == 1
    site.start()
    chat.expect("yksi", "Kuulin: yksi", "kaksi", "Kuulin: kaksi")
    expect(chat.page.locator("#connection")).to_be_empty()
    chat.forgive_the_network()


def test_what_was_not_sent_yet_survives_a_reload(chat: Watched, site: Site) -> None:
    chat.say("yksi")
    chat.expect("yksi", "Kuulin: yksi")
    chat.page.route("**/api/chat/messages", lambda route: route.abort())
    chat.say("kaksi")
    expect(chat.page.locator("#connection")).to_contain_text("Yhteys poikki")
    chat.page.unroute("**/api/chat/messages")
    chat.page.reload()
    chat.expect("yksi", "Kuulin: yksi", "kaksi", "Kuulin: kaksi")
    assert chat.page.evaluate("sessionStorage.length") == 0
    assert chat.page.evaluate("localStorage.length") == 0
    chat.forgive_the_network()


def test_a_post_whose_answer_was_lost_is_not_said_twice(chat: Watched) -> None:
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if not lost:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort()
        else:
            lost.append(route.request.post_data or "")
            route.continue_()

    chat.page.route("**/api/chat/messages", lose_the_first_answer)
    chat.say("moi")
    chat.expect("moi", "Kuulin: moi")
    expect(chat.page.locator(".message .note")).to_have_count(0)
    assert len(lost) == 2
    assert lost[0] == lost[1]
    chat.page.reload()
    chat.expect("moi", "Kuulin: moi")
    chat.forgive_the_network()


def test_an_answer_given_while_the_stream_was_cut_arrives(chat: Watched, site: Site) -> None:
    chat.say("yksi")
    chat.expect("yksi", "Kuulin: yksi")
    site.stop()
    site.start(is_answering=False)
    chat.say("kaksi")
    chat.expect("yksi", "Kuulin: yksi", "kaksi")
    expect(chat.page.locator("#typing")).to_contain_text("Neuvoja kirjoittaa")
    site.stop()
    site.start()
    chat.expect("yksi", "Kuulin: yksi", "kaksi", "Kuulin: kaksi")
    expect(chat.page.locator("#typing")).to_be_empty()
    chat.forgive_the_network()


def test_a_second_tab_shows_the_same_conversation(chat: Watched, context: BrowserContext, site: Site) -> None:
    chat.say("moi")
    chat.expect("moi", "Kuulin: moi")
    other = Watched(context.new_page(), url=site.url)
    other.open()
    other.expect("moi", "Kuulin: moi")
    chat.say("hei")
    other.expect("moi", "Kuulin: moi", "hei", "Kuulin: hei")
    chat.expect("moi", "Kuulin: moi", "hei", "Kuulin: hei")


def test_a_button_is_pressed_and_marked_also_after_a_reload(chat: Watched) -> None:
    chat.say("napit")
    button = chat.page.locator(".log .choices button", has_text="Milloin voi hakea?")
    button.click()
    expect(chat.page.locator("#text")).to_be_focused()
    chat.page.wait_for_function("() => document.body.innerText.includes('Painoit: Milloin voi hakea?')")
    expect(button).to_have_class("chosen")
    expect(button).to_have_accessible_name("Milloin voi hakea? (valittu)")
    chat.page.reload()
    expect(button).to_have_class("chosen")
    expect(chat.page.locator(".log .chosen")).to_have_count(1)


def test_a_starter_is_sent_as_it_stands(chat: Watched, content: Content) -> None:
    chat.page.get_by_role("button", name=content.text("page.starter.when", "fi")).click()
    chat.expect(content.text("page.starter.when", "fi"), f"Kuulin: {content.text('page.starter.when', 'fi')}")


def test_the_typing_sign_shows_while_an_answer_takes_its_time(chat: Watched) -> None:
    chat.say("mieti")
    expect(chat.page.locator("#typing")).to_contain_text("Neuvoja kirjoittaa")
    chat.expect("mieti", "Kuulin: mieti")
    expect(chat.page.locator("#typing")).to_be_empty()


def test_bold_lists_and_links_become_what_they_are(chat: Watched) -> None:
    chat.say("napit")
    bubble = chat.page.locator(".message.bot .bubble")
    expect(bubble.locator("strong")).to_have_text("Tapahtuma")
    expect(bubble.locator("li")).to_have_text(["tapahtuma", "hanke"])
    links = [(a.get_attribute("href"), a.get_attribute("rel"), a.inner_text()) for a in bubble.locator("a").all()]
    assert links == [
        ("https://www.joensuu.fi/kake", "noopener noreferrer", "https://www.joensuu.fi/kake"),
        ("/privacy", "noopener noreferrer", "/privacy"),
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_it_was_written(chat: Watched, hostile: str) -> None:
    chat.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    chat.say(hostile)
    chat.expect(hostile, f"Kuulin: {hostile}")
    chat.page.reload()
    chat.expect(hostile, f"Kuulin: {hostile}")
    assert chat.page.locator(".bubble").locator("img, script, svg, b, a").count() == 0


def test_characters_that_turn_the_text_round_are_shown_and_not_obeyed(chat: Watched) -> None:
    chat.say("lasku\u202efdp.exe")
    chat.expect("lasku⟦U+202E⟧fdp.exe", "Kuulin: lasku⟦U+202E⟧fdp.exe")


def test_a_tower_of_marks_stays_in_its_bubble(chat: Watched) -> None:
    chat.say("a" + "\u0300" * 2000)
    chat.page.wait_for_function("() => document.querySelectorAll('.message .bubble').length === 2")
    heights = [box["height"] for one in chat.page.locator(".bubble").all() if (box := one.bounding_box())]
    assert max(heights) < 100


def test_a_message_too_long_is_told_kindly_and_kept(chat: Watched) -> None:
    text = "🙂" * 4097
    chat.say(text)
    expect(chat.page.locator("#problem")).to_contain_text("liian pitkä")
    expect(chat.page.locator("#text")).to_have_value(text)
    expect(chat.page.locator("#text")).to_have_attribute("aria-invalid", "true")
    assert chat.lines() == []
    chat.page.locator("#text").fill("lyhyt")
    expect(chat.page.locator("#problem")).to_be_empty()
    chat.page.keyboard.press("Enter")
    chat.expect("lyhyt", "Kuulin: lyhyt")


def test_shift_and_enter_make_a_new_line(chat: Watched) -> None:
    field = chat.page.locator("#text")
    field.press_sequentially("yksi")
    field.press("Shift+Enter")
    field.press_sequentially("kaksi")
    field.press("Enter")
    chat.expect("yksi\nkaksi", "Kuulin: yksi\nkaksi")


def test_nothing_is_sent_of_nothing(chat: Watched, sqlite_backend: Backend) -> None:
    chat.say("   ")
    chat.say("")
    assert sqlite_backend.read(lambda unit: unit.health.figures(now=sqlite_backend.clock.now()))["conversations"] == 0


def test_an_advisers_answer_says_that_it_is_a_persons(chat: Watched) -> None:
    chat.say("ihminen")
    answer = chat.page.locator(".message.case_answer")
    expect(answer.locator(".author")).to_have_text("Neuvoja, ihminen: ")
    expect(answer.locator("blockquote")).to_have_text("Kysyit: Saako <b>kahvit</b> tarjota?")


def test_a_document_is_downloaded_under_its_name(chat: Watched) -> None:
    chat.say("tiedosto")
    with chat.page.expect_download() as download:
        chat.page.get_by_role("link", name="Luonnos – ä.pdf").click()
    assert download.value.suggested_filename == "Luonnos – ä.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7"


def return_code(page: Page) -> str:
    page.get_by_role("button", name="Jatka myöhemmin").click()
    page.get_by_role("button", name="Näytä paluukoodi").click()
    code = page.locator("#code")
    expect(code).to_have_text(re.compile(r"^(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}$"))
    return code.inner_text()


def test_the_conversation_goes_on_elsewhere_with_a_return_code(chat: Watched, chromium: object, site: Site, context: BrowserContext) -> None:
    chat.say("moi")
    chat.expect("moi", "Kuulin: moi")
    code = return_code(chat.page)
    assert context.browser is not None
    with context.browser.new_context(locale="fi-FI") as elsewhere_context:
        elsewhere = Watched(elsewhere_context.new_page(), url=site.url)
        elsewhere.open()
        elsewhere.page.get_by_role("button", name="Jatka myöhemmin").click()
        elsewhere.page.get_by_label("Paluukoodi", exact=True).fill(code.lower())
        elsewhere.page.keyboard.press("Enter")
        elsewhere.expect("moi", "Kuulin: moi")
        elsewhere.say("hei")
        chat.expect("moi", "Kuulin: moi", "hei", "Kuulin: hei")
        assert elsewhere.complaints == []


def test_a_wrong_return_code_is_told_at_its_field(chat: Watched) -> None:
    chat.page.get_by_role("button", name="Jatka myöhemmin").click()
    field = chat.page.get_by_label("Paluukoodi", exact=True)
    field.fill("ABCD-EFGH-JKMN")
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("#return-note")).to_contain_text("ei löydy keskustelua")
    expect(field).to_be_focused()
    expect(field).to_have_value("ABCD-EFGH-JKMN")
    chat.forgive_the_network()


def test_a_code_is_given_once_there_is_a_conversation(chat: Watched) -> None:
    chat.page.get_by_role("button", name="Jatka myöhemmin").click()
    chat.page.get_by_role("button", name="Näytä paluukoodi").click()
    expect(chat.page.locator("#code-note")).to_have_text("Koodin saa, kun keskustelu on alkanut.")


def test_leaving_leaves_nothing_on_the_device(chat: Watched, context: BrowserContext) -> None:
    chat.say("salaisuus")
    chat.expect("salaisuus", "Kuulin: salaisuus")
    chat.page.get_by_role("button", name="Jatka myöhemmin").click()
    chat.page.get_by_role("button", name="Lopeta tällä laitteella").click()
    expect(chat.page.locator(".message")).to_have_count(0)
    assert context.cookies() == []
    chat.open("/privacy")
    chat.page.go_back()
    expect(chat.page.locator("#composer")).to_be_visible()
    assert "salaisuus" not in chat.page.content()


def test_leaving_in_one_tab_empties_the_others(chat: Watched, context: BrowserContext, site: Site) -> None:
    chat.say("salaisuus")
    chat.expect("salaisuus", "Kuulin: salaisuus")
    other = Watched(context.new_page(), url=site.url)
    other.open()
    other.page.get_by_role("button", name="Jatka myöhemmin").click()
    other.page.get_by_role("button", name="Lopeta tällä laitteella").click()
    expect(chat.page.locator("#connection")).to_contain_text("Keskustelu on päättynyt")
    assert "salaisuus" not in chat.page.content()
    chat.say("uusi")
    chat.expect("uusi", "Kuulin: uusi")
    chat.forgive_the_network()


def test_too_many_messages_are_sent_a_little_later(chat: Watched) -> None:
    refused: list[int] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(1)
            route.fulfill(status=429, headers={"Retry-After": "1"}, content_type="application/json", body='{"error": "too_many_messages"}')

    chat.page.route("**/api/chat/messages", refuse_once)
    chat.say("moi")
    expect(chat.page.locator("#connection")).to_contain_text("Viestejä tuli kovin monta")
    chat.expect("moi", "Kuulin: moi")
    expect(chat.page.locator("#connection")).to_be_empty()
    chat.forgive_the_network()


def test_seen_messages_are_told_to_the_server(chat: Watched) -> None:
    with chat.page.expect_request("**/api/chat/seen") as seen:
        chat.say("moi")
    assert seen.value.post_data == '{"seq":2}'


def test_times_are_the_citys_and_say_so_elsewhere(context: BrowserContext, site: Site) -> None:
    assert context.browser is not None
    with context.browser.new_context(locale="fi-FI", timezone_id="America/New_York") as abroad:
        chat = Watched(abroad.new_page(), url=site.url)
        chat.open()
        chat.say("moi")
        chat.expect("moi", "Kuulin: moi")
        expect(chat.page.locator(".message.bot time")).to_have_text(re.compile(r"12\.0\d \(Suomen aikaa\)$"))


def test_without_scripts_the_page_says_how_else_to_get_help(context: BrowserContext, site: Site) -> None:
    assert context.browser is not None
    with context.browser.new_context(java_script_enabled=False, locale="fi-FI") as bare:
        page = bare.new_page()
        page.goto(site.url)
        expect(page.locator(".noscript")).to_contain_text("JavaScript")
        expect(page.locator("#composer")).to_be_hidden()
