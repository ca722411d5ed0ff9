"""Matches as LanguageTool writes them, complete enough for the strictest client: its own and Kalm's."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from kalm.api.languagetool.markup import Annotated
from kalm.api.offsets import converter
from kalm.console.texts import TEXTS
from kalm.core import Finding, Fix, Span
from kalm.grammar import Match

SOFTWARE = {
    "name": "LanguageTool",
    "version": "6.8",
    "buildDate": "2026-05-05 16:34:58 +0200",
    "apiVersion": 1,
    "premium": False,
    "premiumHint": "",
    "status": "",
}
"""What the server says it is: clients look at version and apiVersion."""

AROUND = 40
"""Characters of context on each side of a match."""

GROWS = 4
"""Characters, such as a comma and a space, by which a match may grow to hold its replacement."""

ISSUE_TYPES = {
    "emotional-tone": "style",
    "condescension": "style",
    "missing-empathy": "omission",
    "confidential": "non-conformance",
    "copyright": "legal",
    "competitor": "non-conformance",
    "spam": "style",
    "disclosure": "omission",
    "escalation": "style",
    "respect": "style",
    "facts": "inconsistency",
    "moderation": "non-conformance",
    "voice": "register",
    "language": "grammar",
}
"""Kalm's categories as issue types of the Internationalization Tag Set 2.0."""

_first_word, _first_sign = re.compile(r"\w+"), re.compile(r"\S")


class Writer:
    """Writes matches in one text. ``sentences`` are spans of its plain form."""

    def __init__(self, text: Annotated, sentences: Sequence[Span], words: str) -> None:
        self._text = text
        self._sentences = sorted(sentences)
        self._length = len(text.plain)
        self._words = words
        self._units = converter(text.whole, "utf-16")

    def of_languagetool(self, match: Match) -> dict[str, Any]:
        """One of its own, as it came, with what repeats the text put back in."""
        raw = {"shortMessage": "", "ignoreForIncompleteSentence": False, "contextForSureMatch": 0, **match.raw}
        return {**raw, **self._where(match.start, match.end)}

    def of_kalm(self, finding: Finding) -> dict[str, Any] | None:
        """One of ours; None if there is nothing that it could stand on."""
        span = self._anchor(finding)
        if span is None:
            return None
        span, replacements = self._replacements(finding.fixes, span, missing=finding.start is None)
        said = [finding.message, finding.advice]
        category = finding.category
        name = TEXTS[self._words][f"category_{category}"]
        return {
            "message": " ".join(part for part in said if part),
            "shortMessage": name,
            "replacements": [{"value": value} for value in replacements],
            **self._where(*span),
            "type": {"typeName": "Hint" if finding.severity == "suggestion" else "Other"},
            "rule": {
                "id": finding.rule,
                "description": finding.why or finding.message,
                "issueType": ISSUE_TYPES[category],
                "category": {"id": "KALM_" + category.upper().replace("-", "_"), "name": name},
            },
            "ignoreForIncompleteSentence": False,
            "contextForSureMatch": -1,
        }

    def ranges(self) -> list[list[int]]:
        """The sentences, as pairs of offsets in the whole."""
        places = [self._text.place(*sentence) for sentence in self._sentences]
        return [[self._units(start), self._units(end)] for start, end in places]

    def _anchor(self, finding: Finding) -> Span | None:
        """Where a finding stands; what is missing stands on the first word, or sign where there is none."""
        if finding.start is not None and finding.end is not None:
            return Span(finding.start, finding.end)
        found = _first_word.search(self._text.plain) or _first_sign.search(self._text.plain)
        return Span(*found.span()) if found else None

    def _replacements(self, fixes: Sequence[Fix], span: Span, missing: bool) -> tuple[Span, list[str]]:
        """Fixes as texts that replace the span. Where none keeps within it, it grows to hold the first, if that
        does not make it point at something else: a few characters, words that only change places, or any for what is
        ``missing``."""
        text = self._text.plain
        changes = [_change(text, fix) for fix in fixes]
        if changes and not any(span.contains(place) for place, _ in changes):
            first = changes[0][0]
            grown = Span(min(span.start, first.start), max(span.end, first.end))
            few = grown.end - grown.start <= span.end - span.start + GROWS
            if missing or few or _turns(text, span.end, fixes[0]):
                span = grown
        fitting = [(place, new) for place, new in changes if span.contains(place)]
        return span, [text[span.start : place.start] + new + text[place.end : span.end] for place, new in fitting]

    def _where(self, start: int, end: int) -> dict[str, Any]:
        whole, place = self._text.whole, self._text.place(start, end)
        first, last = max(0, place.start - AROUND), min(len(whole), place.end + AROUND)
        before, after = ("..." if first else ""), ("..." if last < len(whole) else "")
        context = before + whole[first:last].replace("\n", " ") + after
        units = converter(context, "utf-16")
        begin = len(before) + place.start - first
        offset = self._units(place.start)
        return {
            "offset": offset,
            "length": self._units(place.end) - offset,
            "context": {
                "text": context,
                "offset": units(begin),
                "length": units(begin + place.end - place.start) - units(begin),
            },
            "sentence": self._sentence(start),
        }

    def _sentence(self, position: int) -> str:
        found = bisect_right(self._sentences, (position, self._length))
        if found:
            start, end = self._sentences[found - 1]
            if position < end:
                return self._text.plain[start:end]
        return self._text.plain


def _change(text: str, fix: Fix) -> tuple[Span, str]:
    """A fix as one change: the stretch of the text that becomes another, as short as can be."""
    start, end = fix.edits[0].start, fix.edits[-1].end
    parts, at = [], start
    for edit in fix.edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    new = "".join(parts)
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Span(start, end), new


def _turns(text: str, end: int, fix: Fix) -> bool:
    """Whether the fix leaves the match that ends there out and turns what stands behind it: *duurt het*, *Het duurt*;
    *kun je*, *Je kunt*."""
    last = fix.edits[-1]
    before, after = (re.findall(r"\w+", words.lower()) for words in (text[end : last.end], last.text))
    return len(before) == len(after) > 1 and len(set(before) & set(after)) >= len(before) - 1


def answer(
    language: tuple[str, str], told: tuple[str, str], matches: list[dict[str, Any]], ranges: list[list[int]], lacks: str
) -> Mapping[str, Any]:
    """The whole answer. ``language`` and ``told`` (the one that was detected) are name and code; ``lacks`` says
    why grammar is missing, if it is."""
    warnings: dict[str, Any] = {"incompleteResults": bool(lacks)}
    if lacks:
        warnings["incompleteResultsReason"] = lacks
    detected = {"name": told[0], "code": told[1], "confidence": 0.99, "source": "kalm"}
    return {
        "software": SOFTWARE,
        "warnings": warnings,
        "language": {"name": language[0], "code": language[1], "detectedLanguage": detected},
        "matches": sorted(matches, key=lambda match: match["offset"]),
        "sentenceRanges": ranges,
        "extendedSentenceRanges": [
            {"from": start, "to": end, "detectedLanguages": [{"language": told[1][:2], "rate": 1.0}]}
            for start, end in ranges
        ],
    }
