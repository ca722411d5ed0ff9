"""Who asks, and what they may: a bearer token, a signed-in browser, or nobody in particular.

Every view of a blueprint that asks for a sign-in says who may call it, with `needs` or `anyone`; an app with a
view that says nothing is not made.
"""

import datetime as dt
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from kalm.api.errors import Problem
from kalm.api.state import Access, state
from kalm.store import StoreUnavailableError, revision, sessions
from kalm.store.tables import Person
from kalm.store.tokens import SCOPES, bucket_of

View = TypeVar("View", bound=Callable[..., Any])

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
"""Methods that change nothing."""


class Role(StrEnum):
    """What somebody is in the house; each but the observer may do all that those before it may."""

    STAFF = "staff"
    OWNER = "owner"
    """Owner of rules: answers disputes about them, looks after their words."""
    MANAGER = "manager"
    """Decides on the policy."""
    ADMINISTRATOR = "administrator"
    """Decides on people and tokens too."""
    OBSERVER = "observer"
    """Works council, privacy officer: sees every policy and what is recorded, changes nothing."""

    @property
    def and_above(self) -> tuple["Role", ...]:
        """This role and those that may do all it may."""
        return _LADDER[_LADDER.index(self) :] if self in _LADDER else (self,)


_LADDER = (Role.STAFF, Role.OWNER, Role.MANAGER, Role.ADMINISTRATOR)
EVERYBODY = tuple(Role)
"""Every role: whoever is signed in."""
SEES_ALL = (Role.MANAGER, Role.ADMINISTRATOR, Role.OBSERVER)
"""Those who see every policy and what is recorded."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from. ``person`` is the id of somebody in the directory."""

    person: str | None
    name: str
    role: Role | None
    """Of a signed-in browser, or of whose own token it is; a team's token has scopes and no role."""
    team: str | None
    scopes: frozenset[str]
    bucket: int | None
    """Stable share, 0 to 99, for staged previews; None for nobody in particular."""
    session: str | None = field(default=None, repr=False)
    """Key of the browser's session, where it is one."""


NOBODY = Principal(None, "", None, None, frozenset(), None)
"""A caller of whom nothing is known."""
ANYBODY = Principal(None, "", None, None, frozenset(SCOPES), None)
"""A caller of whom nothing is asked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may call a view; no roles means everybody."""

    roles: frozenset[Role] | None


def needs(*roles: Role) -> Callable[[View], View]:
    """Mark a view: only a person with one of ``roles`` may call it, signed in. On the faces for programs, where a
    token will do, it keeps out who has another role; a team's token has none and stays."""
    if not roles:
        raise ValueError("name the roles; EVERYBODY means whoever is signed in")

    def mark(view: View) -> View:
        view.__dict__["mark"] = Mark(frozenset(roles))
        return view

    return mark


def anyone(view: View) -> View:
    """Mark a view that may be called without a sign-in."""
    view.__dict__["mark"] = Mark(None)
    return view


def mark_of(app: Flask, endpoint: str) -> Mark | None:
    """Who may call the view behind ``endpoint``; None if it does not say."""
    found: Mark | None = getattr(app.view_functions.get(endpoint), "mark", None)
    return found


def check_marks(app: Flask, access: dict[str, Access]) -> None:
    """Raise `RuntimeError` if a view that asks for a sign-in does not say who may call it."""
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0]
        if access.get(blueprint) is Access.SIGNED_IN and mark_of(app, rule.endpoint) is None:
            raise RuntimeError(f"{rule.endpoint} does not say who may call it: mark it with @needs or @anyone")


def may(endpoint: str, who: Principal) -> bool:
    """Whether ``who`` may call the view behind ``endpoint``; False if there is none."""
    mark = mark_of(current_app, endpoint)
    return mark is not None and (mark.roles is None or who.role in mark.roles)


def principal() -> Principal:
    """Who the current request comes from."""
    found: Principal | None = g.get("principal")
    if found is None:
        found = g.principal = _identify()
    return found


def become(who: Principal) -> None:
    """Let the rest of the current request come from ``who``: somebody who has just signed in."""
    g.principal = who


@contextmanager
def session_or_503() -> Iterator[Session]:
    """A transaction with the store. Raises `Problem` (503) if there is no store or it cannot be used now, and
    `RuntimeError` within another one: SQLite would wait for itself."""
    store = state().store
    if store is None:
        raise _no_store()
    if g.get("in_transaction"):
        raise RuntimeError("one transaction at a time: end the first before a page is made")
    g.in_transaction = True
    try:
        with store.session() as session:
            yield session
    except StoreUnavailableError:
        raise _no_store() from None
    finally:
        g.in_transaction = False
    if session.info.get(revision.TOUCHED):
        state().inforce.refresh()  # other workers hear of it within half a second


