from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId
from backend.services import chatting
from tests.backend.services.draft_house import TITLE, Group, change, join, start_group
from tests.browser.conftest import Site, Watched
from tests.browser.test_accessibility import LOOKS, assert_fits, violations
from tests.times import NOON

SAVES = "**/api/chat/drafts/*/fields/*"


def enter(context: BrowserContext, site: Site, backend: Backend) -> ConversationId:
    """Opens a session in the browser, as its first message would."""
    assert context.request.post(f"{site.url}/api/chat/session", data={}).ok
    secret = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "kake_chat")
    return backend.read(chatting.session_link, secret=secret).conversation


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Alice's page of the draft, freshly opened."""

    watched: Watched
    context: BrowserContext
    backend: Backend
    site: Site
    group: Group
    alice: ConversationId

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def path(self) -> str:
        return f"/drafts/{self.group.idea}"

    def field(self, id_: str) -> Locator:
        return self.page.locator(f"#in-{id_}")

    def beside(self, id_: str, part: str) -> Locator:
        return self.page.locator(f"[data-field={id_}] {part}")

    def stands(self, id_: str, text: str) -> None:
        """Waits until the server has it."""
        expect(self.beside(id_, ".saving")).to_contain_text("Tallennettu klo")
        assert self.answer(id_) == text

    def answer(self, id_: str) -> object:
        found = self.backend.read(lambda unit: unit.sheets.answers(self.group.sheet)).get(id_)
        return None if found is None else found.value

    def second_tab(self) -> "Draft":
        other = Watched(self.context.new_page(), url=self.site.url)
        other.open(self.path)
        return Draft(watched=other, context=self.context, backend=self.backend, site=self.site, group=self.group, alice=self.alice)


@pytest.fixture
def draft(context: BrowserContext, site: Site, sqlite_backend: Backend) -> Iterator[Draft]:
    alice = enter(context, site, sqlite_backend)
    group = start_group(sqlite_backend, alice)
    watched = Watched(context.new_page(), url=site.url)
    made = Draft(watched=watched, context=context, backend=sqlite_backend, site=site, group=group, alice=alice)
    watched.open(made.path)
    yield made
    assert watched.complaints == []


@pytest.fixture
def bobs(chromium: Browser, draft: Draft) -> Iterator[Draft]:
    """The same draft in the browser of Bob, a member of the group."""
    with chromium.new_context(locale="fi-FI", timezone_id="Europe/Helsinki", reduced_motion="reduce") as context:
        bob = enter(context, draft.site, draft.backend)
        join(draft.backend, draft.group, bob, name="Bob")
        watched = Watched(context.new_page(), url=draft.site.url)
        watched.open(draft.path)
        yield Draft(watched=watched, context=context, backend=draft.backend, site=draft.site, group=draft.group, alice=bob)


def test_what_is_typed_is_saved_by_itself_with_its_time(draft: Draft) -> None:
    expect(draft.beside("aims", ".mark-of")).to_have_text("puuttuu")
    draft.field("aims").press_sequentially("Kukaan ei jää yksin")
    draft.stands("aims", "Kukaan ei jää yksin")
    expect(draft.beside("aims", ".mark-of")).to_contain_text("sinä, tänään klo")
    expect(draft.page.locator("#status")).to_contain_text("Tallennettu klo 12.")
    expect(draft.page.locator(".share-text")).to_contain_text("3\u00a0/\u00a012")
    expect(draft.page.locator("#missing a", has_text="Tavoitteet")).to_have_count(0)
    expect(draft.field("aims")).to_be_focused()
    draft.page.reload()
    expect(draft.field("aims")).to_have_value("Kukaan ei jää yksin")


def test_a_field_is_saved_when_it_is_left(draft: Draft) -> None:
    draft.page.clock.install(time=NOON)
    draft.page.clock.pause_at(NOON + timedelta(seconds=1))
    draft.field("aims").fill("Yhdessä")
    draft.field("activities").focus()
    expect(draft.beside("aims", ".saving")).to_contain_text("Tallennettu klo")
    assert draft.answer("aims") == "Yhdessä"


def test_what_was_typed_a_moment_before_leaving_is_saved(draft: Draft) -> None:
    draft.field("aims").fill("Viime hetkellä")
    draft.watched.open("/privacy")
    draft.watched.open(draft.path)
    expect(draft.field("aims")).to_have_value("Viime hetkellä")
    assert draft.answer("aims") == "Viime hetkellä"


