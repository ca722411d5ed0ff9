"""What people said was not right here, and what the owner of the rule answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from kalm.store.tables import Dispute

REASONS = ("not-true-here", "tone-is-right", "quoted", "other")
"""Reasons that can be picked; own words are kept as they are."""
STATES = ("open", "accepted", "declined")
KEPT_DAYS = 30
"""How long the text stays that a writer handed over."""
MOST_SHOWN = 200
"""Disputes in one answer of `listed`."""


class AnsweredAlreadyError(Exception):
    """Somebody answered the dispute before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of the disputes about one version of one rule."""

    rule: str
    policy_version: int
    disputed: int
    accepted: int
    declined: int


def add(
    session: Session, rule: str, policy_version: int, reason: str, text: str | None, team: str | None, today: dt.date
) -> Dispute:
    """Keep a dispute. ``text`` only if the writer ticked it; it is erased `KEPT_DAYS` days after ``today``."""
    made = Dispute(
        rule=rule,
        policy_version=policy_version,
        team=team,
        reason=reason,
        text=text,
        text_until=None if text is None else today + dt.timedelta(days=KEPT_DAYS),
        day=today,
        state="open",
    )
    session.add(made)
    session.flush()
    return made


def listed(session: Session, rule: str | None = None, state: str | None = None) -> Sequence[Dispute]:
    """The latest disputes, those without an answer first; of one rule or in one state where asked."""
    asked = select(Dispute).order_by(case((Dispute.state == "open", 0), else_=1), Dispute.id.desc()).limit(MOST_SHOWN)
    if rule is not None:
        asked = asked.where(Dispute.rule == rule)
    if state is not None:
        asked = asked.where(Dispute.state == state)
    return session.scalars(asked).all()


def disputed_rules(session: Session) -> Sequence[str]:
    """Ids of the rules that were ever disputed."""
    return session.scalars(select(Dispute.rule).distinct().order_by(Dispute.rule)).all()


def answer(session: Session, number: int, state: str, words: str, by: str) -> Dispute:
    """Accept a dispute (the rule was wrong) or decline it, with ``words`` that say why.

    Raises `LookupError` if there is none of that number, `AnsweredAlreadyError` if somebody was first.
    """
    changed = session.scalars(
        update(Dispute)
        .where(Dispute.id == number, Dispute.state == "open")
        .values(state=state, answer=words, answered_by=by)
        .returning(Dispute)
    ).one_or_none()
    if changed is None:
        raise AnsweredAlreadyError if session.get(Dispute, number) is not None else LookupError(number)
    return changed


def standings(session: Session, since: dt.date | None = None) -> list[Standing]:
    """Disputes per rule and version of the policy, from day ``since`` on."""
    accepted = func.sum(case((Dispute.state == "accepted", 1), else_=0))
    declined = func.sum(case((Dispute.state == "declined", 1), else_=0))
    asked = select(Dispute.rule, Dispute.policy_version, func.count(), accepted, declined)
    if since is not None:
        asked = asked.where(Dispute.day >= since)
    asked = asked.group_by(Dispute.rule, Dispute.policy_version).order_by(Dispute.rule, Dispute.policy_version)
    return [Standing(*row) for row in session.execute(asked)]


def count_open(session: Session) -> int:
    """Disputes that wait for an answer."""
    return session.scalar(select(func.count()).select_from(Dispute).where(Dispute.state == "open")) or 0


def expire(session: Session, today: dt.date) -> int:
    """Erase the texts whose days are over; how many. The dispute itself stays."""
    due = update(Dispute).where(Dispute.text.is_not(None), Dispute.text_until <= today)
    return session.connection().execute(due.values(text=None, text_until=None)).rowcount
