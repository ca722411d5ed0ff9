"""``kalm policy``: from a file to a version in force and back."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Kalm

POLICY = """\
name: Gemeente Voorbeeld
settings:
  rules:
    - {select: condescension, severity: suggestion, reason: proefperiode}
words:
  competitors: [Anderstad]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KALM_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "policy.yml"
    path.write_text(POLICY)
    return path


def test_a_file_becomes_the_draft_then_a_version_and_comes_back_as_it_was(kalm: Kalm, file: Path, tmp_path: Path):
    assert "name: built-in" in kalm("policy", "show").output
    assert kalm("policy", "import", file).exit_code == 0
    assert "name: built-in" in kalm("policy", "show").output, "a draft is not in force"
    changes = kalm("policy", "diff")
    assert changes.exit_code == 1
    assert "words.competitors: + Anderstad" in changes.output
    assert "Version 1 is in force." in kalm("policy", "publish", "--note", "eerste").output
    assert kalm("policy", "diff", "1", file).exit_code == 0
    copy = tmp_path / "copy.json"
    assert kalm("policy", "export", copy).exit_code == 0
    assert json.loads(copy.read_text())["words"] == {"competitors": ["Anderstad"]}
    assert kalm("policy", "diff", file, copy).exit_code == 0


def test_going_back_is_a_new_version(kalm: Kalm, file: Path):
    kalm("policy", "publish", "--file", file, "--note", "eerste")
    file.write_text(POLICY.replace("Anderstad", "Beekdorp"))
    kalm("policy", "publish", "--file", file, "--note", "tweede")
    assert "Version 3 is in force; it is version 1 anew." in kalm("policy", "rollback", "1").output
    assert kalm("policy", "diff", "1", "3").exit_code == 0
    listed = kalm("policy", "show", "--list").output.splitlines()
    assert [line.split()[0] for line in listed] == ["3", "2", "1"]


def test_a_file_that_is_published_leaves_the_draft_alone(kalm: Kalm, file: Path):
    kalm("policy", "import", file)
    file.write_text(POLICY.replace("Anderstad", "Beekdorp"))
    told = kalm("policy", "publish", "--file", file, "--note", "eerste").output
    assert "The draft by " in told
    assert "words.competitors: + Anderstad" in kalm("policy", "diff").output
    assert "It takes the place of the draft by " in kalm("policy", "import", file).output


def test_without_a_draft_there_is_nothing_to_publish(kalm: Kalm, file: Path):
    result = kalm("policy", "publish", "--note", "eerste")
    assert result.exit_code == 2
    assert "There is no draft" in result.stderr


def test_why_a_rule_is_as_it_is(kalm: Kalm, file: Path):
    kalm("policy", "publish", "--file", file, "--note", "eerste")
    said = kalm("policy", "explain", "nl.condescension.should-have").output
    assert "severity suggestion (organisation says so of condescension: proefperiode)" in said
    assert kalm("policy", "explain", "nl.condescension.nothing").exit_code == 2


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("name: x\nsettings:\n  strictnes: keen\n", ":3:14: settings.strictnes: unknown key"),
        ("name: [\n", ":2:1:"),
        ("- a\n", "document: must be a mapping"),
    ],
)
def test_a_broken_file_is_refused_with_the_place_of_the_mistake(kalm: Kalm, file: Path, source: str, told: str):
    file.write_text(source)
    result = kalm("policy", "import", file)
    assert result.exit_code == 2
    assert told in result.stderr
    assert kalm("policy", "diff").exit_code == 0, "nothing was saved"


def test_own_rules_whose_examples_fail_cannot_be_published(kalm: Kalm, file: Path):
    words = "{nl: Rustig aan., en: Take it easy.}"
    file.write_text(
        f"{POLICY}pack:\n  - {{name: banaan, language: nl, category: voice, message: {words}, why: {words}, "
        f'advice: {words}, phrases: [paarse banaan], bad: ["Een [[gele]] banaan."], good: ["Een peer."]}}\n'
    )
    result = kalm("policy", "publish", "--file", file, "--note", "eerste")
    assert result.exit_code == 2
    assert "nl.voice.house-banaan" in result.stderr
    assert "name: built-in" in kalm("policy", "show").output


def test_the_schema_describes_the_file(kalm: Kalm):
    schema = json.loads(kalm("policy", "show", "--schema").output)
    jsonschema.validate({"name": "x", "words": {"org": ["Voorbeeld"]}}, schema)


def test_a_version_that_is_not_there_is_named(kalm: Kalm, file: Path):
    assert "There is no version 7" in kalm("policy", "show", "7").stderr


def test_a_version_that_a_newer_release_wrote_is_named_and_stands_in_nobodys_way(kalm: Kalm, file: Path):
    kalm("policy", "publish", "--file", file, "--note", "eerste")
    kalm("policy", "publish", "--file", file, "--note", "tweede")
    with closing(sqlite3.connect(file.parent / "data" / "kalm.db")) as database, database:
        database.execute("update policies set document = '{\"kalm\": 99}' where version = 2")
    told = kalm("policy", "show")
    assert told.exit_code == 0
    assert "Version 2 was written by another release of Kalm; version 1 stays in force." in told.output
    assert "Anderstad" in told.output
    assert len(kalm("policy", "show", "--list").output.splitlines()) == 2
    refused = kalm("policy", "show", "2")
    assert (refused.exit_code, "KALM_DATABASE_URL" in refused.output) == (2, False)
    assert "version 2 was written by another release of Kalm" in refused.output
    assert "Version 3 is in force." in kalm("policy", "publish", "--file", file, "--note", "derde").output


def test_a_file_that_cannot_be_written_is_named(kalm: Kalm, file: Path):
    kalm("policy", "publish", "--file", file, "--note", "eerste")
    told = kalm("policy", "export", file.parent / "nowhere" / "p.yml")
    assert told.exit_code == 2
    assert "nowhere/p.yml: No such file or directory" in told.output