def test_a_text_from_the_pitch_becomes_the_groups_own_and_can_be_emptied(draft: Draft) -> None:
    expect(draft.beside("name", ".mark-of")).to_have_text("ideanne esittelystä")
    draft.field("name").fill("Kahvit ja neuvot")
    draft.stands("name", "Kahvit ja neuvot")
    draft.field("name").fill("")
    expect(draft.beside("name", ".mark-of")).to_have_text("puuttuu")
    expect(draft.page.locator("#missing a", has_text="Nimi")).to_be_visible()
    assert draft.answer("name") is None


def test_an_amount_is_shown_as_it_was_understood(draft: Draft) -> None:
    draft.field("amount_eur").fill("noin 6000")
    draft.field("amount_eur").blur()
    expect(draft.field("amount_eur")).to_have_value("noin 6\u00a0000\u00a0€")


def test_a_complaint_stands_beside_the_field_and_the_text_stays(draft: Draft) -> None:
    draft.field("amount_eur").fill("-5")
    draft.field("amount_eur").blur()
    expect(draft.beside("amount_eur", ".problem")).to_contain_text("Kirjoita se euroina")
    expect(draft.field("amount_eur")).to_have_attribute("aria-invalid", "true")
    expect(draft.field("amount_eur")).to_have_value("-5")
    expect(draft.page.locator("#status")).to_have_text("Tarkista kohta: Haettava summa")
    assert violations(draft.page) == []
    draft.field("amount_eur").fill("5000")
    expect(draft.beside("amount_eur", ".problem")).to_be_empty()
    draft.field("amount_eur").blur()
    expect(draft.beside("amount_eur", ".saving")).to_contain_text("Tallennettu klo")
    draft.watched.forgive_the_network()


def test_two_tabs_never_overwrite_each_other(draft: Draft) -> None:
    other = draft.second_tab()
    draft.field("aims").fill("Ensimmäisen välilehden teksti")
    draft.stands("aims", "Ensimmäisen välilehden teksti")
    other.field("aims").fill("Toisen välilehden teksti")
    other.field("aims").blur()
    expect(other.beside("aims", ".conflict-theirs")).to_have_text("Ensimmäisen välilehden teksti")
    expect(other.field("aims")).to_have_value("Toisen välilehden teksti")
    assert draft.answer("aims") == "Ensimmäisen välilehden teksti"
    assert violations(other.page) == []
    other.page.get_by_role("button", name="Pidä minun tekstini").click()
    other.stands("aims", "Toisen välilehden teksti")
    expect(other.beside("aims", ".conflict")).to_have_count(0)
    expect(other.field("aims")).to_be_focused()


def test_the_other_text_can_be_taken_or_both_be_joined(draft: Draft, bobs: Draft) -> None:
    for field in ("aims", "activities"):
        bobs.field(field).fill("Bobin teksti")
        bobs.stands(field, "Bobin teksti")
        draft.field(field).fill("Alicen teksti")
        draft.field(field).blur()
        expect(draft.beside(field, ".conflict-whose")).to_contain_text("Toinen teksti: Bob, klo")
    expect(draft.page.locator("#status")).to_contain_text("Valitse, kumpi teksti jää")
    draft.beside("aims", ".conflict-take").click()
    expect(draft.field("aims")).to_have_value("Bobin teksti")
    assert draft.answer("aims") == "Bobin teksti"
    sent: list[object] = []
    draft.page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "PUT" else None)
    draft.field("activities").fill("Alicen ja Bobin teksti")
    draft.field("activities").blur()
    draft.beside("activities", ".conflict-keep").click()
    draft.stands("activities", "Alicen ja Bobin teksti")
    assert sent == [{"text": "Alicen ja Bobin teksti", "version": 1}]
    draft.watched.forgive_the_network()


def _look(page: Page) -> None:
    """What the page does every ten seconds."""
    with page.expect_response(lambda answer: "/api/chat/drafts/" in answer.url and answer.request.method == "GET"):
        page.evaluate("dispatchEvent(new Event('focus'))")


