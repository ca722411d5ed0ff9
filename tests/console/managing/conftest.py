"""Offices for the tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.linting import Linter
from kalm.store import Store
from kalm.store.migrate import upgrade

from .office import Office


@pytest.fixture(scope="session")
def cache() -> str:
    """Where compiled phrases are kept between runs."""
    return str(Path(sys.prefix) / "kalm-test-cache")


@pytest.fixture(scope="session")
def rules(cache: str) -> Linter:
    """The shipped rules."""
    return Linter.load(cache=Path(cache))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in the form of this release, to copy."""
    file = tmp_path_factory.mktemp("store") / "kalm.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    store.close()  # the last connection writes the log into the file
    return file


@pytest.fixture
def office(tmp_path: Path, empty_store: Path, rules: Linter) -> Iterator[Office]:
    """An office where nothing was published yet."""
    file = tmp_path / "kalm.db"
    file.write_bytes(empty_store.read_bytes())
    store = Store(f"sqlite:///{file}")
    yield Office(store, rules)
    store.close()


@pytest.fixture
def settled(office: Office) -> Office:
    """An office with one version of its policy."""
    office.publish()
    return office
