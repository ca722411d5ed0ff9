"""The pages in a real Chromium: sealed questions, axe, keyboard, and a server that never sees a text or a key."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from kalm.store import Store, counters, disputes, proposals
from kalm.store.migrate import upgrade
from tests.page.conftest import CHROMIUM, OBSERVE_POLICY, PATIENCE
from tests.page.server import free_port, running_server

from .conftest import people, sign_in

pytestmark = pytest.mark.browser

TODAY = dt.datetime.now(dt.UTC).date()
SNEER = "nl.respect.sneer"
TEXTS = {"nl": "Dit klinkt als een slogan.", "en": "This sounds like a slogan."}
DRAFT = "Kanarie-concept: zoals gezegd kan dit écht niet 🙄"
PARENT = "Kanarie-parent: waar blijft mijn pakket?"
PAGES = (
    "/console/disputes", "/console/trends", "/console/proposals", "/console/proposals/new", "/console/proposals/1",
    "/console/questions/new", "/console/privacy",
)  # fmt: skip


@dataclass
class Site:
    """A running server, with its store and folder."""

    url: str
    store: Store
    folder: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("feedback")
    (folder / "data").mkdir()
    store = Store(f"sqlite:///{folder / 'data' / 'kalm.db'}")
    upgrade(store)
    people(store)
    with store.session() as session:
        for index, rule in enumerate((SNEER, "nl.condescension.already-explained", "nl.spam.hashtags")):
            for week in range(12):
                day = TODAY - dt.timedelta(weeks=week)
                counters.add(session, {(day, "webcare", rule, 1, "shown"): (index * 5 + week * 7) % 23 + 1})
        counters.add(session, {(TODAY, "webcare", SNEER, 1, "ignored"): 30})
        disputes.add(session, SNEER, 1, "quoted", "Zoals de klant zelf schreef.", None, TODAY)
        made = disputes.add(session, SNEER, 1, "Hier hoort humor.", None, None, TODAY)
        disputes.answer(session, made.id, "declined", "Op een klacht is humor riskant.", "Owner Jansen")
        rule = {
            "name": "slogan", "language": "nl", "category": "voice", "message": TEXTS, "why": TEXTS, "advice": TEXTS,
            "phrases": ["samen sterker"], "bad": ["Zo staan we [[samen sterker]]."], "good": ["Samen komen we eruit."],
        }  # fmt: skip
        proposals.add(session, "nl.voice.house-slogan", rule, "Dit zien we elke week.", "staff", TODAY)
        proposals.say(session, 1, "manager", "Goed idee, maar ook in het Engels?", TODAY)
    port = free_port()
    with running_server(port, folder, KALM_LOG_LEVEL="debug"):
        yield Site(f"http://127.0.0.1:{port}", store, folder)
    store.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def profile(chromium: Browser, site: Site, role: str | None, **look: object) -> BrowserContext:
    made = chromium.new_context(**{"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}, **look})  # type: ignore[arg-type]
    made.set_default_timeout(PATIENCE)
    made.add_init_script(OBSERVE_POLICY)
    if role is not None:
        made.add_cookies([{"name": "kalm", "value": sign_in(site.store, role), "url": site.url}])
    return made


def watched(page: Page) -> list[str]:
    """Script errors and refused loads of a page, as they come."""
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    return troubles


LOOKS = {
    "desk": {},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "dark": {"color_scheme": "dark", "locale": "en-GB"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_free_of_what_axe_finds_and_fits_its_window(chromium: Browser, site: Site, look: str) -> None:
    context = profile(chromium, site, "administrator", **LOOKS[look])
    page = context.new_page()
    troubles = watched(page)
    for path in (*PAGES, "/q/AAAAAAAAAAAAAAAAAAAAAA#" + "A" * 43):
        page.goto(site.url + path)
        page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
        if shots := os.environ.get("KALM_SHOTS"):
            name = re.sub(r"\W+", "-", path.partition("#")[0]).strip("-")
            page.screenshot(path=f"{shots}/{look}-{name}.png", full_page=True)
    assert troubles == []
    context.close()


def ask(page: Page, site: Site) -> str:
    """Seal a question with the keyboard alone; the link."""
    page.goto(f"{site.url}/console/questions/new")
    page.get_by_label("Je concept").focus()
    page.keyboard.type(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.type(PARENT)
    page.keyboard.press("Tab")
    page.keyboard.type("Kan dit?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Je link is klaar")).to_be_focused()
    link = page.get_by_label("Link", exact=True).input_value()
    assert re.fullmatch(re.escape(site.url) + r"/q/[\w-]{22}#[\w-]{43}", link)
    assert page.locator("#draft").input_value() == "", "the draft does not stay in the page"
    return link


def everything_sent(context: BrowserContext) -> list[Request]:
    sent: list[Request] = []
    context.on("request", lambda request: sent.append(request))
    return sent


def test_a_question_is_read_once_and_the_server_never_sees_text_or_key(chromium: Browser, site: Site) -> None:
    asking = profile(chromium, site, "staff")
    asked = everything_sent(asking)
    page = asking.new_page()
    troubles = watched(page)
    link = ask(page, site)
    key = link.partition("#")[2]

    colleague = profile(chromium, site, None)
    read = everything_sent(colleague)
    other = colleague.new_page()
    troubles_there = watched(other)
    other.goto(link)
    expect(other.get_by_role("button", name="Lezen")).to_be_visible()
    assert DRAFT not in other.content()
    other.get_by_role("button", name="Lezen").click()
    expect(other.get_by_role("heading", name="Het concept")).to_be_focused()
    assert other.locator("#draft").inner_text() == DRAFT
    assert other.locator("#parent").inner_text() == PARENT
    assert other.locator("#note").inner_text() == "Kan dit?"
    assert "#" not in other.url, "the key does not stay in the address bar"
    assert Axe().run(other).violations_count == 0

    third = colleague.new_page()
    third.goto(link)
    third.get_by_role("button", name="Lezen").click()
    expect(third.get_by_text("Hier is niets meer.")).to_be_visible()

    for request in (*asked, *read):
        # Chromium's own list keeps the fragment of a navigation; on the wire there is none.
        address = request.url.partition("#")[0]
        told = [address, *request.all_headers().values(), (request.post_data_buffer or b"").decode("latin-1")]
        for secret in (key, "Kanarie", "kanarie"):
            assert not any(secret in part for part in told), f"{secret} was sent to {address}"
    for file in site.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert key.encode() not in content
            assert b"Kanarie-" not in content, file
    assert troubles == []
    assert [one for one in troubles_there if "404" not in one] == []
    asking.close()
    colleague.close()


@pytest.mark.parametrize(
    ("spoilt", "said", "left"),
    [("", "De link is niet heel", True), ("#" + "A" * 43, "De sleutel in de link past niet", False)],
)
def test_a_broken_link_says_what_is_wrong(chromium: Browser, site: Site, spoilt: str, said: str, left: bool) -> None:
    context = profile(chromium, site, "staff")
    link = ask(context.new_page(), site)
    page = context.new_page()
    page.goto(link.partition("#")[0] + spoilt)
    if not left:
        page.get_by_role("button", name="Lezen").click()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name="Lezen")).to_be_hidden()
    good = context.new_page()
    good.goto(link)
    good.get_by_role("button", name="Lezen").click()
    expect(good.locator("#draft" if left else "#gone")).to_be_visible()
    context.close()


def test_the_other_language_keeps_the_key(chromium: Browser, site: Site) -> None:
    context = profile(chromium, site, "staff")
    page = context.new_page()
    link = ask(page, site)
    page.goto(link)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Read").click()
    expect(page.locator("#draft")).to_have_text(DRAFT)
    context.close()


def test_an_empty_and_a_too_long_draft_are_told_and_nothing_is_sent(chromium: Browser, site: Site) -> None:
    context = profile(chromium, site, "staff")
    page = context.new_page()
    page.goto(f"{site.url}/console/questions/new")
    sent = everything_sent(context)
    page.get_by_role("button", name="Maak een link").click()
    expect(page.get_by_text("Schrijf of plak eerst je concept.")).to_be_visible()
    page.get_by_label("Je concept").fill("é" * 40_000)
    page.get_by_role("button", name="Maak een link").click()
    expect(page.get_by_text("Dit is te lang om te versturen.")).to_be_visible()
    expect(page.get_by_text("Schrijf of plak eerst je concept.")).to_be_hidden()
    assert [request.url for request in sent if request.method != "GET"] == []
    context.close()


def test_staff_propose_and_an_owner_accepts_with_the_keyboard(chromium: Browser, site: Site) -> None:
    context = profile(chromium, site, "owner")
    page = context.new_page()
    page.goto(f"{site.url}/console/proposals")
    page.get_by_role("link", name="Stel een regel voor").press("Enter")
    for label, text in (
        ("Korte naam", "ontzorgen"), ("Zinsdelen", "~ontzorgen $you"), ("Voorbeelden waarin de regel spreekt", "Wij [[ontzorgen u]]."),
        ("Voorbeelden waarin hij zwijgt", "Geen zorgen."), ("Waarom deze regel?", "Te vaak gezien."),
    ):  # fmt: skip
        page.get_by_label(label).focus()
        page.keyboard.type(text)
    for group in ("Wat Kalm zegt", "Waarom het ertoe doet", "Wat iemand beter kan doen"):
        page.get_by_role("group", name=group).get_by_label("Nederlands").fill("Zeg wat je doet.")
    page.get_by_role("button", name="Voorstel bewaren").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Je voorstel is bewaard.")
    page.get_by_role("button", name="Aannemen", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Aangenomen.")
    context.close()
