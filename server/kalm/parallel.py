"""Many items over all cores, answers in the order of the items, memory bounded."""

import codecs
import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, BinaryIO, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Line = tuple[int, bytes]
"""Number of a line in its file, from 1, and what it holds."""

CHUNK = 64
"""Items that go to a process at a time: some ten milliseconds of work, so that handing over costs little."""

LONGEST_LINE = 1024 * 1024
"""Bytes of a line that are read."""

AHEAD = 4
"""Chunks a process that may be under way. Bounds memory: a fast reader waits for slow answers."""

ORPHAN_SECONDS = 1.0
"""Seconds between two looks of a process whether the one that started it still lives."""

_work: Callable[[Any], Any]


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def numbered(file: BinaryIO) -> Iterator[Line]:
    """The lines that hold something, with their numbers from 1, without the mark that some tools put before the first.
    One that is longer than `LONGEST_LINE` is cut a byte behind it, and nothing more of it is kept."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        whole = line.endswith(b"\n")
        while not whole and (rest := file.readline(LONGEST_LINE)):
            whole = rest.endswith(b"\n")
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield number, line


def in_order(
    items: Iterable[Item], work: Callable[[Item], Answer], processes: int | None = None, chunk: int = CHUNK
) -> Iterator[Answer]:
    """``work`` of every item, in order, as soon as it is there.

    The processes are forked, so ``work`` and all that it holds is shared and never pickled; items and answers are.
    ``chunk`` items go to a process at a time. A single chunk, or a single core, is done right here.
    """
    processes = processes or cores()
    chunks = _chunked(items, chunk)
    first = list(islice(chunks, 2))
    if len(first) < 2 or processes < 2:
        for each in chain(first, chunks):
            yield from map(work, each)
        return
    gc.freeze()  # what is loaded stays out of the collector, so that its pages stay shared after the fork
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _take_over, (work, os.getpid()))
    under_way: deque[Future[list[Answer]]] = deque()
    try:
        for each in chain(first, chunks):
            under_way.append(pool.submit(_answer, each))
            if len(under_way) >= processes * AHEAD:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _chunked(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _take_over(work: Callable[[Any], Any], parent: int) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: one that was killed has told nobody to stop."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def _answer(chunk: list[Any]) -> list[Any]:
    return [_work(item) for item in chunk]
