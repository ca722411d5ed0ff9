"""Regular expressions on the original text, tried only around a fixed piece."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kalm.core import Span
from kalm.rules.model import PatternMatcher
from kalm.text.document import Document

WINDOW = 300
"""Code points around a fixed piece that an expression sees."""

MOST = 20

CAPITALS = "<capitals>"
"""A fixed piece that stands for two capitals in a row."""
_two_capitals = re.compile("[A-ZÀ-ÖØ-Þ]{2}")


@lru_cache(maxsize=4096)
def _compiled(regex: str, case: bool) -> re.Pattern[str]:
    return re.compile(regex, 0 if case else re.IGNORECASE)


def patterned(matcher: PatternMatcher, document: Document) -> Iterator[Span]:
    """Where the expression matches, each place once."""
    seen: set[Span] = set()
    pattern: re.Pattern[str] | None = None
    for piece in matcher.gate:
        read_to = -1
        for at in _places(piece, document):
            if at < read_to:
                continue
            pattern = pattern or _compiled(matcher.regex, matcher.case)
            low, read_to = max(0, at - WINDOW), min(len(document.text), at + WINDOW)
            for match in pattern.finditer(document.text, low, read_to):
                span = Span(*match.span())
                if span.end > span.start and span not in seen:
                    seen.add(span)
                    yield span
            if len(seen) >= MOST:
                return
            read_to -= WINDOW // 2


def _places(piece: str, document: Document) -> Iterator[int]:
    if piece == CAPITALS:
        for match in _two_capitals.finditer(document.text):
            yield match.start()
        return
    at = document.folded.find(piece)
    while at >= 0:
        yield at
        at = document.folded.find(piece, at + 1)
