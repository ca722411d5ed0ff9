"""Two languages, samples to start from, and a server that is slow or gone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .desk import CHIDING, COMPLAINT, NUMBER, Desk
from .held import Held
from .line import Line
from .server import free_port, running_server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("look", "heading"),
    [
        ({"locale": "nl-BE"}, "Eén keer rustig lezen"),
        ({"locale": "en-GB"}, "One calm read"),
        ({"locale": "fr-FR"}, "One calm read"),
    ],
)
def test_the_page_speaks_the_readers_language(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_an_address_can_ask_for_a_language(page: Page, url: str) -> None:
    page.goto(url + "?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(url + "?lang=xx")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_changing_the_language_keeps_the_draft_and_changes_the_advice(desk: Desk, url: str) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"{CHIDING} kan dit niet.")
    desk.marked(CHIDING).wait_for()
    dutch = desk.points.first.locator(".what").inner_text()
    desk.page.get_by_role("link", name="English").click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("One calm read")
    expect(desk.points.first.locator(".what")).not_to_have_text(dutch)
    expect(desk.draft).to_have_value(f"{CHIDING} kan dit niet.")
    expect(desk.page).to_have_title("Kalm · self-check")
    assert desk.page.url == url
    shown = desk.page.locator("body").inner_text()
    assert "Punten" not in shown
    assert "Plaats" not in shown


@pytest.mark.parametrize("look", [{"locale": "nl-NL"}, {"locale": "en-GB"}], ids=["nl", "en"])
def test_samples_take_turns_and_each_is_read(desk: Desk) -> None:
    seen = set()
    verdicts = set()
    for _ in range(5):
        with desk.page.expect_response("**/v1/lint"):
            desk.page.locator("#sample").click()
        desk.settle()
        seen.add(desk.draft.input_value())
        verdicts.add(desk.page.locator("body").get_attribute("data-verdict"))
    assert len(seen) == 5
    assert {"ok", "review"} <= verdicts


def test_a_sample_can_be_undone(desk: Desk) -> None:
    desk.write("Mijn eigen tekst.")
    desk.page.locator("#sample").click()
    expect(desk.draft).not_to_have_value("Mijn eigen tekst.")
    desk.page.keyboard.press("Control+z")
    expect(desk.draft).to_have_value("Mijn eigen tekst.")


def test_emptying_the_fields_takes_the_advice_away(desk: Desk) -> None:
    desk.answer_to(COMPLAINT)
    desk.write(f"Zie BSN {NUMBER}.")
    desk.settle()
    desk.page.get_by_role("button", name="Leegmaken").click()
    expect(desk.draft).to_have_value("")
    expect(desk.points).to_have_count(0)
    expect(desk.verdict).to_have_text("Kalm leest mee")


def test_a_draft_in_another_language_is_said_to_be_unread(desk: Desk) -> None:
    desk.write("Nous avons bien reçu votre message et nous vous répondrons demain dans la journée.")
    expect(desk.verdict).to_have_text("Even kijken")
    expect(desk.points).to_have_count(1)


def test_the_footer_says_that_nothing_is_kept_and_names_the_policy(desk: Desk) -> None:
    desk.write("Tot morgen.")
    desk.settle()
    footer = desk.page.locator("footer")
    expect(footer).to_contain_text("bewaart je tekst niet")
    expect(footer).to_contain_text("versie 0")
    expect(footer.get_by_role("link")).to_have_attribute("href", "/docs")


def test_a_slow_answer_gets_one_quiet_line_and_typing_goes_on(desk: Desk, held: Held) -> None:
    desk.write(f"Zie BSN {NUMBER}.")
    held.ask()
    expect(desk.line).to_be_hidden()
    held.pass_time(3_000)
    expect(desk.line).to_contain_text("wat langer")
    desk.page.keyboard.type(" Dag!")
    expect(desk.draft).to_have_value(f"Zie BSN {NUMBER}. Dag!")
    held.ask()
    held.answer(1)
    expect(desk.line).to_be_hidden()
    expect(desk.marks).to_have_text([NUMBER])


@pytest.fixture
def line(url: str) -> Iterator[Line]:
    port = urlsplit(url).port
    assert port
    opened = Line(port)
    yield opened
    opened.cut()


def test_a_server_that_goes_away_is_said_and_comes_back_by_itself(context: BrowserContext, line: Line) -> None:
    with context.new_page() as page:
        page.goto(f"http://127.0.0.1:{line.port}/")
        desk = Desk(page)
        desk.write("Tot morgen.")
        expect(desk.verdict).to_have_text("Klaar om te plaatsen")
        line.cut()
        page.keyboard.type(f" Zie BSN {NUMBER}.")
        expect(desk.line).to_contain_text("niet bereikbaar")
        expect(desk.verdict).to_have_text("Kalm leest mee")  # an old verdict would mislead
        expect(desk.draft).to_have_value(f"Tot morgen. Zie BSN {NUMBER}.")
        line.mend()
        expect(desk.marks).to_have_text([NUMBER])
        expect(desk.line).to_be_hidden()


def test_a_server_with_tokens_is_asked_with_the_code_that_a_person_types(
    context: BrowserContext, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("open-sesame\n", encoding="utf-8")
    port = free_port()
    with running_server(port, tmp_path, KALM_TOKENS_FILE=str(tokens)), context.new_page() as page:
        page.goto(f"http://127.0.0.1:{port}/")
        desk = Desk(page)
        desk.write(f"Zie BSN {NUMBER}.")
        expect(desk.line).to_contain_text("toegangscode")
        page.get_by_label("Toegangscode").fill("open-sesame")
        expect(desk.marks).to_have_text([NUMBER])
        expect(desk.line).to_be_hidden()
