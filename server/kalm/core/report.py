"""What is answered: one report for one draft."""

from dataclasses import dataclass

from kalm.core.finding import Finding
from kalm.core.span import Span


@dataclass(frozen=True, slots=True)
class Situation:
    """What kind of message the draft answers. ``cues`` are spans in the parent."""

    label: str
    confidence: float
    cues: tuple[Span, ...] = ()
    distress: bool = False
    """The parent shows grief, fear, illness or danger: the whole reply should change."""
    threat: bool = False
    """The parent threatens somebody: no debate, evidence, report."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Which parts of a reply acknowledge, explain, and offer a next step. Spans in the draft."""

    empathy: tuple[Span, ...] = ()
    facts: tuple[Span, ...] = ()
    solution: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of guidance: what to do in this situation, whatever the draft says."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """The policy in force. Version 0 is the built-in one."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class LintReport:
    """Everything a client needs to draw and explain, in code points of the draft (cues: of the parent)."""

    language: str
    situation: Situation | None
    findings: tuple[Finding, ...]
    anatomy: Anatomy
    guidance: tuple[Advice, ...]
    verdict: str
    """``ok``, ``review`` or ``stop``."""
    policy: PolicyStamp
    grammar: str = "off"
    unread: tuple[Span, ...] = ()
