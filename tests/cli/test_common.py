"""What went wrong around the work is told in a line."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from kalm.cli.common import InputError, whole_pool, writing


def test_a_process_that_was_killed_is_told_with_what_can_be_done() -> None:
    with (
        pytest.raises(InputError, match="killed or ran out of memory; --resume goes on"),
        whole_pool("--resume goes on"),
    ):
        raise BrokenProcessPool


def test_a_file_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    place = tmp_path / "nowhere" / "file"
    with pytest.raises(InputError, match=r"nowhere/file: No such file or directory"), writing(place):
        place.write_text("x", encoding="utf-8")
