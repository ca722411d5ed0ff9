"""A house with people of every role, and clients that are signed in as one of them."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api import create_app
from kalm.api.auth import Role, csrf_of
from kalm.api.state import EXTENSION
from kalm.config import read
from kalm.inforce import InForce
from kalm.linting import Linter
from kalm.store import Store, sessions
from kalm.store.migrate import upgrade
from kalm.store.tables import Person
from tests.shipped import shipped


def people(store: Store, team: str | None = "webcare") -> None:
    """One person of each role, all in one team."""
    with store.session() as session:
        for role in Role:
            session.add(
                Person(
                    id=role.value, name=f"{role.value.title()} Jansen", email=f"{role.value}@voorbeeld.nl",
                    role=role.value, team=team, password_hash=None, subject=None, since=dt.date(2026, 1, 1),
                    disabled=False,
                )
            )  # fmt: skip


def sign_in(store: Store, person: str) -> str:
    """The key of a new session."""
    with store.session() as session:
        return sessions.start(session, person, dt.datetime.now(dt.UTC))


@dataclass
class SignedIn:
    """A browser of one person, without a window."""

    client: FlaskClient
    key: str

    def get(self, path: str, language: str = "en") -> TestResponse:
        return self.client.get(path, headers={"Accept": "text/html", "Accept-Language": language})

    def post(self, path: str, fields: Mapping[str, str]) -> TestResponse:
        form = {"csrf": csrf_of(self.key), **fields}
        return self.client.post(path, data=form, headers={"Accept": "text/html", "Accept-Language": "en"})


@dataclass
class House:
    """An app with its store."""

    app: Flask
    store: Store

    @property
    def inforce(self) -> InForce:
        found: InForce = self.app.extensions[EXTENSION].inforce
        return found

    def as_role(self, role: str) -> SignedIn:
        key = sign_in(self.store, role)
        client = self.app.test_client()
        client.set_cookie("kalm", key, domain="localhost")
        return SignedIn(client, key)


@pytest.fixture(scope="session")
def linter() -> Linter:
    return shipped()


@pytest.fixture(scope="session")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with people, as a file to copy."""
    file = tmp_path_factory.mktemp("peopled") / "kalm.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store)
    people(store)
    store.close()  # the last connection writes the log into the file
    return file.read_bytes()


@pytest.fixture
def house(linter: Linter, peopled: bytes, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "kalm.db").write_bytes(peopled)
    store = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    inforce = InForce(linter, store)
    inforce.refresh()
    yield House(create_app(read({"HOME": "/nowhere", "KALM_DATA_DIR": str(tmp_path)}), inforce), store)
    store.close()


def words(response: TestResponse) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))
