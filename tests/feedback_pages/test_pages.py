"""The pages on disputes, trends, proposals, questions and privacy: who sees what, and what forms do."""

import datetime as dt
from typing import Any

import pytest

from kalm.api.auth import Role
from kalm.privacy import as_markdown, as_text
from kalm.store import admin_log, counters, disputes, policies, proposals
from kalm.store.tables import AdminAct, Counter

from .conftest import House, words

RULE = "nl.condescension.already-explained"
TODAY = dt.datetime.now(dt.UTC).date()
MAY_SEE = {
    "/console/disputes": ("owner", "manager", "administrator", "observer"),
    "/console/trends": ("owner", "manager", "administrator", "observer"),
    "/console/digest.txt": ("owner", "manager", "administrator", "observer"),
    "/console/proposals": tuple(Role),
    "/console/proposals/new": ("staff", "owner", "manager", "administrator"),
    "/console/questions/new": ("staff", "owner", "manager", "administrator"),
    "/console/privacy": tuple(Role),
    "/console/privacy.txt": tuple(Role),
    "/console/privacy.md": tuple(Role),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_is_seen_by_its_roles_and_no_other(house: House, role: str) -> None:
    browser = house.as_role(role)
    for path, roles in MAY_SEE.items():
        assert browser.get(path).status_code == (200 if role in roles else 403), path


def test_nobody_sees_a_page_without_signing_in(house: House) -> None:
    for path in MAY_SEE:
        assert house.app.test_client().get(path).status_code == 401, path
        in_a_browser = house.app.test_client().get(path, headers={"Accept": "text/html"})
        assert "/console/sign-in" in in_a_browser.headers["Location"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_text_of_a_page_is_missing_in_either_language(house: House, language: str) -> None:
    number = propose(house)
    dispute(house, text="De zin.")
    count(house)
    browser = house.as_role("administrator")
    for path in (*MAY_SEE, f"/console/proposals/{number}", "/q/abc"):
        page = browser.get(path, language)
        assert page.status_code == 200, path
        if page.mimetype == "text/html":
            assert f'<html lang="{language}">' in page.text
            assert "Undefined" not in page.text
        assert "{" not in words(page).replace("{{", ""), path


# -- disputes ----------------------------------------------------------------------------------------------------


def dispute(house: House, rule: str = RULE, text: str | None = None) -> int:
    with house.store.session() as session:
        return disputes.add(session, rule, 2, "quoted", text, None, TODAY).id


def test_an_owner_answers_a_dispute_and_the_log_says_who_without_what_was_written(house: House) -> None:
    number = dispute(house, text="Mijn eigen zin.")
    browser = house.as_role("owner")
    assert "Mijn eigen zin." in browser.get("/console/disputes").text
    done = browser.post(f"/console/disputes/{number}", {"state": "accepted", "words": "Klopt, dank je."})
    assert done.status_code == 303
    page = words(browser.get(done.headers["Location"]))
    assert "Your answer is saved." in page
    assert "Klopt, dank je." in page
    with house.store.session() as session:
        (act,) = session.query(AdminAct).all()
    assert (act.who, act.action, act.target, act.detail) == (
        "Owner Jansen", "dispute.accepted", RULE, f"#{number}",
    )  # fmt: skip


def test_an_observer_sees_that_there_is_a_text_and_not_the_text(house: House) -> None:
    number = dispute(house, text="Mijn eigen zin.")
    browser = house.as_role("observer")
    page = browser.get("/console/disputes").text
    assert "Mijn eigen zin." not in page
    assert "only those who look after the rule" in page
    assert browser.post(f"/console/disputes/{number}", {"state": "accepted", "words": "x"}).status_code == 403


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"words": "Zo."}, {"state": "open", "words": "Zo."}])
def test_an_answer_needs_a_decision_and_words(house: House, fields: dict[str, str]) -> None:
    number = dispute(house)
    again = house.as_role("owner").post(f"/console/disputes/{number}", fields)
    assert again.status_code == 422
    assert "Choose one of the two" in again.text
    assert fields.get("words", "") in again.text, "what was written is not lost"


def test_the_second_of_two_owners_is_told(house: House) -> None:
    number = dispute(house)
    fields = {"state": "declined", "words": "De regel klopt."}
    house.as_role("owner").post(f"/console/disputes/{number}", fields)
    late = house.as_role("manager").post(f"/console/disputes/{number}", fields)
    assert "done=already" in late.headers["Location"]
    assert house.as_role("owner").post("/console/disputes/999", fields).status_code == 404


