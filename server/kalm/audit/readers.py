"""Files of past posts: JSON lines, tables in text, Excel; told apart by what is in them."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kalm.api.upload import LIMIT as UPLOAD_LIMIT
from kalm.audit import table
from kalm.audit.columns import NAMES, UnreadableError
from kalm.audit.posts import Row

__all__ = ["EXCEL_LIMIT", "UPLOAD_LIMIT", "Posts", "Reading", "json_lines", "posts_at"]

EXCEL_LIMIT = 256 * 1024**2
"""Bytes of a workbook on disk."""
LONGEST_LINE = 1024 * 1024
"""Bytes of a JSON line."""

_EXCEL, _OLD_EXCEL, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Posts:
    """A file of past posts, on disk or in memory, that can be read again and again."""

    place: Path | bytes = field(repr=False)
    name: str = ""
    """Tells JSON lines from tables by its end, where the content leaves it open."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Part of a post (a key of `NAMES`) → name of the column that holds it, where that is none of the usual ones."""

    def __post_init__(self) -> None:
        for part in self.columns:
            if part not in NAMES:
                raise UnreadableError(f"{part!r} is no part of a post; one of {', '.join(NAMES)}.")

    def size(self) -> int:
        """Bytes. Raises `OSError`."""
        return len(self.place) if isinstance(self.place, bytes) else self.place.stat().st_size

    @contextmanager
    def open(self) -> Iterator["Reading"]:
        """Its rows, from the first on. Raises `OSError`, `UnreadableError`."""
        stream: BinaryIO
        if isinstance(self.place, bytes):
            stream = io.BytesIO(self.place)
        else:
            if not self.place.is_file():
                self.place.stat()  # says so if it is not there
                raise UnreadableError("This is no file; a stream or folder cannot be audited.")
            stream = self.place.open("rb")
        with stream:
            yield Reading(stream, self._rows(stream))

    def _rows(self, stream: BinaryIO) -> Iterator[Row]:
        start = stream.read(4096)
        stream.seek(0)
        if start.startswith(_EXCEL):
            from kalm.audit import excel  # openpyxl takes its time to load

            if self.size() > EXCEL_LIMIT:
                raise UnreadableError(
                    f"The Excel file has {self.size() // 1024**2} MB; at most {EXCEL_LIMIT // 1024**2} MB can be read. "
                    "Save it as .csv."
                )
            in_memory = isinstance(self.place, bytes)
            return excel.rows(stream, self.columns, excel.MOST_UNPACKED_IN_MEMORY if in_memory else excel.MOST_UNPACKED)
        if start.startswith(_OLD_EXCEL):
            raise UnreadableError("This is an old or a protected Excel file: save it as .xlsx without a password.")
        if start.startswith(_GZIP):
            raise UnreadableError("This file is packed: unpack it first.")
        if not start:
            raise UnreadableError("The file is empty.")
        if self._is_json(start):
            return json_lines(stream)
        return table.rows(stream, self.columns)

    def _is_json(self, start: bytes) -> bool:
        first = start.removeprefix(_BOM).lstrip()[:1]
        if first == b"[" and self.name.lower().endswith(".json"):
            raise UnreadableError("This is one JSON list: write one object a line.")
        return first == b"{" or self.name.lower().endswith((".jsonl", ".ndjson"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A file under way."""

    stream: BinaryIO
    rows: Iterator[Row]

    def consumed(self) -> int:
        """Bytes that were taken from the file so far, roughly."""
        return self.stream.tell()


def posts_at(path: Path, columns: Mapping[str, str] | None = None) -> Posts:
    """The posts of a file on disk."""
    return Posts(path, path.name, columns or {})


def json_lines(stream: BinaryIO) -> Iterator[Row]:
    """The lines that hold something, unread."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield Row(number, problem=f"is longer than {LONGEST_LINE} bytes")
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield Row(number, line)
