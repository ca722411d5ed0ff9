"""Which detectors there are, and the one scan that runs those a text may concern."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

import ahocorasick

from kalm.detectors import (
    address,
    bank,
    birth,
    card,
    case_number,
    credential,
    documents,
    email,
    network,
    numbers_be,
    numbers_gb,
    numbers_nl,
    phone,
    plate,
    secret,
    tax,
)
from kalm.detectors.folding import HIDERS, fold
from kalm.detectors.gate import Entry
from kalm.detectors.hit import POSSIBLE, Detector, Hit, Surroundings
from kalm.detectors.reading import Reading

MOST_HITS = 100
"""Hits per detector and text. A text with more is a list, and says so long before the hundredth."""

_FAMILIES = (
    numbers_nl, numbers_be, numbers_gb, documents, bank, card, tax, phone, email, address, birth, plate, case_number,
    credential, secret, network,
)  # fmt: skip

_ENTRIES: dict[str, Entry] = {name: entry for family in _FAMILIES for name, entry in family.FINDERS.items()}

NAMES: tuple[str, ...] = tuple(_ENTRIES)
"""Names of all detectors."""


_BEYOND_LATIN = re.compile("[\u0660-\U0001fbff]")
"""Where the digits of other scripts lie."""


class _Plan(NamedTuple):
    """The gates of a choice of detectors, turned round."""

    digit: tuple[str, ...]
    """Detectors that a digit alone lets in."""
    piece: dict[str, tuple[str, ...]]
    """Piece → detectors that it lets in."""
    piece_with_digit: dict[str, tuple[str, ...]]
    """Piece → detectors that it lets in where there is a digit too."""
    automaton: ahocorasick.Automaton


@lru_cache(maxsize=64)
def _plan(names: tuple[str, ...]) -> _Plan:
    digit: list[str] = []
    alone: dict[str, list[str]] = {}
    paired: dict[str, list[str]] = {}
    hints: set[str] = set()
    for name in names:
        for gate in _ENTRIES[name].gates:
            if not gate.pieces:
                digit.append(name)
            for piece in gate.pieces:
                (paired if gate.digit else alone).setdefault(piece, []).append(name)
        hints.update(_ENTRIES[name].hints)
    automaton = ahocorasick.Automaton()
    for piece in {*alone, *paired, *hints}:
        automaton.add_word(piece, piece)
    automaton.make_automaton()
    return _Plan(
        tuple(digit),
        {piece: tuple(let_in) for piece, let_in in alone.items()},
        {piece: tuple(let_in) for piece, let_in in paired.items()},
        automaton,
    )


def _has_digit(text: str) -> bool:
    for digit in "0123456789":
        if digit in text:
            return True
    return not text.isascii() and any(map(str.isdecimal, _BEYOND_LATIN.findall(text)))


def _let_in(plan: _Plan, text: str) -> tuple[set[str], frozenset[str]]:
    """Detectors whose gate is open, and the pieces that occur."""
    has_digit = _has_digit(text)
    wanted = set(plan.digit) if has_digit else set()
    present: frozenset[str] = frozenset()
    if len(plan.automaton):
        lower = text.lower()
        if not text.isascii() and any(hider in text for hider in HIDERS):
            lower = fold(text)[1]
        present = frozenset([piece for _, piece in plan.automaton.iter(lower)])
        for piece in present:
            wanted.update(plan.piece.get(piece, ()))
            if has_digit:
                wanted.update(plan.piece_with_digit.get(piece, ()))
    return wanted, present


def detect(names: Iterable[str], text: str, surroundings: Surroundings) -> list[Hit]:
    """Everything the named detectors find in a text, in one scan, in order of position.

    Only detectors whose gate is open run. Where hits overlap the surest stays, then the one with a checksum, then the
    longest. Raises ``KeyError`` for an unknown name; never for a text.
    """
    chosen = tuple(names)
    wanted, present = _let_in(_plan(chosen), text)
    if surroundings.case_numbers and "case-number" in chosen:
        wanted.add("case-number")
    if not wanted:
        return []
    reading = Reading(text, surroundings, present)
    return _settled([hit for name in sorted(wanted) for hit in _run(name, reading)])


def _run(name: str, reading: Reading) -> list[Hit]:
    hits = []
    for hit in islice(_ENTRIES[name].finder(reading), MOST_HITS):
        if hit.confidence >= POSSIBLE:
            start, end = reading.span(hit.start, hit.end)
            hits.append(Hit(start, end, hit.kind, hit.confidence, hit.checked))
    return hits


def _settled(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the best one, in order of position."""
    if len(hits) < 2:
        return hits
    best = sorted(hits, key=lambda hit: (-hit.confidence, not hit.checked, hit.start - hit.end, hit.start, hit.kind))
    kept: list[Hit] = []
    for hit in best:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _detector(name: str) -> Detector:
    def detector(text: str, surroundings: Surroundings) -> list[Hit]:
        return detect((name,), text, surroundings)

    detector.__name__ = name.replace("-", "_")
    detector.__doc__ = _ENTRIES[name].finder.__doc__
    return detector


DETECTORS: Mapping[str, Detector] = MappingProxyType({name: _detector(name) for name in NAMES})
"""Name → detector."""
