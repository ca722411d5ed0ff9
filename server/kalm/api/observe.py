"""Around every request: an id, the time it took, a line in the log, counters, and headers that keep it private.

It stands outside Flask, on the plain WSGI call: there a header is an item in a list, and setting half a dozen
costs a tenth of what it does on a response object.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import request

from kalm.api import logs
from kalm.api.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of what is no page: a browser may do nothing with it."""

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
"""Sent with every answer, unless the route has said otherwise."""

ROUTE = "kalm.route"
"""Where the app leaves the name of the route that answers, for the counters."""

_ID = "kalm.request-id"


def request_id() -> str:
    """Id of the current request. It is made here: one that a caller sends could carry anything."""
    found: str = request.environ.get(_ID, "-")
    return found


def observed(app: "WSGIApplication", metrics: Metrics) -> "WSGIApplication":
    """``app``, with every request to it timed, counted and logged, and every answer given its headers."""

    def watch(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        started = time.perf_counter()
        identity = os.urandom(8).hex()
        environ[_ID] = identity
        told = (500, 0)

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            nonlocal told
            said = dict(headers)
            told = int(status[:3]), int(said.get("Content-Length", 0))
            headers += [header for header in HEADERS if header[0] not in said]
            headers.append(("X-Request-Id", identity))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = app(environ, begin)
        seconds = time.perf_counter() - started
        metrics.answered(environ.get(ROUTE), told[0], seconds)
        logs.answered(identity, told[0], _length(environ), told[1], seconds)
        return answer

    return watch


def _length(environ: "WSGIEnvironment") -> int:
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isdecimal() else 0
