"""Findings while typing: where they are drawn, how they look, and that they never stand under the wrong words."""

import pytest
from playwright.sync_api import Route, expect

from .desk import CHIDING, COMPLAINT, NUMBER, Desk
from .held import Held

pytestmark = pytest.mark.browser

SHOUT = "KIJK NOU EENS GOED!!!!"


def test_findings_appear_while_typing(desk: Desk) -> None:
    desk.draft.press_sequentially(f"Mijn BSN is {NUMBER}.", delay=5)
    expect(desk.marked(NUMBER)).to_be_visible()
    expect(desk.points.first).to_be_visible()
    expect(desk.verdict).to_have_text("Niet zo plaatsen")


def test_what_was_typed_before_the_page_was_ready_is_read_as_well(desk: Desk) -> None:
    waiting: list[Route] = []
    desk.page.route("**/texts.nl.json", lambda route: waiting.append(route))
    desk.page.reload(wait_until="domcontentloaded")
    desk.write(f"Zie BSN {NUMBER}.")
    assert desk.page.locator("#count").text_content() == ""
    waiting[0].continue_()
    expect(desk.marked(NUMBER)).to_be_visible()


def test_a_reply_without_faults_is_ready_to_post_and_says_nothing_more(desk: Desk) -> None:
    desk.answer_to("Kan ik zaterdag zonder afspraak mijn paspoort ophalen?")
    desk.write("Goedemorgen! Nee, zaterdag werken we op afspraak. U plant er zo een in op onze website. Groet, Noor")
    expect(desk.verdict).to_have_text("Klaar om te plaatsen")
    expect(desk.points).to_have_count(0)


def test_the_three_weights_differ_in_shape_and_not_only_in_colour(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"{CHIDING} kan dit niet. Mijn BSN is {NUMBER}. Neeeeee toch niet.")
    expect(desk.marked(NUMBER)).to_be_visible()
    for weight, shape in {"suggestion": "dotted", "warning": "wavy", "error": "double"}.items():
        expect(desk.page.locator(f".mark.{weight}").first).to_have_css("text-decoration-style", shape)


def test_a_mark_slides_with_what_is_typed_before_it(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    held.ask()
    held.answer(0)
    expect(desk.marked(NUMBER)).to_be_visible()  # from here on no answer comes: only sliding can draw
    desk.caret(0)
    desk.page.keyboard.type("Nog even dit: ")
    expect(desk.marks).to_have_text([NUMBER])
    assert desk.draft.input_value() == f"Nog even dit: Zie BSN {NUMBER}."


def test_a_mark_goes_as_soon_as_its_words_change(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    held.ask()
    held.answer(0)
    expect(desk.marked(NUMBER)).to_be_visible()
    desk.caret(len("Zie BSN 111"))
    desk.page.keyboard.type("9")
    expect(desk.marks).to_have_count(0)
    expect(desk.point("nummer")).to_have_count(0)


def test_a_late_answer_is_drawn_where_its_words_are_now(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    held.ask()
    desk.caret(0)
    desk.page.keyboard.insert_text("Dag! ")
    held.answer(0)
    expect(desk.marks).to_have_text([NUMBER])


def test_a_late_answer_about_words_that_changed_is_not_drawn(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}. Tot zo.")
    held.ask()
    desk.caret(len("Zie BSN 111"))
    desk.page.keyboard.insert_text("-")
    held.answer(0)
    expect(desk.page.locator("#policy")).not_to_be_empty()  # the answer did arrive
    expect(desk.marks).to_have_count(0)


def test_a_late_answer_about_no_words_gives_no_verdict_on_those_that_stand_there_now(desk: Desk, held: Held) -> None:
    desk.answer_to(COMPLAINT)
    held.ask()
    desk.write(CHIDING)
    held.answer(0)
    expect(desk.guidance.first).to_be_visible()
    expect(desk.verdict).to_have_text("Kalm leest mee")
    expect(desk.page.locator("#anatomy")).to_be_hidden()
    held.ask()
    held.answer(1)
    expect(desk.verdict).not_to_have_text("Kalm leest mee")


def test_an_older_question_is_aborted_and_its_answer_never_heard(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    held.ask()
    desk.write("Tot morgen.")
    with desk.page.expect_event("requestfailed"):
        held.ask()
    held.answer(1)
    expect(desk.verdict).to_have_text("Klaar om te plaatsen")
    expect(desk.marks).to_have_count(0)


@pytest.mark.parametrize("before", ["👍🏽👨‍👩‍👧‍👦 ", "𝒦𝒶𝓁𝓂 ", "é̂ عربي ", "\n\n🙄\n"])
def test_marks_stand_right_behind_emoji_and_other_wide_characters(desk: Desk, before: str) -> None:
    desk.write(f"{before}Zie BSN {NUMBER} 🎉.")
    expect(desk.marks).to_have_text([NUMBER])


def test_typing_between_the_halves_of_the_text_never_moves_the_caret_or_the_page(desk: Desk) -> None:
    desk.write(f"Zie BSN {NUMBER}.\n" * 3)
    expect(desk.marks).to_have_count(3)
    scrolled = desk.page.evaluate("scrollY")
    desk.caret(4)
    desk.page.keyboard.type("a b ", delay=120)  # answers arrive in between
    assert desk.draft.input_value().startswith(f"Zie a b BSN {NUMBER}.")
    assert desk.draft.evaluate("field => field.selectionStart") == 8
    assert desk.page.evaluate("scrollY") == scrolled
    assert desk.draft.evaluate("field => field.scrollTop") == 0


@pytest.mark.parametrize("look", [{}, {"viewport": {"width": 360, "height": 700}}], ids=["wide", "phone"])
def test_the_drawn_copy_breaks_its_lines_where_the_field_does(desk: Desk) -> None:
    for text in (
        "kort",
        "woord " * 150,
        "eenheellangwoordzondereindedatnergensgebrokenkanworden" * 4,
        "regel\n\n\nnog een\n",
        "\ttab\tstops   en  spaties " * 20,
        "👍🏽 emoji 👨‍👩‍👧‍👦 ertussen " * 12,
    ):
        desk.write(text)
        heights = desk.draft.evaluate(
            """field => [field, field.previousElementSibling].map((node) => {
              Object.assign(node.style, {minHeight: 0, height: 0, alignSelf: "start"});
              const height = node.scrollHeight;
              node.removeAttribute("style");
              return height;
            })"""
        )
        assert heights[0] == heights[1], text[:20]


def test_a_text_of_the_greatest_length_can_still_be_typed_in(desk: Desk) -> None:
    desk.write(("Wij kijken ernaar en bellen u terug. " * 541)[:19_990])
    desk.settle()
    took = desk.draft.evaluate(
        """(field) => {
          field.setSelectionRange(5, 5);
          const began = performance.now();
          document.execCommand("insertText", false, "x");
          field.offsetHeight;
          return performance.now() - began;
        }"""
    )
    assert took < 200


def test_a_text_that_is_too_long_is_said_to_be_so(desk: Desk, troubles: list[str]) -> None:
    desk.write("a b " * 5_001)
    expect(desk.line).to_contain_text("te lang")
    expect(desk.verdict).to_have_text("Kalm leest mee")
    troubles[:] = [trouble for trouble in troubles if "422" not in trouble]
