"""From code points, in which Kalm counts, to the unit a caller counts in. The only place that converts.

A browser counts UTF-16 code units: a code point above U+FFFF (most emoji) is two of them.
"""

from bisect import bisect_left
from collections.abc import Callable

Convert = Callable[[int], int]
"""From an offset in code points to the same place in the caller's unit."""


def converter(text: str, unit: str) -> Convert:
    """How offsets in ``text`` become offsets in ``unit``, ``utf-16`` or ``codepoint``."""
    if unit == "codepoint" or text.isascii() or max(text) <= "\uffff":
        return _same
    wide = [index for index, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)


def _same(offset: int) -> int:
    return offset
