"""A yardstick for speed that a busy machine stretches as much as what is measured."""

import time
from collections.abc import Callable

_TABLE = {str(number): number for number in range(64)}
_KEYS = list(_TABLE) * 300


def best(action: Callable[[], object], times: int = 5) -> float:
    """Least processor time of several runs, in seconds."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        action()
        taken.append(time.process_time() - begin)
    return min(taken)


def step() -> float:
    """Seconds that one turn of a plain loop takes now: a look-up in a table, a mask and an addition."""

    def loop() -> int:
        total = 0
        for key in _KEYS:
            total += _TABLE[key] & 7
        return total

    return best(loop) / len(_KEYS)
