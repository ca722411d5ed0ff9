"""Sentences, and who they speak of."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from kalm.detectors.digits import Digits
from kalm.detectors.folded_text import WINDOW, WORD
from kalm.detectors.given_names import GIVEN_NAMES
from kalm.detectors.vocabulary import ABBREVIATIONS, SECOND_PERSON, SOMEBODY, TITLES

_REACH = 300
"""Code points to either side beyond which a text without full stops is not one sentence any more."""

_NAME = re.compile(r"[A-Z]\w+")
_STOP = re.compile(r"[.!?]+(?=[\s\"')\]]|$)|\n[ \t\r]*\n")
_INITIALS = re.compile(
    r"(?<![\w.])[A-Z]\.(?:[A-Z]\.){0,4} ?(?:(?:van|de|der|den|te|ten|ter|el|la|le) ){0,3}[A-Z][a-z]{2}"
)
_IN_THE_NAME_OF = ("op naam van", "in the name of")


class Sentence(NamedTuple):
    """A sentence and the people in it."""

    start: int
    end: int
    second: bool
    person: bool


class Sentences(Digits):
    """A text, its numbers and its sentences."""

    @cached_property
    def _sentences(self) -> dict[int, Sentence]:
        return {}

    @cached_property
    def _said(self) -> dict[tuple[str, int, int], bool]:
        return {}

    @cached_property
    def stops(self) -> list[int]:
        """Where sentences end, in order."""
        stops: list[int] = []
        lower = self.lower
        for found in _STOP.finditer(lower):
            at = found.start()
            if lower[at] == "." and found.end() == at + 1:
                word = at
                while word > 0 and at - word < 6 and lower[word - 1].isalpha():
                    word -= 1
                if lower[word:at] in ABBREVIATIONS:
                    continue
            stops.append(found.end())
        return stops

    def sentence(self, at: int) -> Sentence:
        """The sentence around a position, cut off at some distance where a text has no full stops."""
        stops = self.stops
        index = bisect_right(stops, at)
        start = stops[index - 1] if index else 0
        end = stops[index] if index < len(stops) else len(self.plain)
        if end - start <= 2 * _REACH:
            key = index
        else:
            # One bucket for each stretch, so that a long text without stops is still read once.
            key = -1 - at // _REACH
            start = max(start, at // _REACH * _REACH - _REACH)
            end = min(end, start + 3 * _REACH)
        known = self._sentences.get(key)
        if known is None:
            known = self._sentences[key] = self._people(start, end)
        return known

    def _people(self, start: int, end: int) -> Sentence:
        inside = set(WORD.findall(self.lower, start, end))
        return Sentence(
            start,
            end,
            second=not SECOND_PERSON.isdisjoint(inside),
            person=not SOMEBODY.isdisjoint(inside)
            or not GIVEN_NAMES.isdisjoint(_NAME.findall(self.plain, start, end))
            or _INITIALS.search(self.plain, start, end) is not None
            or any(self.lower.find(piece, start, end) >= 0 for piece in _IN_THE_NAME_OF),
        )

    def says(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a pattern occurs in a stretch of the lower-case text; the answer is kept for the next value there."""
        key = (pattern.pattern, start, end)
        known = self._said.get(key)
        if known is None:
            known = self._said[key] = pattern.search(self.lower, start, end) is not None
        return known

    def run_up(self, at: int, reach: int = 120) -> tuple[int, int]:
        """The sentence around a position with what stands shortly before it: *Steun ons! NL…*."""
        sentence = self.sentence(at)
        return max(0, sentence.start - reach), sentence.end

    def named_before(self, at: int, count: int = 4) -> bool:
        """Whether a title, initials or a given name stand within the last words before a position."""
        names = self._tail(self.plain, max(0, at - WINDOW), at, count)
        return not GIVEN_NAMES.isdisjoint(names) or self.titled_before(at, count)

    def titled_before(self, at: int, count: int = 5) -> bool:
        """Whether a title or initials stand within the last words before a position: a customer, hardly a colleague."""
        if not TITLES.isdisjoint(self.words_before(at, count)):
            return True
        return _INITIALS.search(self.plain, max(0, at - 40), at) is not None
