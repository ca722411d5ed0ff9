"""Houses whose policy is worked on, with the shipped rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.api import create_app
from kalm.config import read
from kalm.inforce import InForce, bring_to_form
from kalm.linting import Linter
from kalm.store import Store

from .office import Browser, Office


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in the form of this release, to copy."""
    file = tmp_path_factory.mktemp("store") / "kalm.db"
    store = Store(f"sqlite:///{file}")
    bring_to_form(store)
    store.close()
    return file


@pytest.fixture
def office(tmp_path: Path, empty_store: Path, linter: Linter) -> Iterator[Office]:
    """A house in which nothing was published."""
    file = tmp_path / "kalm.db"
    file.write_bytes(empty_store.read_bytes())
    store = Store(f"sqlite:///{file}")
    inforce = InForce(linter, store)
    inforce.refresh()
    yield Office(create_app(read({"HOME": "/nowhere", "KALM_GRAMMAR": "off"}), inforce), store, inforce)
    store.close()


@pytest.fixture
def noor(office: Office) -> Browser:
    """A manager's browser."""
    return office.browser(name="Noor")
