"""Codes for one use: for the first administrator, for a new colleague, for an extension. Kept as SHA-256."""

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalm.store import people
from kalm.store.base import Store
from kalm.store.sessions import digest, new_key
from kalm.store.tables import Code

FIRST_LASTS = dt.timedelta(days=1)
INVITATION_LASTS = dt.timedelta(days=7)
PAIRING_LASTS = dt.timedelta(minutes=10)

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""Letters and digits of a pairing code: none that looks like another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), no vowels
that would make words."""
PAIRING_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code opens. With ``person`` it is a new password for them, else a place for somebody new."""

    role: str | None
    team: str | None
    person: str | None


def first_administrator_code(store: Store) -> str | None:
    """A code for ``/console/first``, good for a day; None if there is an administrator already.

    Each start makes a new one and the one before is void. Raises `StoreUnavailableError`.
    """
    with store.session() as session:
        return None if people.has_administrator(session) else first(session, dt.datetime.now(dt.UTC))


def first(session: Session, now: dt.datetime) -> str:
    """A code for the first administrator."""
    session.execute(delete(Code).where(Code.kind == "first"))
    return _make(session, "first", new_key(), now + FIRST_LASTS, role="administrator")


def invite(session: Session, now: dt.datetime, *, role: str, team: str | None) -> str:
    """A code for a new colleague, who gets that role and team."""
    return _make(session, "invite", new_key(), now + INVITATION_LASTS, role=role, team=team)


def new_password(session: Session, now: dt.datetime, person: str) -> str:
    """A code with which ``person`` chooses a new password; one they had before is void."""
    session.execute(delete(Code).where(Code.kind == "invite", Code.person == person))
    return _make(session, "invite", new_key(), now + INVITATION_LASTS, person=person)


def pair(session: Session, now: dt.datetime, person: str) -> str:
    """A short code with which ``person`` connects an extension; one they had before is void."""
    session.execute(delete(Code).where(Code.kind == "pair", Code.person == person))
    code = "".join(secrets.choice(ALPHABET) for _ in range(PAIRING_LENGTH))
    return _make(session, "pair", code, now + PAIRING_LASTS, person=person)


def look(session: Session, kind: str, code: str, now: dt.datetime) -> Invitation | None:
    """What ``code`` opens, without using it up; None if it is wrong or too old."""
    found = session.scalars(
        select(Code).where(Code.hash == digest(code), Code.kind == kind, Code.expires > now)
    ).one_or_none()
    return _opened(found) if found is not None else None


def use(session: Session, kind: str, code: str, now: dt.datetime) -> Invitation | None:
    """Use ``code`` up. None if it is wrong, too old or used; of two who use it at once one gets None."""
    session.execute(delete(Code).where(Code.expires <= now))
    found = session.scalars(
        delete(Code).where(Code.hash == digest(code), Code.kind == kind).returning(Code)
    ).one_or_none()
    return _opened(found) if found is not None else None


def written(code: str) -> str:
    """A pairing code as somebody typed it, as it was given out: capitals, without blanks and hyphens."""
    return "".join(code.split()).replace("-", "").upper()


def _opened(code: Code) -> Invitation:
    return Invitation(code.role, code.team, code.person)


def _make(
    session: Session, kind: str, code: str, expires: dt.datetime, *,
    role: str | None = None, team: str | None = None, person: str | None = None,
) -> str:  # fmt: skip
    session.add(Code(hash=digest(code), kind=kind, person=person, role=role, team=team, expires=expires))
    return code
