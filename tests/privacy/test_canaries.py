"""Thousands of drafts with a mark in each pass through every feature of a real server; afterwards the marks are found
nowhere but where somebody handed them over on purpose.

To add a feature: write a function that takes the `Visit`, decorate it with `@feature`, and put `visit.mark("where")`
into every field that holds words. What is handed over on purpose is `visit.handed("where")`: it must be found in the
database, and nowhere else.
"""

import base64
import datetime as dt
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kalm.api.auth import Role, csrf_of
from kalm.store import Store, disputes, sessions, tokens
from kalm.store.migrate import upgrade
from kalm.store.tables import Person
from tests.serve.running import Running, running, wait_until
from tests.shipped import TEST_CACHE

pytestmark = pytest.mark.slow

TEAM = 6
"""Members of the team, so that counting is really on."""
ROUNDS = 200
"""Times that the features that read drafts are visited."""
RULE = "nl.condescension.already-explained"
PLANTED, HANDED = "kanarie-", "merel9-"
"""How marks begin: those that must be found nowhere, and those that are handed over."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Answer = tuple[int, bytes]
FEATURES: list[Callable[["Visit"], None]] = []
"""Visited in order; those that read drafts `ROUNDS` times."""
MANY: list[Callable[["Visit"], None]] = []


@dataclass
class Visit:
    """One caller, who remembers what was planted."""

    server: Running
    token: str
    keys: dict[str, str]
    connection: HTTPConnection
    planted: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    def mark(self, where: str) -> str:
        """A mark that must be found nowhere."""
        made = f"{PLANTED}{where}-{secrets.token_hex(6)}"
        self.planted.add(made)
        return made

    def handed(self, where: str) -> str:
        """A mark that is handed over on purpose: it must be in the database, and nowhere else."""
        made = f"{HANDED}{where}-{secrets.token_hex(6)}"
        self.kept.add(made)
        return made

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on the connection that is kept."""
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def api(self, path: str, document: object, status: int = 200) -> bytes:
        """JSON with the token; ``status`` is what must come back."""
        got, answer = self.ask(
            "POST", path, json.dumps(document).encode(), Authorization=f"Bearer {self.token}",
            **{"Content-Type": "application/json"},
        )  # fmt: skip
        assert got == status, (path, got)
        return answer

    def script(self, role: str, path: str, body: bytes, **headers: str) -> bytes:
        """What a script of the console sends, as somebody with that role."""
        key = self.keys[role]
        got, answer = self.ask("POST", path, body, Cookie=f"kalm={key}", **{"X-CSRF-Token": csrf_of(key)}, **headers)
        assert got == 200, (path, got)
        return answer

    def console(self, role: str, path: str, fields: dict[str, str] | None = None, status: int = 303) -> bytes:
        """A page of the console, or a form sent to it, as somebody with that role."""
        key = self.keys[role]
        headers = {"Cookie": f"kalm={key}", "Accept": "text/html"}
        if fields is None:
            got, answer = self.ask("GET", path, None, **headers)
        else:
            form = urlencode({"csrf": csrf_of(key), **fields}).encode()
            got, answer = self.ask("POST", path, form, **headers, **FORM)
        assert got == status, (path, got)
        return answer


def feature(visit: Callable[[Visit], None]) -> Callable[[Visit], None]:
    """Visited once."""
    FEATURES.append(visit)
    return visit


def reads_drafts(visit: Callable[[Visit], None]) -> Callable[[Visit], None]:
    """Visited many times."""
    MANY.append(visit)
    return visit


# -- features that read drafts -----------------------------------------------------------------------------------


@reads_drafts
def lint(visit: Visit) -> None:
    visit.api(
        "/v1/lint?" + visit.mark("query"),
        {
            "text": f"Zoals wij u al uitlegden kan dit niet. {visit.mark('draft')} 06-12345678",
            "context": {
                "parent": {"text": f"Waar blijft het?! {visit.mark('parent')}", "author": visit.mark("author")},
                "thread": [{"text": visit.mark("thread"), "own": True}],
                "attachments": [{"kind": "image", "credit": visit.mark("credit"), "alt": visit.mark("alt")}],
            },
        },
    )


@reads_drafts
def lint_what_cannot_be_read(visit: Visit) -> None:
    visit.api("/v1/lint", {"text": [visit.mark("draft")], visit.mark("name"): 1}, 422)


@reads_drafts
def languagetool(visit: Visit) -> None:
    form = urlencode({"language": "nl", "text": f"Zoals wij u al uitlegden. {visit.mark('v2')}"}).encode()
    got, _ = visit.ask("POST", "/v2/check", form, Authorization=f"Bearer {visit.token}", **FORM)
    assert got == 200


@reads_drafts
def feedback_without_a_tick(visit: Visit) -> None:
    visit.api(
        "/v1/feedback", {"rule": RULE, "policy_version": 0, "reason": "quoted", "draft": visit.mark("draft")}, 202
    )


