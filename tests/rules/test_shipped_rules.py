"""Walks `lint_rules/` and speaks the house rules, one sentence for each failure."""

import re
from collections import Counter

import pytest

from kalm.linting import Linter
from kalm.policy import STOP_BY_DEFAULT
from kalm.rules.examples import run_examples
from kalm.rules.folder import RuleFile, rule_files, shipped_rules
from kalm.rules.yaml import load

FILES = list(rule_files(shipped_rules()))
CODES = {
    "ET": 8, "CO": 7, "ME": 7, "CF": 8, "CR": 7, "KO": 5, "SP": 7, "DI": 6, "ES": 7, "RE": 8, "FA": 8, "MO": 5, "VO": 9,
}  # fmt: skip
PHENOMENA = {f"{code}-{number}" for code, most in CODES.items() for number in range(1, most + 1)}
MAY_BE_ERRORS = {"confidential", "respect"}
"""`error` is for what must not leave, and for insults and threats at a person."""
LEAST_BAD, LEAST_GOOD = 3, 4


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_a_rule_finds_its_bad_examples_leaves_its_good_ones_and_its_fixes_help(file: RuleFile, linter: Linter) -> None:
    rule = next((rule for rule in linter.rules if rule.id == file.id), None)
    if rule is None:
        assert load(file.path.read_text(encoding="utf-8"))["status"] == "off", f"{file.id} is not loaded"
        return
    assert run_examples(linter, rule) == []


def test_every_rule_shows_what_it_catches_and_more_of_what_it_leaves_alone(linter: Linter) -> None:
    thin = [rule.id for rule in linter.rules if len(rule.bad) < LEAST_BAD or len(rule.good) < LEAST_GOOD]
    assert not thin, "these rules need three bad and four good examples"


def test_a_phenomenon_is_one_of_the_catalogue(linter: Linter) -> None:
    unknown = {(rule.id, code) for rule in linter.rules for code in rule.phenomena if code not in PHENOMENA}
    assert not unknown


def test_only_leaks_and_attacks_on_people_are_errors(linter: Linter) -> None:
    assert not {rule.id for rule in linter.rules if rule.severity == "error"} - {
        rule.id for rule in linter.rules if rule.category in MAY_BE_ERRORS
    }


def test_texts_are_one_or_two_calm_sentences(linter: Linter) -> None:
    loud = [
        rule.id
        for rule in linter.rules
        for texts in (rule.message, rule.why, rule.advice)
        for text in texts.values()
        if "!" in text or re.search(r"\b[A-Z]{5,}\b", text) or len(text) > 260
    ]
    assert not loud, "advice does not shout and fits a card"


def test_every_phenomenon_has_a_rule_in_dutch_and_in_english(linter: Linter) -> None:
    have = {
        (language, code) for rule in linter.rules for code in rule.phenomena for language in _read_by(rule.language)
    }
    missing = {(language, code) for language in ("nl", "en") for code in PHENOMENA} - have
    assert not missing


def test_a_rule_that_may_stop_a_post_exists(linter: Linter) -> None:
    assert {rule.id for rule in linter.rules} >= STOP_BY_DEFAULT


def test_ids_are_unique_and_named_after_what_they_flag(linter: Linter) -> None:
    counts = Counter(rule.id for rule in linter.rules)
    assert all(count == 1 for count in counts.values())
    assert not [rule.id for rule in linter.rules if re.search(r"\.(?:avoid|dont)-", rule.id)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_phenomenon_has_ten_bad_wordings_and_ten_look_alikes_by_another_hand(language: str) -> None:
    folder = shipped_rules() / "wordings" / language
    assert {path.stem for path in folder.glob("*.yml")} == PHENOMENA
    for path in folder.glob("*.yml"):
        wordings = load(path.read_text(encoding="utf-8"))
        assert len(wordings["bad"]) == len(wordings["good"]) == 10, path.name


def _read_by(language: str) -> tuple[str, ...]:
    return ("nl", "en") if language == "any" else ("nl",) if language == "nl-BE" else (language,)
