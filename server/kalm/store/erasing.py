"""What is old enough to go, in one place: called every five minutes by each worker, and safe to call at any time."""

import datetime as dt

from sqlalchemy.orm import Session

from kalm.store import admin_log, counters, disputes, questions


def erase(session: Session, now: dt.datetime) -> None:
    """Erase texts of disputes after 30 days, questions after an hour, counts and administrators' acts after their
    time (`kalm privacy report` says which)."""
    disputes.expire(session, now.date())
    questions.expire(session, now)
    counters.expire(session, now.date())
    admin_log.expire(session, now)
