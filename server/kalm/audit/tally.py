"""Counts over past posts. Tallies add up: those of two parts of a file are that of the whole, in any order."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from typing import Any

from kalm.core import LintReport, rank

MOST_PROBLEMS = 1_000
"""Rows that are listed with what is wrong with them, the first ones; all are counted."""

INTERRUPTS = ("review", "stop")
"""Verdicts at which a writer is interrupted before the post."""


@dataclass(slots=True)
class RuleTally:
    """What one rule found."""

    category: str
    findings: int = 0
    posts: int = 0
    """Posts with at least one finding of it."""


@dataclass(slots=True)
class CheckTally:
    """What one policy would have said of the posts."""

    flagged: int = 0
    """Posts with at least one finding, suggestions too."""
    interrupted: int = 0
    """Posts whose writer would have been interrupted."""
    verdicts: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    """Findings of each severity."""
    rules: dict[str, RuleTally] = field(default_factory=dict)
    categories: Counter[str] = field(default_factory=Counter)
    """Posts with at least one finding of the category."""
    weeks: Counter[str] = field(default_factory=Counter)
    """Interrupted posts of each ISO week, such as ``2026-W48``."""

    def add(self, report: LintReport, week: str | None) -> None:
        """Count one report."""
        self.verdicts[report.verdict] += 1
        self.severities.update(finding.severity for finding in report.findings)
        self.flagged += bool(report.findings)
        self.categories.update({finding.category for finding in report.findings})
        for finding in report.findings:
            self.rules.setdefault(finding.rule, RuleTally(finding.category)).findings += 1
        for rule in {finding.rule for finding in report.findings}:
            self.rules[rule].posts += 1
        if report.verdict in INTERRUPTS:
            self.interrupted += 1
            if week is not None:
                self.weeks[week] += 1

    def merge(self, other: "CheckTally") -> None:
        """Add what another part of the file gave."""
        self.flagged += other.flagged
        self.interrupted += other.interrupted
        for name in ("verdicts", "severities", "categories", "weeks"):
            getattr(self, name).update(getattr(other, name))
        for rule, counted in other.rules.items():
            ours = self.rules.setdefault(rule, RuleTally(counted.category))
            ours.findings += counted.findings
            ours.posts += counted.posts


@dataclass(slots=True)
class Difference:
    """What the first policy says otherwise than the second, in posts."""

    interrupted_new: int = 0
    """Posts that only the first interrupts."""
    interrupted_gone: int = 0
    """Posts that only the second interrupts."""
    new: Counter[str] = field(default_factory=Counter)
    """Rule → posts in which only the first finds it."""
    gone: Counter[str] = field(default_factory=Counter)
    """Rule → posts in which only the second finds it."""
    changed: Counter[str] = field(default_factory=Counter)
    """Rule → posts in which both find it, with another severity."""

    def add(self, ours: LintReport, theirs: LintReport) -> bool:
        """Count one post; whether they differ on it."""
        here, there = (_severities(report) for report in (ours, theirs))
        self.new.update(here.keys() - there.keys())
        self.gone.update(there.keys() - here.keys())
        self.changed.update(rule for rule in here.keys() & there.keys() if here[rule] != there[rule])
        stops_here, stops_there = (report.verdict in INTERRUPTS for report in (ours, theirs))
        self.interrupted_new += stops_here and not stops_there
        self.interrupted_gone += stops_there and not stops_here
        return here != there or stops_here != stops_there

    def merge(self, other: "Difference") -> None:
        """Add what another part of the file gave."""
        self.interrupted_new += other.interrupted_new
        self.interrupted_gone += other.interrupted_gone
        for name in ("new", "gone", "changed"):
            getattr(self, name).update(getattr(other, name))


@dataclass(slots=True)
class Tally:
    """Everything that is counted: numbers, ids of rules, weeks, numbers of lines. No text of a post."""

    checks: list[CheckTally]
    difference: Difference | None = None
    """Of the first policy against the second, where there are two."""
    rows: int = 0
    posts: int = 0
    """Rows that could be read."""
    problems: list[tuple[int, str]] = field(default_factory=list)
    """Line and reason of the first `MOST_PROBLEMS` rows that could not be read."""
    unused: Counter[str] = field(default_factory=Counter)
    """Column → rows in which its value said nothing to Kalm, so that the default was taken."""
    weeks: Counter[str] = field(default_factory=Counter)
    """Posts of each ISO week."""
    first: date | None = None
    last: date | None = None
    """Days of the earliest and the latest post with a date."""
    drawn_from: int = 0
    """Rows of the file, where only some of them, drawn at random, were read; else 0."""
    cases: list[tuple[int, int]] = field(default_factory=list)
    """Lot and line of the posts drawn as cases, lowest lot first."""

    @classmethod
    def of(cls, checks: int) -> "Tally":
        """Nothing yet, for one policy or two."""
        return cls([CheckTally() for _ in range(checks)], Difference() if checks == 2 else None)

    @property
    def unreadable(self) -> int:
        """Rows that could not be read."""
        return self.rows - self.posts

    @property
    def dated(self) -> int:
        """Posts with a date."""
        return self.weeks.total()

    def refuse(self, line: int, reason: str) -> None:
        """Count a row that could not be read."""
        self.rows += 1
        self.problems.append((line, reason))
        self._cut()

    def add(self, reports: Sequence[LintReport], day: date | None, unused: Iterable[str] = ()) -> bool:
        """Count one post, as each policy reported on it. Whether it is worth a look: with one policy, a post that
        is interrupted; with two, one on which they differ."""
        self.rows += 1
        self.posts += 1
        self.unused.update(unused)
        week = None
        if day is not None:
            week = week_of(day)
            self.weeks[week] += 1
            self._stretch(day, day)
        for check, report in zip(self.checks, reports, strict=True):
            check.add(report, week)
        if self.difference is not None:
            return self.difference.add(*reports)
        return reports[0].verdict in INTERRUPTS

    def draw(self, line: int, most: int, seed: int) -> None:
        """Let the post of this line take part in the draw for ``most`` cases: a fair one, whatever the order."""
        self.cases = nsmallest(most, [*self.cases, (lot(line, seed), line)])

    def merge(self, other: "Tally", cases: int = 0) -> None:
        """Add what another part of the file gave; ``cases`` is how many are drawn at most."""
        self.rows += other.rows
        self.posts += other.posts
        self.problems += other.problems
        self._cut()
        self.unused.update(other.unused)
        self.weeks.update(other.weeks)
        if other.first and other.last:
            self._stretch(other.first, other.last)
        for ours, theirs in zip(self.checks, other.checks, strict=True):
            ours.merge(theirs)
        if self.difference and other.difference:
            self.difference.merge(other.difference)
        self.cases = nsmallest(cases, [*self.cases, *other.cases])

    def weeks_covered(self) -> float:
        """Weeks from the first day to the last, both included; at least one, none without dates."""
        return max(((self.last - self.first).days + 1) / 7, 1.0) if self.first and self.last else 0.0

    def interruptions_a_week(self, check: int) -> float | None:
        """How often in a week this policy would have interrupted somebody, over the period of the posts with a
        date; None where fewer than half of the posts have one."""
        if not self.posts or self.dated * 2 < self.posts:
            return None
        share_read = self.rows / self.drawn_from if self.drawn_from else 1.0
        return self.checks[check].weeks.total() / share_read / self.weeks_covered()

    def _stretch(self, first: date, last: date) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)

    def _cut(self) -> None:
        if len(self.problems) > MOST_PROBLEMS:
            self.problems = nsmallest(MOST_PROBLEMS, self.problems)

    def to_json(self) -> dict[str, Any]:
        """Everything, as a checkpoint keeps it."""
        return {
            "rows": self.rows,
            "posts": self.posts,
            "problems": self.problems,
            "unused": self.unused,
            "weeks": self.weeks,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "drawn_from": self.drawn_from,
            "cases": self.cases,
            "checks": self.checks,
            "difference": self.difference,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Tally":
        """What `to_json` gave. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        counters = ("verdicts", "severities", "categories", "weeks")
        checks = [
            CheckTally(
                **{
                    **check,
                    **{name: Counter(check[name]) for name in counters},
                    "rules": {rule: RuleTally(**counted) for rule, counted in check["rules"].items()},
                }
            )
            for check in given["checks"]
        ]
        between = given["difference"]
        return cls(
            checks,
            between
            and Difference(**{**between, **{name: Counter(between[name]) for name in ("new", "gone", "changed")}}),
            given["rows"],
            given["posts"],
            [(line, reason) for line, reason in given["problems"]],
            Counter(given["unused"]),
            Counter(given["weeks"]),
            given["first"] and date.fromisoformat(given["first"]),
            given["last"] and date.fromisoformat(given["last"]),
            given["drawn_from"],
            [(drawn, line) for drawn, line in given["cases"]],
        )


def lot(line: int, seed: int) -> int:
    """What a line draws: the same in every run with this seed, and nothing that could be seen in the file."""
    return int.from_bytes(hashlib.blake2b(f"{seed} {line}".encode(), digest_size=8).digest(), "big")


def _severities(report: LintReport) -> dict[str, int]:
    """Rule → rank of the most severe finding of it."""
    found: dict[str, int] = {}
    for finding in report.findings:
        found[finding.rule] = max(found.get(finding.rule, 0), rank(finding.severity))
    return found


def week_of(day: date) -> str:
    """The ISO week of a day, such as ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
