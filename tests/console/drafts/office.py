"""A house whose policy is worked on: an app with rules and a store, and people who are signed in."""

import html
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api.auth import Role, now
from kalm.inforce import InForce
from kalm.policy import PolicyDocument, read_document
from kalm.store import Store, people, policies, sessions

PERSON = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "nl"}

_FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(.*?)(?:</\1>|(?=<))", re.DOTALL)


class Browser:
    """Somebody's browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def see(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=PERSON)

    def proof(self, path: str = "/console/policy") -> str:
        """What shows that a page of ours wrote a form."""
        found = re.search(r'(?:name="csrf" value|data-csrf)="([0-9a-f]{64})"', self.see(path).text)
        assert found
        return found[1]

    def send(self, path: str, page: str | None = None, **fields: Any) -> TestResponse:
        """Send a form of ``page``."""
        return self.send_all(path, fields, page)

    def send_all(self, path: str, fields: dict[str, Any], page: str | None = None) -> TestResponse:
        """Send a form with the edition that the page has now, unless the fields say another."""
        shown = self.see(page or path).text
        edition = re.search(r'name="edition" value="(-?\d+)"', shown)
        given = {"edition": edition[1] if edition else "0", **fields}
        return self.client.post(path, data={"csrf": self.proof(), **given}, headers=PERSON)


def wrong(answer: TestResponse, path: str) -> str:
    """What the page says is wrong with one field."""
    found = re.search(rf'id="{re.escape(path)}-wrong">(.*?)</span>', answer.text, re.DOTALL)
    assert found, answer.text
    return html.unescape(found[1]).strip()


@dataclass
class Office:
    """The app, its store, and who is in it."""

    app: Flask
    store: Store
    inforce: InForce

    def browser(self, role: Role = Role.MANAGER, name: str = "Noor", team: str | None = None) -> Browser:
        """The browser of somebody new with that role."""
        browser = Browser(self.app)
        with self.store.session() as session:
            person = people.add(
                session,
                name=name,
                email=f"{name.lower()}-{role}@huis.example",
                role=role,
                team=team,
                password_hash=None,
                today=now().date(),
            )
            browser.client.set_cookie("kalm", sessions.start(session, person.id, now()))
        return browser

    def draft(self) -> PolicyDocument:
        """The draft as it is now."""
        with self.store.session() as session:
            return policies.draft(session).document

    def publish(self, **document: Any) -> None:
        """Put a policy in force."""
        with self.store.session() as session:
            policies.publish(session, read_document({"name": "Gemeente Voorbeeld", **document}), "test", "Noor")
        self.inforce.refresh()
