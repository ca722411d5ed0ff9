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


@lru_cache(maxsize=4096)
def _compiled(regex: str, case: bool) -> re.Pattern[str]:
    return re.compile(regex, 0 if case else re.IGNORECASE)


def patterned(matcher: PatternMatcher, document: Document) -> Iterator[Span]:
    """Where the expression matches, each place once."""
    folded = document.folded
    pattern = _compiled(matcher.regex, matcher.case)
    seen: set[Span] = set()
    for piece in matcher.gate:
        at, read_to = folded.find(piece), -1
        while at >= 0 and len(seen) < MOST:
            if at >= read_to:
                low, read_to = max(0, at - WINDOW), at + WINDOW
                for match in pattern.finditer(document.text, low, min(len(document.text), read_to)):
                    span = Span(*match.span())
                    if span.end > span.start and span not in seen:
                        seen.add(span)
                        yield span
            at = folded.find(piece, max(at + 1, read_to - WINDOW // 2))
