"""One answer of two finders: what rules found and what the reader heard become one list.

- A rule keeps its span and its words. Where the reader hears the same category as a warning, a rule's suggestion
  becomes one too, and the finding carries the reader's confidence.
- A rule is doubted, and lowered a step (a warning to a suggestion, a suggestion to nothing), where the output is one
  that drafts with that trouble hardly ever have; a rule that asks for the reader's agreement (``reader: agrees`` in its
  file) already where the reader hears nothing. Detectors and errors are never doubted.
- What the reader hears and no rule found is added; one trouble is never shown twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kalm.core import Finding, Span, rank
from kalm.reader.reading import Reading, Stretch
from kalm.reader.strictness import Scale

CONFIRM_ONLY = frozenset(("confidential", "copyright"))
"""Identifiers and rights are facts: detectors and rules name them, the reader adds at most a suggestion."""
WHOLE_DRAFT = frozenset(("missing-empathy",))
"""Troubles that are an absence: no words carry them."""
SAME = 0.5
"""Share of the shorter of two stretches from which they are the same words."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reader adds. ``stretch`` is None where no words stand out or something is missing."""

    category: str
    severity: str
    confidence: float
    stretch: Stretch | None

    @property
    def span(self) -> Span | None:
        """The words that carry it."""
        return None if self.stretch is None else Span(self.stretch.start, self.stretch.end)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a merge must know about rules: which ask for the reader's agreement, and which never are doubted."""

    asks: Callable[[str], bool]
    certain: Callable[[str], bool]


def merge(
    findings: Sequence[Finding],
    reading: Reading,
    scale: Scale,
    strictness: str,
    trust: Trust,
    silent: frozenset[str] = frozenset(),
) -> tuple[list[Finding], list[Heard]]:
    """(rules' findings as they stand after the reader listened, what the reader adds).

    In the categories that are ``silent`` here the reader adds nothing, whatever it hears.
    """
    levels = scale.levels[strictness]
    lowest = scale.levels["keen"]
    kept: list[Finding] = []
    for finding in findings:
        level = levels.get(finding.category)
        if level is None or trust.certain(finding.rule) or finding.severity == "error":
            kept.append(finding)
            continue
        raw = reading.raw[finding.category]
        needed = lowest[finding.category].suggestion if trust.asks(finding.rule) else scale.doubt[finding.category]
        if raw < needed:
            if finding.severity == "suggestion":
                continue
            finding = replace(finding, severity="suggestion")
        heard = level.severity(raw)
        if heard == "warning" and finding.severity == "suggestion" and _same_words(finding, reading):
            finding = replace(finding, severity="warning")
        if heard is not None:
            finding = replace(finding, confidence=round(scale.confidence(finding.category, raw), 2))
        kept.append(finding)
    added: list[Heard] = []
    for category, level in levels.items():
        severity = level.severity(reading.raw[category])
        if severity is None or category in silent or any(finding.category == category for finding in kept):
            continue
        if category in CONFIRM_ONLY:
            severity = "suggestion"
        confidence = round(scale.confidence(category, reading.raw[category]), 2)
        stretch = None
        if category not in WHOLE_DRAFT:
            stretch = next((one for one in reading.stretches[category] if not _claimed(one, severity, kept)), None)
            if stretch is None and reading.stretches[category]:
                continue  # a rule has named these very words already
        added.append(Heard(category, severity, confidence, stretch))
    return kept, _one_trouble_once(added)


def _same_words(finding: Finding, reading: Reading) -> bool:
    """Whether the reader hears it where the rule does, or cannot say where."""
    stretches = reading.stretches[finding.category]
    if finding.start is None or finding.end is None or not stretches:
        return True
    return any(one.start < finding.end and finding.start < one.end for one in stretches)


def _claimed(stretch: Stretch, severity: str, findings: Sequence[Finding]) -> bool:
    for finding in findings:
        if finding.start is None or finding.end is None or rank(finding.severity) < rank(severity):
            continue
        shared = min(finding.end, stretch.end) - max(finding.start, stretch.start)
        if shared > 0 and shared >= SAME * min(finding.end - finding.start, stretch.end - stretch.start):
            return True
    return False


def _one_trouble_once(added: Sequence[Heard]) -> list[Heard]:
    """Of several categories heard in the same words, the surest."""
    kept: list[Heard] = []
    for heard in sorted(added, key=lambda one: (-rank(one.severity), -one.confidence)):
        span = heard.span
        if span is None or not any(
            (other := one.span) is not None
            and min(span.end, other.end) - max(span.start, other.start)
            >= SAME * min(span.end - span.start, other.end - other.start)
            for one in kept
        ):
            kept.append(heard)
    return kept
