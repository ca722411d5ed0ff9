"""Gates: words without which a phrase cannot match, so that its expression is tried in few places only."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Gate(NamedTuple):
    """What opens the way to an expression: one of ``keys``, right before one of ``following`` where there are any.

    Every match of a phrase holds what one of its gates asks for, so that a draft without it need not be searched.
    A filler may stand between the two words.
    """

    keys: frozenset[str]
    following: frozenset[str] = frozenset()
    part: bool = False
    """Whether the keys are pieces of `Document.normal` that are no whole words."""
    lead: int = 0
    """How many words of a match may stand before the key, at most."""


def united(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """The union; the set itself where there is only one, so that phrases share it."""
    listed = list(sets)
    return listed[0] if len(listed) == 1 else frozenset().union(*listed)


def any_of(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The union; None where one of them may be any word."""
    listed = list(sets)
    return None if None in listed else united(words for words in listed if words is not None)


def edges(nullable: Sequence[bool], words: Sequence[frozenset[str] | None]) -> list[frozenset[str] | None]:
    """Up to each item, the words nearest to the end of what is matched; None where that may be any word or nothing.
    ``nullable`` says which items may be left out, ``words`` what each ends with."""
    found: list[frozenset[str] | None] = []
    edge: frozenset[str] | None = None
    for may_lack, own in zip(nullable, words, strict=True):
        if not may_lack:
            edge = own
        elif own is None or edge is None:
            edge = None
        elif own:
            edge = own | edge
        found.append(edge)
    return found


def joined(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """The gates of several options, those alike in all but their keys as one."""
    keys: dict[tuple[frozenset[str], bool], list[Gate]] = {}
    for gate in gates:
        keys.setdefault((gate.following, gate.part), []).append(gate)
    return tuple(
        Gate(united(gate.keys for gate in alike), following, part, max(gate.lead for gate in alike))
        for (following, part), alike in keys.items()
    )


def shifted(gates: tuple[Gate, ...], words: int) -> tuple[Gate, ...]:
    """The gates with so many words more before them."""
    return tuple(gate._replace(lead=gate.lead + words) for gate in gates) if words else gates
