"""``kalm rules``: look, test, start, count."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import RULE, Kalm

BLUE = "nl.condescension.blauwe-banaan"


def test_list_shows_one_rule_a_line_with_id_severity_and_message(kalm: Kalm) -> None:
    listed = kalm("rules", "list", "--language", "nl", "--category", "condescension").stdout.splitlines()
    [line] = [line for line in listed if line.startswith(BLUE)]
    assert line.split(maxsplit=2)[1:] == ["warning", "Dit is een blauwe banaan."]
    assert all(line.startswith("nl.condescension.") for line in listed)


def test_list_as_json_holds_texts_and_examples(kalm: Kalm) -> None:
    rules = json.loads(kalm("rules", "list", "--phenomenon", "CO-1", "--json").stdout)
    [blue] = [rule for rule in rules if rule["id"] == BLUE]
    assert blue["examples"]["bad"][0] == "Een [[blauwe banaan]] hier."
    assert all("CO-1" in rule["phenomena"] for rule in rules)


def test_show_prints_what_why_advice_examples_and_the_file(kalm: Kalm, banana_rules: Path) -> None:
    shown = kalm("rules", "show", BLUE).stdout
    for expected in ("Laat de banaan weg.", "Leave the banana out.", "Een [[blauwe banaan]] hier.", str(banana_rules)):
        assert expected in shown


def test_an_unknown_rule_is_an_input_error(kalm: Kalm) -> None:
    assert kalm("rules", "show", "nl.facts.no-such-rule").exit_code == 2


def test_test_runs_the_examples_of_the_rules_that_are_named(kalm: Kalm) -> None:
    result = kalm("rules", "test", "nl.condescension.*-banaan")
    assert (result.exit_code, result.stdout) == (0, "3 rules passed, 0 failed\n")


def test_test_says_what_is_wrong_with_an_example(kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nl" / "condescension" / "paarse-banaan.yml"
    path.parent.mkdir(parents=True)
    text = RULE.format(colour="paarse", severity="warning").replace("Geen banaan te zien.", "Toch een paarse banaan.")
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("KALM_RULES", str(tmp_path))
    result = kalm("rules", "test", "nl.condescension.paarse-banaan")
    assert result.exit_code == 1
    assert "Toch een paarse banaan." in result.stdout


def test_new_writes_a_rule_that_loads_and_passes_its_own_examples(
    kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = kalm("rules", "new", "nl.condescension.some-name", "--folder", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith(str(tmp_path / "nl/condescension/some-name.yml"))
    monkeypatch.setenv("KALM_RULES", str(tmp_path))
    assert kalm("rules", "test", "nl.condescension.some-name").stdout == "1 rules passed, 0 failed\n"


@pytest.mark.parametrize("rule_id", ["nl.some-name", "fr.facts.x", "nl.nonsense.x", "nl.facts.Some_Name", "nl.facts"])
def test_new_refuses_an_id_that_is_none(kalm: Kalm, tmp_path: Path, rule_id: str) -> None:
    assert kalm("rules", "new", rule_id, "--folder", tmp_path).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_new_never_overwrites(kalm: Kalm, tmp_path: Path) -> None:
    kalm("rules", "new", "nl.facts.some-name", "--folder", tmp_path)
    (tmp_path / "nl/facts/some-name.yml").write_text("mine", encoding="utf-8")
    assert kalm("rules", "new", "nl.facts.some-name", "--folder", tmp_path).exit_code == 2
    assert (tmp_path / "nl/facts/some-name.yml").read_text(encoding="utf-8") == "mine"


@pytest.fixture
def worded(tmp_path: Path) -> Path:
    """A rule folder with wordings of one phenomenon: two of three bad ones caught, one of two good ones flagged."""
    path = tmp_path / "wordings" / "nl" / "CO-1.yml"
    path.parent.mkdir(parents=True)
    path.write_text(
        """\
phenomenon: CO-1
context: {account: brand, place: dm}
bad:
  - "Een blauwe banaan."
  - {text: "Een groene banaan.", place: post}
  - "Iets anders."
good:
  - "De balie is open."
  - {text: "Een rode banaan.", turn: later, attachments: [image:own]}
""",
        encoding="utf-8",
    )
    return tmp_path


def test_coverage_counts_findings_of_the_category_at_any_severity(kalm: Kalm, worded: Path) -> None:
    assert kalm("rules", "coverage", "--folder", worded).exit_code == 0
    coverage = yaml.safe_load((worded / "coverage.yml").read_text(encoding="utf-8"))
    assert coverage["CO-1"]["nl"] | {"rules": 0} == {"rules": 0, "caught": 2, "of": [3, 2], "false": 1}
    assert coverage["CO-1"]["nl"]["rules"] >= 3


def test_coverage_check_fails_when_the_file_is_no_longer_true(kalm: Kalm, worded: Path) -> None:
    kalm("rules", "coverage", "--folder", worded)
    assert kalm("rules", "coverage", "--folder", worded, "--check").exit_code == 0
    path = worded / "coverage.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("caught: 2", "caught: 3"), encoding="utf-8")
    assert kalm("rules", "coverage", "--folder", worded, "--check").exit_code == 1


def test_a_broken_wordings_file_is_named_with_line_and_column(kalm: Kalm, worded: Path) -> None:
    path = worded / "wordings" / "nl" / "CO-1.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("place: post", "plaats: post"), encoding="utf-8")
    result = kalm("rules", "coverage", "--folder", worded)
    assert result.exit_code == 2
    assert f"{path}:5:5:" in result.stderr
