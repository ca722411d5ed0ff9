"""For people: each finding with its words underlined by carets, then what was assumed and what fits."""

import os
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO

import click

from kalm.cli.output import Linted
from kalm.cli.output.excerpt import excerpt, harmless, position
from kalm.cli.output.words import words_for
from kalm.core import SEVERITIES, Finding, Fix
from kalm.rules.examples import apply

COLOURS = {"error": "red", "warning": "yellow", "suggestion": "cyan"}
INDENT = "    "
WIDEST = 100
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def wants_colour(stream: IO[str]) -> bool:
    """Only a terminal gets colour, and not when ``NO_COLOR`` is set or the terminal is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def as_text(linted: Linted, width: int) -> Iterator[str]:
    """The lines about one file, with ANSI styles that `click.echo` strips where no colour is wanted."""
    width = min(width, WIDEST)
    words = words_for(linted.report)
    for finding in linted.report.findings:
        yield from _finding(linted, finding, words, width)
        yield ""
    yield from _summary(linted, words, width)


def _finding(linted: Linted, finding: Finding, words: Mapping[str, str], width: int) -> Iterator[str]:
    text, colour = linted.draft.text, COLOURS[finding.severity]
    severity = click.style(words[finding.severity], fg=colour, bold=True)
    yield f"{click.style(_place(linted, finding), bold=True)} {severity} {click.style(finding.rule, dim=True)}"
    if finding.start is not None and finding.end is not None:
        for line, carets in excerpt(text, finding.start, finding.end, width - len(INDENT)):
            yield INDENT + line
            if carets:
                yield INDENT + click.style(carets, fg=colour, bold=True)
    yield from _wrapped("", finding.message, width)
    yield from _wrapped(words["why"], finding.why, width)
    yield from _wrapped(words["advice"], finding.advice, width)
    for fix in finding.fixes:
        yield from _wrapped(words["fix"], describe(text, fix), width)
    if finding.contact:
        yield from _wrapped(words["contact"], finding.contact, width)


def _place(linted: Linted, finding: Finding) -> str:
    if finding.start is None:
        return f"{linted.name}:"
    place = position(linted.draft.text, finding.start)
    return f"{linted.name}:{place.line}:{place.column}:"


def describe(text: str, fix: Fix) -> str:
    """The title, and behind it how the sentence then reads, where the title does not say so already."""
    new = [edit.text.strip() for edit in fix.edits if edit.text.strip()]
    if not new or all(words in fix.title for words in new):
        return harmless(fix.title)
    first, last = fix.edits[0], fix.edits[-1]
    after = apply(text, fix)
    unchanged = len(text) - last.end
    start = max((mark.end() for mark in _SENTENCE_END.finditer(after, 0, first.start)), default=0)
    end = _SENTENCE_END.search(after, max(len(after) - unchanged - 1, start))
    return harmless(f"{fix.title}: {' '.join(after[start : end.start() if end else None].split())}")


def _summary(linted: Linted, words: Mapping[str, str], width: int) -> Iterator[str]:
    report = linted.report
    counts = Counter(finding.severity for finding in report.findings)
    parts = [
        f"{counts[severity]} {words[severity if counts[severity] == 1 else severity + '+']}"
        for severity in reversed(SEVERITIES)
        if counts[severity]
    ]
    verdict = f"{words['verdict'].lower()}: {words[report.verdict]}"
    yield f"{click.style(linted.name + ':', bold=True)} {', '.join(parts) or words['nothing']}; {verdict}"
    if report.situation is not None:
        situation = report.situation
        noticed = [words[name] for name in ("distress", "threat") if getattr(situation, name)]
        label = f"{words[situation.label]} ({situation.confidence:.0%})"
        yield from _wrapped(words["situation"], "; ".join([label, *noticed]), width)
    if report.unread:
        yield from _wrapped("", words["unread"], width)
    if report.guidance:
        yield INDENT + words["guidance"] + ":"
        for advice in report.guidance:
            yield textwrap.fill(advice.text, width, initial_indent=INDENT + "- ", subsequent_indent=INDENT + "  ")


def _wrapped(label: str, text: str, width: int) -> Iterator[str]:
    """The text below the finding, its later lines under the first, after a label if there is one."""
    if not text:
        return
    head = f"{label}: " if label else ""
    indent = INDENT + " " * len(head)
    lines = textwrap.wrap(text, max(width, 40), initial_indent=indent, subsequent_indent=indent)
    yield INDENT + click.style(head, dim=True) + lines[0].removeprefix(indent)
    yield from lines[1:]
