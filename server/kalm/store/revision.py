"""The one number that tells running workers that something they hold in memory has changed."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kalm.store.tables import Revision

ONLY = 1
TOUCHED = "kalm.touched"
"""In ``session.info`` of a transaction that raised the revision."""


def touch(session: Session) -> None:
    """Raise the revision, in the transaction of the change itself: policy, tokens, people."""
    session.info[TOUCHED] = True
    if not _raise(session):
        try:
            with session.begin_nested():
                session.add(Revision(id=ONLY, number=1))
        except IntegrityError:  # somebody else was first
            _raise(session)


def number(session: Session) -> int:
    """The revision; 0 while nothing was changed yet."""
    return session.scalars(select(Revision.number)).one_or_none() or 0


def _raise(session: Session) -> bool:
    higher = update(Revision).where(Revision.id == ONLY).values(number=Revision.number + 1)
    return session.execute(higher.returning(Revision.number)).first() is not None
