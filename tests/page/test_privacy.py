"""Nothing stays and nothing leaves: no storage, no outside request, no inline code, no weight."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .desk import CHIDING, COMPLAINT, NUMBER, Desk

pytestmark = pytest.mark.browser

SECRET = f"{CHIDING} staat u bij ons bekend met BSN {NUMBER}."
WEIGHT_LIMIT = 65_000
"""Bytes of everything that a first visit loads, uncompressed."""

STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookie: document.cookie,
  state: history.state,
  name: window.name,
})"""


def used(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(SECRET)
    desk.settle()
    desk.page.locator("#situation label", has_text="vraag").click()
    desk.point(CHIDING).locator(".row").click()
    desk.page.locator("#findings .fix").filter(visible=True).first.click()
    desk.settle()


def test_nothing_is_stored_in_the_browser(desk: Desk, context: BrowserContext, url: str) -> None:
    used(desk)
    assert desk.page.evaluate(STORED) == {
        "local": 0,
        "session": 0,
        "databases": 0,
        "caches": 0,
        "workers": 0,
        "cookie": "",
        "state": None,
        "name": "",
    }
    assert context.cookies() == []
    assert desk.page.url == url


@pytest.mark.parametrize("way", ["reload", "away and back"])
def test_a_reload_or_a_return_finds_empty_fields(desk: Desk, way: str) -> None:
    used(desk)
    if way == "reload":
        desk.page.reload()
    else:
        desk.page.goto("about:blank")
        desk.page.go_back()
    expect(desk.draft).to_have_value("")
    expect(desk.parent).to_have_value("")


def test_no_request_goes_elsewhere_and_none_carries_text_in_its_address(page: Page, url: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.reload()
    used(Desk(page))
    assert {urlsplit(address).netloc for address in requested} == {urlsplit(url).netloc}
    assert not [address for address in requested if urlsplit(address).query]


def test_the_page_forbids_inline_code_and_foreign_sources(page: Page, url: str) -> None:
    response = page.request.get(url)
    assert response.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    source = response.text()
    assert "<style" not in source
    assert "style=" not in source
    assert source.count("<script") == 1
    assert not re.search(r"\son\w+=", source)


def test_every_field_asks_the_browser_not_to_remember(page: Page) -> None:
    fields = page.locator("textarea, input:not([type=radio])")
    assert fields.count() > 0
    assert {field.get_attribute("autocomplete") for field in fields.all()} == {"off"}
    assert page.locator("[spellcheck]").count() == 0


def test_static_files_may_be_kept_for_ever_and_change_their_address_with_their_content(page: Page, url: str) -> None:
    address = page.locator("script").get_attribute("src")
    assert address
    first = page.request.get(url.rstrip("/") + address)
    assert "immutable" in first.headers["cache-control"]
    again = page.request.get(url.rstrip("/") + address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304
    assert page.request.get(url + "static/000000000000/main.js").status == 404


def test_a_first_visit_is_light_and_drawn_without_waiting_for_an_answer(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.route("**/v1/lint", lambda route: route.abort())
    page.goto(url, wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert sum(sizes) < WEIGHT_LIMIT
