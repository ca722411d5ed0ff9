"""An everyday week by rules alone: who is disturbed without need, and what is caught. The shares are limits that only
get better."""

from pathlib import Path
from typing import Any

import pytest

from kalm.evaluation.files import evaluate
from kalm.evaluation.scoring import WARNING, summarise
from kalm.linting import Linter
from tests.shipped import shipped

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "everyday"
MOST_DISTURBED = {"nl": 1.0, "nl-be": 1.0, "en": 4.5, "plain-nl": 4.5, "plain-en": 9.0, "mended-en": 2.4}
"""Of 100 good drafts, those that may be warned about."""
LEAST_CAUGHT = {"nl": 41, "nl-be": 64, "en": 51}
"""Of 100 bad ones, those whose trouble must be."""


@pytest.fixture(scope="module")
def linter() -> Linter:
    return shipped()


def counted(linter: Linter, name: str) -> dict[str, Any]:
    judged = evaluate(FOLDER / f"{name}.jsonl", linter)
    assert judged.problems == []
    return summarise(case.at_least(WARNING) for case in judged.cases)


@pytest.mark.parametrize("name", MOST_DISTURBED)
def test_few_good_everyday_drafts_are_warned_about(linter: Linter, name: str):
    assert counted(linter, name)["false_alarms_per_100_good"] <= MOST_DISTURBED[name]


@pytest.mark.parametrize("name", LEAST_CAUGHT)
def test_plain_trouble_is_caught(linter: Linter, name: str):
    assert 100 * counted(linter, name)["draft_recall"] >= LEAST_CAUGHT[name]
