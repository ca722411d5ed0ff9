"""Whose words are these? Zones of a draft that repeat what the customer said."""

import re
from bisect import bisect_left

_quotation = re.compile(r"\"([^\"\n]{2,400})\"|(?<!\w)'([^'\n]{2,200})'(?!\w)")
_quoted_line = re.compile(r"(?m)^[ ]*>[^\n]*")
_introduction = re.compile(
    r"(?:schrijft|schreef|zegt|zei|noemt|noemde|stelt|vraagt|vroeg|write|wrote|say|said|says|call|called|mention|"
    r"mentioned|ask|asked|woorden|words|quote|citaat)[^.!?\n]{0,30}$"
)
_LONG_QUOTE = 3
"""Words from which a quotation in a reply is taken as the other's, known or not. Shorter ones may be irony."""


def quoted_words(folded: str, words: list[str], starts: list[int], parent: str | None) -> frozenset[int]:
    """Indices of the words that quote the customer.

    A quotation counts when the parent holds it, when a verb of saying introduces it, or when it is three
    words or longer in a reply. A short quotation that nobody said is irony and stays readable for rules.
    ``parent`` is the folded parent, or None for a post of one's own.
    """
    if '"' not in folded and "'" not in folded and ">" not in folded:
        return frozenset()
    zones: list[tuple[int, int]] = []
    for match in _quotation.finditer(folded):
        content = (match.group(1) or match.group(2)).strip(" .,!?")
        said = (
            (parent is not None and len(content) > 1 and content in parent)
            or _introduction.search(folded, max(0, match.start() - 60), match.start()) is not None
            or (parent is not None and content.count(" ") + 1 >= _LONG_QUOTE)
        )
        if said:
            zones.append(match.span())
    if ">" in folded:
        zones += [match.span() for match in _quoted_line.finditer(folded)]
    found: set[int] = set()
    for start, end in zones:
        found.update(range(bisect_left(starts, start), bisect_left(starts, end)))
    return frozenset(found)
