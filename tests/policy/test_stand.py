"""How a rule stands under a policy is told as the engine has it."""

from dataclasses import replace
from typing import Any

import pytest

from kalm.policy import BUILT_IN, PolicyBook, read_document
from kalm.policy.stand import Stand, stand


def of(severity: str = "warning", status: str = "stable", strictness: str = "balanced", **decided: Any) -> Stand:
    settings = {"strictness": strictness, "rules": [{"select": "respect", **decided}] if decided else []}
    policy = PolicyBook(read_document({"name": "Voorbeeld", "settings": settings}), 1).base
    return stand("nl.respect.some", "respect", severity, status, policy)


@pytest.mark.parametrize(
    ("stands", "on", "why"),
    [
        (of(), True, "shipped"),
        (of(status="deprecated"), True, "deprecated"),
        (of(status="preview"), False, "preview"),
        (of(status="preview", strictness="keen"), True, "shipped"),
        (of(status="preview", enabled=True), True, "decided"),
        (of(status="preview", stop=True), False, "preview"),
        (of(severity="suggestion", strictness="quiet"), False, "quiet"),
        (of(strictness="quiet", severity="suggestion"), False, "quiet"),
        (of(enabled=False), False, "decided"),
    ],
)
def test_on_or_off_and_why(stands: Stand, on: bool, why: str):
    assert (stands.on, stands.why) == (on, why)


def test_a_rule_that_is_lowered_to_a_suggestion_is_silent_at_quiet():
    settings = {"strictness": "quiet", "rules": [{"select": "respect", "severity": "suggestion"}]}
    policy = PolicyBook(read_document({"name": "Voorbeeld", "settings": settings}), 1).base
    assert not stand("nl.respect.some", "respect", "warning", "stable", policy).on


def test_it_stops_and_weighs_as_decided():
    stands = of(severity="suggestion", stop=True)
    assert (stands.stops, stands.origins) == (True, {"organisation"})
    assert not stand("nl.respect.some", "respect", "warning", "stable", replace(BUILT_IN)).stops
