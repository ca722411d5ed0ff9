"""The pages of sign-in, one's own page, people and tokens, in a real Chromium: axe, keyboard, small screens."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kalm.api import passwords
from kalm.api.auth import Role, now
from kalm.store import Store, codes, people, tokens

from .house import PASSWORD
from .serving import free_port, served_house

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
CHROMIUM = "/usr/bin/chromium"
PATIENCE = 20_000
PHONE = {"viewport": {"width": 360, "height": 740}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "forced colours": {"forced_colors": "active"},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Store]:
    file = tmp_path_factory.mktemp("pages") / "kalm.db"
    file.write_bytes(empty_database.read_bytes())
    store = Store(f"sqlite:///{file}")
    with store.session() as session:
        for name, role, team in (
            ("Aisha de Vries", Role.ADMINISTRATOR, None),
            ("Sanne Bakker", Role.STAFF, "webcare"),
            ("Wim van den Heuvel-Oosterhout", Role.OBSERVER, None),
            ("Joost Peeters", Role.OWNER, "pers"),
        ):
            first = name.split()[0].lower()
            kept = passwords.hashed(PASSWORD) if first in ("aisha", "sanne") else None
            people.add(
                session, name=name, email=f"{first}@huis.example", role=role, team=team, password_hash=kept,
                today=now().date(),
            )  # fmt: skip
        joost = people.by_email(session, "joost@huis.example")
        assert joost is not None
        people.disable(session, joost.id)
        tokens.make(session, "Prometheus", now().date(), scopes=["metrics"])
    yield store
    store.close()


@pytest.fixture(scope="module")
def url(store: Store) -> Iterator[str]:
    port = free_port()
    assert store.file is not None
    with served_house(port, store.file, store.file.with_suffix(".log")):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def opened(chromium: Browser, **look: Any) -> Page:
    profile = chromium.new_context(**{"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}, **look})
    profile.set_default_timeout(PATIENCE)
    return profile.new_page()


def violations(page: Page) -> list[str]:
    """What axe finds, one line a place."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sound(page: Page) -> None:
    """Nothing is wrong for axe, and nothing sticks out sideways."""
    assert violations(page) == []
    inside, outside = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert inside <= outside


def sign_in(page: Page, url: str, name: str = "aisha") -> None:
    page.goto(f"{url}/console/sign-in")
    page.get_by_label("E-mailadres").fill(f"{name}@huis.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("button", name="Afmelden").wait_for()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_axe_finds_nothing_on_any_page_and_nothing_sticks_out(
    chromium: Browser, url: str, store: Store, look: dict[str, Any]
) -> None:
    with store.session() as session:
        code = codes.invite(session, now(), role="manager", team="webcare")
    page = opened(chromium, **look)
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    for address in ("sign-in", "sign-in?failed=sso_away", f"invitation?code={code}", "invitation?code=x"):
        page.goto(f"{url}/console/{address}")
        sound(page)
    page.goto(f"{url}/console/invitation?code={code}")
    page.get_by_label("Naam").fill("N")
    page.get_by_label("E-mailadres").fill("n@x.nl")
    page.get_by_label("Wachtwoord").fill("kort")
    page.get_by_label("Nog een keer").fill("kort")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("van 12 tot 200 tekens")).to_be_visible()
    sound(page)
    sign_in(page, url)
    page.goto(f"{url}/console/people")
    sound(page)
    for change in page.get_by_text("Wijzigen").all()[1:3]:
        change.click()
    sound(page)
    page.get_by_role("button", name="Maak een link").click()
    expect(page.get_by_text("Kopieer deze link nu")).to_be_visible()
    sound(page)
    page.goto(f"{url}/console/me")
    page.get_by_role("button", name="Maak een code").click()
    expect(page.locator(".secret.code")).to_be_visible()
    sound(page)
    page.goto(f"{url}/console/nothing")
    sound(page)
    refused = [said for said in troubles if "status of 4" not in said]
    assert refused == [], "nothing was kept from loading"
    page.context.close()


def test_one_signs_in_makes_a_code_and_signs_out_with_the_keyboard_alone(chromium: Browser, url: str) -> None:
    page = opened(chromium)
    page.goto(f"{url}/console/sign-in?next=/console/me")
    keys = page.keyboard
    _tab_to(page, "E-mailadres")
    keys.type("sanne@huis.example")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Sanne Bakker")).to_be_visible()
    keys.press("Tab")
    expect(page.get_by_text("Naar de inhoud")).to_be_focused()
    _tab_to(page, "Maak een code")
    keys.press("Enter")
    expect(page.locator(".secret.code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    _tab_to(page, "Afmelden")
    keys.press("Enter")
    expect(page.get_by_text("Je bent afgemeld.")).to_be_visible()
    page.goto(f"{url}/console/me")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    page.context.close()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has that label or text."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? e.textContent).trim(); })()"
        )
        if focused == name:
            return
    pytest.fail(f"{name} cannot be reached with Tab")


def test_on_a_phone_the_menu_opens_over_the_page_and_closes_with_escape(chromium: Browser, url: str) -> None:
    page = opened(chromium, **PHONE)
    sign_in(page, url)
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.context.close()


def test_the_language_changes_in_place_even_after_a_form(chromium: Browser, url: str) -> None:
    page = opened(chromium)
    sign_in(page, url, "sanne")
    page.goto(f"{url}/console/me")
    page.get_by_role("button", name="Maak een code").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Make a code")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.close()


def test_a_small_screen_tells_in_each_cell_what_it_is(chromium: Browser, url: str) -> None:
    page = opened(chromium, **PHONE)
    sign_in(page, url)
    page.goto(f"{url}/console/people")
    cell = page.locator("td[data-head]").first
    assert "Rol" in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    page.context.close()
