"""The corpus in the project is the shared one, letter for letter, without other people's data."""

from pathlib import Path

import pytest

from training.__main__ import CORPUS

SHARED = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside the project")
def test_every_file_of_the_corpus_equals_the_shared_one():
    given = {path.name: path.read_bytes() for path in SHARED.iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in CORPUS.iterdir()} == given


def test_other_peoples_data_is_not_in_the_project():
    assert not [path for path in CORPUS.rglob("*") if "outside" in path.parts]
    assert not [path for name in ("germeval", "goemotions", "toxic") for path in CORPUS.glob(f"*{name}*")]
