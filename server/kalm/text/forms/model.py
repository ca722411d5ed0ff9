"""What `forms` answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """Every way a word may stand in a text, in folded letters."""

    words: frozenset[str]
    """Forms of one word; for a separable verb the joined ones: uitleg, uitlegde, uitgelegd."""
    phrases: tuple[str, ...] = ()
    """Fixed forms of several words: *uit te leggen*, *uit had moeten leggen*, *uit hebben gelegd*."""
    separated: tuple[frozenset[str], str] | None = None
    """Finite forms of a separable verb without its particle, and the particle that comes later in the clause."""
