"""Fold case, accents and typographic variants away without moving any position."""

import re
import unicodedata

_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'", "‛": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ",
    "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n",
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "\u00ad": "\u200b", "\ufeff": "\u200b", "\u2060": "\u200b",
    "…": "…",
}  # fmt: skip

IGNORABLE = "\u200b\u200c"
"""Zero-width characters that hide inside words; the joiner U+200D stays, emoji need it."""

_CACHED_BELOW = 0x3000
"""Characters above are folded without being remembered, so that hostile text cannot grow the table."""


class _Table(dict[int, str]):
    """Translation table that fills itself: code point → exactly one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _SAME.get(character)
        if folded is None:
            folded = character
            decomposed = unicodedata.normalize("NFKD", character)
            base = decomposed[0] if decomposed else character
            if not unicodedata.combining(base):
                folded = _SAME.get(base, base)
            lowered = folded.lower()
            folded = _SAME.get(lowered[0], lowered[0])
        if code < _CACHED_BELOW:
            self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Lower case, accents off, one kind of apostrophe, quotation mark, dash and space.

    The answer has as many code points as ``text``, so positions in one are positions in the other.
    """
    if len(_beyond_ascii.findall(text)) * _MOSTLY > len(text):
        return text.translate(_TABLE)
    # Much faster where most letters are ASCII. What is left then is lower case or has none.
    text = _beyond_ascii.sub(_folded, text).lower()
    if _rare_ascii.search(text):
        text = _rare_ascii.sub(_folded, text)
    return text


_beyond_ascii = re.compile(r"[^\x00-\x7f]")
_rare_ascii = re.compile(r"[\t\r\x0b\x0c`]")
_MOSTLY = 8


def _folded(match: re.Match[str]) -> str:
    return _TABLE[ord(match[0])]
