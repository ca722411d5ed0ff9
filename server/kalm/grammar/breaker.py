"""A circuit breaker: who fails again and again is left alone for a while, then asked once, then trusted again."""

import time
from collections.abc import Callable

FAILURES = 3
"""In a row, after which nobody is asked."""
PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds until somebody tries again, longer each time that fails."""


class Breaker:
    """Counts what fails. Not locked: a count too many or too few does no harm."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._opened = 0
        self._until = 0.0

    @property
    def open(self) -> bool:
        """Whether it holds questions back."""
        return self._failures >= FAILURES

    def allows(self) -> bool:
        """Whether to ask now. While open, one question is let through when the pause is over."""
        if self._failures < FAILURES:
            return True
        if self._clock() < self._until:
            return False
        self._pause()
        return True

    def failed(self) -> None:
        """A question got no answer in time."""
        self._failures += 1
        if self._failures == FAILURES:
            self._opened = 0
            self._pause()

    def succeeded(self) -> None:
        """A question got an answer."""
        self._failures = self._opened = 0

    def _pause(self) -> None:
        self._until = self._clock() + PAUSES[min(self._opened, len(PAUSES) - 1)]
        self._opened += 1
