"""``kalm lint --records``: one answer a line, in order, whatever stands on the other lines."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.parallel import CHUNK
from kalm.records import RecordError, read_fields, to_record
from tests.cli.conftest import Kalm, bananas

GOLD = {
    "id": "nl-0002",
    "lang": "nl",
    "account": "brand",
    "place": "page",
    "parent": None,
    "draft": "Een blauwe banaan.",
}


def lines(*records: object) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in records)


def answers(kalm: Kalm, *records: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kalm("lint", "--records", "-", input=lines(*records)).stdout.splitlines()]


def test_an_answer_is_id_situation_and_findings(kalm: Kalm) -> None:
    [answer] = answers(kalm, GOLD)
    assert list(answer) == ["id", "situation", "findings"]
    assert answer["id"] == "nl-0002"
    assert bananas(answer["findings"])


def test_gold_and_request_spelling_say_the_same() -> None:
    gold = {"id": 1, "lang": "nl-BE", "account": "personal", "place": "group", "parent": "Waar blijft het?",
            "attachments": ["image:own", "video", "music"], "draft": "Hallo."}  # fmt: skip
    request = {
        "id": 1,
        "text": "Hallo.",
        "language": "nl-BE",
        "context": {
            "account": "personal",
            "place": "group",
            "parent": {"text": "Waar blijft het?"},
            "attachments": [
                {"kind": "image", "rights": "own"},
                {"kind": "video", "rights": "unknown"},
                {"kind": "audio"},
            ],
        },
    }
    assert to_record(gold) == to_record(request)


def test_place_follows_from_the_parent_where_none_is_given() -> None:
    assert to_record({"text": "a"}).draft.context.place == "post"
    assert to_record({"text": "a", "parent": "b"}).draft.context.place == "page"


@given(
    st.fixed_dictionaries(
        {
            "situation": st.sampled_from(["complaint", "abuse", "compliment", 7, None]),
            "findings": st.lists(st.dictionaries(st.text(max_size=5), st.integers(), max_size=2), max_size=2),
            "ok": st.booleans(),
            "why": st.text(max_size=20),
        }
    )
)
def test_labels_are_never_read(labels: dict[str, Any]) -> None:
    record = {**GOLD, "parent": "Waar blijft het?"}
    assert to_record({**record, **labels}) == to_record(record)


def test_a_situation_set_by_a_person_in_the_context_counts(kalm: Kalm) -> None:
    record = {"text": "Dag.", "language": "nl", "context": {"parent": {"text": "Hoi."}, "situation": "abuse"}}
    [answer] = answers(kalm, record)
    assert answer["situation"]["label"] == "abuse"


def test_a_broken_line_is_named_by_number_and_the_rest_is_answered(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(lines(GOLD, b'{"draft": "geheim', {"id": "x", "draft": 3}, b"", {**GOLD, "id": "last"}))
    result = kalm("lint", "--records", path, "--format", "jsonl")
    assert result.exit_code == 2
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["nl-0002", "last"]
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{path}:2: ")
    assert second == f"{path}:3: text: must be a string"
    assert "geheim" not in result.stderr


def test_an_id_that_no_answer_can_repeat_is_named_and_the_rest_is_answered(kalm: Kalm) -> None:
    given = lines(
        {**GOLD, "id": 2**64}, {**GOLD, "id": 2**64 - 1}, {**GOLD, "id": -(2**63) - 1}, {**GOLD, "id": -(2**63)}
    )
    result = kalm("lint", "--records", "-", input=given)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [2**64 - 1, -(2**63)]
    assert [line.split(" ")[:2] for line in result.stderr.splitlines()] == [
        ["<stdin>:1:", "id:"],
        ["<stdin>:3:", "id:"],
    ]
    assert result.exit_code == 2


@given(st.binary(max_size=60))
def test_any_line_is_a_record_or_a_record_error(line: bytes) -> None:
    try:
        to_record(read_fields(line))
    except RecordError as error:
        assert str(error)


@pytest.mark.parametrize(("fail_on", "code"), [("warning", 1), ("error", 0)])
def test_exit_code_follows_fail_on(kalm: Kalm, fail_on: str, code: int) -> None:
    record = {**GOLD, "place": "dm"}
    assert kalm("lint", "--records", "-", "--fail-on", fail_on, input=lines(record)).exit_code == code


@pytest.mark.parametrize(
    "options", [["--format", "text"], ["draft.txt"], ["--parent", "x"], ["--place", "dm"], ["--grammar"]]
)
def test_what_each_record_says_itself_cannot_be_said_beside_it(kalm: Kalm, options: list[str]) -> None:
    assert kalm("lint", "--records", "-", *options, input=lines(GOLD)).exit_code == 2


def test_many_records_over_all_cores_keep_their_order(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(lines(*({**GOLD, "id": number} for number in range(CHUNK * 5))))
    result = kalm("lint", "--records", path)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(range(CHUNK * 5))


@pytest.mark.slow
def test_a_reader_that_stops_early_ends_it_quietly(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(lines(*({**GOLD, "id": number} for number in range(CHUNK * 60))))
    command = [Path(sys.executable).with_name("kalm"), "lint", "--records", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_a_progress_bar_shows_on_a_terminal_only(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(lines(*({**GOLD, "id": number} for number in range(CHUNK * 4))))
    command = [Path(sys.executable).with_name("kalm"), "lint", "--records", path]
    piped = subprocess.run(command, capture_output=True, check=False)
    assert piped.stderr == b""
    master, slave = os.openpty()
    with (tmp_path / "answers").open("wb") as out, subprocess.Popen(command, stdout=out, stderr=slave):
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error to its reader
            while chunk := os.read(master, 65536):
                shown += chunk
    os.close(master)
    assert b"100%" in shown
    assert (tmp_path / "answers").read_bytes() == piped.stdout
