"""A row of a file → a post: the draft as it was, and the day it was posted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from kalm.audit.columns import rename
from kalm.core import ACCOUNTS, PLACES, Draft
from kalm.records import RecordError, read_fields, to_record
from kalm.text.language import LONGEST_TAG, TAG

LANGUAGES = {
    "nederlands": "nl",
    "dutch": "nl",
    "vlaams": "nl-BE",
    "flemish": "nl-BE",
    "engels": "en",
    "english": "en",
}
"""Names of languages that tools write where a tag is meant."""

YEARS = range(1990, 2101)
"""Years in which something may have been posted; a slip of the keyboard would stretch the period over centuries."""

_TAG = re.compile(TAG)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_SECONDS = re.compile(r"\d{9,10}(\.\d+)?")
_REQUEST_FIELDS = ("context", "thread", "attachments")
_AS_SAID = ("platform", "place", "account", "language")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in its file: a JSON line, cells by part of a post, or what is wrong with it."""

    line: int
    """Line, or row of a sheet, on which it starts, from 1."""
    content: bytes | Mapping[str, str] = field(default=b"", repr=False)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What was posted once."""

    draft: Draft = field(repr=False)
    day: date | None = None
    """Day in the time zone of the file."""
    unused: tuple[str, ...] = ()
    """Columns whose value in this row says nothing to Kalm, so that its default stands."""


def to_post(row: Row, chosen: Mapping[str, str]) -> Post:
    """The post that a row holds. Raises `RecordError`, which quotes nothing."""
    if row.problem is not None:
        raise RecordError(row.problem)
    fields: dict[str, Any] = {}
    if isinstance(row.content, bytes):
        given = read_fields(row.content)
        fields = {name: given[name] for name in _REQUEST_FIELDS if name in given}
        parts: dict[str, object] = rename(given, chosen)
    else:
        parts = dict(row.content)
    unused: list[str] = []
    day = None
    try:
        day = _day(parts.pop("date", None))
    except ValueError:
        unused.append("date")
    parts.pop("id", None)
    for name in _AS_SAID:
        value = parts.get(name)
        if isinstance(value, str):
            understood = _understood(name, value.strip())
            if understood is None:
                unused.append(name)
                del parts[name]
            else:
                parts[name] = understood
    text = parts.get("draft", "")
    if isinstance(text, str) and not text.strip():
        raise RecordError("draft: is empty")
    draft = to_record({**fields, **parts}).draft
    return Post(draft, day, tuple(unused))


def _understood(name: str, value: str) -> str | None:
    """What a cell says, as a request would; None if a request could not."""
    if name == "platform":
        return value
    if name == "language":
        tag = LANGUAGES.get(value.casefold(), value.replace("_", "-"))
        return tag if _TAG.fullmatch(tag) and len(tag) <= LONGEST_TAG else None
    known = PLACES if name == "place" else ACCOUNTS
    return value.casefold() if value.casefold() in known else None


def _day(value: object) -> date | None:
    """The day that a value names; None without a value. Raises `ValueError` if it names none.

    ISO 8601 (``2026-11-26``, with or without a time), the day first (``26-11-2026``, ``26/11/2026``), or seconds
    since 1970.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if found := _YEAR_FIRST.match(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC).date()
    else:
        raise ValueError
    if int(year) not in YEARS:
        raise ValueError
    return date(int(year), int(month), int(day))
