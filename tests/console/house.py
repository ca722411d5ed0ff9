"""A house to try: an app with a store, and people in it who are signed in as a browser would be."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api import passwords
from kalm.api.auth import Role, now
from kalm.api.state import EXTENSION
from kalm.store import Store, people, sessions
from kalm.store.tables import Person

PASSWORD = "het paard van oma hinnikt"
PERSON = {"Accept": "text/html,*/*;q=0.8"}
"""What a browser asks for when a person follows a link."""


@cache
def kept(password: str) -> str:
    """The hash of a password, made once: it is meant to be slow."""
    return passwords.hashed(password)


class Browser:
    """Somebody's browser: keeps the cookie, and sends the proof that a page of ours wrote the form."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def see(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=PERSON | headers)

    def send(self, path: str, /, _page: str = "/console/sign-in", **fields: Any) -> TestResponse:
        """Send a form as a page of ours would."""
        return self.client.post(path, data={"csrf": self.proof(_page), **fields}, headers=PERSON)

    def proof(self, page: str = "/console/sign-in") -> str:
        """The hidden field of a form."""
        found = self.see(page)
        if found.status_code == 303:
            found = self.see(found.headers["Location"])
        return csrf(found)

    @property
    def cookie(self) -> str | None:
        """The key of its session."""
        kept = self.client.get_cookie("kalm")
        return kept.value if kept else None


def csrf(page: TestResponse) -> str:
    """The proof on a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found[1]


@dataclass
class House:
    """The app, its store, and who is in it."""

    app: Flask
    store: Store

    def add(self, name: str, role: Role = Role.STAFF, team: str | None = None, password: str | None = None) -> Person:
        """Somebody new."""
        with self.store.session() as session:
            return people.add(
                session,
                name=name,
                email=f"{name.lower()}@huis.example",
                role=role,
                team=team,
                password_hash=kept(password) if password else None,
                today=now().date(),
            )

    def hear(self) -> None:
        """Take over what changed in the store, as a worker's watcher does every half second."""
        self.app.extensions[EXTENSION].inforce.refresh()

    def browser(self, person: Person | None = None) -> Browser:
        """A browser, signed in as ``person``."""
        browser = Browser(self.app)
        if person is not None:
            with self.store.session() as session:
                browser.client.set_cookie("kalm", sessions.start(session, person.id, now()))
        return browser
