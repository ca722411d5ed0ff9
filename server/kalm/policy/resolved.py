"""A policy as the engine reads it: every choice made, nothing left to look up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

STOP_BY_DEFAULT = frozenset(
    (
        "any.confidential.bsn",
        "any.confidential.card",
        "any.confidential.card-check-code",
        "any.confidential.credential",
        "any.confidential.education-number",
        "any.confidential.nhs-number",
        "any.confidential.rijksregisternummer",
        "any.confidential.secret-key",
    )
)
"""Rules that hold a post by default: credentials, checksum-valid personal numbers, cards."""

_NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ResolvedPolicy:
    """The policy in force for one draft."""

    name: str = "built-in"
    version: int = 0
    language: str = "nl"
    """Language of drafts that show none of their own; ``nl-BE`` makes ``auto`` answer Flemish."""
    strictness: str = "balanced"
    stop: frozenset[str] = STOP_BY_DEFAULT
    """Ids of the rules that hold a post."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_LISTS)
    """Words that only the organisation knows: ``org``, ``competitors``, ``codenames``, ``names``."""
    own: frozenset[str] = frozenset()
    """The organisation's own numbers, addresses and domains, as `kalm.detectors.own_values` writes them: no leak."""
    case_numbers: tuple[re.Pattern[str], ...] = ()
    """How the organisation writes its own case numbers."""
    handles: tuple[str, ...] = ()
    """Account names of the organisation."""
    contact: str | None = None
    """Whom to ask."""
    interruption_budget: int = 1
    """How often one composer may be interrupted at send."""
    override_allowed: bool = True
    """Whether a writer may post what a stop rule holds."""
    override_reason: bool = True
    """Whether the writer is asked why."""


BUILT_IN = ResolvedPolicy()
