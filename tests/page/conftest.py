"""The self-check page in a real Chromium, against a real server on a free loopback port.

``KALM_PAGE_URL`` names a server that runs already, so that one can try tests without starting another each time.
"""

import json
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from .desk import Desk
from .held import Held
from .server import free_port, running_server

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 10_000
"""Milliseconds to wait for what should be there at once: other tests may run on the same two cores."""
OBSERVE_POLICY = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server."""
    if given := os.environ.get("KALM_PAGE_URL"):
        yield given
        return
    port = free_port()
    with running_server(port, tmp_path_factory.mktemp("server")):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each test has a profile of its own in it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def look() -> dict[str, object]:
    """How the browser presents itself; parametrize it to change language, size, scheme."""
    return {}


class Tabs:
    """Opens tabs, and keeps one for each look: a new one costs more time than most tests need."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: dict[str, Page] = {}

    def new(self, look: dict[str, object]) -> Page:
        """A tab in a profile of its own: a Dutch reader at a desk, unless ``look`` says otherwise."""
        profile = self.browser.new_context(
            **{"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}, **look}  # type: ignore[arg-type]
        )
        profile.set_default_timeout(PATIENCE)
        profile.add_init_script(OBSERVE_POLICY)
        return profile.new_page()

    def get(self, look: dict[str, object]) -> Page:
        """The tab that is kept for ``look``."""
        name = json.dumps(look, sort_keys=True)
        if name not in self.kept:
            self.kept[name] = self.new(look)
        return self.kept[name]


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs of this run."""
    return Tabs(browser)


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in the page: script errors and refused loads. Empty at the end of every test."""
    return []


@pytest.fixture
def page(
    request: pytest.FixtureRequest, tabs: Tabs, look: dict[str, object], url: str, troubles: list[str]
) -> Iterator[Page]:
    """The self-check page, freshly opened."""
    alone = "held" in request.fixturenames  # it stops the tab's clock for good
    tab = tabs.new(look) if alone else tabs.get(look)

    def failed(error: object) -> None:
        troubles.append(str(error))

    def printed(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(message.text)

    tab.on("pageerror", failed)
    tab.on("console", printed)
    tab.mouse.move(0, 0)
    tab.goto(url)
    yield tab
    tab.unroute_all(behavior="ignoreErrors")
    tab.remove_listener("pageerror", failed)
    tab.remove_listener("console", printed)
    if alone:
        tab.context.close()
    assert troubles == []


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """The profile that the page stands in."""
    return page.context


@pytest.fixture
def held(page: Page) -> Iterator[Held]:
    """Answers that come when the test says so."""
    holding = Held(page)
    yield holding
    holding.release()


@pytest.fixture
def desk(page: Page) -> Desk:
    """The page as a person uses it."""
    return Desk(page)
