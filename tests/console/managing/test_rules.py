"""The rules browser: finding a rule, and reading why it is as it is."""

import datetime as dt
import re

import pytest

from kalm.api.auth import Role
from kalm.store import disputes

from .office import SPAM, Browser, Office

RULE = "nl.condescension.already-explained"
OWN = "nl.voice.house-loket"


def ids(page: str) -> list[str]:
    return re.findall(r"<code>([a-zA-Z.-]+)</code></a>", page)


@pytest.fixture
def staff(settled: Office) -> Browser:
    return settled.browser(Role.STAFF)


def all_pages(browser: Browser, query: str) -> list[str]:
    found: list[str] = []
    for number in range(1, 40):
        page = ids(browser.see(f"/console/rules?{query}&page={number}").text)
        if found[-len(page) :] == page:
            break
        found += page
    return found


def test_paging_shows_every_rule_once_the_own_pack_first(settled: Office, staff: Browser):
    found = all_pages(staff, "")
    assert len(found) == len(set(found)) == len(settled.inforce.linter.rules)  # type: ignore[union-attr]
    assert found[0] == OWN


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("language=nl-BE", lambda rule: rule.startswith("nl-BE.")),
        ("category=spam", lambda rule: ".spam." in rule),
        ("by=own", lambda rule: rule == OWN),
        ("on=off&category=spam", lambda rule: rule.startswith("nl.spam.")),
        ("words=LOKET+hal", lambda rule: rule == OWN),
        (f"words={RULE}", lambda rule: rule == RULE),
    ],
)
def test_a_filter_leaves_what_fits_and_nothing_else(staff: Browser, query: str, holds: object):
    everything = all_pages(staff, "")
    found = all_pages(staff, query)
    assert found
    assert all(holds(rule) for rule in found)  # type: ignore[operator]
    if query.startswith(("language", "category", "by=own")):
        assert found == [rule for rule in everything if holds(rule)]  # type: ignore[operator]


def test_severity_is_filtered_as_the_policy_has_it(staff: Browser):
    assert RULE in all_pages(staff, "severity=suggestion&category=condescension")
    assert all_pages(staff, "severity=warning&category=condescension") == []


def test_rules_that_a_layer_decided_on_can_be_listed(staff: Browser):
    found = all_pages(staff, "by=organisation")
    assert all(rule.split(".")[1] in ("condescension", "spam") for rule in found)
    assert RULE in found
    assert RULE not in all_pages(staff, "by=shipped")


def test_words_in_an_example_find_the_rule(settled: Office, staff: Browser):
    linter = settled.inforce.linter
    assert linter
    rule = next(one for one in linter.rules if one.id == RULE)
    words = "+".join(re.findall(r"\w+", rule.bad[0].text))
    assert RULE in all_pages(staff, f"words={words}")


def test_nothing_found_is_said_and_odd_questions_are_no_mistake(staff: Browser):
    assert "Geen regel gevonden" in staff.see("/console/rules?words=xyzzy").text
    for query in (
        "page=0",
        "page=99999",
        "page=x",
        "severity=huge",
        "by=nobody",
        "words=" + "w" * 999,
        "language=../x",
    ):
        assert staff.see(f"/console/rules?{query}").status_code == 200
    assert staff.see("/console/rules?by=%00").status_code == 404  # no database holds such a text


def test_what_is_searched_for_is_shown_as_text(staff: Browser):
    page = staff.see("/console/rules?words=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_rule_says_who_decided_what_and_why(staff: Browser):
    page = staff.see(f"/console/rules/{RULE}").text
    for told in ("We wennen er nog aan.", "de organisatie", "<code>condescension</code>", "vastgezet", "Omar"):
        assert told in page
    assert "<mark>" in page


def test_a_rule_that_is_off_says_why(staff: Browser):
    rule = all_pages(staff, "category=spam&language=nl")[0]
    page = staff.see(f"/console/rules/{rule}").text
    assert "Waarom hij uit staat" in page
    assert "Andere afdeling kijkt hiernaar." in page


def test_a_rule_on_trial_says_so_until_the_policy_is_keen(settled: Office):
    linter = settled.inforce.linter
    assert linter
    rule = next(one.id for one in linter.rules if one.status == "preview" and one.category != "condescension")
    assert "nog in proef" in settled.browser(Role.STAFF).see(f"/console/rules/{rule}").text
    keen = settled.browser(settled.add("Yara", team="webcare"))
    assert "Waarom hij aan staat" in keen.see(f"/console/rules/{rule}").text
    manager = settled.browser(Role.MANAGER).see(f"/console/rules/{rule}").text
    assert re.search(r"team Webcare</strong>: aan", manager), "who sees every policy is told where it differs"


def test_at_strictness_quiet_suggestions_are_off_also_those_that_the_policy_made_one(office: Office):
    office.publish(settings={"strictness": "quiet", "rules": [{"select": RULE, "severity": "suggestion"}]})
    page = office.browser(Role.STAFF).see(f"/console/rules/{RULE}").text
    assert "Waarom hij uit staat" in page
    assert "suggesties zwijgen" in page


def test_an_own_rule_shows_its_examples_and_that_it_is_ours(staff: Browser):
    page = staff.see(f"/console/rules/{OWN}").text
    assert "Kom naar <mark>het loket</mark> in de hal." in page
    assert "eigen regel" in page


def test_a_special_time_that_decides_is_named_with_its_end(office: Office):
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).replace(microsecond=0)
    rules = [{"select": "spam", "enabled": False, "reason": "Nu even niet."}]
    office.publish(modes=[{"kind": "crisis", "until": until.isoformat(), "rules": rules}])
    page = office.browser(Role.STAFF).see("/console/rules/nl.spam.bare-link").text
    assert f"bijzondere tijd: crisis, tot {until:%Y-%m-%d %H:%M} UTC" in page
    assert "Nu even niet." in page


def test_an_unknown_rule_is_not_found(staff: Browser):
    for name in ("nl.spam.nothing", "..%2F..%2Fetc", "%00", "a" * 3000):
        assert staff.see(f"/console/rules/{name}").status_code == 404


def test_what_came_of_a_rule_is_told_from_five_people_on(settled: Office):
    today = dt.datetime.now(dt.UTC).date()
    settled.count(today, RULE, number=37)
    settled.count(today, RULE, "applied", 12)
    with settled.store.session() as session:
        disputes.add(session, RULE, 1, "not-true-here", None, None, today)
    page = settled.browser(Role.OWNER).see(f"/console/rules/{RULE}").text
    for told in ("<dd>37</dd>", "<dd>12</dd>", "<dd>1</dd>"):
        assert told in page
    with settled.store.session() as session:
        from kalm.store import people

        people.disable(session, settled.people[Role.OBSERVER].id)
    assert "<dd>37</dd>" not in settled.browser(Role.OWNER).see(f"/console/rules/{RULE}").text


@pytest.mark.parametrize("role", list(Role))
def test_what_came_of_a_rule_is_told_to_those_who_see_counts(settled: Office, role: Role):
    settled.count(dt.datetime.now(dt.UTC).date(), RULE, number=37)
    page = settled.browser(role).see(f"/console/rules/{RULE}").text
    assert ("<dd>37</dd>" in page) == (role is not Role.STAFF)


def test_pages_of_rules_work_by_the_built_in_policy_too(office: Office):
    browser = office.browser(Role.STAFF)
    assert browser.see(f"/console/rules/{SPAM}").status_code in (200, 404)
    assert "niemand heeft er iets over besloten" in browser.see(f"/console/rules/{RULE}").text
