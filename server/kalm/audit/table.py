"""Tables in text: CSV with whatever delimiter and encoding a spreadsheet or a tool wrote."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from kalm.audit.columns import UnreadableError, find, recognised
from kalm.audit.posts import Row

LONGEST_LINE = 1024 * 1024
"""Characters of a line; what is longer is no post."""
LONGEST_CELL = 128 * 1024
MOST_LINES = 200
"""Lines that one row may take up. A quotation mark that is never closed would swallow the rest of the file."""

Line = tuple[int, str]
"""A line with its number, from 1. One that is too long comes without its text."""

DELIMITERS = (",", ";", "\t", "|")
_NONE = "\x1f"
"""For a table of one column: no delimiter, so that a comma in a text is a comma."""

_NOT_CLOSED = "a quotation mark is not closed, or stands within a text without being doubled"


def rows(stream: BinaryIO, chosen: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a table whose first row names its columns. A broken row is a `Row` with its problem.

    ``stream`` can be searched (`seek`) and is left open. Raises `UnreadableError`.
    """
    lines = _Lines(_numbered(stream))
    head, delimiter = _head(lines, chosen)
    where = find(head, chosen)
    for line, cells, problem in _records(lines, delimiter):
        if problem is None and not any(cells):
            continue
        yield Row(line, problem=problem) if problem else _row(line, cells, head, where)


def _row(line: int, cells: list[str], head: list[str], where: Mapping[str, int]) -> Row:
    if len(cells) < len(head) or any(cells[len(head) :]):
        return Row(line, problem=f"has {len(cells)} cells, the first row has {len(head)}")
    try:
        return Row(line, {part: _text(cells[at]) for part, at in where.items() if cells[at]})
    except UnicodeError:
        return Row(line, problem="is neither UTF-8 nor Windows-1252")


class _Lines:
    """Lines of which some can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._again.popleft() if self._again else next(self._lines)

    def back(self, lines: list[Line]) -> None:
        """Give these once more."""
        self._again.extendleft(reversed(lines))


def _numbered(stream: BinaryIO) -> Iterator[Line]:
    encoding = _encoding(stream)
    # Bytes that are no UTF-8 are kept aside for _text.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(stream, encoding, errors, newline="")
    try:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) < LONGEST_LINE or line[-1] in "\r\n":
                yield number, line
                continue
            while (rest := text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
            yield number, ""
    finally:
        if not stream.closed:
            text.detach()  # else it would close the stream with itself


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Number of the first line, cells and problem of every record.

    After a broken record it goes on with the line below the one on which that began.
    """
    csv.field_size_limit(LONGEST_CELL)
    taken: list[Line] = []

    def feed() -> Iterator[str]:
        while len(taken) < MOST_LINES and (line := next(lines, None)) is not None:
            taken.append(line)
            if not line[1]:
                raise csv.Error
            yield line[1]

    parser = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        taken.clear()
        try:
            cells = next(parser)
        except StopIteration:
            return
        except csv.Error:
            too_long = not all(text for _, text in taken) or max(len(text) for _, text in taken) > LONGEST_CELL
            lines.back(taken[1:])
            parser = csv.reader(feed(), delimiter=delimiter, strict=True)
            yield taken[0][0], [], "is too long" if too_long else _NOT_CLOSED
        else:
            yield taken[0][0], cells, None


def _head(lines: _Lines, chosen: Mapping[str, str]) -> tuple[list[str], str]:
    """The names of the columns, and what stands between cells: whatever makes most names of the first row known."""
    for line in lines:
        text = line[1].strip()
        if text and not (text[:4].lower() == "sep=" and len(text) <= 5):  # so Excel says what stands between cells
            lines.back([line])
            break
    else:
        raise UnreadableError("The table is empty.")
    heads = [(head, delimiter) for delimiter in DELIMITERS if len(head := _first(lines, delimiter)) > 1]
    heads.sort(key=lambda each: (recognised(each[0], chosen), len(each[0])), reverse=True)
    head, delimiter = heads[0] if heads else (_first(lines, _NONE), _NONE)
    next(_records(lines, delimiter))
    return head, delimiter


def _first(lines: _Lines, delimiter: str) -> list[str]:
    """The cells of the next record, which stays where it is."""
    seen: list[Line] = []

    def watched() -> Iterator[Line]:
        for line in lines:
            seen.append(line)
            yield line

    _, cells, _ = next(_records(_Lines(watched()), delimiter))
    lines.back(seen)
    try:
        return [_text(cell) for cell in cells]
    except UnicodeError:
        return []


def _text(cell: str) -> str:
    """A cell as it was meant: one with bytes that are no UTF-8 is Windows-1252. Raises `UnicodeError`."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return cell.encode("utf-8", "surrogateescape").decode("cp1252")
    return cell


def _encoding(stream: BinaryIO) -> str:
    """How a stream is to be decoded: by its mark, or by the zero bytes of UTF-16; else UTF-8."""
    start = stream.read(4096)
    stream.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) >= 4 and start[offset::2].count(0) > len(start) // 4:
            return name
    return "utf-8"
