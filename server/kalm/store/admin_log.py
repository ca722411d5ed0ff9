"""What administrators, managers and rule owners did: never what anybody wrote, never what staff did."""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalm.store.tables import AdminAct

KEPT_DAYS = 730
"""How long an act stays."""


def record(session: Session, who: str, action: str, target: str, detail: str = "") -> None:
    """Keep one act, in the transaction of the act itself. ``action`` is a dotted name such as ``people.invite``."""
    session.add(AdminAct(at=dt.datetime.now(dt.UTC), who=who, action=action, target=target, detail=detail))


def newest(session: Session, most: int = 200, before: int | None = None, kind: str | None = None) -> list[AdminAct]:
    """The latest acts, newest first; those older than the act with id ``before``; of one ``kind``, which is the
    first part of an action's name."""
    asked = select(AdminAct).order_by(AdminAct.id.desc()).limit(most)
    if before is not None:
        asked = asked.where(AdminAct.id < before)
    if kind is not None:
        asked = asked.where(AdminAct.action.startswith(f"{kind}.", autoescape=True))
    return list(session.scalars(asked))


def expire(session: Session, now: dt.datetime) -> int:
    """Forget what is older than `KEPT_DAYS`; how many acts."""
    old = delete(AdminAct).where(AdminAct.at < now - dt.timedelta(days=KEPT_DAYS))
    return session.connection().execute(old).rowcount
