"""Better wordings: one click, one step to undo, and the browser's own undo goes on working."""

import re

import pytest
from playwright.sync_api import expect

from .desk import CHIDING, COMPLAINT, Desk
from .held import Held

pytestmark = pytest.mark.browser

DRAFT = f"{CHIDING} kan dit niet."


def opened_card(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(DRAFT)
    desk.marked(CHIDING).wait_for()
    box = desk.marked(CHIDING).bounding_box()
    assert box
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desk.card).to_be_visible()


def test_a_click_on_the_words_opens_a_card_with_what_why_advice_and_fixes(desk: Desk) -> None:
    opened_card(desk)
    expect(desk.card.locator(".what")).not_to_be_empty()
    assert desk.card.locator("> p").count() >= 4
    assert 1 <= desk.card.locator(".fix").count() <= 3
    expect(desk.card.locator(".source")).to_contain_text("Bron")


def test_hovering_the_words_opens_the_card_and_leaving_closes_it(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(DRAFT)
    desk.marked(CHIDING).wait_for()
    box = desk.marked(CHIDING).bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(desk.card).to_be_visible()
    expect(desk.draft).to_be_focused()
    desk.page.mouse.move(5, 5)
    expect(desk.card).to_be_hidden()


def test_a_fix_is_applied_and_its_finding_goes(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").first.click()
    expect(desk.draft).not_to_have_value(DRAFT)
    expect(desk.marked(CHIDING)).to_have_count(0)
    expect(desk.draft).to_be_focused()


def test_the_undo_button_restores_the_words(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").first.click()
    desk.page.get_by_role("button", name="Ongedaan maken").click()
    expect(desk.draft).to_have_value(DRAFT)
    expect(desk.marked(CHIDING)).to_be_visible()
    expect(desk.page.locator("#done")).to_be_hidden()


def test_the_undo_button_works_after_typing_elsewhere(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").first.click()
    fixed = desk.draft.input_value()
    desk.caret(len(fixed))
    desk.page.keyboard.type(" Groet, Noor")
    desk.page.get_by_role("button", name="Ongedaan maken").click()
    expect(desk.draft).to_have_value(DRAFT + " Groet, Noor")


def test_the_undo_button_puts_the_right_words_back_after_typing_before_them_while_an_answer_is_under_way(
    desk: Desk, held: Held
) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"Dag Noor. {DRAFT}")
    held.ask()
    held.answer(-1)
    desk.marked(CHIDING).wait_for()
    box = desk.marked(CHIDING).bounding_box()
    assert box
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = len(held.waiting)
    desk.card.locator(".fix").first.click()
    desk.caret(0)
    desk.page.keyboard.type("Goede")
    while len(held.waiting) == before:
        desk.page.wait_for_timeout(10)
    with desk.page.expect_response("**/v1/lint"):
        held.answer(-1)
    desk.page.wait_for_timeout(100)
    desk.page.get_by_role("button", name="Ongedaan maken").click()
    expect(desk.draft).to_have_value(f"GoedeDag Noor. {DRAFT}")


def test_what_was_cleared_cannot_be_put_back_by_undoing_a_fix(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").first.click()
    expect(desk.page.locator("#done")).to_be_visible()
    desk.page.locator("#clear").click()
    expect(desk.draft).to_have_value("")
    expect(desk.page.locator("#done")).to_be_hidden()


def test_the_undo_button_goes_once_the_new_words_are_edited(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").last.click()
    expect(desk.page.locator("#done")).to_be_visible()
    desk.write("Iets heel anders.")
    expect(desk.page.locator("#done")).to_be_hidden()


def test_native_undo_and_redo_take_a_fix_as_one_step(desk: Desk) -> None:
    opened_card(desk)
    desk.card.locator(".fix").first.click()
    fixed = desk.draft.input_value()
    desk.page.keyboard.press("Control+z")
    expect(desk.draft).to_have_value(DRAFT)
    desk.page.keyboard.press("Control+Shift+z")
    expect(desk.draft).to_have_value(fixed)


def test_what_is_missing_is_listed_with_openers_and_one_click_inserts_one(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write("We kijken ernaar.")
    missing = desk.points.filter(has_text=re.compile("ontbreekt"))
    opener = missing.locator(".fix").first
    expect(missing.locator(".fix")).to_have_count(3)
    words = opener.inner_text()
    opener.click()
    expect(desk.draft).to_have_value(re.compile("^" + re.escape(words)))
    assert desk.draft.input_value().lower().endswith("we kijken ernaar.")
    expect(missing).to_have_count(0)
    expect(desk.page.locator("#anatomy li").first).to_contain_text("gezien")


def test_the_first_three_points_are_shown_and_the_rest_unfolds(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"{DRAFT} U had gewoon even moeten lezen. Wat een onzin. Uw BSN is 111222333.")
    more = desk.page.locator("#more")
    expect(more).to_be_visible()
    expect(desk.points.filter(visible=True)).to_have_count(3)
    more.click()
    assert desk.points.filter(visible=True).count() > 3
    expect(more).to_have_attribute("aria-expanded", "true")


def test_what_must_not_leave_stands_first(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"{DRAFT} Uw BSN is 111222333.")
    expect(desk.points.first).to_contain_text("eerst oplossen")
