"""An app with the shipped rules, and short ways to ask it something."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api import create_app
from kalm.config import Settings, read
from kalm.inforce import InForce
from kalm.linting import Linter
from kalm.store import Store
from tests.shipped import shipped

COMPLAINT = "Ik wacht al drie weken op mijn bestelling en niemand reageert!"
REPLY = "Zoals wij u eerder al uitlegden, kan dit niet."
"""A reply that carries a finding, `nl.condescension.already-explained`, on its first clause."""

Ask = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def linter() -> Linter:
    """The shipped rules."""
    return shipped()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of an empty environment."""
    return read({"HOME": "/nowhere"})


@pytest.fixture(scope="session")
def make_app(linter: Linter) -> Callable[..., Flask]:
    """Make an app from KALM_… variables."""

    def make(**environ: str) -> Flask:
        return create_app(read({"HOME": "/nowhere", **environ}), InForce(linter))

    return make


@pytest.fixture(scope="session")
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app as it is without any setting."""
    return make_app()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    yield made
    made.close()


@pytest.fixture
def housed(linter: Linter, store: Store) -> Flask:
    """The app with a store."""
    inforce = InForce(linter, store)
    inforce.refresh()
    return create_app(read({"HOME": "/nowhere"}), inforce)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller on this machine."""
    return app.test_client()


@pytest.fixture(scope="session")
def lint(app: Flask) -> Ask:
    """POST a body, given as fields, to /v1/lint."""
    caller = app.test_client()

    def ask(accept: str | None = None, /, **fields: Any) -> TestResponse:
        headers = {} if accept is None else {"Accept-Language": accept}
        return caller.post("/v1/lint", json=fields, headers=headers)

    return ask
