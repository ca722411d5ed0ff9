"""An office to try: an app with rules, a policy and people in each role, and their browsers."""

import datetime as dt
import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api import create_app
from kalm.api.auth import Role
from kalm.config import read
from kalm.inforce import InForce
from kalm.linting import Linter
from kalm.policy import PolicyDocument, read_document
from kalm.store import Store, counters, people, policies, sessions
from kalm.store.tables import Person

PERSON = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "nl"}
NAMES = {
    Role.STAFF: "Sanne",
    Role.OWNER: "Omar",
    Role.MANAGER: "Mieke",
    Role.ADMINISTRATOR: "Aisha",
    Role.OBSERVER: "Wim",
}
SPAM = "nl.condescension.already-told"

OWN_RULE = {
    "name": "loket",
    "language": "nl",
    "category": "voice",
    "severity": "warning",
    "message": {"nl": "Bij ons heet het de balie.", "en": "Here it is called the desk."},
    "why": {"nl": "Zo kennen inwoners het.", "en": "That is how residents know it."},
    "advice": {"nl": "Schrijf balie.", "en": "Write balie."},
    "phrases": ["het loket"],
    "bad": ["Kom naar [[het loket]] in de hal."],
    "good": ["Kom naar de balie in de hal."],
}
POLICY: dict[str, Any] = {
    "name": "Gemeente Voorbeeld",
    "settings": {
        "strictness": "balanced",
        "address": "u",
        "apology": "regret",
        "contact": {"name": "Redactie", "reach": "14 020"},
        "rules": [
            {
                "select": "condescension",
                "severity": "suggestion",
                "locked": True,
                "reason": "We wennen er nog aan.",
                "owner": "Omar",
            },
            {"select": "nl.spam.*", "enabled": False, "reason": "Andere afdeling kijkt hiernaar."},
        ],
    },
    "teams": [{"id": "webcare", "name": "Webcare", "settings": {"strictness": "keen"}}],
    "words": {"competitors": ["Anderstad"]},
    "house": {
        "do": [{"nl": "Noem je voornaam.", "en": "Give your first name."}],
        "dont": [{"nl": "Geen grapjes bij klachten.", "en": "No jokes at complaints."}],
    },
    "pack": [OWN_RULE],
}


def document(**parts: Any) -> PolicyDocument:
    """The office's policy with other ``parts``."""
    return read_document({**POLICY, **parts})


class Browser:
    """Somebody's browser: keeps the cookie, and sends the proof that a page of ours wrote the form."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def see(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=PERSON | headers)

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        """Send a form as a page of ours would."""
        return self.client.post(path, data={"csrf": self.proof(), **fields}, headers=PERSON)

    def proof(self) -> str:
        """The hidden field of a form of one's own page."""
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', self.see("/console/me").text)
        assert found
        return found[1]


class Office:
    """The app, its store, and who is in it."""

    def __init__(self, store: Store, linter: Linter | None, **environ: str) -> None:
        self.store = store
        self.inforce = InForce(linter, store)
        self.inforce.refresh()
        self.app = create_app(read({"HOME": "/nowhere", **environ}), self.inforce)
        self.people: dict[Role, Person] = {}
        for role, name in NAMES.items():
            self.people[role] = self.add(name, role)

    def add(self, name: str, role: Role = Role.STAFF, team: str | None = None) -> Person:
        """Somebody new."""
        with self.store.session() as session:
            email = f"{name.lower()}@huis.example"
            return people.add(session, name=name, email=email, role=role, team=team, today=dt.date(2026, 11, 1))

    def browser(self, who: Role | Person | None) -> Browser:
        """A browser, signed in as somebody with that role; None: nobody."""
        client = self.app.test_client()
        if who is not None:
            person = self.people[who] if isinstance(who, Role) else who
            with self.store.session() as session:
                client.set_cookie("kalm", sessions.start(session, person.id, dt.datetime.now(dt.UTC)))
        return Browser(client)

    def publish(self, note: str = "eerste", author: str = "Mieke", **parts: Any) -> int:
        """Publish the office's policy with other ``parts``; it is in force at once."""
        with self.store.session() as session:
            number = policies.publish(session, document(**parts), note, author)
        self.inforce.refresh()
        return number

    def draft(self, author: str = "Mieke", edition: int | None = None, **parts: Any) -> int:
        """Save a draft, on top of what is there unless an ``edition`` is given; its edition."""
        with self.store.session() as session:
            opened = policies.draft(session).edition if edition is None else edition
            return policies.save_draft(session, document(**parts), opened, author)

    def versions(self) -> list[policies.Version]:
        """All versions, the newest first."""
        with self.store.reading() as session:
            return [policies.version(session, line.number) for line in policies.history(session)]

    def count(self, day: dt.date, rule: str, event: str = "shown", number: int = 1, team: str | None = None) -> None:
        """Count something, as the watcher does."""
        with self.store.session() as session:
            counters.add(session, {(day, team, rule, 1, event): number})


def field(page: TestResponse, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return html.unescape(found[1])
