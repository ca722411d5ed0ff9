"""Houses for the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from kalm.api import create_app
from kalm.api.auth import Role
from kalm.config import read
from kalm.inforce import InForce
from kalm.linting import Linter
from kalm.store import Store
from kalm.store.migrate import upgrade
from kalm.store.tables import Person
from tests.shipped import shipped

from .house import Browser, House

MakeHouse = Callable[..., House]


@pytest.fixture(scope="session")
def linter() -> Linter:
    """The shipped rules."""
    return shipped()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in the form of this release, to copy."""
    file = tmp_path_factory.mktemp("store") / "kalm.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    store.close()  # the last connection writes the log into the file
    return file


@pytest.fixture
def make_house(tmp_path: Path, empty_database: Path, linter: Linter) -> Iterator[MakeHouse]:
    """Make a house from KALM_… variables."""
    stores: list[Store] = []

    def make(**environ: str) -> House:
        file = tmp_path / "kalm.db"
        if not file.exists():
            file.write_bytes(empty_database.read_bytes())
        store = Store(f"sqlite:///{file}")
        stores.append(store)
        inforce = InForce(linter, store)
        inforce.refresh()
        app: Flask = create_app(read({"HOME": "/nowhere", **environ}), inforce)
        return House(app, store)

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def house(make_house: MakeHouse) -> House:
    """A house without any setting."""
    return make_house()


@pytest.fixture
def chief(house: House) -> Person:
    """The administrator."""
    return house.add("Aisha", Role.ADMINISTRATOR)


@pytest.fixture
def office(house: House, chief: Person) -> Browser:
    """The administrator's browser."""
    return house.browser(chief)
