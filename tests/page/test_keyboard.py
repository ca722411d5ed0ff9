"""The whole flow without a pointer, and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import expect

from .desk import CHIDING, COMPLAINT, NUMBER, Desk

pytestmark = pytest.mark.browser


def focused(desk: Desk) -> str:
    found: str = desk.page.evaluate("document.activeElement.id || document.activeElement.className")
    return found


def tab_to(desk: Desk, wanted: str, key: str = "Tab") -> None:
    for _ in range(30):
        if focused(desk) == wanted:
            return
        desk.page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached")


def test_a_draft_is_checked_corrected_and_restored_by_keyboard_alone(desk: Desk) -> None:
    keys = desk.page.keyboard
    tab_to(desk, "parent")
    keys.insert_text(COMPLAINT)
    tab_to(desk, "draft")
    keys.insert_text(f"{CHIDING} kan dit niet.")
    desk.marked(CHIDING).wait_for()

    keys.press("F8")  # what is missing comes first, in the list
    expect(desk.points.filter(has_text="ontbreekt").locator(".row")).to_be_focused()
    tab_to(desk, "fix")
    keys.press("Enter")
    expect(desk.draft).to_be_focused()
    opened = desk.draft.input_value()
    assert opened.endswith(f"{CHIDING} kan dit niet.")
    assert len(opened) > 45
    expect(desk.points.filter(has_text="ontbreekt")).to_have_count(0)

    desk.caret(0)
    keys.press("F8")
    expect(desk.card).to_be_focused()
    tab_to(desk, "fix")
    keys.press("Enter")
    expect(desk.draft).to_be_focused()
    expect(desk.draft).not_to_have_value(opened)

    for _ in range(4):
        keys.press("Tab")
        if desk.page.evaluate("document.activeElement.closest('#done') !== null"):
            break
    keys.press("Enter")
    expect(desk.draft).to_have_value(opened)


def test_f8_walks_through_the_points_and_escape_returns_to_the_words(desk: Desk) -> None:
    text = f"Eerst BSN {NUMBER}, dan kim@voorbeeld.nl."
    desk.write(text)
    expect(desk.marks).to_have_count(2)
    desk.caret(0)
    desk.page.keyboard.press("F8")
    expect(desk.card.locator(".place")).to_have_text("1 van 2")
    desk.page.keyboard.press("Control+.")
    expect(desk.card.locator(".place")).to_have_text("2 van 2")
    desk.page.keyboard.press("F8")
    expect(desk.card.locator(".place")).to_have_text("1 van 2")
    desk.page.keyboard.press("Shift+F8")
    expect(desk.card.locator(".place")).to_have_text("2 van 2")
    desk.page.keyboard.press("Escape")
    expect(desk.card).to_be_hidden()
    expect(desk.draft).to_be_focused()
    assert desk.draft.evaluate("field => field.selectionStart") == text.index("kim@") + len("kim@voorbeeld.nl")


def test_the_card_is_a_named_dialog_and_closes_when_the_focus_leaves_it(desk: Desk) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    expect(desk.marks).to_have_count(1)
    desk.page.keyboard.press("F8")
    message = desk.card.locator(".what").inner_text()
    expect(desk.page.get_by_role("dialog", name=message)).to_be_focused()
    for _ in range(8):
        desk.page.keyboard.press("Tab")
        if not desk.card.is_visible():
            break
    expect(desk.card).to_be_hidden()
    assert focused(desk) != ""


def test_escape_in_the_list_folds_the_point_and_returns_to_the_draft(desk: Desk) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    row = desk.points.first.locator(".row")
    row.focus()
    desk.page.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-expanded", "true")
    desk.page.keyboard.press("Escape")
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(desk.draft).to_be_focused()


def test_the_outcome_is_said_once_after_the_typing_stops(desk: Desk) -> None:
    desk.page.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => said.textContent && heard.push(said.textContent))
            .observe(said, {childList: true, characterData: true, subtree: true});
        }"""
    )
    desk.draft.press_sequentially(f"Zie BSN {NUMBER}, dank u wel. ", delay=40)
    expect(desk.said).to_have_text(re.compile("^Niet zo plaatsen"))
    desk.page.keyboard.type("Groet, Noor")
    desk.page.wait_for_timeout(1800)
    assert desk.page.evaluate("heard.length") == 1


def test_the_situation_is_chosen_with_the_arrow_keys(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write("Wij kijken ernaar.")
    desk.settle()
    desk.page.get_by_role("radio", name="Automatisch").focus()
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.get_by_role("radio", name="klacht", exact=True)).to_be_checked()
