"""What a detector is asked and what it answers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

POSSIBLE = 0.3
"""Below this nothing is reported at all."""

FIRE = 0.6
"""From here on a rule should speak: format and evidence agree."""

SURE = 0.8
"""From here on a rule may stop a post: for numbers with a checksum, only values that pass it get this far."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A value that a detector recognised. The value itself is not kept, only where it stands."""

    start: int
    end: int
    """Half-open span in code points of the text: the value, without the word that announces it."""
    kind: str
    """Name of the detector, e.g. ``bsn``."""
    confidence: float
    """0–1; see ``POSSIBLE``, ``FIRE`` and ``SURE``."""
    checked: bool
    """A checksum passed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a detector may know besides the text."""

    language: str = "nl"
    """Tag of the draft's language; decides which numbering plan a phone number without country code is read in."""
    own: frozenset[str] = frozenset()
    """The organisation's own values as ``normalised.own_values`` writes them. They are never a hit."""
    quoted: tuple[tuple[int, int], ...] = ()
    """Spans of the text in which somebody else's words are repeated."""
    case_numbers: tuple[re.Pattern[str], ...] = ()
    """How the organisation writes its own case numbers, from the policy."""


Detector = Callable[[str, Surroundings], Iterable[Hit]]
"""Finds one kind of value in a text. Never raises, whatever the text."""
