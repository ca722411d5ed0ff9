"""Values everybody shares. Standard library only; no input or output, no globals that change.

Positions are code points, half-open, everywhere in Python. They become UTF-16 units only at the HTTP edge.
"""

from kalm.core.draft import (
    ACCOUNTS,
    PLACES,
    SITUATIONS,
    Attachment,
    Context,
    Draft,
    Message,
)
from kalm.core.finding import CATEGORIES, SEVERITIES, Edit, Finding, Fix, rank
from kalm.core.report import Advice, Anatomy, LintReport, PolicyStamp, Situation
from kalm.core.span import Span

__all__ = [
    "ACCOUNTS",
    "CATEGORIES",
    "PLACES",
    "SEVERITIES",
    "SITUATIONS",
    "Advice",
    "Anatomy",
    "Attachment",
    "Context",
    "Draft",
    "Edit",
    "Finding",
    "Fix",
    "LintReport",
    "Message",
    "PolicyStamp",
    "Situation",
    "Span",
    "rank",
]
