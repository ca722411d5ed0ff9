"""The shipped rules, loaded once in each process that runs tests. A linter is never changed by what it reads."""

import sys
from functools import cache
from pathlib import Path

from kalm.linting import Linter

TEST_CACHE = Path(sys.prefix) / "kalm-test-cache"
"""Compiled rules are kept between test runs, inside the environment."""


@cache
def shipped(reader: str = "off") -> Linter:
    """The rules as they are shipped, with the ``reader`` ``off`` or ``auto``."""
    return Linter.load(cache=TEST_CACHE, reader=reader)
