"""The words that a finding is about, as lines of a terminal with carets under them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wcwidth import iter_graphemes, wcswidth

TAB = 4
"""Columns between tab stops."""

MOST_LINES = 3
"""Lines shown of a span that runs over more."""

ELLIPSIS = "…"
LEAD = 24
"""Most columns kept before a span when its line is too long to show whole."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: line and column from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """One visible character, with its place in the line (code points) and on the screen (columns)."""

    shown: str
    start: int
    end: int
    column: int
    width: int


def position(text: str, offset: int) -> Position:
    """Line and column of an offset. A line ends at ``\\n``."""
    before = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - before + 1)


def excerpt(text: str, start: int, end: int, width: int) -> list[tuple[str, str]]:
    """The line or lines that hold ``text[start:end]``, each with its carets, at most ``width`` columns wide."""
    lines = list(_touched(text, start, end))
    shown = [_show(line, first, last, width) for line, first, last in lines[:MOST_LINES]]
    return [*shown, (ELLIPSIS, "")] if len(lines) > MOST_LINES else shown


def _touched(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each line that the span touches, with the part of the span in it."""
    at = text.rfind("\n", 0, start) + 1
    while at <= max(start, end - 1):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].removesuffix("\r")
        first, last = max(start - at, 0), min(end - at, len(line))
        if line.strip():
            yield line, min(first, len(line)), last
        at = stop + 1


def _show(line: str, first: int, last: int, width: int) -> tuple[str, str]:
    cells = _cells(line)
    marked = [cell for cell in cells if cell.start < last and first < cell.end]
    left = marked[0].column if marked else sum(cell.width for cell in cells if cell.end <= first)
    right = marked[-1].column + marked[-1].width if marked else left + 1
    kept, before, after = _window(cells, left, width)
    offset = kept[0].column - before if kept else 0
    drawn = ELLIPSIS * before + "".join(cell.shown for cell in kept) + ELLIPSIS * after
    edge = kept[-1].column + kept[-1].width if kept else right
    carets = "^" * max(1, min(right, max(edge, left + 1)) - left)
    return drawn.rstrip(), " " * (left - offset) + carets


def _window(cells: Sequence[_Cell], left: int, width: int) -> tuple[Sequence[_Cell], int, int]:
    """The cells to show, and whether an ellipsis (one column) stands before and after them."""
    total = cells[-1].column + cells[-1].width if cells else 0
    if total <= width:
        return cells, 0, 0
    from_column = max(0, min(left - min(LEAD, width // 3), total - width + 1))
    before = int(from_column > 0)
    room = width - before
    kept = [cell for cell in cells if from_column <= cell.column and cell.column + cell.width <= from_column + room]
    if kept and kept[-1] is not cells[-1]:
        kept = [cell for cell in kept if cell.column + cell.width <= from_column + room - 1]
        return kept, before, 1
    return kept, before, 0


def _cells(line: str) -> list[_Cell]:
    """The line as a terminal shows it: tabs become spaces, controls a sign that does no harm."""
    cells: list[_Cell] = []
    at = column = 0
    for grapheme in iter_graphemes(line):
        shown = " " * (TAB - column % TAB) if grapheme == "\t" else harmless(grapheme)
        width = max(0, wcswidth(shown))
        cells.append(_Cell(shown, at, at + len(grapheme), column, width))
        at += len(grapheme)
        column += width
    return cells


def harmless(text: str) -> str:
    """The text with U+FFFD for each sign that could move the cursor, recolour or reorder the line."""
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    """The character, or U+FFFD for one that could move the cursor, recolour or reorder the line."""
    code = ord(character)
    harmful = code < 32 or 127 <= code < 160 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return "\N{REPLACEMENT CHARACTER}" if harmful or code in (0x2028, 0x2029) else character
