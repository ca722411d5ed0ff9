"""Is an unknown word a name? A dictionary knows few names, and a reply is full of them.

A capital alone does not tell: the first word of a sentence has one too, and a misspelt *Goedemorge* must still be
seen. So there the dictionary's own suggestions are asked: a slip is one or two letters away from an everyday word.
"""

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from kalm.detectors.given_names import GIVEN_NAMES
from kalm.grammar.values import SPELLING, Match
from kalm.text.fold import fold

_opens_sentence = re.compile(r"(?:^|[.!?…:\n]|[\"'“”‘’«»(\[\-–—*>])\s*$")
_word = re.compile(r"[^\W\d_]+")
_given = frozenset(name.casefold() for name in GIVEN_NAMES)
NEAR = 2
"""Letters that a slip may be away from the word that was meant."""
MEDIUM, LONG = 6, 8
"""Up to `MEDIUM` letters only one may differ: two would turn any short name into some word. From `LONG` letters on
any word of the dictionary may have been meant."""


class Names:
    """Tells the names in one text from its slips, and remembers what it found out about a word: a text may hold
    hundreds of unknown ones."""

    def __init__(self, text: str, known: Set[str], around: Set[str], first_words: frozenset[str]) -> None:
        """``known`` are names and words of the policy, in lower case; ``around`` the capitalised words of the messages
        around the draft; ``first_words`` those that often open a sentence."""
        self._text = text
        self._known = known
        self._around = around
        self._first_words = _by_length(first_words)
        self._elsewhere: dict[str, bool] = {}
        self._near: dict[str, bool] = {}

    def is_name(self, match: Match) -> bool:
        """Whether a spelling match is about a name, a product, an abbreviation: nothing to spell better."""
        if match.issue != SPELLING:
            return False
        text = self._text
        word = text[match.start : match.end]
        lowered = word.casefold()
        if lowered in self._known or (word[:1].isupper() and lowered in _given):
            return True
        if any(character.isdigit() for character in word) or any(c.isupper() for c in word[1:]):
            return True
        if not word[:1].isupper():
            return False
        if word in self._around or not opens_sentence(text, match.start):
            return True
        return self._stands_elsewhere(word) or not self._is_slip(match, word)

    def _stands_elsewhere(self, word: str) -> bool:
        """Whether the word stands, with its capital, in the middle of a sentence."""
        if word not in self._elsewhere:
            text, at = self._text, self._text.find(word)
            while at >= 0 and (not _is_whole(text, at, at + len(word)) or opens_sentence(text, at)):
                at = text.find(word, at + 1)
            self._elsewhere[word] = at >= 0
        return self._elsewhere[word]

    def _is_slip(self, match: Match, word: str) -> bool:
        """Whether an unknown word that opens a sentence was meant to be an everyday one: it is hardly different from
        a word that opens sentences; or it is long, only one letter away from a word of the dictionary, and does not
        look like somebody who is spoken to."""
        lowered = fold(word)
        if lowered not in self._near:
            self._near[lowered] = self._is_near_first_word(lowered)
        if self._near[lowered]:
            return True
        if len(lowered) < LONG or self._text[match.end : match.end + 1] == ",":
            return False
        meant = (fold(replacement) for replacement in match.replacements[:3])
        return any(distance(lowered, each, 1) == 1 and each not in _given for each in meant)

    def _is_near_first_word(self, word: str) -> bool:
        most = _allowed(word)
        letters = _letters(word)
        for length in range(len(word) - most, len(word) + most + 1):
            for first, its_letters in self._first_words.get(length, ()):
                # One letter added, dropped or changed makes at most two of them differ.
                if (letters ^ its_letters).bit_count() <= 2 * most and distance(word, first, most) <= most:
                    return True
        return False


@lru_cache(maxsize=8)
def _by_length(words: frozenset[str]) -> Mapping[int, Sequence[tuple[str, int]]]:
    """Words with their letters, by length."""
    found: dict[int, list[tuple[str, int]]] = {}
    for word in words:
        found.setdefault(len(word), []).append((word, _letters(word)))
    return found


def _letters(word: str) -> int:
    """Which letters a word has, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return bits


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a word stands here by itself, not in a longer one."""
    return not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()


def opens_sentence(text: str, position: int) -> bool:
    """Whether the word at ``position`` has its capital from standing first."""
    before = text[max(0, position - 12) : position]
    return not any(c.isalnum() for c in before.rpartition("\n")[2]) or _opens_sentence.search(before) is not None


def capitalised(text: str) -> set[str]:
    """Words that begin with a capital and do not open a sentence, or stand behind a greeting: mostly names."""
    return {m.group() for m in _word.finditer(text) if m.group()[0].isupper()}


def _allowed(word: str) -> int:
    return 0 if len(word) < MEDIUM - 1 else 1 if len(word) <= MEDIUM else NEAR


def distance(one: str, other: str, most: int | None = None) -> int:
    """Letters to add, drop, change or swap to turn one word into the other (Damerau-Levenshtein, restricted). Beyond
    ``most``, where it is given, only that it is more."""
    if most is not None and abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row, above = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if most is not None and min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
