"""An everyday week by rules alone: who is disturbed without need, and what is caught. The shares are limits that only
get better."""

import sys
from pathlib import Path

import pytest

from kalm.evaluation.files import evaluate
from kalm.evaluation.scoring import WARNING, summarise
from kalm.linting import Linter

FOLDER = Path(__file__).parents[1] / "everyday"
LIMITS = {"nl": (1.0, 41), "nl-be": (1.0, 64), "en": (4.5, 52)}
"""Of 100 good drafts, those that may be warned about; of 100 bad ones, those whose trouble must be."""


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.load(cache=Path(sys.prefix) / "kalm-test-cache")


@pytest.mark.parametrize("language", LIMITS)
def test_few_good_everyday_drafts_are_warned_about_and_plain_trouble_is_caught(linter: Linter, language: str):
    judged = evaluate(FOLDER / f"{language}.jsonl", linter)
    assert judged.problems == []
    counted = summarise(case.at_least(WARNING) for case in judged.cases)
    most, least = LIMITS[language]
    assert counted["false_alarms_per_100_good"] <= most
    assert 100 * counted["draft_recall"] >= least