def test_disputes_are_filtered_by_rule_and_state(house: House) -> None:
    dispute(house)
    dispute(house, "nl.respect.sneer")
    browser = house.as_role("owner")
    assert browser.get(f"/console/disputes?rule={RULE}").text.count("<article") == 1
    assert browser.get("/console/disputes?state=declined").text.count("<article") == 0
    assert browser.get("/console/disputes?state=nonsense").text.count("<article") == 2


# -- trends ------------------------------------------------------------------------------------------------------


def count(house: House, number: int = 7, team: str = "webcare", event: str = "shown") -> None:
    with house.store.session() as session:
        counters.add(session, {(TODAY, team, RULE, 2, event): number})


def test_trends_show_charts_with_their_numbers_in_a_table(house: House) -> None:
    count(house, 7)
    count(house, 24, event="ignored")
    page = house.as_role("observer").get("/console/trends")
    assert page.text.count('<svg class="bars"') == 2, "one category, one rule"
    assert '<td class="number">7</td>' in page.text
    assert "passed over 24 of 24 times" in words(page)
    assert "style=" not in page.text
    assert "Jansen" not in page.text.replace("Observer Jansen", ""), "nobody but who is signed in"


def test_a_team_of_four_cannot_be_asked_for(house: House) -> None:
    count(house, 7)
    with house.store.session() as session:
        from kalm.store.tables import Person

        session.get_one(Person, "staff").team = None
    for team in ("webcare", "nonsense"):
        assert "There is nothing to show" in house.as_role("manager").get(f"/console/trends?team={team}").text


def test_the_digest_is_the_same_text_as_the_command_prints(house: House) -> None:
    count(house)
    told = house.as_role("owner").get("/console/digest.txt", "nl")
    assert told.mimetype == "text/plain"
    assert told.text.startswith("Kalm · week ")
    assert told.headers["Cache-Control"] == "no-store"


# -- proposals ---------------------------------------------------------------------------------------------------

FORM = {
    "name": "slogan",
    "language": "nl",
    "category": "voice",
    "severity": "suggestion",
    "phrases": "samen sterker\n\n  ontzorgen (wij|we) $you  ",
    "bad": "Zo staan we [[samen sterker]].\r\nHier [[ontzorgen wij u]].",
    "good": "Samen komen we eruit.",
    "message_nl": "Dit klinkt als een slogan.",
    "why_en": "Slogans sound empty.",
    "advice_nl": "Zeg wat je doet.",
    "reason": "Dit zien we elke week.",
}


def propose(house: House, **changes: str) -> int:
    done = house.as_role("staff").post("/console/proposals/new", {**FORM, **changes})
    assert done.status_code == 303, words(done)
    return int(done.headers["Location"].split("/")[-1].partition("?")[0])


def test_staff_propose_discuss_and_vote(house: House) -> None:
    number = propose(house)
    browser = house.as_role("manager")
    browser.post(f"/console/proposals/{number}/comment", {"text": "Goed idee."})
    browser.post(f"/console/proposals/{number}/vote", {"vote": "for"})
    house.as_role("staff").post(f"/console/proposals/{number}/vote", {"vote": "against"})
    page = words(browser.get(f"/console/proposals/{number}"))
    assert "nl.voice.house-slogan" in page
    assert "Goed idee. Manager Jansen" in page
    assert "1 for, 1 against" in page
    assert "Dit klinkt als een slogan." in page, "one language serves for both"
    assert "nl.voice.house-slogan" in words(house.as_role("observer").get("/console/proposals"))
    assert house.as_role("observer").post(f"/console/proposals/{number}/vote", {"vote": "for"}).status_code == 403


def test_an_accepted_rule_stands_in_the_draft_of_the_policy(house: House) -> None:
    number = propose(house)
    done = house.as_role("owner").post(f"/console/proposals/{number}/decide", {"state": "accepted", "words": ""})
    assert "done=accepted" in done.headers["Location"]
    with house.store.session() as session:
        drafted = policies.draft(session)
        assert [rule.id for rule in drafted.document.pack] == ["nl.voice.house-slogan"]
        assert drafted.author == "Owner Jansen"
        assert policies.latest(session) is None, "it holds once it is published"
        assert [act.action for act in admin_log.newest(session)] == ["proposal.accepted"]
        found = proposals.one(session, number)
        assert found is not None
        assert found.proposal.state == "accepted"
    late = house.as_role("manager").post(f"/console/proposals/{number}/decide", {"state": "declined", "words": "x"})
    assert "done=closed" in late.headers["Location"]


