"""Processes that end with the one that started them, however that one ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def tied(sign: int = signal.SIGKILL) -> Callable[[], None]:
    """What a child runs before its program, so that it gets ``sign`` when its parent's thread ends, even by
    SIGKILL. Only Linux knows how; elsewhere the next owner stops what an earlier one left behind."""
    parent = os.getpid()
    if not sys.platform.startswith("linux"):
        return _nothing
    libc = ctypes.CDLL(None)

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, sign)
        if os.getppid() != parent:  # it ended before this took effect
            os._exit(1)

    return tie


def _nothing() -> None: ...
