"""All phrases at once: one automaton over their fixed pieces, expressions only where a piece stands."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ahocorasick

from kalm.rules.phrases import Phrase
from kalm.text.document import Document
from kalm.text.fillers import MARK

WINDOW = 600
"""How far around a fixed piece an expression looks, in characters of `Document.normal`."""

MOST_MATCHES = 20
"""Matches of one phrase in one draft; what follows is named as unread by the caller."""


class Match(NamedTuple):
    """A phrase found: its number in the index, and the words it covers."""

    phrase: int
    first: int
    end: int


class PhraseIndex:
    """Finds any of many phrases in one pass over a document."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        pieces: dict[str, list[int]] = {}
        for number, phrase in enumerate(self.phrases):
            for piece in phrase.gate:
                pieces.setdefault(piece, []).append(number)
        self._bits: dict[frozenset[str], int] = {}
        self._signs: dict[str, int] = {}
        self._needs = [self._sign(phrase) for phrase in self.phrases]
        self._automaton = ahocorasick.Automaton()
        for piece, numbers in pieces.items():
            self._automaton.add_word(piece, tuple(numbers))
        self._empty = not pieces
        if pieces:
            self._automaton.make_automaton()

    def _sign(self, phrase: Phrase) -> int:
        """One bit for each set of words that the phrase needs; words carry the bits of the sets they are in."""
        sign = 0
        for words in phrase.needs:
            bit = self._bits.setdefault(words, 1 << len(self._bits))
            sign |= bit
            for word in words:
                self._signs[word] = self._signs.get(word, 0) | bit
        return sign

    def literals(self) -> list[str]:
        """The fixed pieces in the automaton, for measuring against a bare one."""
        return list(self._automaton.keys())

    def scan(self, document: Document, active: bytes | bytearray | None = None) -> list[Match]:
        """All matches outside protected words; ``active`` says which phrases count (one byte each)."""
        if self._empty:
            return []
        normal = document.normal
        phrases = self.phrases
        done: dict[int, int] = {}
        found: list[Match] = []
        needs, signs = self._needs, self._signs
        sentence_start, sentence_end, shown = 0, -1, 0
        for at, numbers in self._automaton.iter(normal):
            if at > sentence_end:
                sentence_start = normal.rfind("\n", 0, at)
                sentence_end = normal.find("\n", at)
                if sentence_end < 0:
                    sentence_end = len(normal)
                shown = 0
                for word in normal[sentence_start + 1 : sentence_end].replace(MARK, "").split(" "):
                    shown |= signs.get(word, 0)
            for number in numbers:
                need = needs[number]
                if need & shown != need or (active is not None and not active[number]) or done.get(number, -1) >= at:
                    continue
                if sentence_end - sentence_start <= WINDOW:
                    low, high = sentence_start, sentence_end
                else:
                    low, high = max(sentence_start, at - WINDOW // 2), min(sentence_end, at + WINDOW // 2)
                done[number] = high
                pattern = phrases[number].pattern
                match = pattern.search(normal, max(0, low), high + 2)
                while match is not None:
                    if _names_are_names(document, match):
                        first = document.word_at(match.start())
                        found.append(Match(number, first, document.word_at(match.end() - 1) + 1))
                    position = match.end()
                    match = pattern.search(normal, position, high + 2) if position > match.start() else None
        if not found:
            return found
        return self._tidy(document, found)

    def _tidy(self, document: Document, found: list[Match]) -> list[Match]:
        """Once each, outside the customer's words, at most `MOST_MATCHES` of a phrase."""
        counts: dict[int, int] = {}
        kept: list[Match] = []
        for match in dict.fromkeys(found):
            if match.first in document.protected or match.end - 1 in document.protected:
                continue
            counts[match.phrase] = counts.get(match.phrase, 0) + 1
            if counts[match.phrase] <= MOST_MATCHES:
                kept.append(match)
        return kept


def search(phrases: Iterable[Phrase], document: Document, first: int, end: int) -> tuple[int, int] | None:
    """The first place within the words ``first`` up to ``end`` where one of the phrases stands, as a word range."""
    normal = document.normal
    low = max(0, document.offsets[first] - 1)
    high = document.offsets[end] if end < len(document.offsets) else len(normal)
    for phrase in phrases:
        if phrase.gate and not any(piece in normal for piece in phrase.gate):
            continue
        for match in phrase.pattern.finditer(normal, low, min(high + 2, len(normal))):
            start = document.word_at(match.start())
            stop = document.word_at(match.end() - 1) + 1
            if start >= first and stop <= end and start not in document.protected and _names_are_names(document, match):
                return (start, stop)
    return None


def _names_are_names(document: Document, match: re.Match[str]) -> bool:
    groups = match.re.groups
    for group in range(1, groups + 1):
        start = match.start(group)
        if start < 0:
            continue
        word = document.word_at(start)
        letter = document.text[document.starts[word] : document.starts[word] + 1]
        if not letter.isupper():
            return False
    return True
