"""An upload, audited where it arrived: in memory, within a time that somebody waits for it."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import BinaryIO

from kalm.audit.checks import Case, Check, Job, case_of, tally_rows
from kalm.audit.columns import UnreadableError
from kalm.audit.posts import Row
from kalm.audit.readers import UPLOAD_LIMIT, Posts
from kalm.audit.run import Progress
from kalm.audit.tally import Tally, lot

SECONDS = 20.0
"""How long it may take; a request to Kalm may take thirty."""
MOST_READ = 20_000
"""Rows that are read at most. Of more, as many are drawn at random."""
READING_SHARE = 0.75
"""Part of its time that reading the file may take: a workbook of 20 MB takes some ten seconds."""
STEP_SECONDS = 0.02
"""Seconds of work between two signs of life, so that other requests of the same process are not kept waiting."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a dry run found; ``cases`` are for the answer only."""

    tally: Tally
    cases: tuple[Case, ...] = field(repr=False)


def stream(
    upload: BinaryIO,
    name: str,
    checks: Sequence[Check],
    columns: Mapping[str, str] | None = None,
    cases: int = 20,
    seed: int = 0,
    seconds: float = SECONDS,
) -> Iterator[Progress | Result]:
    """Signs of life, and the result as the last of all. Nothing leaves the memory of this process.

    ``name`` is the file's; ``checks`` are one or two, the first held against the second. Where time runs out, or
    the file has more than `MOST_READ` rows, the result speaks of a random part of the file (`Tally.drawn_from`).
    Whoever takes the signs of life may let other work go first between two of them.
    Raises `UnreadableError`, also for more than `UPLOAD_LIMIT` bytes.
    """
    content = upload.read(UPLOAD_LIMIT + 1)
    if len(content) > UPLOAD_LIMIT:
        raise UnreadableError(f"A dry run takes at most {UPLOAD_LIMIT // 1024**2} MB; 'kalm audit' reads larger files.")
    posts = Posts(content, name, columns or {})
    job = Job((), tuple((columns or {}).items()), cases, seed)
    clock = _Clock()
    drawn: list[tuple[int, int, Row]] = []  # a heap with the highest lot on top
    found = 0
    with posts.open() as reading:
        for row in reading.rows:
            found += 1
            entry = (-lot(row.line, seed + 1), row.line, row)  # not the lots of the cases: those would all be here
            if len(drawn) < MOST_READ:
                heapq.heappush(drawn, entry)
            else:
                heapq.heappushpop(drawn, entry)
            if clock.step_is_over():
                yield Progress(0, reading.consumed(), len(content))
            if clock.spent() > seconds * READING_SHARE:
                raise UnreadableError("It takes too long to read this file here; 'kalm audit' has the time.")
    rows = [row for _, _, row in sorted(drawn, reverse=True)]  # lowest lot first: any beginning is a fair draw
    whole = Tally.of(len(checks))
    for row in rows:
        whole.merge(tally_rows(job, checks, [row]), cases)
        if clock.step_is_over():
            yield Progress(whole.rows, len(content), len(content))
        if clock.spent() > seconds:
            break
    if whole.rows < found:
        whole.drawn_from = found
    lines = {line for _, line in whole.cases}
    shown = sorted((row for row in rows if row.line in lines), key=lambda row: row.line)
    yield Result(whole, tuple(case_of(job, checks, row) for row in shown))


class _Clock:
    def __init__(self) -> None:
        self._begun = self._step = monotonic()

    def spent(self) -> float:
        return monotonic() - self._begun

    def step_is_over(self) -> bool:
        now = monotonic()
        if now - self._step < STEP_SECONDS:
            return False
        self._step = now
        return True