def _no_store() -> Problem:
    detail = "The database cannot be used now. Drafts are read all the same, by the last policy."
    return Problem(503, "store-unavailable", detail, headers={"Retry-After": "5"})


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


# -- the cookie ------------------------------------------------------------------------------------------------


def cookie_name() -> str:
    """Name of the session cookie: with https one that only this host can set (RFC 6265bis, section 4.1.3)."""
    if not request.is_secure:
        return "kalm"
    return "__Secure-kalm" if request.script_root else "__Host-kalm"


def cookie() -> str | None:
    """The key in the browser's cookie."""
    return request.cookies.get(cookie_name()) or None


def csrf_token() -> str:
    """What a form must bring: proof that a page of ours wrote it, for this browser only.

    It is a keyed hash of the cookie, which no other page can read (OWASP, signed double submit). A browser
    without a cookie is given one that stands for nobody.
    """
    key = cookie() or g.get("fresh_cookie")
    if key is None:
        key = g.fresh_cookie = sessions.new_key()
    return csrf_of(key)


def csrf_of(key: str) -> str:
    """The token that belongs to a cookie."""
    return hmac.new(key.encode("utf-8", "replace"), b"kalm form", hashlib.sha256).hexdigest()


# -- who ---------------------------------------------------------------------------------------------------------


def _identify() -> Principal:
    held = state()
    if held.access.get(request.blueprint or "") is Access.SIGNED_IN:
        key = cookie()
        return NOBODY if key is None or held.store is None else _from_store(key)
    environ = request.environ  # read as it is: this is on the way of every lint
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer":
        # The header comes as Latin-1; a token may be UTF-8. Looked up by hash: timing tells nothing of a token.
        found = held.tokens().get(hashlib.sha256(token.strip().encode("latin-1", "replace")).digest())
        if found is not None:
            role = Role(found.role) if found.role else None
            return Principal(found.person, found.name, role, found.team, found.scopes, found.bucket)
    elif held.store is not None and "HTTP_COOKIE" in environ and (key := cookie()) is not None:
        ask = _at_a_glance if held.inforce.store_state == "ok" else None
        signed_in = held.browsers.get(key, ask)
        if signed_in is not NOBODY:
            return signed_in
    return ANYBODY if held.open_to_all() else NOBODY


def _from_store(key: str) -> Principal:
    with session_or_503() as session:
        person = sessions.who(session, key, now())
    return of_person(person, key) if person else NOBODY


def _at_a_glance(key: str) -> Principal:
    """The same for a face for programs: waits for nobody who writes, but once in five minutes. Raises
    `StoreUnavailableError`."""
    store = state().store
    assert store is not None
    with store.reading() as session:
        person, due = sessions.look(session, key, now())
    if due:
        with store.session() as session:
            person = sessions.who(session, key, now())
    return of_person(person, key) if person else NOBODY


def of_person(person: Person, key: str | None) -> Principal:
    """Somebody of the directory, signed in with the cookie ``key``."""
    role = Role(person.role)
    scopes = frozenset(SCOPES) if role in (Role.ADMINISTRATOR, Role.OBSERVER) else frozenset(("lint",))
    return Principal(person.id, person.name, role, person.team, scopes, bucket_of(person.id), key)


class Browsers:
    """Signed-in browsers that this process saw lately, so that a lint asks no database.

    The console always asks the store. Here a session that ended may live on for `SECONDS`; while the store is
    away, what was known stays.
    """

    SECONDS = 2.0
    MOST = 1000

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()

    def get(self, key: str, ask: Callable[[str], Principal] | None) -> Principal:
        """Who has the cookie ``key``; ``ask`` says so if it is not known, or not lately. None: nobody can be asked."""
        name = sessions.digest(key)
        known = self._seen.get(name)
        if known is not None and time.monotonic() - known[0] < self.SECONDS:
            return known[1]
        before = NOBODY if known is None else known[1]
        if ask is None:
            return before
        if known is not None:  # one asks, and what others send meanwhile does not wait
            self._seen[name] = (time.monotonic(), before)
        try:
            found = ask(key)
        except StoreUnavailableError:
            return before
        self._seen.pop(name, None)
        if found is not NOBODY:
            self._seen[name] = (time.monotonic(), found)
            if len(self._seen) > self.MOST:
                self._seen.popitem(last=False)
        return found
