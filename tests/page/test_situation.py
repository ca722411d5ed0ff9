"""What the page assumes about the message that is answered, and how a person sets it right."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from .desk import COMPLAINT, Desk

pytestmark = pytest.mark.browser

REPLY = "Wij kijken ernaar."


@pytest.fixture
def asked(page: Page) -> list[dict[str, Any]]:
    """Every question the page asks."""
    questions: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/v1/lint"):
            questions.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    return questions


def test_the_assumed_situation_is_said_and_its_cues_are_lit(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(REPLY)
    expect(desk.page.get_by_role("radio", name="Automatisch: klacht")).to_be_checked()
    expect(desk.page.locator(".mark.cue").first).to_be_attached()


def test_one_click_corrects_the_situation_and_one_click_goes_back(desk: Desk, asked: list[dict[str, Any]]) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(REPLY)
    desk.settle()
    assert asked[-1]["context"]["situation"] is None
    with desk.page.expect_response("**/v1/lint") as answer:
        desk.page.locator("#situation label", has_text="compliment").click()
    assert asked[-1]["context"]["situation"] == "compliment"
    assert answer.value.json()["situation"]["label"] == "compliment"
    with desk.page.expect_response("**/v1/lint") as answer:
        desk.page.locator("#situation label").first.click()
    assert asked[-1]["context"]["situation"] is None
    assert answer.value.json()["situation"]["label"] == "complaint"


def test_the_guidance_for_the_situation_is_listed_before_a_word_is_written(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    expect(desk.guidance.first).to_be_visible()
    expect(desk.verdict).to_have_text("Kalm leest mee")


def test_the_place_follows_from_the_message_until_a_person_chooses(desk: Desk, asked: list[dict[str, Any]]) -> None:
    place = desk.page.locator("#place")
    expect(place).to_have_value("post")
    desk.answer_to(COMPLAINT)
    expect(place).to_have_value("page")
    place.select_option("dm")
    desk.answer_to("Dank jullie wel!")
    desk.write(REPLY)
    desk.settle()
    expect(place).to_have_value("dm")
    assert asked[-1]["context"]["place"] == "dm"


def test_every_fact_that_is_set_goes_along(desk: Desk, asked: list[dict[str, Any]]) -> None:
    page = desk.page
    page.locator("#account").select_option("ambassador")
    page.locator("#place").select_option("group")
    page.locator("#platform").select_option("facebook")
    page.locator("#language").select_option("nl-BE")
    page.locator("#strictness").select_option("keen")
    page.get_by_label("Er gaat een afbeelding mee").check()
    page.locator("#rights").select_option("licensed")
    page.get_by_label("Naamsvermelding").fill("Lien Maes")
    desk.answer_to(COMPLAINT)
    desk.write(REPLY)
    desk.settle()
    last = asked[-1]
    assert last == {
        "text": REPLY,
        "language": "nl-BE",
        "strictness": "keen",
        "context": {
            "account": "ambassador",
            "place": "group",
            "platform": "facebook",
            "parent": {"text": COMPLAINT},
            "attachments": [{"kind": "image", "rights": "licensed", "credit": "Lien Maes", "alt": None}],
            "situation": None,
        },
    }


def test_the_build_of_the_reply_is_shown_for_a_reply_and_not_for_a_post_of_ones_own(desk: Desk) -> None:
    anatomy = desk.page.locator("#anatomy")
    desk.write("Wat vervelend dat dit misging. Ik zoek het vandaag voor u uit en bel u morgen.")
    desk.settle()
    expect(anatomy).to_be_hidden()
    desk.answer_to(COMPLAINT)
    expect(anatomy).to_be_visible()
    expect(anatomy.locator("li.seen", has_text="Begrip")).to_be_visible()
    expect(anatomy.locator("li.seen", has_text="Volgende stap")).to_be_visible()


def test_a_part_of_the_reply_lights_up_when_pointed_at(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write("Wat vervelend dat dit misging. Ik zoek het vandaag voor u uit en bel u morgen.")
    desk.page.locator("#anatomy button", has_text="Begrip").focus()
    expect(desk.page.locator(".mark.lit").first).to_contain_text("vervelend")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Mijn man is vorige week overleden en ik weet niet meer hoe ik verder moet.", "distress"),
        ("Ik weet waar jullie wonen en ik maak jullie af.", "threat"),
    ],
)
def test_distress_and_threat_are_noticed_apart(desk: Desk, message: str, kind: str) -> None:
    desk.answer_to(message)
    expect(desk.page.locator(f".notice.{kind}")).to_be_visible()
