"""What the text around a value says about it: announcing words, units, quotations."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from kalm.detectors.folded_text import WINDOW, WORD
from kalm.detectors.folding import positions
from kalm.detectors.scoring import Evidence
from kalm.detectors.sentences import Sentences
from kalm.detectors.vocabulary import (
    ANNOUNCES_NUMBERS,
    EXAMPLES,
    LABELS,
    LAST_WORDS,
    LONGEST_LABEL,
    UNITS,
    family_of,
)

REACH = 5
"""A word announces a value if at most so many words stand between them."""

_SIDE_BY_SIDE = 3
"""Quoted spans at most so many code points apart are one quotation."""

_EQUATES = re.compile(r"\s{0,2}(?:\(|(?:is|was|als|as|betreft)\b)")
_UNIT = re.compile(r"\s?(?:[€%°]|(\w+))")
_CURRENCIES = frozenset("€$£#")


class Label(NamedTuple):
    """The word that announces a value."""

    wanted: bool
    """It announces a value of the wanted kind."""
    any: bool
    """There is one at all; if not wanted, it announces another kind."""
    word: str
    distance: int
    """Words between it and the value."""


_Announced = tuple[tuple[str, ...], str, int]
"""Families, announcing word, words between."""

_NOTHING: _Announced = ((), "", 0)


def _label_ending(words: list[str], position: int) -> tuple[str, int] | tuple[None, int]:
    """Family of the longest label that ends with the word at a position, and its length in words."""
    word = words[position]
    if word in LAST_WORDS:
        for length in range(min(LONGEST_LABEL, position + 1), 1, -1):
            family = LABELS.get(" ".join(words[position - length + 1 : position + 1]))
            if family is not None:
                return family, length
    family = family_of(word)
    return (family, 1) if family is not None else (None, 1)


class Reading(Sentences):
    """A text taken apart once; detectors only read it."""

    def label(
        self,
        start: int,
        end: int,
        wanted: frozenset[str],
        rivals: frozenset[str] = ANNOUNCES_NUMBERS,
        reach: int = REACH,
    ) -> Label:
        """The word that announces the value at ``start``–``end``, of the wanted families or of their rivals."""
        families, word, distance = self._families_before(start, wanted | rivals, reach)
        if not families:
            families, word, distance = self._families_after(end, wanted | rivals)
        return Label(not wanted.isdisjoint(families), bool(families), word, distance)

    def evidence(
        self,
        start: int,
        end: int,
        wanted: frozenset[str],
        rivals: frozenset[str] = ANNOUNCES_NUMBERS,
        reach: int = REACH,
    ) -> Evidence:
        """What the text around ``start``–``end`` says about a value of the ``wanted`` families."""
        label = self.label(start, end, wanted, rivals, reach)
        sentence = self.sentence(start)
        return Evidence(
            label=label.wanted,
            rival=label.any and not label.wanted,
            second=sentence.second,
            person=sentence.person,
            unit=self.unit(start, end),
            example=self._example(start),
            quoted=self._quoted(start, end),
        )

    def _families_before(self, start: int, families: frozenset[str], reach: int) -> _Announced:
        lower = self.lower
        low = max(0, start - WINDOW)
        index = bisect_right(self.stops, start)
        if index and self.stops[index - 1] > low:
            stop = self.stops[index - 1]
            # "Wat is uw bsn? Dat is 111222333": a question or a new line carries over to the answer.
            if lower[stop - 1] not in "?\n":
                low = stop
        words = self._tail(lower, low, start, reach + 1 + LONGEST_LABEL)
        last = len(words) - 1
        position = last
        while position >= 0 and last - position <= reach:
            family, length = _label_ending(words, position)
            if family is not None and family in families:
                first = position - length + 1
                found: tuple[str, ...] = (family,)
                if first > 1 and words[first - 1] in ("en", "and", "of", "or"):
                    other, _ = _label_ending(words, first - 2)
                    if other is not None and other in families:
                        found = (family, other)
                return found, " ".join(words[first : position + 1]), last - position
            position -= 1
        return _NOTHING

    def _families_after(self, end: int, families: frozenset[str]) -> _Announced:
        """A label that follows counts only where the sentence equates: *111222333 is uw bsn*, *111222333 (bsn)*."""
        equates = _EQUATES.match(self.lower, end)
        if equates is None:
            return _NOTHING
        words = self.words_after(equates.end(), 3 + LONGEST_LABEL)
        for position in range(min(3, len(words))):
            for length in range(LONGEST_LABEL, 0, -1):
                label = words[position : position + length]
                family = LABELS.get(" ".join(label)) if len(label) > 1 else family_of(label[0])
                if family is not None and family in families:
                    return (family,), " ".join(label), position
        return _NOTHING

    def _example(self, start: int) -> bool:
        low = max(0, start - 60)
        if EXAMPLES.isdisjoint(WORD.findall(self.lower, low, start)[-6:]):
            return False
        # Not the "example" of an address such as j.jansen@example.nl.
        return any(
            found.group() in EXAMPLES and self.lower[found.start() - 1 : found.start()] not in ("@", ".")
            for found in WORD.finditer(self.lower, low, start)
        )

    def unit(self, start: int, end: int) -> bool:
        """Whether a currency or hash stands before a value, or a unit after it."""
        plain = self.plain
        if plain[max(0, start - 2) : start].rstrip()[-1:] in _CURRENCIES:
            return True
        found = _UNIT.match(self.lower, end)
        return found is not None and (found[1] is None or found[1] in UNITS)

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        """Quoted stretches; spans that lie side by side, such as single words, are one."""
        merged: list[tuple[int, int]] = []
        spans = positions(self._dropped, self.surroundings.quoted, len(self.plain) + len(self._dropped))
        for start, end in sorted(spans):
            if merged and start - merged[-1][1] <= _SIDE_BY_SIDE:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged

    def _quoted(self, start: int, end: int) -> bool:
        """Whether a value is repeated with words around it; one set apart alone (a link, a handle) is no quotation."""
        return any(left <= start and end <= right and right - left > end - start for left, right in self._quotes)
