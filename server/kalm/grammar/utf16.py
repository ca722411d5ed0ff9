"""From UTF-16 units, in which LanguageTool counts, to code points, in which Kalm counts.

The client library converts a match's offset but not its length, and keeps the text in a class attribute that
two threads can mix up; so the conversion is done here, from the raw answer, start and end both.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable

_ZWJ = "\u200d"
_FIRST_WIDE = "\U00010000"


def to_code_points(text: str) -> Callable[[int], int | None]:
    """How offsets in UTF-16 units of ``text`` become offsets in code points. None for an offset inside a
    surrogate pair or outside the text: no position at all."""
    if text.isascii() or max(text) < _FIRST_WIDE:
        size = len(text)
        return lambda offset: offset if 0 <= offset <= size else None
    wide = [index for index, character in enumerate(text) if character >= _FIRST_WIDE]
    starts = [index + before for before, index in enumerate(wide)]  # of each pair, in units
    units = len(text) + len(wide)

    def convert(offset: int) -> int | None:
        if not 0 <= offset <= units:
            return None
        before = bisect_left(starts, offset)
        if before and starts[before - 1] + 1 == offset:
            return None
        return offset - before

    return convert


def cuts_grapheme(text: str, position: int) -> bool:
    """Whether a cut at ``position`` would split what a person sees as one character: an accent from its letter,
    one person from a family, half of a flag. Errs on the side of yes (Unicode Standard Annex 29, GB3-GB13)."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if after.isascii() and before.isascii():
        return before == "\r" and after == "\n"
    if after == _ZWJ or before == _ZWJ or _extends(after):
        return True
    if _is_flag_half(after) and _is_flag_half(before):
        start = position
        while start and _is_flag_half(text[start - 1]):
            start -= 1
        return (position - start) % 2 == 1
    return False


def _extends(character: str) -> bool:
    """Whether it only ever follows another character: accents, skin tones, variation selectors, tags."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or character == "\u200c"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