@reads_drafts
def events(visit: Visit) -> None:
    event = {"rule": RULE, "policy_version": 0, "event": "applied", "text": visit.mark("event")}
    unknown = {**event, "rule": visit.mark("rule")}
    visit.api("/v1/events", {"events": [event, unknown], "draft": visit.mark("draft")}, 202)


@reads_drafts
def shared_from_a_phone(visit: Visit) -> None:
    form = urlencode({"title": visit.mark("title"), "text": visit.mark("shared"), "url": visit.mark("url")}).encode()
    got, page = visit.ask("POST", "/share", form, Cookie=f"kalm={visit.keys['staff']}", **FORM)
    assert got == 200
    assert PLANTED.encode() in page


# -- features that are visited once ------------------------------------------------------------------------------


@feature
def feedback_with_a_tick(visit: Visit) -> None:
    asked = {"rule": RULE, "policy_version": 0, "reason": visit.handed("reason"), "text": visit.handed("ticked")}
    visit.api("/v1/feedback", {**asked, "parent": visit.mark("parent")}, 202)


@feature
def feedback_that_is_wrong(visit: Visit) -> None:
    asked = {"rule": visit.mark("rule"), "policy_version": 0, "reason": "other", "text": visit.mark("ticked")}
    visit.api("/v1/feedback", asked, 422)


@feature
def dispute_pages(visit: Visit) -> None:
    visit.console("owner", "/console/disputes", status=200)
    visit.console("owner", f"/console/disputes?rule={visit.mark('filter')}", status=200)
    visit.console("owner", "/console/disputes/1", {"state": "nonsense", "words": visit.mark("answer")}, 422)
    visit.console("owner", "/console/disputes/1", {"state": "accepted", "words": visit.handed("answer")})


@feature
def sealed_questions(visit: Visit) -> None:
    """What the browser does is tested in a browser; here the server is sent what it must not keep for long."""
    sealed = b"\x01" + bytes(40) + visit.mark("sealed").encode()
    got, left = visit.ask("POST", "/v1/questions", sealed, Authorization=f"Bearer {visit.token}")
    assert got == 201
    got, read = visit.ask("POST", f"/v1/questions/{json.loads(left)['id']}/read")
    assert (got, read) == (200, sealed)
    visit.ask("POST", f"/v1/questions/{visit.mark('question')}/read")
    visit.ask("GET", f"/q/{visit.mark('link')}")


@feature
def try_out_of_the_policy(visit: Visit) -> None:
    asked = {"part": "house", "text": f"Zoals wij u al uitlegden. {visit.mark('try')}", "parent": visit.mark("parent")}
    visit.script("manager", "/console/policy/try", json.dumps(asked).encode(), **{"Content-Type": "application/json"})


@feature
def dry_run_of_past_posts(visit: Visit) -> None:
    """A file so large that a framework would put it on disk."""
    rows = [f'"Zoals wij u al uitlegden, {visit.mark("post")}.","{visit.mark("answered")}"' for _ in range(500)]
    rows += ["x" * 200 for _ in range(4_000)]
    file = "\n".join(("text,parent", *rows)).encode()
    assert len(file) > 800_000
    answer = visit.script("manager", "/console/dry-run/run", file, **{"X-File-Name": f"{visit.mark('file')}.csv"})
    assert b'"result"' in answer


PROPOSAL = {
    "name": "slogan", "language": "nl", "category": "voice", "severity": "suggestion", "phrases": "samen sterker",
    "good": "Samen komen we eruit.", "message_nl": "Een slogan.", "why_nl": "Klinkt leeg.", "advice_nl": "Zeg wat.",
}  # fmt: skip


@feature
def proposals_that_are_refused(visit: Visit) -> None:
    wrong = {**PROPOSAL, "reason": visit.mark("reason"), "bad": visit.mark("bad"), "phrases": f"({visit.mark('ph')}"}
    visit.console("staff", "/console/proposals/new", wrong, 422)
    failing = {**PROPOSAL, "reason": visit.mark("reason"), "bad": f"[[{visit.mark('bad')}]]"}
    visit.console("staff", "/console/proposals/new", failing, 422)


@feature
def proposals(visit: Visit) -> None:
    given = {**PROPOSAL, "reason": visit.handed("reason"), "bad": f"Zo [[samen sterker]] {visit.handed('example')}."}
    visit.console("staff", "/console/proposals/new", given)
    visit.console("manager", "/console/proposals/1/comment", {"text": visit.handed("comment")})
    visit.console("manager", "/console/proposals/1/vote", {"vote": visit.mark("vote")}, 422)
    visit.console("owner", "/console/proposals/1/decide", {"state": "declined", "words": visit.handed("decision")})
    visit.console("owner", "/console/proposals/1/decide", {"state": "declined", "words": visit.mark("late")})
    visit.console("staff", "/console/proposals/1", status=200)


