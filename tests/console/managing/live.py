"""A real server over a database that the test fills, and people signed in to it."""

import datetime as dt
import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlencode

from kalm.api.auth import Role
from kalm.store import Store, people, policies, sessions
from kalm.store.migrate import upgrade
from tests.page.server import free_port, running_server

from .office import NAMES, PERSON, document


@dataclass
class Live:
    """A server with people in each role."""

    port: int
    process: "Popen[bytes]"
    store: Store
    keys: dict[Role, str]
    """Cookies of people who are signed in."""

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, role: Role, form: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, body) of one request; a form brings its proof."""
        headers = {**PERSON, "Cookie": f"kalm={self.keys[role]}"}
        body = None
        if form is not None:
            _, page = self.ask("GET", "/console/me", role)
            found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
            assert found
            body = urlencode({"csrf": found[1], **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def prepare(folder: Path) -> tuple[Store, dict[Role, str]]:
    """A database in ``folder`` with people in each role; (it, their cookies)."""
    (folder / "data").mkdir(parents=True)
    store = Store(f"sqlite:///{folder / 'data' / 'kalm.db'}")
    upgrade(store)
    keys: dict[Role, str] = {}
    with store.session() as session:
        for role, name in NAMES.items():
            email = f"{name.lower()}@huis.example"
            person = people.add(session, name=name, email=email, role=role, today=dt.date(2026, 11, 1))
            keys[role] = sessions.start(session, person.id, dt.datetime.now(dt.UTC))
        policies.publish(session, document(), "Ons eerste beleid.", "Mieke")
    return store, keys


@contextmanager
def live(folder: Path, **settings: str) -> Iterator[Live]:
    """A server with one version of the office's policy in force."""
    store, keys = prepare(folder)
    port = free_port()
    try:
        with running_server(port, folder, **settings) as process:
            yield Live(port, process, store, keys)
    finally:
        store.close()
