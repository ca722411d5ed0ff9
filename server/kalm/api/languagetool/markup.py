"""A text with markup in it: what is read, and where each character of it stands in the whole."""

import json
from bisect import bisect_right
from typing import Any

from kalm.api import body
from kalm.api.languagetool.errors import Refused
from kalm.core import Span


class Annotated:
    """``whole`` is the text with its markup, in which the caller counts; ``plain`` what there is to read."""

    def __init__(self, parts: list[tuple[str, str | None]]) -> None:
        """``parts`` are pieces of the whole, each with what to read in its place; None for a piece of text."""
        self.whole = "".join(part for part, _ in parts)
        self.plain = "".join(part if read is None else read for part, read in parts)
        self._pieces: list[tuple[int, int, int, bool]] = []
        self._starts: list[int] = []
        at = read_at = 0
        for part, read in parts:
            length = len(part) if read is None else len(read)
            if length:
                self._starts.append(read_at)
                self._pieces.append((read_at, at, len(part), read is None))
            at, read_at = at + len(part), read_at + length

    def place(self, start: int, end: int) -> Span:
        """Where ``plain[start:end]`` stands in the whole. Markup before its first and after its last character
        stays outside; what is read in the place of markup stands for all of it."""
        if len(self._pieces) == 1 and self._pieces[0][3]:
            offset = self._pieces[0][1]
            return Span(start + offset, end + offset)
        first, last = self._piece(start), self._piece(max(start, end - 1))
        begin = first[1] + (start - first[0] if first[3] else 0)
        stop = last[1] + (end - last[0] if last[3] else last[2])
        return Span(begin, max(begin, stop))

    def _piece(self, position: int) -> tuple[int, int, int, bool]:
        found = bisect_right(self._starts, position)
        return self._pieces[found - 1] if found else (0, 0, 0, True)


def plain(text: str) -> Annotated:
    """A text without markup."""
    return Annotated([(text, None)])


def read_data(data: str) -> Annotated:
    """The text in the protocol's ``data`` parameter. Raises `Refused`."""
    try:
        document = body.without_halves(json.loads(data))
    except (ValueError, RecursionError):
        raise Refused(400, "Could not parse JSON from 'data' parameter") from None
    if not isinstance(document, dict):
        raise Refused(400, "Could not parse JSON from 'data' parameter")
    if isinstance(document.get("text"), str):
        if "annotation" in document:
            raise Refused(400, "'data' key in JSON requires either 'text' or 'annotation' key, not both")
        return plain(document["text"])
    if not isinstance(document.get("annotation"), list):
        raise Refused(400, "'data' key in JSON requires 'text' or 'annotation' key")
    return Annotated([_part(part) for part in document["annotation"]])


def _part(part: Any) -> tuple[str, str | None]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and "markup" not in part:
            return part["text"], None
        read = part.get("interpretAs", "")
        if isinstance(part.get("markup"), str) and "text" not in part and isinstance(read, str):
            return part["markup"], read
    raise Refused(400, "Only 'text' and 'markup' are supported in 'annotation' list, each a string and one at a time")
