"""Databases for the tests: SQLite in a folder of the test's own, and a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.store import Store
from kalm.store.migrate import upgrade
from tests.store.postgres import Postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kalm.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def empty(address: str) -> Iterator[Store]:
    store = Store(address)
    yield store
    store.close()


@pytest.fixture
def store(empty: Store) -> Store:
    """A database in the form of this release."""
    upgrade(empty)
    return empty