def test_what_another_member_writes_appears_without_taking_the_focus(draft: Draft, bobs: Draft) -> None:
    draft.field("activities").focus()
    for field in ("aims", "activities"):
        bobs.field(field).fill(f"Bobin {field}")
        bobs.stands(field, f"Bobin {field}")
    _look(draft.page)
    expect(draft.field("aims")).to_have_value("Bobin aims")
    expect(draft.beside("aims", ".mark-of")).to_contain_text("Bob, tänään klo")
    expect(draft.beside("aims", ".saving")).to_contain_text("Muutettu muualla: Bob")
    expect(draft.beside("activities", ".news-whose")).to_contain_text("Muutettu muualla: Bob")
    expect(draft.field("activities")).to_have_value("")
    expect(draft.field("activities")).to_be_focused()
    assert violations(draft.page) == []
    draft.beside("activities", ".news-show").click()
    expect(draft.field("activities")).to_have_value("Bobin activities")
    expect(draft.beside("activities", ".news")).to_have_count(0)


def test_what_is_being_typed_stays_while_another_saves(draft: Draft, bobs: Draft) -> None:
    bobs.field("aims").fill("Bobin tavoite")
    bobs.stands("aims", "Bobin tavoite")
    draft.page.route(SAVES, lambda route: route.abort())
    draft.field("aims").fill("Alice kirjoittaa tätä")
    _look(draft.page)
    expect(draft.field("aims")).to_have_value("Alice kirjoittaa tätä")
    draft.page.unroute(SAVES)
    expect(draft.beside("aims", ".conflict-theirs")).to_have_text("Bobin tavoite")
    assert draft.answer("aims") == "Bobin tavoite"
    draft.watched.forgive_the_network()


def test_while_the_server_is_away_the_text_stays_and_is_saved_later(draft: Draft) -> None:
    draft.site.stop()
    draft.field("aims").fill("Kirjoitettu ilman yhteyttä")
    draft.field("aims").blur()
    expect(draft.page.locator("#status")).to_contain_text("Tallentaminen ei onnistunut")
    draft.site.start()
    draft.stands("aims", "Kirjoitettu ilman yhteyttä")
    assert draft.page.evaluate("sessionStorage.length") == 0
    draft.watched.forgive_the_network()


def test_what_could_not_be_saved_survives_a_reload(draft: Draft) -> None:
    draft.page.route(SAVES, lambda route: route.abort())
    draft.field("aims").fill("Tallessa selaimessa")
    draft.field("aims").blur()
    expect(draft.page.locator("#status")).to_contain_text("Tallentaminen ei onnistunut")
    draft.page.on("dialog", lambda dialog: dialog.accept())
    draft.page.unroute(SAVES)
    draft.page.reload()
    expect(draft.field("aims")).to_have_value("Tallessa selaimessa")
    draft.stands("aims", "Tallessa selaimessa")
    draft.watched.forgive_the_network()


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(draft: Draft) -> None:
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        lost.append(route.request.post_data or "")
        if len(lost) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    draft.page.route(SAVES, lose_the_first_answer)
    draft.field("aims").fill("Ensin näin")
    draft.field("aims").blur()
    expect(draft.page.locator("#status")).to_contain_text("Tallentaminen ei onnistunut")
    draft.field("aims").fill("Sitten näin")
    draft.field("aims").blur()
    draft.stands("aims", "Sitten näin")
    expect(draft.beside("aims", ".conflict")).to_have_count(0)
    draft.watched.forgive_the_network()


def test_a_draft_put_away_meanwhile_says_so_and_keeps_the_text(draft: Draft) -> None:
    change(draft.backend, draft.alice, draft.group, state="withdrawn")
    draft.field("aims").fill("Myöhässä")
    draft.field("aims").blur()
    expect(draft.page.locator("#status")).to_contain_text("Kopioi tekstisi talteen")
    expect(draft.field("aims")).to_have_value("Myöhässä")
    draft.watched.forgive_the_network()


