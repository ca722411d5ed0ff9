"""All phrases at once: one look at each word of a draft, expressions only where a gate stands open."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ahocorasick

from kalm.rules.phrases import Phrase
from kalm.text.document import BREAK, NAME, Document
from kalm.text.fillers import fillers

WINDOW = 600
"""How far behind a gate an expression looks, in characters of `Document.normal`."""

MOST_MATCHES = 20
"""Matches of one phrase in one draft: more of them would say nothing new."""

Numbers = tuple[int, ...]
_Row = dict[str, Numbers]
_Entry = tuple[Numbers | None, _Row]
_NOTHING: _Entry = (None, {})


class Match(NamedTuple):
    """A phrase found: its number in the index, and the words it covers."""

    phrase: int
    first: int
    end: int


class _Shared:
    """Numbers and rows that many keys have alike are kept once: half of all rows are."""

    def __init__(self) -> None:
        self._numbers: dict[Numbers, Numbers] = {}
        self._rows: dict[tuple[tuple[frozenset[str], int], ...], _Row] = {}

    def numbers(self, numbers: Iterable[int]) -> Numbers:
        """These numbers as one object."""
        return self._numbers.setdefault(own := tuple(numbers), own)

    def row(self, pairs: Iterable[tuple[frozenset[str], int]]) -> _Row:
        """For each word the numbers of the ``pairs`` whose set holds it."""
        key = tuple(pairs)
        if key not in self._rows:
            row: dict[str, list[int]] = {}
            for words, number in key:
                for word in words:
                    row.setdefault(word, []).append(number)
            self._rows[key] = {word: self.numbers(numbers) for word, numbers in row.items()}
        return self._rows[key]


class PhraseIndex:
    """Finds any of many phrases in one pass over a document."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._needs = [phrase.needs for phrase in self.phrases]
        alone: dict[str, list[int]] = {}
        before: dict[str, list[tuple[frozenset[str], int]]] = {}
        parts: dict[str, list[int]] = {}
        for number, phrase in enumerate(self.phrases):
            for keys, following, part, _ in phrase.gates:
                for key in keys:
                    if following:
                        before.setdefault(key, []).append((following, number))
                    else:
                        (parts if part else alone).setdefault(key, []).append(number)
        shared = _Shared()
        self._table: dict[str, _Entry] = {
            key: (shared.numbers(alone.get(key, ())) or None, shared.row(before.get(key, ())))
            for key in alone.keys() | before.keys()
        }
        """For each key the phrases that it opens by itself, and those that it opens before some other word."""
        self._asks_names = any(phrase.named for phrase in self.phrases)
        self._parts = ahocorasick.Automaton()
        for piece, numbers in parts.items():
            self._parts.add_word(piece, tuple(numbers))
        if parts:
            self._parts.make_automaton()

    def literals(self) -> list[str]:
        """The fixed words of all phrases, for measuring against a bare automaton."""
        return [f" {key} " for key in self._table] + list(self._parts.keys())

    def scan(self, document: Document, active: bytes | bytearray | None = None) -> list[Match]:
        """All matches outside protected words; ``active`` says which phrases count (one byte each)."""
        sentences, offsets, needs, phrases = document.sentences, document.offsets, self._needs, self.phrases
        done: dict[int, int] = {}
        found: list[Match] = []
        sentence, begin, end, stop = -1, 0, -1, 0
        shown: frozenset[str] = frozenset()
        for index, numbers in self._opened(document):
            if index >= end:
                while index >= end:
                    sentence += 1
                    begin, end = sentences[sentence]
                stop = offsets[end] + 1
                shown = document.shown(sentence)
            for number in numbers:
                if active is not None and not active[number]:
                    continue
                for need in needs[number]:
                    if need.isdisjoint(shown):
                        break
                else:
                    at = offsets[index]
                    if done.get(number, -1) > at:
                        continue
                    phrase = phrases[number]
                    text = document.named if phrase.named else document.normal
                    high = stop + 2 if stop - at <= WINDOW else at + WINDOW
                    if not phrase.lead:
                        match = phrase.pattern.match(text, at, high)
                        if match is not None:
                            done[number] = match.end()
                            found.append(Match(number, index, document.word_at(match.end() - 1) + 1))
                        continue
                    # Where the view was cut, a match may end beyond it: gates from its middle on look anew.
                    done[number] = stop if stop - at <= WINDOW else at + WINDOW // 2
                    for match in phrase.pattern.finditer(text, offsets[max(begin, index - phrase.lead)], high):
                        first, last = document.word_at(match.start()), document.word_at(match.end() - 1)
                        found.append(Match(number, first, last + 1))
        return self._tidy(document, found) if found else found

    def _opened(self, document: Document) -> list[tuple[int, Numbers]]:
        """Words whose gates stand open, in order, each with the phrases that it opens."""
        words = document.words
        stepped_over = fillers(document.language)
        opened: list[tuple[int, Numbers]] = []
        for index, entry in enumerate(map(self._table.get, words[:-1])):
            if entry is None:
                continue
            numbers, row = entry
            if numbers is not None:
                opened.append((index, numbers))
            if row:
                following = words[index + 1]
                numbers = row.get(following)
                if numbers is not None:
                    opened.append((index + (words[index] == BREAK), numbers))
                if following in stepped_over:
                    numbers = row.get(words[index + 2])
                    if numbers is not None:
                        opened.append((index + (words[index] == BREAK), numbers))
        if self._asks_names and document.names:
            opened = sorted(opened + self._opened_by_names(document))
        if len(self._parts):
            parts = [(document.word_at(at - 1), numbers) for at, numbers in self._parts.iter(document.normal)]
            if parts:
                opened = sorted(opened + parts)
        return opened

    def _opened_by_names(self, document: Document) -> list[tuple[int, Numbers]]:
        """The same for gates that ask for a name."""
        words = document.words
        stepped_over = fillers(document.language)
        opened: list[tuple[int, Numbers | None]] = []
        alone, row = self._table.get(NAME, _NOTHING)
        for index in document.names:
            following, before = words[index + 1], words[index - 1]
            opened += (
                (index, alone),
                (index, row.get(following)),
                (index - (before != BREAK), self._table.get(before, _NOTHING)[1].get(NAME)),
            )
            if following in stepped_over:
                opened.append((index, row.get(words[index + 2])))
            if index + 1 in document.names:
                opened.append((index, row.get(NAME)))
            if before in stepped_over:
                before = words[index - 2]
                opened.append((index - 1 - (before != BREAK), self._table.get(before, _NOTHING)[1].get(NAME)))
        return [(index, numbers) for index, numbers in opened if numbers is not None]

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


def search(phrases: Sequence[Phrase], document: Document, first: int, end: int) -> tuple[int, int] | None:
    """The first place within the words ``first`` up to ``end`` where one of the phrases stands, as a word range."""
    normal = document.normal
    low = max(0, document.offsets[first] - 1)
    high = min(len(normal), 2 + (document.offsets[end] if end < len(document.offsets) else len(normal)))
    shown = frozenset(document.words[first:end])
    if any(phrase.named for phrase in phrases) and document.names_within(first, end):
        shown |= {NAME}
    for phrase in phrases:
        if phrase.keys.isdisjoint(shown) and phrase.gates and not any(piece in normal for piece in phrase.parts):
            continue
        for match in phrase.pattern.finditer(document.named if phrase.named else normal, low, high):
            start = document.word_at(match.start())
            stop = document.word_at(match.end() - 1) + 1
            if start >= first and stop <= end and start not in document.protected:
                return (start, stop)
    return None