def test_a_rule_of_the_same_name_cannot_enter_twice(house: House) -> None:
    for expected in (303, 422):
        number = propose(house)
        done = house.as_role("owner").post(f"/console/proposals/{number}/decide", {"state": "accepted"})
        assert done.status_code == expected
    assert "stands twice" in words(done)


def test_declining_needs_words_that_the_writer_can_read(house: House) -> None:
    number = propose(house)
    browser = house.as_role("owner")
    assert browser.post(f"/console/proposals/{number}/decide", {"state": "declined"}).status_code == 422
    browser.post(f"/console/proposals/{number}/decide", {"state": "declined", "words": "Bestaat al."})
    assert "Bestaat al." in words(house.as_role("staff").get(f"/console/proposals/{number}"))


def test_examples_that_fail_are_named_by_line_and_may_be_saved_all_the_same(house: House) -> None:
    wrong = {**FORM, "good": "Prima.\nZo staan we samen sterker."}
    browser = house.as_role("staff")
    again = browser.post("/console/proposals/new", wrong)
    assert again.status_code == 422
    assert "line 2: found “samen sterker” in the good example" in words(again)
    assert "Zo staan we samen sterker." in again.text
    number = propose(house, **{**wrong, "anyway": "on"})
    refused = house.as_role("owner").post(f"/console/proposals/{number}/decide", {"state": "accepted"})
    assert refused.status_code == 422
    assert "line 2:" in words(refused)
    with house.store.session() as session:
        assert policies.draft(session).document.pack == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "Slogan!", "Small letters"),
        ("phrases", "", "This is empty"),
        ("phrases", "(open", "line 1:"),
        ("bad", "Zonder haken.", "line 1: mark the words"),
        ("message_nl", "", "This is empty"),
        ("good", "x" * 301, "line 1: This is too long"),
        ("category", "language", "cannot be chosen"),
        ("reason", "", "Say why in a few words"),
    ],
)
def test_each_mistake_in_a_proposal_is_told_at_its_field(house: House, field: str, value: str, told: str) -> None:
    again = house.as_role("staff").post("/console/proposals/new", {**FORM, field: value})
    assert again.status_code == 422
    assert told in words(again)
    assert f'id="wrong-{field.removesuffix("_nl")}"' in again.text
    with house.store.session() as session:
        assert proposals.listed(session) == []


def test_forms_without_our_token_change_nothing(house: House) -> None:
    number = propose(house)
    browser = house.as_role("administrator")
    forged: dict[str, Any] = {"csrf": "0" * 64}
    for path in (
        "/console/proposals/new", f"/console/proposals/{number}/vote", f"/console/proposals/{number}/decide",
        f"/console/disputes/{dispute(house)}", "/console/privacy/erase-counts",
    ):  # fmt: skip
        assert browser.post(path, forged).status_code == 403, path


# -- privacy -----------------------------------------------------------------------------------------------------


def test_the_report_on_the_page_is_that_of_the_files(house: House) -> None:
    from kalm.api.state import EXTENSION
    from kalm.privacy import gather, report

    with house.store.session() as session:
        facts = gather(house.app.extensions[EXTENSION].settings, session, TODAY)
    browser = house.as_role("observer")
    with house.store.session() as session:
        facts = gather(house.app.extensions[EXTENSION].settings, session, TODAY)
    told = report(facts, "en")
    assert browser.get("/console/privacy.txt").text == as_text(told)
    assert browser.get("/console/privacy.md").text == as_markdown(told)
    page = words(browser.get("/console/privacy"))
    for section in told.sections:
        for record in section.records:
            assert record.what in page


def test_counts_are_erased_by_managers_and_the_log_says_so(house: House) -> None:
    count(house)
    assert "Erase all counts" not in house.as_role("observer").get("/console/privacy").text
    assert house.as_role("owner").post("/console/privacy/erase-counts", {}).status_code == 403
    assert house.as_role("manager").post("/console/privacy/erase-counts", {}).status_code == 303
    with house.store.session() as session:
        assert session.query(Counter).count() == 0
        assert admin_log.newest(session)[0].action == "counts.erase"
