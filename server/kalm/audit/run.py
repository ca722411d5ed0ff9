"""An audit of a file: all rows, over all cores or a cluster, from where it stood."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from kalm.audit.checkpoint import SAVE_SECONDS, Checkpoint
from kalm.audit.checks import Case, Job, case_of, loaded, tally_rows
from kalm.audit.posts import Row
from kalm.audit.readers import Posts
from kalm.audit.tally import Tally
from kalm.parallel import in_order

BLOCK = 32
"""Rows that are counted together: some 40 milliseconds of work, with the reader about a second."""

Block = tuple[Row, ...]
Spread = Callable[[Iterable[Block]], Iterator[Tally]]
"""Counts blocks somewhere and gives their tallies in the order of the blocks."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    rows: int
    consumed: int
    """Bytes taken from the file, roughly."""
    size: int
    """Bytes of the file."""


def over_cores(job: Job, processes: int | None = None) -> Spread:
    """Over ``processes`` of this machine, by default all cores. Raises what loading the checks raises."""
    checks = loaded(job.sources)
    return lambda blocks: in_order(blocks, partial(tally_rows, job, checks), processes, chunk=1)


def audit(
    posts: Posts,
    job: Job,
    spread: Spread,
    checkpoint: Checkpoint | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Tally:
    """The tally of a whole file: the same whether it was interrupted or not.

    With ``resume`` it goes on from ``checkpoint``. However it ends, but by SIGKILL, it saves where it stands.
    Raises `OSError`, `kalm.audit.columns.UnreadableError`, `kalm.audit.checkpoint.CheckpointError` and what
    ``spread`` raises.
    """
    whole = (checkpoint.load() if checkpoint and resume else None) or Tally.of(len(job.sources))
    size = posts.size()
    saved = time.monotonic()
    begun = whole.rows
    with posts.open() as reading:
        rest = islice(reading.rows, whole.rows, None)
        try:
            for tally in spread(_blocks(rest)):
                whole.merge(tally, job.cases)
                progress(Progress(whole.rows, reading.consumed(), size))
                if checkpoint and time.monotonic() - saved > SAVE_SECONDS:
                    checkpoint.save(whole)
                    saved = time.monotonic()
        except BaseException:
            if checkpoint and whole.rows > begun:
                checkpoint.save(whole)
            raise
    return whole


def cases_of(posts: Posts, job: Job, tally: Tally) -> list[Case]:
    """The posts that were drawn, read once more: until here only their lines were kept. In the order of the file."""
    wanted = {line for _, line in tally.cases}
    if not wanted:
        return []
    checks = loaded(job.sources)
    cases = []
    with posts.open() as reading:
        for row in reading.rows:
            if row.line in wanted:
                cases.append(case_of(job, checks, row))
                if len(cases) == len(wanted):
                    break
    return cases


def _blocks(rows: Iterable[Row]) -> Iterator[Block]:
    rest = iter(rows)
    while block := tuple(islice(rest, BLOCK)):
        yield block