def test_everything_is_done_by_keyboard(draft: Draft) -> None:
    page = draft.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Siirry sisältöön")).to_be_focused()
    page.locator("#missing a", has_text="Tavoitteet").focus()
    page.keyboard.press("Enter")
    expect(draft.field("aims")).to_be_focused()
    page.keyboard.type("Näppäimistöllä")
    page.keyboard.press("Tab")
    expect(draft.beside("aims", "summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(draft.beside("aims", "details p").first).to_be_visible()
    draft.stands("aims", "Näppäimistöllä")


def test_what_has_the_focus_is_never_under_the_strip(draft: Draft) -> None:
    is_seen = """() => { const box = document.activeElement.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
        return document.activeElement.contains(at) }"""
    for _ in range(30):
        draft.page.keyboard.press("Tab")
        if draft.page.evaluate("document.activeElement.tagName") != "BODY":
            draft.page.wait_for_function(is_seen)


def test_the_status_is_not_announced_again_for_every_pause(draft: Draft) -> None:
    draft.page.evaluate(
        """() => { window.announced = 0;
        new MutationObserver(() => { window.announced += 1 }).observe(document.querySelector('#status'), {childList: true, characterData: true, subtree: true}) }"""
    )
    for text in ("Yksi tavoite", "Kaksi tavoitetta", "Kolme tavoitetta"):
        draft.field("aims").fill(text)
        draft.field("aims").blur()
        draft.page.wait_for_function("text => document.querySelector('[data-field=aims] .saving').textContent.includes('Tallennettu')", arg=text)
    assert draft.page.evaluate("window.announced") <= 2


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_drafts_is_accessible_and_fits(chromium: Browser, site: Site, sqlite_backend: Backend, look: str) -> None:
    with chromium.new_context(locale="fi-FI", reduced_motion="reduce", **LOOKS[look]) as context:  # type: ignore[arg-type]  # options by name
        context.set_default_timeout(10_000)
        watched = Watched(context.new_page(), url=site.url)
        page = watched.page
        watched.open("/drafts")
        assert violations(page) == []
        assert_fits(page)
        alice = enter(context, site, sqlite_backend)
        group = start_group(sqlite_backend, alice)
        bare = start_group(sqlite_backend, alice, has_draft=False)
        watched.forgive_the_network()
        for path in ("/drafts", f"/drafts/{group.idea}", f"/drafts/{bare.idea}", f"/drafts/{'0' * 32}", f"/drafts/{group.idea}?lang=en"):
            watched.open(path)
            page.locator("details").first.evaluate_all("all => all.forEach((one) => { one.open = true })")
            assert violations(page) == []
            assert_fits(page)
        watched.forgive_the_network()
        assert watched.complaints == []


def test_axe_sees_a_field_without_its_label(draft: Draft) -> None:
    """The negative control of the checks above."""
    draft.page.evaluate("document.querySelector('label[for=in-aims]').remove()")
    assert "label" in [one.split(":")[0] for one in violations(draft.page)]


def test_a_return_code_leads_to_the_ideas(draft: Draft, chromium: Browser) -> None:
    code = draft.context.request.post(f"{draft.site.url}/api/chat/code", data={})
    with chromium.new_context(locale="fi-FI") as context:
        elsewhere = Watched(context.new_page(), url=draft.site.url)
        elsewhere.open("/drafts")
        elsewhere.page.get_by_role("textbox", name="Paluukoodi").fill("VÄÄRÄ")
        elsewhere.page.get_by_role("button", name="Näytä omat ideat").click()
        expect(elsewhere.page.locator("#return-note")).to_contain_text("Tarkista koodi")
        elsewhere.page.get_by_role("textbox", name="Paluukoodi").fill(code.json()["code"])
        elsewhere.page.get_by_role("button", name="Näytä omat ideat").click()
        expect(elsewhere.page.get_by_role("link", name=TITLE)).to_be_visible()


def test_who_comes_by_a_link_from_elsewhere_is_let_in(draft: Draft) -> None:
    """The cookie is not sent with a visit from another site; the page then knocks itself."""
    page = draft.context.new_page()
    page.route("https://elsewhere.example/", lambda route: route.fulfill(content_type="text/html", body=f'<a href="{draft.site.url}{draft.path}">luonnos</a>'))
    page.goto("https://elsewhere.example/")
    page.get_by_role("link", name="luonnos").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def test_documents_are_downloaded(draft: Draft) -> None:
    for name in ("PDF", "Word", "ODT"):
        with draft.page.expect_download() as found:
            draft.page.get_by_role("link", name=name, exact=True).click()
        assert found.value.suggested_filename.endswith({"PDF": ".pdf", "Word": ".docx", "ODT": ".odt"}[name])
