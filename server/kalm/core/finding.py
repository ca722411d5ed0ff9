"""What is found: a small flat value, without behaviour."""

from dataclasses import dataclass

CATEGORIES = (
    "emotional-tone",
    "condescension",
    "missing-empathy",
    "confidential",
    "copyright",
    "competitor",
    "spam",
    "disclosure",
    "escalation",
    "respect",
    "facts",
    "moderation",
    "voice",
    "language",
)

SEVERITIES = ("suggestion", "warning", "error")
"""From a thing worth a glance to a thing that should not leave like this."""


def rank(severity: str) -> int:
    """Order of a severity: 0 for ``suggestion``, 1 for ``warning``, 2 for ``error``."""
    return SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` of the draft by ``text``; inserting has ``start == end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A better wording, applied as a whole. Edits do not overlap and stand in order."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice. ``start`` and ``end`` are both ``None`` for what is missing or concerns the whole draft."""

    rule: str
    category: str
    severity: str
    start: int | None
    end: int | None
    message: str
    why: str
    advice: str
    fixes: tuple[Fix, ...] = ()
    confidence: float | None = None
    """0–1, or ``None`` where the rule is certain."""
    source: str | None = None
    contact: str | None = None
