"""Rules that colleagues propose, what is said about them, and votes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from kalm.store.tables import Comment, Person, Proposal, Vote

STATES = ("open", "accepted", "declined")
MOST_SHOWN = 200
"""Proposals in one answer of `listed`."""
MOST_COMMENTS = 200
"""Comments on one proposal."""


class ClosedError(Exception):
    """The proposal has been decided, or is full."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment with the name of who said it, if that person still exists."""

    name: str | None
    text: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal with its votes and the name of its author."""

    proposal: Proposal
    author: str | None
    votes_for: int
    votes_against: int


def add(
    session: Session, title: str, document: dict[str, Any], reason: str, author: str | None, today: dt.date
) -> Proposal:
    """Keep a proposal; ``document`` is a rule in the form of the policy's own pack, ``title`` its id."""
    made = Proposal(title=title, document=document, reason=reason, author=author, day=today, state="open")
    session.add(made)
    session.flush()
    return made


def listed(session: Session, state: str | None = None) -> list[Listed]:
    """The latest proposals, open ones first."""
    asked = _with_votes().order_by(case((Proposal.state == "open", 0), else_=1), Proposal.id.desc()).limit(MOST_SHOWN)
    if state is not None:
        asked = asked.where(Proposal.state == state)
    return [Listed(*row) for row in session.execute(asked)]


def one(session: Session, number: int) -> Listed | None:
    """One proposal; None if there is none of that number."""
    row = session.execute(_with_votes().where(Proposal.id == number)).one_or_none()
    return None if row is None else Listed(*row)


def _with_votes() -> Any:
    votes = (
        select(
            Vote.proposal,
            func.sum(case((Vote.value > 0, 1), else_=0)).label("pro"),
            func.sum(case((Vote.value < 0, 1), else_=0)).label("con"),
        )
        .group_by(Vote.proposal)
        .subquery()
    )
    return (
        select(Proposal, Person.name, func.coalesce(votes.c.pro, 0), func.coalesce(votes.c.con, 0))
        .outerjoin(Person, Person.id == Proposal.author)
        .outerjoin(votes, votes.c.proposal == Proposal.id)
    )


def comments(session: Session, number: int) -> list[Said]:
    """What was said about a proposal, oldest first."""
    asked = (
        select(Person.name, Comment.text, Comment.day)
        .outerjoin(Person, Person.id == Comment.author)
        .where(Comment.proposal == number)
        .order_by(Comment.id)
    )
    return [Said(*row) for row in session.execute(asked)]


def vote_of(session: Session, number: int, person: str) -> int:
    """What a person voted: 1, -1, or 0 for not."""
    found = session.get(Vote, (number, person))
    return 0 if found is None else found.value


def vote(session: Session, number: int, person: str, value: int) -> None:
    """Vote for (1) or against (-1), or take the vote back (0); the last one counts.

    Raises `LookupError` if there is no such proposal, `ClosedError` if it has been decided.
    """
    _open(session, number)
    found = session.get(Vote, (number, person))
    if value == 0:
        if found is not None:
            session.delete(found)
    elif found is None:
        session.add(Vote(proposal=number, person=person, value=value))
    else:
        found.value = value
    session.flush()


def say(session: Session, number: int, person: str | None, text: str, today: dt.date) -> None:
    """Add a comment. Raises `LookupError` or `ClosedError` as `vote` does, or if there are `MOST_COMMENTS`."""
    _open(session, number)
    if len(comments(session, number)) >= MOST_COMMENTS:
        raise ClosedError
    session.add(Comment(proposal=number, author=person, text=text, day=today))


def decide(session: Session, number: int, state: str, words: str) -> Proposal:
    """Accept or decline a proposal, with words. Raises `LookupError`, or `ClosedError` if somebody was first."""
    changed = session.scalars(
        update(Proposal)
        .where(Proposal.id == number, Proposal.state == "open")
        .values(state=state, answer=words)
        .returning(Proposal)
    ).one_or_none()
    if changed is None:
        raise ClosedError if session.get(Proposal, number) is not None else LookupError(number)
    return changed


def count_open(session: Session) -> int:
    """Proposals that have not been decided."""
    return session.scalar(select(func.count()).select_from(Proposal).where(Proposal.state == "open")) or 0


def _open(session: Session, number: int) -> None:
    found = session.get(Proposal, number)
    if found is None:
        raise LookupError(number)
    if found.state != "open":
        raise ClosedError
