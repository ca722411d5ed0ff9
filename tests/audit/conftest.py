"""Two policies over the shipped rules, loaded once."""

import json

import pytest

from kalm.audit import CheckSource
from kalm.audit.checks import Check
from tests.audit import policies

NEW = json.dumps({"stop": ["nl.condescension.already-explained"]}).encode()


@pytest.fixture(scope="session")
def ours() -> CheckSource:
    """A policy that also holds one rule of manners."""
    return CheckSource("new", f"{policies.__name__}:from_json", NEW)


@pytest.fixture(scope="session")
def theirs() -> CheckSource:
    """The policy that it is held against."""
    return CheckSource("old", f"{policies.__name__}:from_json", b'{"strictness": "quiet"}')


@pytest.fixture(scope="session")
def check(ours: CheckSource) -> Check:
    """The first of the two, loaded."""
    return ours.load()
