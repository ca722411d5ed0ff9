"""Offices for the tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.linting import Linter
from kalm.store import Store

from .office import Office


@pytest.fixture(scope="session")
def cache() -> str:
    """Where compiled phrases are kept between runs."""
    return str(Path(sys.prefix) / "kalm-test-cache")


@pytest.fixture
def office(tmp_path: Path, empty_database: Path, linter: Linter) -> Iterator[Office]:
    """An office where nothing was published yet."""
    file = tmp_path / "kalm.db"
    file.write_bytes(empty_database.read_bytes())
    store = Store(f"sqlite:///{file}")
    yield Office(store, linter)
    store.close()


@pytest.fixture
def settled(office: Office) -> Office:
    """An office with one version of its policy."""
    office.publish()
    return office
