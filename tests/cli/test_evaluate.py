"""``kalm evaluate``: the figures of tests/gold/score.py, in one go."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kalm
from tests.evaluation.test_scoring import only_what_score_knows

GOLD = Path(__file__).parents[1] / "gold"
FILES = [GOLD / name for name in ("nl.jsonl", "nl-be.jsonl", "en.jsonl")]


def scored(predictions: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, str(GOLD / "score.py"), str(predictions), *map(str, FILES), "--json", *options]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return figures


@pytest.mark.slow
def test_figures_equal_those_of_score_py_on_the_answers_of_kalm_lint(kalm: Kalm, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("".join(kalm("lint", "--records", path).stdout for path in FILES), encoding="utf-8")
    ours = json.loads(kalm("evaluate", *FILES, "--json").stdout)
    for view, options in (("all", ()), ("warning", ("--min-severity", "warning"))):
        theirs = scored(predictions, *options)
        assert only_what_score_knows(ours["total"][view], theirs["total"]) == theirs["total"]
        for language, figures in theirs["languages"].items():
            assert only_what_score_knows(ours["languages"][language][view], figures) == figures


def gold(number: int, draft: str, *marked: tuple[int, int]) -> str:
    findings = [{"category": "condescension", "start": start, "end": end, "note": "x"} for start, end in marked]
    record = {"id": f"t-{number:04}", "lang": "nl", "account": "brand", "place": "dm", "parent": None,
              "situation": None, "attachments": [], "draft": draft, "findings": findings, "ok": not marked,
              "why": "x"}  # fmt: skip
    return json.dumps(record) + "\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two bad drafts, of which one is caught, and two good ones, of which one raises a false alarm."""
    path = tmp_path / "small.jsonl"
    path.write_text(
        gold(1, "Een blauwe banaan.", (4, 17))
        + gold(2, "Iets anders.", (0, 4))
        + gold(3, "Een rode banaan.")
        + gold(4, "De balie is open."),
        encoding="utf-8",
    )
    return path


def test_bad_drafts_are_caught_and_good_ones_flagged_as_counted_by_hand(kalm: Kalm, small: Path) -> None:
    figures = json.loads(kalm("evaluate", small, "--json").stdout)["total"]["warning"]
    assert (figures["bad"], figures["bad_with_a_right_finding"]) == (2, 1)
    assert (figures["good"], figures["good_with_false_alarm"]) == (2, 1)


@pytest.mark.parametrize(("half", "bad", "caught"), [("even", 1, 0), ("odd", 1, 1)])
def test_a_half_is_chosen_by_the_number_in_the_id(kalm: Kalm, small: Path, half: str, bad: int, caught: int) -> None:
    figures = json.loads(kalm("evaluate", small, "--json", "--half", half).stdout)["total"]["warning"]
    assert (figures["bad"], figures["bad_with_a_right_finding"]) == (bad, caught)


def test_the_table_shows_both_views_with_intervals(kalm: Kalm, small: Path) -> None:
    shown = kalm("evaluate", small).stdout
    assert "warning and above" in shown
    assert "all severities" in shown
    assert "1 of 2 = 50.0% [9.4%-90.5%]" in shown


def test_messages_score_the_situation(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "parents.jsonl"
    message = {"id": "pa-0001", "lang": "nl", "text": "Al drie weken wachten, schandalig!", "situation": "complaint",
               "also": [], "intensity": 2, "distress": False, "cues": []}  # fmt: skip
    path.write_text(json.dumps(message) + "\n", encoding="utf-8")
    figures = json.loads(kalm("evaluate", path, "--json").stdout)["files"][str(path)]
    assert figures["all"] is None
    assert figures["situation"]["messages"] == 1


def test_a_broken_line_is_named_and_the_rest_is_scored(kalm: Kalm, small: Path) -> None:
    with small.open("a", encoding="utf-8") as file:
        file.write('{"id": "t-0005", "draft": 3, "findings": []}\n')
    result = kalm("evaluate", small)
    assert result.exit_code == 2
    assert result.stderr == f"{small}:5: text: must be a string\n"
    assert "4 drafts: 2 bad, 2 good" in result.stdout


def test_a_file_that_is_not_there_is_an_input_error(kalm: Kalm, tmp_path: Path) -> None:
    assert kalm("evaluate", tmp_path / "none.jsonl").exit_code == 2
