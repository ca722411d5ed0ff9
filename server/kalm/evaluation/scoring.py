"""Findings against what a careful person marked. The definitions and figures are those of ``tests/gold/score.py``.

- A finding is right when a marked one of its category overlaps it, or when either has no span.
- A marked one is found when at least one finding matches it.
- A false alarm is a finding of warning or above on a draft that was marked fine.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kalm.core import CATEGORIES, rank
from kalm.intervals import wilson

WARNING = rank("warning")


@dataclass(frozen=True, slots=True)
class Marked:
    """One finding, ours or a person's, as far as scoring looks at it. ``severity`` is a rank, 0 to 2."""

    category: str
    start: int | None
    end: int | None
    severity: int = WARNING

    def matches(self, other: "Marked") -> bool:
        """Whether both name the same thing: same category, and overlapping spans or one without span."""
        if self.category != other.category:
            return False
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return True
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Case:
    """One draft: what a person marked in it, and what we found."""

    id: str
    language: str
    good: bool
    """Whether the person would post it as it stands."""
    gold: tuple[Marked, ...]
    found: tuple[Marked, ...]

    @property
    def caught(self) -> bool:
        """Whether at least one of the marked findings was found."""
        return any(ours.matches(marked) for marked in self.gold for ours in self.found)

    def at_least(self, severity: int) -> "Case":
        """The same draft, seen only with findings of this rank or above."""
        kept = tuple(finding for finding in self.found if finding.severity >= severity)
        return replace(self, found=kept)


@dataclass(slots=True)
class Tally:
    """Counts for one category, or for all of them."""

    gold: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0
    false_alarm_drafts: int = 0

    def figures(self) -> dict[str, Any]:
        """Counts and shares, each share with its 95 % interval."""
        precision, recall = _ratio(self.right, self.predicted), _ratio(self.found, self.gold)
        return {
            "gold": self.gold,
            "found": self.found,
            "predicted": self.predicted,
            "right": self.right,
            "precision": precision,
            "recall": recall,
            "f1": _f1(precision, recall),
            "precision_interval": wilson(self.right, self.predicted),
            "recall_interval": wilson(self.found, self.gold),
        }


@dataclass(slots=True)
class _Totals:
    categories: dict[str, Tally] = field(default_factory=dict)
    bad: int = 0
    good: int = 0
    caught: int = 0
    flagged: int = 0
    alarmed: int = 0
    touched: int = 0
    exact: int = 0

    def of(self, category: str) -> Tally:
        return self.categories.setdefault(category, Tally())


def summarise(cases: Iterable[Case]) -> dict[str, Any]:
    """All figures for these drafts, under the names that ``tests/gold/score.py`` uses.

    Beyond those: ``…_interval`` beside every share; ``good_with_any_finding``, the good drafts that carry a
    finding of whatever severity; ``contrast``, see `pairs`.
    """
    cases = list(cases)
    totals = _Totals()
    for case in cases:
        _count(case, totals)
    known = [name for name in CATEGORIES if name in totals.categories]
    figures = {}
    everything = Tally()
    for name in known + sorted(set(totals.categories) - set(CATEGORIES)):
        tally = totals.categories[name]
        figures[name] = {**tally.figures(), "false_alarm_drafts": tally.false_alarm_drafts}
        everything.gold += tally.gold
        everything.found += tally.found
        everything.predicted += tally.predicted
        everything.right += tally.right
    measured = [each["f1"] or 0.0 for each in figures.values() if each["gold"]]
    macro = round(sum(measured) / len(measured), 4) if measured else None
    return {
        "records": totals.bad + totals.good,
        "bad": totals.bad,
        "good": totals.good,
        "categories": figures,
        "all": {**everything.figures(), "macro_f1": macro},
        "draft_recall": _ratio(totals.caught, totals.bad),
        "draft_recall_interval": wilson(totals.caught, totals.bad),
        "bad_with_a_right_finding": totals.caught,
        "bad_flagged_at_all": totals.flagged,
        "false_alarms_per_100_good": round(100 * totals.alarmed / totals.good, 2) if totals.good else None,
        "false_alarms_interval": wilson(totals.alarmed, totals.good),
        "good_with_false_alarm": totals.alarmed,
        "good_with_any_finding": totals.touched,
        "any_finding_interval": wilson(totals.touched, totals.good),
        "exact_category_sets": totals.exact,
        "contrast": pairs(cases),
    }


def _count(case: Case, totals: _Totals) -> None:
    for marked in case.gold:
        tally = totals.of(marked.category)
        tally.gold += 1
        tally.found += any(ours.matches(marked) for ours in case.found)
    for ours in case.found:
        tally = totals.of(ours.category)
        tally.predicted += 1
        tally.right += any(ours.matches(marked) for marked in case.gold)
    if case.good:
        alarms = {ours.category for ours in case.found if ours.severity >= WARNING}
        totals.good += 1
        totals.alarmed += bool(alarms)
        totals.touched += bool(case.found)
        for category in alarms:
            totals.of(category).false_alarm_drafts += 1
    else:
        totals.bad += 1
        totals.caught += case.caught
        totals.flagged += bool(case.found)
    totals.exact += {ours.category for ours in case.found} == {marked.category for marked in case.gold}


def pairs(cases: Iterable[Case]) -> dict[str, Any] | None:
    """Pairs ``…a`` and ``…b`` that differ in one small thing, one bad and one good: how many are both right.

    Both right is: the bad one caught, the good one without any finding. None when the drafts hold no such pairs.
    """
    halves: dict[str, list[Case]] = {}
    for case in cases:
        if case.id[-1:] in ("a", "b"):
            halves.setdefault(case.id[:-1], []).append(case)
    whole = [sorted(two, key=lambda case: case.good) for two in halves.values() if len(two) == 2]
    whole = [two for two in whole if [case.good for case in two] == [False, True]]
    if not whole:
        return None
    right = sum(bad.caught and not good.found for bad, good in whole)
    return {"pairs": len(whole), "both_right": right, "interval": wilson(right, len(whole))}


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), 4) if precision and recall else 0.0
