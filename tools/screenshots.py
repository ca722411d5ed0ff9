"""Takes the pictures of the self-check page for the documentation, from a real server with the shipped rules.

    python -m tools.screenshots                    # starts `kalm serve` for the occasion
    python -m tools.screenshots http://127.0.0.1:8040/

Writes `docs/images/self-check-*.png`; says which one is larger than it should be and exits 1.
"""

import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tools.readme_examples import served

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
LIMIT = 150_000
"""Bytes of one picture."""

MESSAGE = {
    "nl": "Al de derde keer dat mijn container niet geleegd is. Ik heb het twee keer gemeld en niemand doet iets.",
    "en": "This is the third time my bin was not emptied. I reported it twice and nobody does anything.",
}
REPLY = {
    "nl": "Zoals wij u eerder al uitlegden, komt de wagen alleen als de bak op tijd buiten staat. Stuur ons uw adres "
    "en geboortedatum, dan zoeken we het uit.",
    "en": "As we already explained, the truck only comes if the bin is out on time. Send us your address and date of "
    "birth and we will look into it.",
}
ADVISED = "body:not([data-verdict=none])"
UNDERLINED = ".mirror .mark:not(.cue)"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: how the browser looks, what it does before, and how high it is."""

    name: str
    lang: str = "nl"
    width: int = 1180
    height: int = 800
    shows: str = ""
    """What is open: the ``card`` at the first underlined words, or their ``point`` in the list."""
    top: str = "body"
    """What stands at the top of the picture."""
    look: dict[str, Any] = field(default_factory=dict)


PICTURES = (
    Picture("light", shows="point"),
    Picture("card", height=600, shows="card", top=".drafting"),
    Picture("dark", look={"color_scheme": "dark"}),
    Picture("phone", width=390, height=844, top="#situation"),
    Picture("english", lang="en"),
)


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Fill in the page, wait for its advice, and save what it looks like."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        locale=picture.lang,
        reduced_motion="reduce",
        **picture.look,
    )
    page = context.new_page()
    page.goto(address)
    page.locator("#parent").fill(MESSAGE[picture.lang])
    page.locator("#draft").fill(REPLY[picture.lang])
    page.locator(ADVISED).wait_for()
    page.locator(UNDERLINED).first.wait_for()
    page.locator(picture.top).evaluate("node => node.scrollIntoView()")
    if picture.shows == "card":
        _open_card(page)
    elif picture.shows == "point":
        page.locator("#findings li", has=page.locator("q")).locator(".row").last.click()
    path = IMAGES / f"self-check-{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def _open_card(page: Page) -> None:
    box = page.locator(UNDERLINED).first.bounding_box()
    if box is None:
        raise RuntimeError("no words are underlined")
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
    page.locator("#card").wait_for()


def main() -> int:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    given = sys.argv[1:]
    with nullcontext(given[0]) if given else served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        paths = [take(browser, address, picture) for picture in PICTURES]
        browser.close()
    large = [path.name for path in paths if path.stat().st_size > LIMIT]
    for name in large:
        print(f"{name} is larger than {LIMIT} bytes", file=sys.stderr)
    return int(bool(large))


if __name__ == "__main__":
    sys.exit(main())
