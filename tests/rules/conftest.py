"""The shipped rules, loaded once."""

import sys
from pathlib import Path

import pytest

from kalm.linting import Linter


@pytest.fixture(scope="session")
def linter() -> Linter:
    return Linter.load(cache=Path(sys.prefix) / "kalm-test-cache")
