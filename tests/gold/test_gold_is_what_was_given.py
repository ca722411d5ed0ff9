"""The gold replies are kept letter for letter as they were given, and follow their own schema."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GIVEN = HERE.parents[2] / "shared" / "gold"
FILES = sorted(
    path for path in HERE.iterdir() if path.suffix in (".jsonl", ".md") or path.stem in ("score", "validate")
)


@pytest.mark.skipif(not GIVEN.is_dir(), reason="only where the given gold lies beside the project (../shared/gold)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_copy_is_the_given_file(path: Path) -> None:
    assert path.read_bytes() == (GIVEN / path.name).read_bytes()


def test_every_record_follows_the_schema() -> None:
    result = subprocess.run([sys.executable, HERE / "validate.py"], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-500:]
    assert result.stdout.endswith("0 error(s)\n")
