"""Layers: who decides what, where, for whom and how long."""

import datetime as dt
from typing import Any

import pytest

from kalm.policy import PolicyBook, Scope, read_document
from kalm.policy.resolved import lowered

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
RULE, CATEGORY = "nl.condescension.already-told", "condescension"


def book(**document: Any) -> PolicyBook:
    return PolicyBook(read_document({"name": "Voorbeeld", **document}), 3)


def test_what_nobody_decided_is_as_shipped():
    policy = book().base
    assert (policy.strictness, policy.apology, policy.interruption_budget) == ("balanced", "full", 1)
    assert policy.origins["strictness"] == "shipped"
    assert policy.standing(RULE, CATEGORY).severity is None
    assert policy.stops("any.confidential.bsn", "confidential")


def test_a_team_goes_above_the_organisation_and_a_narrower_scope_above_both():
    given = book(
        settings={"strictness": "quiet"},
        teams=[{"id": "webcare", "name": "Webcare", "settings": {"strictness": "balanced"}}],
        scopes=[
            {"when": {"place": "dm", "team": "webcare"}, "settings": {"strictness": "keen"}},
            {"when": {"place": "dm"}, "settings": {"strictness": "quiet"}},
        ],
    )
    assert given.resolve(Scope()).strictness == "quiet"
    assert given.resolve(Scope(team="webcare")).strictness == "balanced"
    assert given.resolve(Scope(team="webcare", place="dm")).strictness == "keen"
    assert given.resolve(Scope(place="dm")).origins["strictness"] == "scope place=dm"


def test_what_is_locked_stays():
    given = book(
        settings={"strictness": "quiet", "locked": ["strictness"], "rules": [
            {"select": "spam", "enabled": False, "locked": True},
        ]},
        teams=[{"id": "t", "name": "T", "settings": {"strictness": "keen", "rules": [
            {"select": "nl.spam.hashtags", "enabled": True, "severity": "error"},
        ]}}],
    )  # fmt: skip
    policy = given.resolve(Scope(team="t"))
    assert policy.strictness == "quiet"
    standing = policy.standing("nl.spam.hashtags", "spam")
    assert standing.enabled is not None
    assert standing.enabled.value is False
    assert standing.enabled.origin == "organisation"
    assert standing.severity is not None, "only what is locked is locked: the severity was left open"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_inside_a_layer_the_most_exact_selector_wins_whatever_the_order(order: tuple[int, ...]):
    rules = [
        {"select": "condescension", "severity": "suggestion"},
        {"select": "nl.condescension.*", "severity": "warning"},
        {"select": RULE, "severity": "error"},
    ]
    policy = book(settings={"rules": [rules[place] for place in order]}).base
    found = [
        policy.standing(rule, CATEGORY).severity for rule in (RULE, "nl.condescension.other", "en.condescension.other")
    ]
    assert [choice and choice.value for choice in found] == ["error", "warning", "suggestion"]


def test_a_category_is_more_exact_than_all_rules():
    rules = [{"select": "condescension", "enabled": True}, {"select": "*", "enabled": False}]
    policy = book(settings={"rules": rules}).base
    assert policy.standing(RULE, CATEGORY).enabled.value is True  # type: ignore[union-attr]
    assert policy.standing("nl.spam.hashtags", "spam").enabled.value is False  # type: ignore[union-attr]


def test_where_a_policy_says_nothing_of_strictness_that_of_the_settings_counts():
    assert PolicyBook(read_document({"name": "Voorbeeld"}), 3, "quiet").base.strictness == "quiet"
    decided = read_document({"name": "Voorbeeld", "settings": {"strictness": "keen"}})
    assert PolicyBook(decided, 3, "quiet").base.strictness == "keen"


def test_a_setting_on_trial_holds_for_its_share_of_staff_only():
    given = book(settings={"rules": [{"select": RULE, "stop": True, "preview": 20}]})
    held = [share for share in range(100) if given.resolve(Scope(share=share)).stops(RULE, CATEGORY)]
    assert held == list(range(20))
    assert not given.base.stops(RULE, CATEGORY)


def test_a_mode_holds_until_its_end_and_goes_above_locks():
    given = book(
        settings={"rules": [{"select": "voice", "severity": "suggestion", "locked": True}]},
        modes=[{
            "kind": "mourning", "since": "2026-11-26T00:00:00+00:00", "until": "2026-11-27T00:00:00+00:00",
            "line": {"nl": "Vandaag geen grapjes.", "en": "No jokes today."},
            "rules": [{"select": "voice", "severity": "warning"}],
        }],
    )  # fmt: skip
    during = given.resolve(Scope(), NOON)
    severity = during.standing("nl.voice.joke", "voice").severity
    assert severity is not None
    assert severity.value == "warning"
    assert severity.origin.startswith("mode mourning")
    assert [mode.kind for mode in during.modes] == ["mourning"]
    after = given.resolve(Scope(), NOON + dt.timedelta(days=1))
    assert after.modes == ()
    assert after.standing("nl.voice.joke", "voice").severity.value == "suggestion"  # type: ignore[union-attr]


def test_an_allowed_text_ends_on_its_day():
    given = book(allow=[{"text": "Gewoon Doen", "reason": "campagne", "until": "2026-11-26"}])
    assert given.resolve(Scope(), NOON).allowed
    assert not given.resolve(Scope(), NOON + dt.timedelta(days=1)).allowed


@pytest.mark.parametrize(("allowed", "text"), [("Straße", "In de STRAßE."), ("İzmir", "Naar İzmir."), ("NU", "nu")])
def test_an_allowed_text_is_found_whatever_its_capitals(allowed: str, text: str):
    (entry,) = book(allow=[{"text": allowed, "reason": "campagne"}]).base.allowed
    assert entry.text in lowered(text)
    assert len(lowered(text)) == len(text)


def test_the_same_question_gets_the_same_object_so_that_what_follows_from_it_is_kept():
    given = book(settings={"rules": [{"select": RULE, "stop": True, "preview": 20}]})
    assert given.resolve(Scope(share=1), NOON) is given.resolve(Scope(share=19), NOON)
    assert given.resolve(Scope(share=1), NOON) is not given.resolve(Scope(share=20), NOON)


def test_case_numbers_are_forms_and_nothing_else():
    (form,) = book(case_numbers=["Z-9999.A"]).base.case_numbers
    assert form.search("zie Z-1234.B hier")
    assert not form.search("zie Z-1234xB hier")
    assert not form.search("zie Z-12345.B hier")


def test_a_fact_that_is_left_empty_makes_no_scope_more_exact():
    exact = {"when": {"place": "dm", "account": "brand"}, "settings": {"interruptions": 5}}
    loose = {"when": {"place": "dm", "team": None, "platform": None}, "settings": {"interruptions": 0}}
    given = book(scopes=[exact, loose])
    assert given.resolve(Scope(place="dm", account="brand"), NOON).interruption_budget == 5
