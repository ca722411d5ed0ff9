"""Offices for the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.linting import Linter
from kalm.store import Store
from tests.shipped import TEST_CACHE

from .office import Office


@pytest.fixture(scope="session")
def cache() -> str:
    """Where compiled phrases are kept between runs."""
    return str(TEST_CACHE)


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
