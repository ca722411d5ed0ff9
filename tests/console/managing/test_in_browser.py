"""The pages in a real Chromium: readable for everybody, and usable with the keyboard alone."""

import datetime as dt
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from kalm.api.auth import Role
from kalm.policy.files import written
from kalm.store import counters, policies

from .live import Live, live
from .office import document

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULE = "nl.condescension.already-explained"
PATIENCE = 20_000
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}},
}
PAGES = {
    "/console/": Role.MANAGER,
    "/console/?": Role.STAFF,
    "/console/rules": Role.STAFF,
    "/console/rules?words=xyzzy": Role.STAFF,
    f"/console/rules/{RULE}": Role.MANAGER,
    "/console/versions": Role.MANAGER,
    "/console/versions/diff?from=0&to=draft": Role.OBSERVER,
    "/console/versions/1/rollback": Role.MANAGER,
    "/console/versions/import": Role.MANAGER,
    "/console/log": Role.ADMINISTRATOR,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, cache: str) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("seen"), KALM_CACHE_DIR=cache) as running:
        until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
        mode = {"kind": "crisis", "until": until, "line": {"nl": "Even geen grapjes.", "en": "No jokes now."}}
        with running.store.session() as session:
            policies.publish(session, document(modes=[mode]), "Crisis: een dag ingetogen.", "Mieke")
            counters.add(session, {(dt.datetime.now(dt.UTC).date(), None, RULE, 1, "shown"): 12})
        save(running, settings={"strictness": "keen"}, words={"competitors": ["Beekdorp"]})
        yield running


def save(server: Live, **parts: Any) -> None:
    with server.store.session() as session:
        policies.save_draft(session, document(**parts), policies.draft(session).edition, "Bram")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return LOOKS[getattr(request, "param", "light")]


class Desk:
    """Opens pages as somebody with a role; script errors and refused loads are kept."""

    def __init__(self, chromium: Browser, server: Live, look: dict[str, Any]) -> None:
        self.server = server
        self.chromium = chromium
        self.look = look
        self.troubles: list[str] = []
        self.tabs: dict[Role, Page] = {}

    def open(self, path: str, role: Role) -> Page:
        """The page, in the tab of that role."""
        tab = self.tabs.get(role)
        if tab is None:
            profile = self.chromium.new_context(
                **{"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}, **self.look}
            )
            profile.set_default_timeout(PATIENCE)
            profile.add_cookies([{"name": "kalm", "value": self.server.keys[role], "url": self.server.url}])
            tab = self.tabs[role] = profile.new_page()
            tab.on("pageerror", lambda error: self.troubles.append(str(error)))
            tab.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        tab.goto(self.server.url + path)
        return tab

    def close(self) -> None:
        """Every tab."""
        for tab in self.tabs.values():
            tab.context.close()


@pytest.fixture
def desk(chromium: Browser, server: Live, look: dict[str, Any]) -> Iterator[Desk]:
    made = Desk(chromium, server, look)
    yield made
    made.close()
    assert made.troubles == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def sticks_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus."""
    for _ in range(150):
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


@pytest.mark.parametrize("look", LOOKS, indirect=True)
def test_axe_finds_nothing_and_nothing_sticks_out(desk: Desk):
    for path, role in PAGES.items():
        page = desk.open(path, role)
        page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true })")
        assert violations(page) == [], path
        assert not sticks_out(page), path


@pytest.mark.parametrize("look", LOOKS, indirect=True)
def test_axe_finds_nothing_in_a_rule_that_was_tried_and_a_file_that_was_refused(desk: Desk):
    page = desk.open(f"/console/rules/{RULE}", Role.STAFF)
    page.get_by_role("button", name="Kijk", exact=True).click()
    expect(page.locator("#try-marked mark")).to_have_text("Zoals wij u eerder al uitlegden")
    assert violations(page) == []
    page = desk.open("/console/versions/import", Role.MANAGER)
    page.get_by_label("Of plak de tekst").fill("name: [")
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is niets veranderd")
    assert violations(page) == []
    desk.troubles[:] = [trouble for trouble in desk.troubles if "422" not in trouble]  # Chromium tells of the answer


def test_with_the_keyboard_alone_a_rule_is_found_read_and_tried(desk: Desk):
    page = desk.open("/console/rules", Role.STAFF)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("uitlegden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 regel")).to_be_visible()
    tab_to(page, page.locator(".rules a"))
    page.keyboard.press("Enter")
    text = page.get_by_label("Jouw tekst")
    expect(text).to_be_visible()
    tab_to(page, text)
    page.keyboard.press("Control+A")
    page.keyboard.type("Zoals wij u eerder al uitlegden, kan het niet. U bent dom.")
    tab_to(page, page.get_by_role("button", name="Kijk", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#try-answer")).to_have_text("Gevonden: 1")
    expect(page.locator("#try-marked mark")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("alles wat Kalm vindt")).to_be_checked()
    expect(page.locator("#try-answer")).to_have_text(re.compile("Gevonden: [2-9]"))


def test_a_text_that_is_tried_is_shown_as_text(desk: Desk):
    page = desk.open(f"/console/rules/{RULE}", Role.STAFF)
    page.get_by_label("Jouw tekst").fill(
        "<img src=x onerror=alert(1)> Zoals wij u eerder al uitlegden, kan het niet. 🌷"
    )
    page.get_by_role("button", name="Kijk", exact=True).click()
    expect(page.locator("#try-marked")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#try-marked img").count() == 0


def test_with_the_keyboard_alone_a_file_becomes_the_draft_a_version_and_is_undone(desk: Desk, tmp_path: Path):
    file = tmp_path / "policy.yml"
    file.write_text(written(document(own=["14 020"])))
    page = desk.open("/console/versions", Role.MANAGER)
    tab_to(page, page.get_by_role("link", name="Bestand inlezen"))
    page.keyboard.press("Enter")
    page.get_by_label("Bestand (hoogstens 1 MB)").set_input_files(file)  # the system's own dialog
    expect(page.get_by_label("Of plak de tekst")).to_have_value(file.read_text())
    tab_to(page, page.get_by_role("button", name="Lees in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Het bestand is nu het concept.")
    tab_to(page, page.get_by_label("Waarom deze versie?"))
    page.keyboard.type("Ons nummer erbij")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Gepubliceerd.")
    expect(page.get_by_role("row").filter(has_text="Ons nummer erbij")).to_contain_text("geldt nu")
    tab_to(page, page.get_by_role("row").filter(has_text="Crisis").get_by_role("link", name="Terug naar deze"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Waarom deze versie?"))
    page.keyboard.type("Toch niet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("De oudere versie geldt weer")


def test_a_second_manager_reads_what_the_first_changed_and_loses_nothing(desk: Desk, server: Live):
    save(server, own=["1"])
    page = desk.open("/console/versions", Role.MANAGER)
    save(server, own=["1", "06 12345678"])
    page.get_by_label("Waarom deze versie?").fill("Klaar")
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("alert")).to_contain_text("Bram heeft het concept intussen bewaard")
    expect(page.get_by_role("region", name="Wat Bram veranderde")).to_contain_text("06 12345678")
    expect(page.get_by_label("Waarom deze versie?")).to_have_value("Klaar")
    assert violations(page) == []
    desk.troubles[:] = [trouble for trouble in desk.troubles if "409" not in trouble]
