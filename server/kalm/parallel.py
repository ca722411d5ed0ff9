"""Many lines over all cores, answers in the order of the lines, memory bounded."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Line = tuple[int, bytes]
"""Number of a line in its file, from 1, and what it holds."""

CHUNK = 64
"""Lines that go to a process at a time: some ten milliseconds of work, so that handing over costs little."""

AHEAD = 4
"""Chunks a process that may be under way. Bounds memory: a fast reader waits for slow answers."""

_work: Callable[[Line], Any]


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def numbered(lines: Iterable[bytes]) -> Iterator[Line]:
    """The lines that hold something, with their numbers from 1."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def in_order(lines: Iterable[Line], work: Callable[[Line], Answer], processes: int | None = None) -> Iterator[Answer]:
    """``work`` of every line, in order, as soon as it is there.

    The processes are forked, so ``work`` and all that it holds is shared and never pickled; its answers are.
    A single chunk, or a single core, is done right here.
    """
    processes = processes or cores()
    chunks = _chunked(lines)
    first = list(islice(chunks, 2))
    if len(first) < 2 or processes < 2:
        for chunk in chain(first, chunks):
            yield from map(work, chunk)
        return
    gc.freeze()  # what is loaded stays out of the collector, so that its pages stay shared after the fork
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _take_over, (work,))
    under_way: deque[Future[list[Answer]]] = deque()
    try:
        for chunk in chain(first, chunks):
            under_way.append(pool.submit(_answer, chunk))
            if len(under_way) >= processes * AHEAD:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _chunked(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _take_over(work: Callable[[Line], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _answer(chunk: list[Line]) -> list[Any]:
    return [_work(line) for line in chunk]
