"""Grammar on the page: it comes later, in a place of its own, and nothing that is being read moves for it."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from .desk import CHIDING, COMPLAINT, Desk

pytestmark = pytest.mark.browser

SLIP = "vervelnd"


def finding(text: str) -> dict[str, object]:
    start = text.index(SLIP)
    edit = {"start": start, "end": start + len(SLIP), "text": "vervelend"}
    return {
        "rule": "lt.MORFOLOGIK_RULE_NL_NL", "category": "language", "severity": "suggestion", "confidence": None,
        "start": start, "end": start + len(SLIP), "message": "Dit woord staat niet in het woordenboek.", "why": "Omdat.",
        "advice": "Kies.", "fixes": [{"title": "vervelend", "edits": [edit]}], "source": None, "contact": None,
    }  # fmt: skip


class LanguageToolAnswers:
    """Answers of the grammar check, as LanguageTool gives them, at a moment that the test chooses. All else is real."""

    def __init__(self, page: Page) -> None:
        self.states = ["ok"]
        self.asked: list[dict[str, object]] = []
        self.held: list[Route] = []
        self.holds = False
        page.add_init_script("addEventListener('DOMContentLoaded', () => (document.body.dataset.grammar = ''))")
        page.route("**/v1/lint", self._answer)
        page.reload()

    def _answer(self, route: Route) -> None:
        body = route.request.post_data_json
        if body.get("checks") != ["grammar"]:
            route.continue_()
            return
        self.asked.append(body)
        if self.holds:
            self.held.append(route)
        else:
            self.go(route)

    def go(self, route: Route) -> None:
        body = route.request.post_data_json
        answer = route.fetch().json()
        answer["grammar"] = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if answer["grammar"] == "ok" and SLIP in body["text"]:
            answer["findings"] = [finding(body["text"])]
        route.fulfill(body=json.dumps(answer), content_type="application/json")


@pytest.fixture
def languagetool(page: Page) -> LanguageToolAnswers:
    return LanguageToolAnswers(page)


@pytest.fixture
def look() -> dict[str, object]:
    """A tab that no other test uses: its scripts differ."""
    return {"extra_http_headers": {"X-Grammar": "1"}}


def test_a_slip_is_marked_a_little_later_and_its_fix_works(languagetool: LanguageToolAnswers, desk: Desk) -> None:
    desk.write(f"Dat is {SLIP} voor u.")
    expect(desk.marked(SLIP)).to_be_visible()
    point = desk.page.locator("#language-findings li").filter(has_text=SLIP)
    point.locator(".row").click()
    point.get_by_role("button", name="vervelend", exact=True).click()
    expect(desk.draft).to_have_value("Dat is vervelend voor u.")
    expect(desk.page.locator("#language-findings")).to_be_hidden()


def test_nothing_that_is_read_moves_when_grammar_comes(languagetool: LanguageToolAnswers, desk: Desk) -> None:
    languagetool.holds = True
    desk.answer_to(COMPLAINT)
    desk.write(f"{CHIDING} kan dit niet. Dat is {SLIP}.")
    expect(desk.points.first).to_be_visible()
    desk.page.wait_for_timeout(1200)
    places = "() => [...document.querySelectorAll('main *')].filter((node) => node.checkVisibility() && \
      !node.closest('#language-findings') && !node.closest('.mirror, [aria-hidden]')).map((node) => { \
      const box = node.getBoundingClientRect(); return [node.tagName, node.id, box.x, box.y, box.width]; })"
    aside = "() => document.querySelector('#note').textContent"
    before, note = desk.page.evaluate(places), desk.page.evaluate(aside)
    assert languagetool.held
    languagetool.go(languagetool.held[-1])
    expect(desk.marked(SLIP)).to_be_visible()
    assert desk.page.evaluate(places) == before
    assert desk.page.evaluate(aside) == note


def test_a_slip_stays_marked_while_one_types_on_and_slides_along(languagetool: LanguageToolAnswers, desk: Desk) -> None:
    desk.write(f"Dat is {SLIP} voor u.")
    expect(desk.marked(SLIP)).to_be_visible()
    languagetool.holds = True
    desk.caret(0)
    desk.page.keyboard.type("Beste Noor, ")
    desk.page.wait_for_timeout(600)  # an answer of the rules has come in meanwhile
    expect(desk.marked(SLIP)).to_be_visible()


def test_what_came_too_late_or_is_warming_up_is_asked_for_again(languagetool: LanguageToolAnswers, desk: Desk) -> None:
    languagetool.states = ["timeout", "ok"]
    desk.write(f"Dat is {SLIP} voor u.")
    expect(desk.marked(SLIP)).to_be_visible()
    assert len(languagetool.asked) == 2


@pytest.mark.parametrize("look", [{}])
def test_a_page_whose_server_has_no_grammar_does_not_ask_for_it(desk: Desk) -> None:
    asked: list[object] = []
    desk.page.on("request", lambda request: asked.append(request.post_data_json) if "lint" in request.url else None)
    desk.write("Dat is goed zo.")
    desk.settle()
    desk.page.wait_for_timeout(1200)
    assert asked
    assert not [body for body in asked if isinstance(body, dict) and "checks" in body]


def test_where_grammar_stays_away_it_is_asked_for_less_and_less(desk: Desk, languagetool: LanguageToolAnswers) -> None:
    languagetool.states = ["unavailable"]
    desk.page.clock.install()
    desk.page.reload()
    desk.write("Een zin zonder fouten.")
    asked = []
    for _ in range(60):
        desk.page.clock.run_for(5_000)
        desk.page.wait_for_timeout(40)
        asked.append(len(languagetool.asked))
    assert 2 <= asked[11] <= 6  # in the first minute
    assert asked[-1] - asked[11] <= 5  # in the four that follow: it was one in five seconds
