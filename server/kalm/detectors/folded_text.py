"""A text folded once, and the plain ways to look into it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from kalm.detectors.folding import fold, original
from kalm.detectors.hit import Surroundings

WINDOW = 90
"""Code points around a value in which words that concern it are looked for."""

WORD = re.compile(r"\w+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LETTER_O = re.compile(r"([0-9])[oO](?=[0-9])")
_LEADING_O = re.compile(
    r"(?<![\w@/.=&?#-])[oO](?=[1-9](?:[ ./-]{0,3}[0-9]){8,9}(?![0-9]))"
    # Neither "O2 020 …", the firm, nor "O123456789", an order: in one piece only as mobile numbers are.
    r"(?![1-57-9][ ./-])(?![1-3589][0-9]{8})"
)
"""The first letter of a telephone number, which has ten digits or eleven: ``O6-12345678``."""


class FoldedText:
    """A text as detectors see it. Positions are those of ``plain``; ``span`` leads back to the original."""

    def __init__(self, text: str, surroundings: Surroundings, present: frozenset[str] = frozenset()) -> None:
        """``present``: which of the pieces that gates and hints name occur in the text."""
        self._present = present
        self._text = text
        self.surroundings = surroundings
        self.language = surroundings.language
        self.own = surroundings.own
        plain, lower, dropped = fold(text)
        if "o" in lower and _LETTER_O.search(plain):
            # A letter O among digits is a zero, by slip or by design.
            plain = _LETTER_O.sub(r"\g<1>0", plain)
            lower = _LETTER_O.sub(r"\g<1>0", lower)
        if "o" in lower and _LEADING_O.search(plain):
            plain = _LEADING_O.sub("0", plain)
            lower = _LEADING_O.sub("0", lower)
        self.plain = plain
        self.lower = lower
        self._dropped = dropped

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a non-empty span of the plain text."""
        left, right = original(self._dropped, start, end)
        if self._dropped:
            # The frame of a keycap digit belongs to the digit.
            while right < len(self._text) and self._text[right] in "\ufe0f\u20e3":
                right += 1
        return left, right

    def has(self, pieces: Iterable[str]) -> bool:
        """Whether one of the pieces occurs anywhere. They must be among the gates or hints of the finder."""
        return not self._present.isdisjoint(pieces)

    def words_before(self, at: int, count: int = 5) -> list[str]:
        """The last words before a position, in lower case and the nearest first."""
        return self._tail(self.lower, max(0, at - WINDOW), at, count)[::-1]

    def _tail(self, text: str, start: int, end: int, count: int) -> list[str]:
        words: list[str] = WORD.findall(text, start, end)
        if start > 0 and len(words) <= count and text[start - 1].isalnum() and text[start].isalnum():
            del words[:1]  # half a word
        return words[-count:]

    def words_after(self, at: int, count: int = 5) -> list[str]:
        """The first words after a position, in lower case."""
        words: list[str] = WORD.findall(self.lower, at, at + WINDOW)
        return words[:count]

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """Spans of web addresses."""
        if "://" not in self.lower and "www." not in self.lower:
            return []
        return [found.span() for found in _LINK.finditer(self.plain)]

    def in_link(self, at: int) -> bool:
        """Whether a position lies inside a web address."""
        links = self.links
        index = bisect_right(links, (at, len(self.plain))) - 1
        return index >= 0 and links[index][0] <= at < links[index][1]
