"""What a text must hold before a detector looks at it, so that most texts cost next to nothing."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading

Finder = Callable[[Reading], Iterator[Hit]]
"""Finds one kind of value; positions are those of the folded text."""


class Gate(NamedTuple):
    """Both must hold: a digit, if ``digit``; one of the pieces, in lower case and ASCII, if there are any."""

    digit: bool = False
    pieces: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A finder and its gates, of which one must be open."""

    finder: Finder
    gates: tuple[Gate, ...]
    hints: tuple[str, ...] = ()
    """More pieces that the finder asks for with ``Reading.has``."""
