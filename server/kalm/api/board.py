"""Counters in shared memory: one row a worker, one column a counter, no files and no locks.

The master maps the memory before it forks and gives each worker a row of its own, so nobody writes where
somebody else writes; any worker can add up all rows. A row outlives its worker: the next one that gets it
counts on. There is nothing but whole numbers in it, so nothing that anybody wrote can get in.
"""

import mmap
from collections.abc import Iterable, Sequence

ROWS = 256
"""Workers at once, old and new ones during a reload together."""
COLUMNS = 8192
"""Counters; a rule has one. Memory that is never touched costs nothing."""

Key = tuple[str, ...]
"""Name of a family of counters, then the values of its labels."""

_CELL = 8
_USED = 0
"""Cell of the first row that says how many rows were ever given out."""


class Board:
    """Counters that all workers of one master share."""

    def __init__(self, rows: int = ROWS, columns: int = COLUMNS) -> None:
        self._columns = columns
        self._rows = rows
        self._cells = memoryview(mmap.mmap(-1, (rows + 1) * columns * _CELL)).cast("Q")
        self._index: dict[Key, int] = {}
        self._free = list(range(rows, 1, -1))
        self._base = columns
        self._cells[_USED] = 1

    def declare(self, keys: Iterable[Key]) -> None:
        """Make room for these counters. To be called before a fork; one that exists already goes on counting.
        Beyond `COLUMNS` counters the surplus is not counted."""
        for key in keys:
            if key not in self._index and len(self._index) < self._columns:
                self._index[key] = len(self._index)

    def claim(self) -> int:
        """A row for a worker about to be forked. With none left the last one is shared: counts may be lost,
        requests never."""
        row = self._free.pop() if self._free else self._rows
        self._cells[_USED] = max(self._cells[_USED], row)
        return row

    def release(self, row: int) -> None:
        """The worker that had ``row`` is gone; its counts stay."""
        if row not in self._free:
            self._free.append(row)

    def use(self, row: int) -> None:
        """Count in ``row`` from now on. Until this is called it is the first, which the master keeps."""
        self._base = row * self._columns

    def add(self, key: Key, number: int = 1) -> bool:
        """Count ``number`` more; ``False`` if the counter was not declared."""
        column = self._index.get(key)
        if column is None:
            return False
        self._cells[self._base + column] += number
        return True

    def totals(self, family: str) -> list[tuple[Sequence[str], int]]:
        """Label values and sum over all workers of every counter of ``family``, in the order of declaration."""
        used = range(1, self._cells[_USED] + 1)
        return [
            (labels, sum(self._cells[row * self._columns + column] for row in used))
            for (name, *labels), column in self._index.items()
            if name == family
        ]
