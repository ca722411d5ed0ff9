"""The pages of the policy in a real Chromium: by keyboard, read by axe, on a phone and in the dark."""

import json
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kalm.api.auth import Role, now
from kalm.inforce import bring_to_form
from kalm.policy import read_document
from kalm.store import Store, people, policies, sessions
from tests.audit.made import as_csv, posts
from tests.page.conftest import CHROMIUM, OBSERVE_POLICY
from tests.page.server import free_port, running_server
from tests.shipped import TEST_CACHE

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
PAGES = (
    "/console/policy",
    "/console/policy/teams/0",
    "/console/policy/scopes/0",
    "/console/words",
    "/console/accounts",
    "/console/modes",
    "/console/dry-run",
    "/",
)
DOCUMENT = {
    "name": "Gemeente Voorbeeld",
    "settings": {"rules": [{"select": "nl.respect.*", "stop": True, "owner": "Lot"}], "contact": {"name": "Lot"}},
    "words": {"competitors": ["Vergaland"]},
    "allow": [{"text": "gratis", "reason": "Actie", "until": "2026-01-31"}],
    "accounts": [{"handle": "@voorbeeld", "platform": "x", "team": "web"}],
    "teams": [{"id": "web", "name": "Web", "settings": {"address": "je"}}],
    "scopes": [{"when": {"place": "dm"}, "settings": {"strictness": "quiet"}}],
    "modes": [
        {"kind": "crisis", "until": "2099-01-01T00:00Z", "line": {"nl": "Brand: zie de liveblog.", "en": "Fire."}}
    ],
    "house": {"do": [{"nl": "Noem je naam", "en": "Say your name"}]},
}
CHIDING = "Zoals wij u eerder al uitlegden kan dit niet."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[Role, str], Path]]:
    """A running server with a policy; its address, the key of one browser for each role, its temporary folder."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "data").mkdir(mode=0o700)
    temporary = folder / "tmp"
    temporary.mkdir()
    store = Store(f"sqlite:///{folder / 'data' / 'kalm.db'}")
    bring_to_form(store)
    keys: dict[Role, str] = {}
    with store.session() as session:
        policies.publish(session, read_document(DOCUMENT), "Begin", "Noor")
        for role in Role:
            person = people.add(
                session,
                name=role.value.title(),
                email=f"{role}@huis.example",
                role=role,
                team=None,
                password_hash=None,
                today=now().date(),
            )
            keys[role] = sessions.start(session, person.id, now())
    store.close()
    port = free_port()
    with running_server(port, folder, TMPDIR=str(temporary), KALM_CACHE_DIR=str(TEST_CACHE)):
        yield f"http://127.0.0.1:{port}", keys, temporary


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def look() -> dict[str, Any]:
    """How the browser presents itself."""
    return {}


@pytest.fixture
def role() -> Role:
    """Who sits before it."""
    return Role.MANAGER


@pytest.fixture
def page(
    chromium: Browser, site: tuple[str, dict[Role, str], Path], look: dict[str, Any], role: Role
) -> Iterator[Page]:
    """A tab of somebody who is signed in; a script error or a refused load fails the test."""
    url, keys, _ = site
    context = chromium.new_context(
        base_url=url,
        **{"locale": "nl-NL", "viewport": {"width": 1360, "height": 900}, "timezone_id": "Europe/Amsterdam"} | look,
    )
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "kalm", "value": keys[role], "url": url}])
    context.add_init_script(OBSERVE_POLICY)
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on(
        "console",
        lambda said: troubles.append(said.text) if said.type == "error" and "status of 4" not in said.text else None,
    )
    yield tab
    context.close()
    assert troubles == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
        # axe takes whatever stands in a disabled fieldset for out of reach; what has a tabindex is not.
        if not (rule["id"] == "scrollable-region-focusable" and _is_reached(page, node["target"][0]))
    ]


def _is_reached(page: Page, target: str) -> bool:
    found: bool = page.evaluate(
        "(target) => { const node = document.querySelector(target); node.focus(); return document.activeElement === node; }",
        target,
    )
    return found


@pytest.mark.parametrize(
    ("look", "role"),
    [
        ({}, Role.MANAGER),
        ({"color_scheme": "dark"}, Role.OBSERVER),
        ({"viewport": {"width": 360, "height": 740}}, Role.MANAGER),
    ],
    ids=["light", "dark, an observer", "phone"],
)
def test_axe_finds_nothing_and_nothing_sticks_out_sideways(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
        assert violations(page) == [], address
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], address


def test_by_keyboard_a_rule_is_added_tried_saved_and_removed(page: Page) -> None:
    page.goto("/console/policy")
    page.get_by_label("Bericht van de ander").fill("Waarom kan dit niet? Wat een waardeloze dienst!")
    page.get_by_label("Antwoord om te proberen").fill(CHIDING)
    answer = page.locator("#try-answer")
    expect(answer.locator("li").filter(has_text="condescension")).to_be_visible()
    page.get_by_role("button", name="Regel of map toevoegen").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("condescension")
    page.keyboard.press("Escape")  # the list of the picker
    page.keyboard.press("Tab")
    expect(page.locator("[data-selected]").filter(has_text="Treft")).to_be_visible()
    page.keyboard.type("uit")
    expect(answer.locator("li.gone").filter(has_text="condescension")).to_be_visible()
    expect(page.locator("[data-changed]")).to_have_text("Nog niet bewaard.")
    page.get_by_role("button", name="Concept bewaren").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("Bewaard in het concept")
    row = page.get_by_label("Betuttelend: Aan of uit")
    expect(row).to_have_value("false")
    row.select_option("")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_label("Betuttelend: Aan of uit")).to_have_value("")


def test_a_mistake_takes_the_reader_to_its_field(page: Page) -> None:
    page.goto("/console/policy")
    field = page.get_by_label("Eigen richtlijn (webadres)", exact=True)
    field.fill("intranet")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Begin met https:// of http://")
    assert violations(page) == []


def test_a_time_is_typed_and_read_in_ones_own_zone(page: Page) -> None:
    page.goto("/console/modes")
    page.get_by_role("button", name="Bijzondere tijd toevoegen").click()
    row = page.locator("[data-rows=modes] > [data-row]").last
    row.get_by_label("Wat is er").select_option("mourning")
    row.get_by_label("Eindigt vanzelf").fill("2098-07-01T12:00")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.locator(".done")).to_be_visible()
    field = page.locator("[data-rows=modes] > [data-row]").last.get_by_label("Eindigt vanzelf")
    expect(field).to_have_value("2098-07-01T12:00")
    assert (field.get_attribute("data-utc") or "").startswith("2098-07-01T10:00")
    page.get_by_role("button", name="Uit het concept halen").last.click()
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.locator("[data-rows=modes] > [data-row]")).to_have_count(1)


def test_a_file_of_ten_megabytes_is_read_with_progress_and_no_temporary_file(
    page: Page, site: tuple[str, dict[Role, str], Path], tmp_path: Path
) -> None:
    long = {**next(posts(1)), "text": CHIDING + " Dag." * 150}
    file = tmp_path / "berichten.csv"
    file.write_bytes(as_csv([*posts(60), *([long] * (10 * 1024**2 // 850))]) + b"9,2026-01-01,page,x,,\n")
    page.goto("/console/dry-run")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Proefdraaien").click()
    expect(page.locator("#progress")).to_be_visible()
    seen: set[str] = set()
    deadline = time.monotonic() + 60
    while page.locator("#result section").count() == 0 and time.monotonic() < deadline:
        seen |= {found.name for found in site[2].rglob("*") if not found.name.startswith("wgunicorn")}
        page.wait_for_timeout(200)
    assert seen == set()
    expect(page.locator("#told")).to_contain_text("Klaar:")
    expect(page.locator("svg.chart")).to_be_visible()
    assert violations(page) == []


def test_an_exercise_is_done_when_kalm_has_nothing_more_to_say(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Oefenen").click()
    box = page.locator("#practice-box")
    expect(box).to_contain_text("Oefening 1 van 4")
    expect(page.locator("#findings > ol > li").first).to_be_visible()
    expect(box).to_contain_text("Herschrijf het antwoord")
    assert violations(page) == []
    page.locator("#draft").fill("Rustig maar.")
    expect(box).to_contain_text("Kalm ziet nog iets")
    page.locator("#draft").fill(
        "Wat vervelend dat uw moeder is gevallen. Onze wijkploeg legt de tegel morgen vast. Gaat het goed met haar?"
    )
    expect(box).to_contain_text("Kalm heeft niets meer te zeggen.")
    page.get_by_role("link", name="English").click()
    expect(box).to_contain_text("Exercise 1 of 4")
    page.get_by_role("button", name="Next exercise").click()
    expect(box).to_contain_text("Exercise 2 of 4")
    page.get_by_role("button", name="Stop practising").click()
    expect(box).to_be_hidden()


def test_a_shared_text_is_read_and_can_be_the_message_instead(page: Page) -> None:
    # The page itself may send no form (form-action 'none'); a phone's share is no form of the page.
    answer = page.request.post("/share", form={"text": CHIDING}, headers={"Accept-Language": "nl"})
    page.route("**/gedeeld", lambda route: route.fulfill(response=answer))
    page.goto("/gedeeld")
    expect(page.locator("#draft")).to_have_value(CHIDING)
    expect(page.locator("#verdict")).not_to_have_text("Kalm leest mee")
    page.get_by_role("button", name="Dit is het bericht waarop ik antwoord").click()
    expect(page.locator("#parent")).to_have_value(CHIDING)
    expect(page.locator("#draft")).to_have_value("")
    assert json.loads(page.request.get("/manifest.webmanifest").text())["share_target"]["method"] == "POST"
