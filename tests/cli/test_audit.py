"""``kalm audit``: the same from every kind of file, in three formats, without a word of a draft unless asked."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kalm.audit import run
from kalm.audit.tally import Tally
from tests.audit.made import as_csv, as_excel, as_jsonl, posts
from tests.cli.conftest import Kalm
from tests.shipped import TEST_CACHE

BANANAS = ("Een groene banaan.", "Een blauwe banaan.", "Een rode banaan.", "Een gewone appel.")
CANARY = "kanariepiet"


def bananas(count: int) -> list[dict[str, str]]:
    return [
        {"text": f"{BANANAS[number % 4]} {CANARY}", "language": "nl", "date": f"2026-03-{1 + number % 28:02}"}
        for number in range(count)
    ]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(bananas(40)))
    return path


def document(kalm: Kalm, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kalm("audit", *arguments, "--format", "json").stdout)
    return found


def test_the_counts_are_those_of_the_rules(kalm: Kalm, file: Path) -> None:
    found = document(kalm, file)
    [policy] = found["policies"]
    assert (found["posts"], found["unreadable"], policy["interrupted"]) == (40, 0, 20)
    assert policy["severities"]["error"] == 10
    rules = {rule["rule"]: rule["posts"] for rule in policy["rules"]}
    assert rules["nl.condescension.groene-banaan"] == 10
    assert found["period"] == {"first": "2026-03-01", "last": "2026-03-28", "weeks": 4.0, "posts": 40}
    assert policy["interruptions_a_week"] == 5
    assert sum(week["posts"] for week in found["weeks"]) == 40


def test_csv_json_lines_and_excel_give_the_same_document(kalm: Kalm, tmp_path: Path) -> None:
    found = []
    for name, make in (("a.csv", as_csv), ("a.jsonl", as_jsonl), ("a.xlsx", as_excel)):
        (tmp_path / name).write_bytes(make(posts(30)))
        found.append({**document(kalm, tmp_path / name), "file": ""})
    assert found[0] == found[1] == found[2]
    assert found[0]["policies"][0]["interrupted"] > 0


def test_a_second_policy_shows_what_is_new_and_gone(kalm: Kalm, file: Path) -> None:
    between = document(kalm, file, "--policy", "built-in:keen", "--against", "built-in:quiet")["difference"]
    assert {"rule": "nl.condescension.groene-banaan", "new": 10, "gone": 0, "changed": 0} in between["rules"]
    assert between["interrupted_new"] == between["interrupted_gone"] == 0


POLICY = """\
kalm: 1
name: Gemeente Voorbeeld
language: nl
settings:
  rules:
    - {select: nl.condescension.rode-banaan, enabled: false, reason: "rood mag"}
    - {select: nl.condescension.groene-banaan, severity: error, reason: "groen niet"}
words: {competitors: [Kanariepiet]}
modes:
  - {kind: crisis, since: 2020-01-01T00:00:00Z, until: 2100-01-01T00:00:00Z, rules: [{select: nl.condescension.*, enabled: false}]}