@feature
def signing_in(visit: Visit) -> None:
    fields = {"email": f"{visit.mark('name')}@voorbeeld.nl", "password": visit.mark("password")}
    visit.console("staff", "/console/sign-in", fields, 401)


@feature
def pages(visit: Visit) -> None:
    for path in (
        "/",
        "/console/",
        "/console/rules",
        "/console/trends",
        "/console/digest.txt",
        "/console/privacy",
        "/console/privacy.md",
    ):
        visit.console("manager", f"{path}?{visit.mark('query')}={visit.mark('query')}", status=200)
    visit.console("manager", f"/console/{visit.mark('path')}", status=404)


# -- the search ---------------------------------------------------------------------------------------------------


def spellings(mark: str) -> Iterator[bytes]:
    """The beginning of a mark as it is, in UTF-16, and in the three ways base64 can hold it."""
    yield mark.encode()
    yield mark.encode("utf-16-le")
    for before in range(3):
        yield base64.b64encode(b"x" * before + mark.encode())[4:-4]


def holds(content: bytes, mark: str) -> bool:
    """Whether it stands in ``content`` in any spelling."""
    return any(spelling in content for spelling in spellings(mark))


def everything_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Store, str, dict[str, str]]]:
    """A database with people, a token, and a session for each role."""
    (tmp_path / "data").mkdir()
    store = Store(f"sqlite:///{tmp_path / 'data' / 'kalm.db'}")
    upgrade(store)
    today = dt.date(2026, 1, 1)
    with store.session() as session:
        roles = [*Role, *[Role.STAFF] * (TEAM - len(Role))]
        for index, role in enumerate(roles):
            session.add(
                Person(
                    id=f"p{index}", name=f"P {index}", email=f"p{index}@voorbeeld.nl", role=role.value, team="webcare",
                    password_hash=None, subject=None, since=today, disabled=False,
                )
            )  # fmt: skip
        session.flush()
        token = tokens.make(session, "extensie", today, team="webcare")
        now = dt.datetime.now(dt.UTC)
        keys = {role.value: sessions.start(session, f"p{index}", now) for index, role in enumerate(Role)}
    yield store, token, keys
    store.close()


def test_thousands_of_drafts_leave_nothing_but_what_was_handed_over(
    tmp_path: Path, house: tuple[Store, str, dict[str, str]]
) -> None:
    store, token, keys = house
    before = set(Path("/dev/shm").iterdir())
    cache = tmp_path / "cache"
    shutil.copytree(TEST_CACHE, cache)  # compiled rules, to start fast
    with running(tmp_path, KALM_LOG_LEVEL="debug", KALM_CACHE_DIR=str(cache)) as server:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
            visit = Visit(server, token, keys, connection)
            for _ in range(ROUNDS):
                for visited in MANY:
                    visited(visit)
            for visited in FEATURES:
                visited(visit)
            _, metrics = visit.ask("GET", "/metrics")
            wait_until(lambda: _counted(store) > 0)  # the counts have reached the database
            found = list(everything_below(tmp_path))
        shared = [(path, path.read_bytes()) for path in set(Path("/dev/shm").iterdir()) - before if path.is_file()]
        server.stop()
    found += [*everything_below(tmp_path), *shared, (Path("/metrics"), metrics)]

    assert len(visit.planted) > 2500
    names = {path.name for path, _ in found}
    assert {"kalm.db", "kalm.db-wal", "stderr", "metrics"} <= names, "all of these were looked at"
    assert any(path.name == "stderr" and b"status=422" in content for path, content in found)
    for path, content in found:
        database = path.name.startswith("kalm.db")
        for sealed in [mark for mark in visit.planted if mark.startswith(f"{PLANTED}sealed-")]:
            # What lay there for a moment may be in the write-ahead log until that is brought in; see below.
            content = content.replace(sealed.encode(), b"") if database else content
        assert not holds(content, PLANTED), path
        assert database or not holds(content, HANDED), f"{path}: what is handed over is in the database only"
    in_database = b"".join(content for path, content in found if path.name.startswith("kalm.db"))
    for mark in visit.kept:
        assert mark.encode() in in_database, f"{mark} was handed over and is not there"
    _bring_in(store)
    for path, content in everything_below(tmp_path / "data"):
        assert PLANTED.encode() not in content, path
        assert f"{HANDED}ticked".encode() not in content, path


def _counted(store: Store) -> int:
    with store.reading() as session:
        return int(session.connection().exec_driver_sql("select count(*) from counters").scalar() or 0)


def _bring_in(store: Store) -> None:
    """Let the days of texts pass, and bring the write-ahead log into the database file."""
    with store.session() as session:
        disputes.expire(session, dt.datetime.now(dt.UTC).date() + dt.timedelta(days=disputes.KEPT_DAYS))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("rollback")
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
