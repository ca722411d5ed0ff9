"""What `clauses` answers."""

from dataclasses import dataclass

SUBJECTS = ("customer", "ours", "third", "none")
"""Whom a clause is about. ``none``: no subject found, or an imperative."""

MOODS = ("statement", "question", "rhetorical", "imperative")
"""``rhetorical``: asked to sting, not to know."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a sentence: words ``start`` up to ``end``, and whom it is about."""

    start: int
    end: int
    subject: str
    mood: str
    negated: bool
    counterfactual: bool
    """*had moeten*, *zou hebben*, *should have*."""
    conditional: bool
    """*als u*, *mocht u*, *Had u al …, dan*, *if you*."""
    quoted: bool
    """Inside quotation marks, or after *u schrijft dat*, *as you said*."""
