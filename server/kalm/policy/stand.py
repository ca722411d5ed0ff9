"""How one rule stands under a policy: on or off, why, how grave, whether it holds a post."""

from dataclasses import dataclass
from typing import Literal

from kalm.policy.resolved import Choice, ResolvedPolicy

KEYS = ("enabled", "severity", "stop", "contact", "guideline", "owner")
"""What a policy may decide about a rule, in the order in which the pages tell it."""
NOBODY = "shipped"
"""Stands for rules that no policy says anything about."""

Why = Literal["shipped", "decided", "preview", "quiet", "deprecated"]


@dataclass(frozen=True, slots=True)
class Stand:
    """How a rule stands under a policy."""

    on: bool
    why: Why
    severity: str
    stops: bool
    """Whether it holds a post."""
    choices: tuple[tuple[str, Choice], ...]
    """What was decided about it: one of `KEYS` with its choice."""

    @property
    def origins(self) -> frozenset[str]:
        """Layers that have a say in it; `NOBODY` where none has."""
        return frozenset(choice.origin for _, choice in self.choices) or frozenset((NOBODY,))


def stand(rule: str, category: str, severity: str, status: str, policy: ResolvedPolicy) -> Stand:
    """How the rule of that id, which ships with ``severity`` and ``status``, stands under ``policy``, as
    `Linter.check` has it. Conditions of the rule may still raise or lower its own severity."""
    decided = policy.standing(rule, category)
    named = ((key, getattr(decided, key)) for key in KEYS)
    choices = tuple((key, choice) for key, choice in named if choice is not None)
    if decided.severity is not None:
        severity = str(decided.severity.value)
    on, why = True, "decided" if choices else "deprecated" if status == "deprecated" else "shipped"
    if decided.enabled is not None and not decided.enabled.value:
        on, why = False, "decided"
    elif status == "preview" and policy.strictness != "keen" and decided.enabled is None:
        on, why = False, "preview"
    elif severity == "suggestion" and policy.strictness == "quiet":
        on, why = False, "quiet"
    return Stand(on, why, severity, policy.stops(rule, category), choices)  # type: ignore[arg-type]
