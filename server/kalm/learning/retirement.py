"""Rules that earn a second look: found wrong by their owners, or passed over by nearly everybody."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kalm.learning.trends import mondays, outcomes
from kalm.store import counters, disputes

LEAST_ACCEPTED = 3
"""Accepted disputes that make a rule doubtful …"""
ACCEPTED_SHARE = 0.5
"""… if they are at least this share of those that were answered."""
LEAST_DECIDED = 20
"""Times that writers took a rule's wording or passed over it, before their choice says something …"""
IGNORED_SHARE = 0.8
"""… if this share passed over it."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """A rule to look at again, and why: ``number`` of ``total`` disputes ``accepted``, or chances ``ignored``."""

    rule: str
    reason: str
    number: int
    total: int


def retirements(session: Session, today: dt.date) -> list[Retirement]:
    """Rules proposed for retirement, over the weeks that trends look back on; the clearest case first."""
    since = mondays(today)[0]
    answered: dict[str, tuple[int, int]] = {}
    for standing in disputes.standings(session, since):
        accepted, total = answered.get(standing.rule, (0, 0))
        answered[standing.rule] = (accepted + standing.accepted, total + standing.accepted + standing.declined)
    found = [
        Retirement(rule, "accepted", accepted, total)
        for rule, (accepted, total) in answered.items()
        if accepted >= LEAST_ACCEPTED and accepted >= ACCEPTED_SHARE * total
    ]
    for outcome in outcomes(counters.totals(session, since, today)):
        decided = outcome["ignored"] + outcome["applied"]
        if decided >= LEAST_DECIDED and outcome["ignored"] >= IGNORED_SHARE * decided:
            found.append(Retirement(outcome.rule, "ignored", outcome["ignored"], decided))
    return sorted(found, key=lambda one: (-one.number / one.total, -one.total, one.rule, one.reason))
