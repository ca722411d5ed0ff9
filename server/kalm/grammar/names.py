"""Is an unknown word a name? A dictionary knows few names, and a reply is full of them.

A capital alone does not tell: the first word of a sentence has one too, and a misspelt *Goedemorge* must still be
seen. So there the dictionary's own suggestions are asked: a slip is one or two letters away from an everyday word.
"""

import re
from collections.abc import Set

from kalm.detectors.given_names import GIVEN_NAMES
from kalm.grammar.values import SPELLING, Match
from kalm.rules.frequency import RARE, frequency
from kalm.text.document import Document
from kalm.text.fold import fold

_capital_or_digit = re.compile(r"[^\W_]*(?:\d|[^\W\d_][A-Z])")
_opens_sentence = re.compile(r"(?:^|[.!?…:\n]|[\"'“”‘’«»(\[\-–—*>])\s*$")
_word = re.compile(r"[^\W\d_]+")
_given = frozenset(name.casefold() for name in GIVEN_NAMES)
NEAR = 2
"""Letters that a slip may be away from the word that was meant."""
SHORT = 5
"""Up to this length only one letter: two would turn any short name into some word."""


def is_name(match: Match, document: Document, known: Set[str], around: Set[str]) -> bool:
    """Whether a spelling match is about a name, a product, an abbreviation: nothing to spell better.

    ``known`` are names and words of the policy, in lower case; ``around`` the capitalised words of the messages
    around the draft.
    """
    if match.issue != SPELLING:
        return False
    text = document.text
    word = text[match.start : match.end]
    lowered = word.casefold()
    if lowered in known or (word[:1].isupper() and lowered in _given):
        return True
    if any(character.isdigit() for character in word) or any(c.isupper() for c in word[1:]):
        return True
    if not word[:1].isupper():
        return False
    if not opens_sentence(text, match.start):
        return True
    return word in around or _stands_elsewhere(text, word, match) or not _looks_like_a_slip(match, word, document)


def opens_sentence(text: str, position: int) -> bool:
    """Whether the word at ``position`` has its capital from standing first."""
    before = text[max(0, position - 12) : position]
    return not any(c.isalnum() for c in before.rpartition("\n")[2]) or _opens_sentence.search(before) is not None


def capitalised(text: str) -> set[str]:
    """Words that begin with a capital and do not open a sentence, or stand behind a greeting: mostly names."""
    return {m.group() for m in _word.finditer(text) if m.group()[0].isupper()}


def _stands_elsewhere(text: str, word: str, match: Match) -> bool:
    """Whether the same word stands, with its capital, in the middle of another sentence."""
    return any(
        found.start() != match.start and not opens_sentence(text, found.start())
        for found in re.finditer(rf"\b{re.escape(word)}\b", text)
    )


def _looks_like_a_slip(match: Match, word: str, document: Document) -> bool:
    """Whether one of the first suggestions is an everyday word, hardly different."""
    lowered = fold(word)
    most = 1 if len(lowered) <= SHORT else NEAR
    return any(
        distance(lowered, fold(meant)) <= most and frequency(fold(meant), document.language[:2]) > RARE
        for meant in match.replacements[:5]
    )


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap to turn one word into the other (Damerau-Levenshtein, restricted)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row, above = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
