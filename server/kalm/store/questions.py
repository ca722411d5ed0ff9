"""Drafts that a colleague is asked about: ciphertext for an hour, handed out once. The key is never here."""

import datetime as dt
import secrets

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kalm.store.tables import Question

LIFE = dt.timedelta(hours=1)
"""How long a question waits to be read."""
LIMIT = 64 * 1024
"""Bytes of one ciphertext."""
MOST = 1_000
"""Questions that wait at one time: at most 64 MiB in the database."""


class TooManyQuestionsError(Exception):
    """As many questions wait as may wait."""


def ask(session: Session, ciphertext: bytes, now: dt.datetime) -> Question:
    """Keep a question for an hour. Raises `TooManyQuestionsError`."""
    if (session.scalar(select(func.count()).select_from(Question)) or 0) >= MOST:
        expire(session, now)
        if (session.scalar(select(func.count()).select_from(Question)) or 0) >= MOST:
            raise TooManyQuestionsError
    made = Question(id=secrets.token_urlsafe(16), ciphertext=ciphertext, expires=now + LIFE)
    session.add(made)
    session.flush()
    return made


def read(session: Session, name: str, now: dt.datetime) -> bytes | None:
    """Hand out a question and erase it; None if there is none of that name, any more or ever."""
    taken = delete(Question).where(Question.id == name).returning(Question.ciphertext, Question.expires)
    row = session.execute(taken).one_or_none()
    return row.ciphertext if row is not None and row.expires > now else None


def expire(session: Session, now: dt.datetime) -> int:
    """Erase the questions whose hour is over; how many."""
    return session.connection().execute(delete(Question).where(Question.expires <= now)).rowcount
