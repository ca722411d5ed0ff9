"""Readable for everybody: axe, small screens, dark, forced colours, reduced motion."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .desk import CHIDING, COMPLAINT, NUMBER, Desk

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

PHONE = {"viewport": {"width": 360, "height": 740}}
ZOOMED = {"viewport": {"width": 320, "height": 256}}
"""1280 × 1024 at 400 %."""


def violations(page: Page) -> list[str]:
    """What axe finds, one line a place."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def filled(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"{CHIDING} kan dit niet. Uw BSN is {NUMBER}. #a #b #c #d #e #f #g")
    desk.marked(NUMBER).wait_for()
    desk.page.get_by_label("Er gaat een afbeelding mee").check()
    desk.settle()


@pytest.mark.parametrize(
    "look",
    [{}, {"color_scheme": "dark"}, PHONE, {"forced_colors": "active"}],
    ids=["light", "dark", "phone", "forced colours"],
)
def test_axe_finds_nothing_empty_filled_or_with_the_card_open(desk: Desk) -> None:
    assert violations(desk.page) == []
    filled(desk)
    desk.points.nth(1).locator(".row").click()
    assert violations(desk.page) == []
    desk.caret(0)
    desk.page.keyboard.press("F8")
    expect(desk.card).to_be_visible()
    assert violations(desk.page) == []


@pytest.mark.parametrize("look", [PHONE, ZOOMED], ids=["phone", "400 %"])
def test_nothing_sticks_out_sideways(desk: Desk) -> None:
    filled(desk)
    desk.caret(0)
    desk.page.keyboard.press("F8")
    expect(desk.card).to_be_visible()
    widths = desk.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    box = desk.card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= widths[1]


@pytest.mark.parametrize("look", [PHONE])
def test_on_a_phone_the_verdict_stays_in_sight_and_leads_to_the_advice(desk: Desk) -> None:
    filled(desk)
    bar = desk.page.locator("#bar")
    expect(bar).to_have_text("Niet zo plaatsen")
    expect(bar).to_be_in_viewport()
    bar.click()
    expect(desk.verdict).to_be_in_viewport()


@pytest.mark.parametrize("look", [{"forced_colors": "active"}])
def test_with_forced_colours_the_marks_keep_their_shapes_and_the_copy_stays_unseen(desk: Desk) -> None:
    filled(desk)
    expect(desk.marked(NUMBER)).to_have_css("text-decoration-style", "double")
    expect(desk.marked(NUMBER)).to_have_css("color", "rgba(0, 0, 0, 0)")
    # Otherwise Chromium paints a plate behind the words of the field, which hides the marks under it.
    expect(desk.draft).to_have_css("forced-color-adjust", "none")


@pytest.mark.parametrize("look", [{"reduced_motion": "reduce"}])
def test_with_reduced_motion_nothing_moves(desk: Desk) -> None:
    filled(desk)
    assert desk.page.evaluate(
        "[...document.querySelectorAll('*')].every((node) => getComputedStyle(node).transitionDuration === '0s')"
    )
