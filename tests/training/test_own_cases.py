"""``kalm model train``: the way from the command line to the training code, with an organisation's own cases."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.records import Item
from training.runs import digest_of

pytestmark = pytest.mark.slow
SERVER = Path(__file__).parents[2] / "server"


def test_the_command_reaches_the_training_code_from_any_folder_and_names_a_case_that_cannot_be_used(tmp_path: Path):
    (tmp_path / "own.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
    begun = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kalm.cli import main; main()",
            "model",
            "train",
            "--extra",
            "own.jsonl",
            "--target",
            "out",
            "--work",
            "work",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
    )
    assert begun.returncode == 1
    assert begun.stderr.endswith("own.jsonl, record 1: KeyError at 'draft'\n")
    assert not (tmp_path / "out").exists()


def test_what_is_made_from_other_items_lies_in_another_folder():
    labels = np.zeros(14, np.float32)
    item = Item("a", "extra", "nl", "a", (0, 5, 2), 1, labels=labels, mask=labels + 1)
    digest = digest_of([item])
    assert digest == digest_of([replace(item)])
    other = labels.copy()
    other[3] = 1
    for changed in (replace(item, labels=other), replace(item, pieces=(0, 6, 2)), replace(item, weight=0.5)):
        assert digest_of([changed]) != digest
    assert digest_of([item, replace(item, id="b")]) != digest_of([replace(item, id="b"), item])
