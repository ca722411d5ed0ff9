"""Is an unknown word a name? A dictionary knows few names, and a reply is full of them.

A capital alone does not tell: the first word of a sentence has one too, and a misspelt *Goedemorge* must still be
seen. So there the dictionary's own suggestions are asked: a slip is one or two letters away from an everyday word.
"""

import re
from collections.abc import Set

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


def is_name(match: Match, text: str, known: Set[str], around: Set[str], first_words: Set[str]) -> bool:
    """Whether a spelling match is about a name, a product, an abbreviation: nothing to spell better.

    ``known`` are names and words of the policy, in lower case; ``around`` the capitalised words of the messages
    around the draft; ``first_words`` those that often open a sentence.
    """
    if match.issue != SPELLING:
        return False
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
    return word in around or _stands_elsewhere(text, word, match) or not is_slip(match, word, text, first_words)


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


def is_slip(match: Match, word: str, text: str, first_words: Set[str]) -> bool:
    """Whether an unknown word that opens a sentence was meant to be an everyday one: it is hardly different from
    a word that opens sentences; or it is long, only one letter away from a word of the dictionary, and does not
    look like somebody who is spoken to."""
    lowered = fold(word)
    if any(
        distance(lowered, first) <= _allowed(lowered) for first in first_words if abs(len(first) - len(word)) <= NEAR
    ):
        return True
    if len(lowered) < LONG or text[match.end : match.end + 1] == ",":
        return False
    return any(distance(lowered, fold(meant)) == 1 and fold(meant) not in _given for meant in match.replacements[:3])


def _allowed(word: str) -> int:
    return 0 if len(word) < MEDIUM - 1 else 1 if len(word) <= MEDIUM else NEAR


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
