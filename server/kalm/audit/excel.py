"""Excel workbooks (.xlsx): the first sheet with something on it, as values. Formulas are never evaluated."""

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from kalm.audit.columns import MOST_COLUMNS, UnreadableError, find
from kalm.audit.posts import Row

MOST_ROWS = 1_048_576
MOST_PARTS = 5_000
MOST_UNPACKED = 1024**3
"""Bytes that a workbook on disk may unpack to, and how many parts it may have."""
MOST_UNPACKED_IN_MEMORY = 256 * 1024**2
"""Bytes that an upload may unpack to. Of what is unpacked only the texts that sheets share stay in memory."""
MOST_RATIO = 250
"""How many times its packed size a large part may unpack to; posts reach some tens."""
LARGE = 10 * 1024**2

_DAMAGED = "The Excel file cannot be read: it is damaged, or was not made by a spreadsheet."


def rows(stream: BinaryIO, chosen: Mapping[str, str], unpacked: int = MOST_UNPACKED) -> Iterator[Row]:
    """The rows of a workbook whose first row names its columns. A row with a formula in a column that is needed
    is a `Row` with its problem.

    ``unpacked`` bytes is the most it may unpack to. Raises `UnreadableError`.
    """
    found = _rows(stream, chosen, unpacked)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl's may quote a cell
                row = next(found, None)
        except UnreadableError:
            raise
        except Exception as error:  # a file that is not what it says makes openpyxl raise almost anything
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's
            raise UnreadableError(_DAMAGED) from None
        if row is None:
            return
        yield row


def _rows(stream: BinaryIO, chosen: Mapping[str, str], unpacked: int) -> Iterator[Row]:
    refuse_bombs(stream, unpacked)
    book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        yield from _first_sheet(book, chosen)
    finally:
        book.close()


def refuse_bombs(stream: BinaryIO, unpacked: int) -> None:
    """Raise `UnreadableError` for an archive that unpacks to more than it may; zipfile holds every part to the
    size that is announced. Raises `zipfile.BadZipFile`."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        what = "an OpenDocument file" if "content.xml" in names else "an archive without a workbook in it"
        raise UnreadableError(f"This is {what}: save it as .xlsx or .csv.")
    if len(parts) > MOST_PARTS:
        raise UnreadableError(f"The Excel file has {len(parts)} parts; at most {MOST_PARTS} can be read.")
    total = sum(part.file_size for part in parts)
    if total > unpacked:
        raise UnreadableError(
            f"The Excel file unpacks to {total // 1024**2} MB; at most {unpacked // 1024**2} MB can be read. "
            "Save it as .csv."
        )
    if any(part.file_size > LARGE and part.file_size > MOST_RATIO * part.compress_size for part in parts):
        raise UnreadableError(f"A part of the Excel file unpacks to more than {MOST_RATIO} times its size.")
    stream.seek(0)


def _first_sheet(book: Any, chosen: Mapping[str, str]) -> Iterator[Row]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
        top, head = next(_filled(sheet), (0, ()))
        if not head:
            continue
        if len(head) > MOST_COLUMNS:  # before anything is made of them
            raise UnreadableError(f"The table has {len(head)} columns; at most {MOST_COLUMNS} can be read.")
        where = find([_text(cell.value) for cell in head], chosen)
        for number, cells in _filled(sheet, top + 1, len(head)):
            yield _row(number, cells, where)
        return
    raise UnreadableError("The Excel file holds no table.")


def _filled(sheet: Any, start: int = 1, width: int | None = None) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Number and cells of the rows that hold something."""
    for number, cells in enumerate(sheet.iter_rows(min_row=start, max_col=width), start):
        if number > MOST_ROWS:
            raise UnreadableError(f"The sheet has rows beyond {MOST_ROWS}, the last that Excel knows.")
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _row(number: int, cells: tuple[Any, ...], where: Mapping[str, int]) -> Row:
    named = {}
    for part, at in where.items():
        if at >= len(cells) or cells[at].value is None:
            continue
        if cells[at].data_type == "f":
            return Row(number, problem=f"{part}: is a formula; save the sheet with values in its place")
        if cells[at].data_type == "e":
            return Row(number, problem=f"{part}: is an error of the spreadsheet")
        if text := _text(cells[at].value):
            named[part] = text
    return Row(number, named)


def _text(value: object) -> str:
    """A cell as a text table would hold it."""
    if isinstance(value, str):
        return unescape(value) if "_x" in value else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
