"""How long a greenlet may take over something, and how it is told that its time is up."""

import time
from collections.abc import Callable
from types import TracebackType

import gevent
from greenlet import greenlet as Greenlet  # noqa: N812


class DismissedError(BaseException):
    """Thrown into a greenlet that waits for a request, to make it close its connection."""


class Patience:
    """A block that a greenlet may stay in for so many seconds; several may be in it at once.

    Whoever is told to leave gets an exception, those that have been in it longest first; `DismissedError` ends
    the block without harm. One that has left meanwhile is left alone.
    """

    def __init__(self, seconds: float, error: Callable[[], BaseException]) -> None:
        self._seconds = seconds
        self._error = error
        self._since: dict[Greenlet, float] = {}
        self._leaving: set[Greenlet] = set()

    def __len__(self) -> int:
        return len(self._since)

    def __enter__(self) -> None:
        self._since[gevent.getcurrent()] = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        current = gevent.getcurrent()
        self._since.pop(current, None)
        self._leaving.discard(current)
        return kind is DismissedError

    def end_overdue(self) -> None:
        """Tell those to leave whose time is up."""
        limit = time.monotonic() - self._seconds
        while self._since and next(iter(self._since.values())) < limit:
            self.end_longest()

    def end_longest(self) -> None:
        """Tell the one to leave that has been in it longest."""
        longest = next(iter(self._since), None)
        if longest is not None:
            del self._since[longest]
            self._leaving.add(longest)
            gevent.get_hub().loop.run_callback(self._throw, longest)

    def end_all(self) -> None:
        """Tell all of them to leave."""
        while self._since:
            self.end_longest()

    def _throw(self, greenlet: Greenlet) -> None:
        if greenlet in self._leaving:
            greenlet.throw(self._error())