"""


def test_a_policy_file_is_tried_against_the_built_in_policy_or_the_published_one(
    kalm: Kalm, file: Path, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY, encoding="utf-8")
    found = document(kalm, file, "--policy", policy, "--against", "published")
    changes = {change.pop("rule"): change for change in found["difference"]["rules"]}
    assert changes["nl.condescension.rode-banaan"] == {"new": 0, "gone": 10, "changed": 0}
    assert changes["nl.condescension.groene-banaan"] == {"new": 0, "gone": 0, "changed": 10}
    assert [each["name"] for each in found["policies"]] == [str(policy), "published"]
    published = kalm("policy", "publish", "--file", policy, "--note", "test")
    assert published.exit_code == 0, published.stderr
    again = document(kalm, file, "--policy", policy, "--against", "published")
    assert again["difference"] == {"interrupted_new": 0, "interrupted_gone": 0, "rules": []}
    assert document(kalm, file)["policies"][0] == {**again["policies"][0], "name": "published"}
    built_in = document(kalm, file, "--against", "built-in")["difference"]["rules"]
    assert {**changes["nl.condescension.rode-banaan"], "rule": "nl.condescension.rode-banaan"} in built_in


def test_a_policy_file_that_is_broken_is_told_with_its_line(kalm: Kalm, file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.replace("  rules:", "  rulez:", 1), encoding="utf-8")
    result = kalm("audit", file, "--policy", policy)
    assert result.exit_code == 2
    assert f"{policy}:" in result.stderr
    assert "settings.rulez" in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_no_draft_is_in_the_output_unless_cases_are_asked_for(
    kalm: Kalm, file: Path, tmp_path: Path, form: str
) -> None:
    file.write_bytes(file.read_bytes() + b"te,veel,cellen," + CANARY.encode() + b"\n")
    result = kalm("audit", file, "--format", form)
    assert result.exit_code == 2
    assert CANARY not in result.output
    assert f"{file}:42: has 4 cells, the first row has 3" in result.stderr
    with_cases = kalm("audit", file, "--format", form, "--cases", 3)
    assert with_cases.stdout.count(CANARY) == 3
    assert not list((tmp_path / "data").rglob("*.checkpoint"))


def test_another_seed_shows_other_cases_and_the_same_seed_the_same(kalm: Kalm, file: Path) -> None:
    lines = [
        [case["line"] for case in document(kalm, file, "--cases", 5, "--seed", seed)["cases"]] for seed in (1, 1, 2)
    ]
    assert lines[0] == lines[1] != lines[2]


def test_json_lines_say_what_each_is_about(kalm: Kalm, file: Path) -> None:
    lines = [json.loads(line) for line in kalm("audit", file, "--format", "jsonl", "--cases", 2).stdout.splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds[0] == "audit"
    assert set(kinds) == {"audit", "week", "policy", "rule", "case"}
    assert sum(line["posts"] for line in lines if line.get("rule") == "nl.condescension.rode-banaan") == 10


def test_the_text_tells_it_to_people(kalm: Kalm, file: Path) -> None:
    result = kalm("audit", file, "--against", "built-in:quiet")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "40 posts" in text
    assert "posts interrupted 20 (50.0%)" in text
    assert "interruptions a week about 5.0" in text
    assert "nl.condescension.groene-banaan 10 0" in text
    assert "10 0 0 nl.condescension.groene-banaan" in text


@pytest.mark.parametrize(("level", "code"), [(None, 0), ("error", 1), ("suggestion", 1)])
def test_findings_are_a_failure_only_where_one_asks_for_it(
    kalm: Kalm, file: Path, level: str | None, code: int
) -> None:
    assert kalm("audit", file, *(["--fail-on", level] if level else [])).exit_code == code


def test_nothing_severe_is_no_failure(kalm: Kalm, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_jsonl([{"text": "Een groene banaan.", "language": "nl"}]))
    assert kalm("audit", tmp_path / "a.jsonl", "--fail-on", "error").exit_code == 0


def test_columns_can_be_named(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Onze reactie;Wanneer\nEen rode banaan.;26-11-2026\n".encode("cp1252"))
    assert kalm("audit", path).exit_code == 2
    found = document(kalm, path, "--column", "draft=Onze reactie", "--column", "date=Wanneer")
    assert found["posts"] == 1
    assert found["weeks"][0]["week"] == "2026-W48"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--column", "draft"], "PART=COLUMN"),
        (["--column", "colour=x"], "PART=COLUMN"),
        (["--column", "draft=nowhere"], "no column 'nowhere'"),
        (["--policy", "nobody"], "nobody: cannot be read"),
        (["--policy", "7"], "There is no version 7"),
        (["--policy", "built-in:loud"], "quiet, balanced, keen"),
        (["--against", "published"], "name the same policy"),
        (["--cases", "100000"], "0<=x<=1000"),
        (["--output", "/nowhere/at/all.json"], "no such folder"),
        (["--scheduler", "nonsense"], "No Dask scheduler"),
    ],
)
def test_wrong_use_is_told(
    kalm: Kalm, file: Path, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("kalm.audit.cluster.CONNECT_SECONDS", 1)
    result = kalm("audit", file, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_told(kalm: Kalm, tmp_path: Path) -> None:
    result = kalm("audit", tmp_path / "none.csv")
    assert (result.exit_code, result.stderr) == (2, f"{tmp_path / 'none.csv'}: No such file or directory\n")


def test_stopped_by_hand_it_keeps_where_it_stands_and_goes_on_from_there(
    kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = tmp_path / "posts.csv", tmp_path / "out.json"
    path.write_bytes(as_csv(bananas(run.BLOCK * 3)))
    merge, merged = Tally.merge, 0

    def stop_once(self: Tally, other: Tally, cases: int = 0) -> None:
        nonlocal merged
        merged += 1
        if merged == 2:
            raise KeyboardInterrupt
        merge(self, other, cases)

    with monkeypatch.context() as patch:
        patch.setattr(Tally, "merge", stop_once)
        stopped = kalm("audit", path, "--output", out, "--format", "json")
    assert (stopped.exit_code, stopped.stderr) == (130, "Stopped; --resume goes on.\n")
    place = tmp_path / "out.json.checkpoint"
    assert CANARY not in place.read_text()
    assert json.loads(place.read_bytes())["tally"]["rows"] == run.BLOCK
    refused = kalm("audit", path, "--output", out, "--format", "json", "--resume", "--policy", "built-in:keen")
    assert refused.exit_code == 2
    assert "start again without --resume" in refused.stderr
    assert kalm("audit", path, "--output", out, "--format", "json", "--resume").exit_code == 0
    assert json.loads(out.read_bytes()) == document(kalm, path)
    assert not place.exists()


def test_without_an_output_where_it_stands_is_kept_in_the_data_folder(
    kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(bananas(run.BLOCK * 3)))
    monkeypatch.setattr(run, "SAVE_SECONDS", -1)
    merge = Tally.merge

    def stop(self: Tally, other: Tally, cases: int = 0) -> None:
        if self.rows:
            raise KeyboardInterrupt
        merge(self, other, cases)

    with monkeypatch.context() as patch:
        patch.setattr(Tally, "merge", stop)
        assert kalm("audit", path).exit_code == 130
    [place] = (tmp_path / "data" / "audit").iterdir()
    assert CANARY not in place.read_text()
    assert kalm("audit", path, "--resume").exit_code == 0
    assert list((tmp_path / "data" / "audit").iterdir()) == []


@pytest.mark.slow
def test_a_progress_bar_shows_on_a_terminal_only(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(bananas(run.BLOCK * 4)))
    command = [str(Path(sys.executable).with_name("kalm")), "audit", str(path)]
    environ = os.environ | {"KALM_READER": "off", "KALM_CACHE_DIR": str(TEST_CACHE)}
    piped = subprocess.run(command, capture_output=True, check=True, env=environ)
    assert piped.stderr == b""
    master, slave = pty.openpty()
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=slave, check=True, env=environ)
    os.close(slave)
    bar = b""
    with suppress(OSError), open(master, "rb", buffering=0) as terminal:  # it ends in an error, as terminals do
        while piece := terminal.read(4096):
            bar += piece
    assert f"{run.BLOCK * 4} posts".encode() in bar
    assert shown.stdout == piped.stdout
