"""Evasions and typography undone: one code point in, one or none out, positions kept.

Full-width and other scripts' digits become ASCII digits, every dash a hyphen, every exotic space a space; characters
without width (soft hyphens, joiners, variation selectors, keycap frames, combining accents) are dropped.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_WIDTHLESS = (
    {0x00AD, 0x034F, 0x061C, 0x180E, 0x20E3, 0xFEFF}
    | set(range(0x0300, 0x0370))
    | set(range(0x200B, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2060, 0x2070))
    | set(range(0xFE00, 0xFE10))
)

HIDERS = ("\u00a0", "\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad")
"""Characters without width that have no everyday use inside a word, other than to hide it."""

_SPACES = {0x00A0, 0x1680, 0x202F, 0x205F, 0x3000} | set(range(0x2000, 0x200B))
_DASHES = set(range(0x2010, 0x2016)) | {0x2212, 0xFE58, 0xFE63, 0x2043}
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x00AB: '"', 0x00BB: '"'}
_DOTS = {0x2024: ".", 0x3002: ".", 0xFF61: "."}

_PLAIN: dict[str, str] = (
    {chr(code): "" for code in _WIDTHLESS}
    | {chr(code): " " for code in _SPACES}
    | {chr(code): "-" for code in _DASHES}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {chr(code): sign for code, sign in (_QUOTES | _DOTS).items()}
)

_BARE: dict[str, str] = {chr(code): unicodedata.normalize("NFD", chr(code))[0] for code in range(0x00C0, 0x0250)}


def fold(text: str) -> tuple[str, str, list[int]]:
    """Fold a text.

    Returns the plain text; the same in lower case without accents, of equal length; and, in order, the positions in
    the plain text before which a character was dropped (to find the way back, see ``original``).
    """
    if text.isascii():
        return text, text.lower(), []
    plain: list[str] = []
    bare: list[str] = []
    dropped: list[int] = []
    last = length = 0
    for found in _NOT_ASCII.finditer(text):
        at = found.start()
        if at > last:
            piece = text[last:at]
            plain.append(piece)
            bare.append(piece)
            length += at - last
        last = at + 1
        sign = found.group()
        folded = _PLAIN.get(sign)
        if folded is None:
            folded = str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        if folded:
            plain.append(folded)
            bare.append(_BARE.get(folded, folded))
            length += 1
        else:
            dropped.append(length)
    plain.append(text[last:])
    bare.append(text[last:])
    # U+0130 is the only letter whose lower case is longer; it lies in _BARE, so lengths stay equal.
    return "".join(plain), "".join(bare).lower(), dropped


def original(dropped: list[int], start: int, end: int) -> tuple[int, int]:
    """The span in the original text of a non-empty span of the plain text."""
    if not dropped:
        return start, end
    return start + bisect_right(dropped, start), end + bisect_right(dropped, end - 1)


def positions(dropped: list[int], spans: tuple[tuple[int, int], ...], length: int) -> list[tuple[int, int]]:
    """The way forward: spans of the original text as spans of the plain text."""
    if not dropped:
        return list(spans)
    gone = {at + index for index, at in enumerate(dropped)}
    shift = list(accumulate((index in gone for index in range(length)), initial=0))
    return [(start - shift[min(start, length)], end - shift[min(end, length)]) for start, end in spans]
