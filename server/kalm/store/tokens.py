"""Keys for programs: of a team, or of a person's own extension. Kept as SHA-256, shown once."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from kalm.store.sessions import digest, new_key
from kalm.store.tables import Person, Token

SCOPES = ("lint", "metrics")
"""What a token may be good for: reading drafts with all that belongs to it, and the counters."""
PREFIX = "kalm_"
"""How a token begins, so that a search for secrets recognises one."""

MOST = 20
"""Tokens that one person may have in force."""


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """What a token stands for."""

    person: str | None
    name: str
    team: str | None
    scopes: frozenset[str]
    bucket: int | None
    """Stable share, 0 to 99, for what is tried with some of the staff; None where it is nobody in particular."""
    role: str | None = None
    """Of the person."""


def bucket_of(person: str) -> int:
    """A number from 0 to 99 that stays with ``person`` (an id) and says nothing about them."""
    return int.from_bytes(hashlib.sha256(f"bucket {person}".encode()).digest()[:4]) % 100


def owners(session: Session) -> dict[bytes, TokenOwner]:
    """Every token in force: SHA-256 → what it stands for. A person's token follows their team and role."""
    rows = session.execute(
        select(Token, Person.name, Person.team, Person.role)
        .outerjoin(Person, Person.id == Token.person)
        .where(Token.revoked.is_(False), or_(Token.person.is_(None), Person.disabled.is_(False)))
    )
    return {token.hash: _owner(token, *of) for token, *of in rows}


def _owner(token: Token, name: str | None, team: str | None, role: str | None) -> TokenOwner:
    scopes = frozenset(token.scopes.split())
    if token.person is None:
        return TokenOwner(None, token.label, token.team, scopes, None)
    return TokenOwner(token.person, name or "", team, scopes, bucket_of(token.person), role)


def make(
    session: Session, label: str, today: dt.date, *, person: str | None = None, team: str | None = None,
    scopes: Iterable[str] = ("lint",),
) -> str:  # fmt: skip
    """A new token, for a person or a team. It is returned once and kept nowhere."""
    key = PREFIX + new_key()
    wanted = " ".join(scope for scope in SCOPES if scope in frozenset(scopes))
    session.add(
        Token(id=uuid.uuid4().hex, hash=digest(key), label=label, person=person, team=team, scopes=wanted, since=today)
    )
    return key


def of_person(session: Session, person: str) -> list[Token]:
    """The tokens in force of one person, newest first."""
    return list(
        session.scalars(
            select(Token).where(Token.person == person, Token.revoked.is_(False)).order_by(Token.since.desc(), Token.id)
        )
    )


def count_by_person(session: Session) -> dict[str, int]:
    """How many tokens each person has in force."""
    rows = session.execute(
        select(Token.person, func.count())
        .where(Token.person.is_not(None), Token.revoked.is_(False))
        .group_by(Token.person)
    )
    return {person: number for person, number in rows if person is not None}


def of_teams(session: Session) -> list[Token]:
    """The tokens in force that are nobody's own, newest first."""
    return list(
        session.scalars(
            select(Token)
            .where(Token.person.is_(None), Token.revoked.is_(False))
            .order_by(Token.since.desc(), Token.label, Token.id)
        )
    )


def revoke(session: Session, token: str, person: str | None = None) -> Token | None:
    """Take the token with that id out of force; with ``person`` only if it is theirs. None if there is none."""
    found = session.get(Token, token)
    if found is None or found.revoked or (person is not None and found.person != person):
        return None
    found.revoked = True
    return found


def revoke_all(session: Session, person: str) -> None:
    """Take every token of ``person`` out of force."""
    session.execute(update(Token).where(Token.person == person).values(revoked=True))
