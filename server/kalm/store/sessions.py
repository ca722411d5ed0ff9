"""Browsers that are signed in. A cookie is a key of 256 random bits; here lies only its SHA-256."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kalm.store.tables import Person, SignIn

IDLE = dt.timedelta(hours=8)
"""How long one may do nothing and stay signed in."""
LONGEST = dt.timedelta(days=7)
"""How long one stays signed in at most."""
SEEN_EVERY = dt.timedelta(minutes=5)
"""How exactly it is known when a browser was last seen: one write less with most requests."""


def digest(key: str) -> bytes:
    """What is kept of a cookie, token or code."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def new_key() -> str:
    """A key of 256 random bits, safe in a cookie and in an address."""
    return secrets.token_urlsafe(32)


def start(session: Session, person: str, now: dt.datetime) -> str:
    """Sign ``person`` in, in one more browser. Returns the key for its cookie. Sessions that are over are removed."""
    session.execute(delete(SignIn).where(or_(SignIn.expires <= now, SignIn.seen <= now - IDLE)))
    key = new_key()
    session.add(SignIn(hash=digest(key), person=person, expires=now + LONGEST, seen=now))
    return key


def look(session: Session, key: str, now: dt.datetime) -> tuple[Person | None, bool]:
    """Whose browser this is, as `who` says, and whether it is time to note that it was seen. Only reads."""
    found = session.execute(
        select(SignIn, Person).join(Person, Person.id == SignIn.person).where(SignIn.hash == digest(key))
    ).one_or_none()
    if found is None:
        return None, False
    browser, person = found
    if person.disabled or now >= browser.expires or now - browser.seen >= IDLE:
        return None, False
    return person, now - browser.seen >= SEEN_EVERY


def who(session: Session, key: str, now: dt.datetime) -> Person | None:
    """Whose browser this is, now seen; None if the session is over, unknown, or of somebody who may not sign in any
    more."""
    person, due = look(session, key, now)
    if due:
        session.execute(update(SignIn).where(SignIn.hash == digest(key)).values(seen=now))
    return person


def end(session: Session, key: str) -> None:
    """Sign this browser out."""
    session.execute(delete(SignIn).where(SignIn.hash == digest(key)))


def end_all(session: Session, person: str, but: str | None = None) -> int:
    """Sign ``person`` out everywhere, ``but`` (a cookie's key) excepted. Returns how many sessions that were."""
    over = delete(SignIn).where(SignIn.person == person)
    if but is not None:
        over = over.where(SignIn.hash != digest(but))
    return len(session.execute(over.returning(SignIn.hash)).all())


def count(session: Session, person: str, now: dt.datetime) -> int:
    """In how many browsers ``person`` is signed in."""
    return len(
        session.execute(
            select(SignIn.hash).where(SignIn.person == person, SignIn.expires > now, SignIn.seen > now - IDLE)
        ).all()
    )
