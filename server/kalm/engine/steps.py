"""From raw hits to what is worth showing: tiny pure steps, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kalm.core import rank
from kalm.rules.model import DetectMatcher, Rule
from kalm.text.document import Document

PRECEDENCE = (
    "confidential", "respect", "moderation", "copyright", "competitor", "disclosure", "facts", "condescension",
    "emotional-tone", "missing-empathy", "escalation", "spam", "voice", "language",
)  # fmt: skip
"""Which category keeps a span that several claim (rule catalogue, 2.0 and 7.4)."""

PER_SENTENCE = 2
"""Two findings on one sentence is the most that a writer will read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired. ``start``/``end`` in code points and ``place`` in words, or all None for the whole draft."""

    rule: Rule
    severity: str
    start: int | None
    end: int | None
    place: tuple[int, int] | None
    confidence: float | None


Step = Callable[[Sequence[Hit], Document], Sequence[Hit]]


def _order(hit: Hit) -> tuple[int, int, bool, int, int, str]:
    length = 0 if hit.start is None or hit.end is None else hit.end - hit.start
    guessed = not isinstance(hit.rule.matcher, DetectMatcher)
    return (-rank(hit.severity), PRECEDENCE.index(hit.rule.category), guessed, -length, hit.start or 0, hit.rule.id)


def drop_duplicates(hits: Sequence[Hit], document: Document) -> Sequence[Hit]:
    """One trouble of one category once: where spans overlap, the gravest stays, then what a detector found (it is sure,
    and may hold a post), then the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_order):
        if not any(other.rule.category == hit.rule.category and _overlap(other, hit) for other in kept):
            kept.append(hit)
    return kept


def drop_shadowed_absences(hits: Sequence[Hit], document: Document) -> Sequence[Hit]:
    """What is missing is not said again where the same category already underlines words, or said it once."""
    underlined = {hit.rule.category for hit in hits if hit.start is not None}
    kept: list[Hit] = []
    absent: set[str] = set()
    for hit in sorted(hits, key=_order):
        if hit.start is None:
            if hit.rule.category in underlined or hit.rule.category in absent:
                continue
            absent.add(hit.rule.category)
        kept.append(hit)
    return kept


def settle_overlaps(hits: Sequence[Hit], document: Document) -> Sequence[Hit]:
    """Where two categories claim mostly the same words, the one that comes first in `PRECEDENCE` keeps them.

    A few words inside a marked sentence are another trouble than the sentence: both stay.
    A graver finding never gives way to a lighter one: an insult stays beside a remark about somebody's family.
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (PRECEDENCE.index(hit.rule.category), *_order(hit))):
        if hit.start is None or not any(
            _mostly_same(other, hit) and rank(other.severity) >= rank(hit.severity) for other in kept
        ):
            kept.append(hit)
    return kept


def limit_per_sentence(hits: Sequence[Hit], document: Document) -> Sequence[Hit]:
    """At most `PER_SENTENCE` findings that begin in one sentence; errors always stay."""
    counts: dict[int, int] = {}
    kept: list[Hit] = []
    for hit in sorted(hits, key=_order):
        if hit.place is not None and document.sentences:
            sentence = document.sentence_at(hit.place[0])
            counts[sentence] = counts.get(sentence, 0) + 1
            if counts[sentence] > PER_SENTENCE and hit.severity != "error":
                continue
        kept.append(hit)
    return kept


def sort(hits: Sequence[Hit], document: Document) -> Sequence[Hit]:
    """What is missing first, then in order of start."""
    return sorted(
        hits, key=lambda hit: (hit.start is not None, hit.start or 0, PRECEDENCE.index(hit.rule.category), hit.rule.id)
    )


STEPS: tuple[Step, ...] = (drop_duplicates, drop_shadowed_absences, settle_overlaps, limit_per_sentence, sort)


def _overlap(one: Hit, other: Hit) -> bool:
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return one.start is None and other.start is None
    return one.start < other.end and other.start < one.end


_SHARE = 0.5
"""Of the longer of two spans, from which they are mostly the same. Measured against the shorter one instead, a long
span hides every other trouble in its sentence: on the gold drafts eight right findings of 382, none on a good draft."""


def _mostly_same(one: Hit, other: Hit) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= _SHARE * max(one.end - one.start, other.end - other.start)
