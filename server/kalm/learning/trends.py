"""How often rules and categories speak, week by week."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kalm.core import CATEGORIES
from kalm.store import counters
from kalm.store.counters import Total

WEEKS = 12
"""Weeks that are looked back on, the current one counted in."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One line of a chart: how often something spoke, a number a week."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All weeks together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a rule over all the weeks, or of one version of the policy."""

    rule: str
    policy_version: int | None
    events: Mapping[str, int]

    def __getitem__(self, event: str) -> int:
        return self.events.get(event, 0)


@dataclass(frozen=True, slots=True)
class Trends:
    """All that the page and the digest say about the last weeks."""

    mondays: tuple[dt.date, ...]
    categories: tuple[Trend, ...]
    rules: tuple[Trend, ...]
    outcomes: tuple[Outcome, ...]
    teams: tuple[str, ...]
    """Teams that are large enough to be told apart."""


def mondays(today: dt.date, weeks: int = WEEKS) -> tuple[dt.date, ...]:
    """First days of the last ``weeks`` weeks (ISO 8601), oldest first; the last one holds ``today``."""
    current = today - dt.timedelta(days=today.weekday())
    return tuple(current - dt.timedelta(weeks=back) for back in reversed(range(weeks)))


def category_of(rule: str) -> str:
    """The category of a rule, told by its id: ``nl.respect.sneer``, ``reader.respect``, ``lt.NAME``."""
    first, _, rest = rule.partition(".")
    category = "language" if first == "lt" else rest.partition(".")[0]
    return category if category in CATEGORIES else "other"


def trends(session: Session, today: dt.date, team: str | None = None) -> Trends:
    """The last weeks of the whole organisation, or of a team that is large enough; of another, nothing."""
    weeks = mondays(today)
    apart = ("day",) if team is None else ("day", "team")
    found = [total for total in counters.totals(session, weeks[0], today, apart) if team is None or total.team == team]
    shown = [total for total in found if total.event == "shown"]
    return Trends(
        weeks,
        _lines(shown, weeks, {total.rule: category_of(total.rule) for total in shown}),
        _lines(shown, weeks, {total.rule: total.rule for total in shown}),
        outcomes(found),
        tuple(sorted(counters.units(counters.sizes(session)).teams)),
    )


def outcomes(totals: list[Total]) -> tuple[Outcome, ...]:
    """What came of each rule, by version where the totals tell versions apart; the most shown first."""
    events: dict[tuple[str, int | None], dict[str, int]] = {}
    for total in totals:
        of_rule = events.setdefault((total.rule, total.policy_version), {})
        of_rule[total.event] = of_rule.get(total.event, 0) + total.count
    made = [Outcome(rule, version, found) for (rule, version), found in events.items()]
    return tuple(sorted(made, key=lambda one: (-one["shown"], one.rule, one.policy_version or 0)))


def _lines(totals: list[Total], weeks: tuple[dt.date, ...], names: Mapping[str, str]) -> tuple[Trend, ...]:
    counts: dict[str, list[int]] = {}
    for total in totals:
        assert total.day is not None
        line = counts.setdefault(names[total.rule], [0] * len(weeks))
        line[(total.day - weeks[0]).days // 7] += total.count
    made = [Trend(name, tuple(line)) for name, line in counts.items()]
    return tuple(sorted(made, key=lambda line: (-line.total, line.name)))
