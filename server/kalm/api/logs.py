"""The log: one line a request, and where something failed. Never what was in the request.

A line carries the request's id, the lengths of what came in and went out, the duration and the status.
There is no address, account, token, rule id, path or query string, at any level. A failure is told by the
kind of exception and the places in the code it went through: an exception's message may quote a draft.
"""

import logging
import sys
import traceback
from types import TracebackType

LOGGER = logging.getLogger("kalm")
FORMAT = "%(asctime)s %(levelname)s [%(process)d] %(message)s"
DEEPEST = 8
"""How many places of a failure are named, innermost last."""


def configure(level: str) -> None:
    """Send the log to standard error, from ``level`` up. Only Kalm's own lines get there: other libraries'
    loggers are given no handler and are silenced, since their messages may repeat what a request held."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(level.upper())
    logging.lastResort = None
    # What no line shows need not be looked up for each (logging cookbook, "Optimization").
    logging.logThreads = logging.logMultiprocessing = False
    logging._srcfile = None


def answered(request_id: str, status: int, took_in: int, gave_out: int, seconds: float) -> None:
    """One request is answered; lengths are in bytes of the bodies."""
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info("id=%s in=%d out=%d ms=%.2f status=%d", request_id, took_in, gave_out, seconds * 1000, status)


def failed(error: BaseException, request_id: str | None = None) -> None:
    """Something went wrong that nobody foresaw."""
    LOGGER.error("id=%s failed: %s", request_id or "-", describe(error, error.__traceback__))


def describe(error: BaseException | type[BaseException], trace: TracebackType | None) -> str:
    """Kind of ``error`` and the places it passed through, without its message or any value."""
    kind = error if isinstance(error, type) else type(error)
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__} at " + (" > ".join(places[-DEEPEST:]) or "an unknown place")


def _short(filename: str) -> str:
    """The last two parts of a path: enough to find the file, without the machine's folders."""
    return "/".join(filename.rsplit("/", 2)[-2:])
