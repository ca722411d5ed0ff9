"""The gunicorn worker: a connection that says nothing, or says it slowly, holds up nobody.

Browsers open connections ahead of need. In gunicorn's threaded worker each holds a thread for up to five
seconds, so a few dozen stall everybody else. Here a connection is a greenlet: waiting costs a few kilobytes,
and only a request that is complete takes the processor. What waits too long is closed, and when connections
run short those that have waited longest go first.
"""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType, TracebackType
from typing import Any

import gevent
import gevent.event
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.glogging import Logger
from gunicorn.http import errors as http_errors
from gunicorn.http import message
from gunicorn.workers.ggevent import GeventWorker

from kalm.api import logs
from kalm.api.errors import CONTENT_TYPE, TITLES, Problem
from kalm.api.patience import DismissedError, Patience

IDLE_SECONDS = 30
"""How long a connection may stay without a whole request head: kept ones between two requests, new ones too."""

REQUEST_SECONDS = 30
"""How long one request may take, from its head to the last byte of its answer."""

REST_BYTES, REST_SECONDS = 256 * 1024, 2
"""How much of a refused body is still read off, and for how long, before the connection is closed."""

LONGEST_ADDRESS = 64 * 1024
"""Bytes of a request line: some LanguageTool clients send the text in the query. gunicorn allows itself 8 KB."""
message.MAX_REQUEST_LINE = LONGEST_ADDRESS

CONNECTIONS = 1000
"""Connections that one worker holds at once; the tenth that is left is for those who have something to say."""

SWEEP_SECONDS = 1.0
"""Seconds between two looks at what is overdue. One look at all costs less than a timer for each."""

STOP_STEP = 0.05
"""Seconds between two looks whether a stopping worker is done."""


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's gevent worker, with deadlines, a prompt stop, and silence about what it was sent."""

    board_row = 0
    """Where this worker counts (`kalm.api.board`); set by the master before the fork."""
    threads = 4
    """Native threads for what would block; set by the master before the fork."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = Patience(IDLE_SECONDS, DismissedError)
        self._running = Patience(REQUEST_SECONDS, _late)
        self._stop: gevent.event.Event | None = None

    def patch(self) -> None:
        """Make blocking calls give way to other greenlets; after the fork, so that the master stays plain."""
        gevent.config.threadpool_size = self.threads
        super().patch()
        self._stop = gevent.event.Event()
        gevent.get_hub().print_exception = _print_exception  # type: ignore[assignment, method-assign]

    def init_signals(self) -> None:
        """SIGINT is the master's affair: at a terminal it reaches every process at once."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: finish what is running, take nothing new."""
        super().handle_exit(sig, frame)
        if self._stop is not None:
            self._stop.set()

    def run(self) -> None:
        """Serve until told to stop, then let running requests finish and idle connections go."""
        assert self._stop is not None
        gc.collect()
        gc.freeze()  # what came with the worker itself stays out of the collector's rounds, like the rules
        servers = [self._serve(listener) for listener in self.sockets]
        while self.alive:
            self.notify()
            self._waiting.end_overdue()
            self._running.end_overdue()
            self._stop.wait(SWEEP_SECONDS)
        for server in servers:
            server.close()
        deadline = self.cfg.graceful_timeout
        while deadline > 0 and any(server.pool for server in servers):
            # One step first: a request whose bytes are here already is still answered.
            gevent.sleep(STOP_STEP)
            deadline -= STOP_STEP
            self.notify()
            self._waiting.end_all()
            self._running.end_overdue()
        for server in servers:
            server.stop(timeout=1)

    def _serve(self, listener: Any) -> StreamServer:
        listener.setblocking(1)
        name = _Name(listener.getsockname())

        def handle(client: socket.socket, address: Any) -> None:
            self.handle(name, client, address)

        server = StreamServer(listener, handle=handle, spawn=Pool(self.worker_connections))
        if self.cfg.workers > 1:
            server.max_accept = 1  # leave the next connection to a worker that is less busy
        server.start()
        return server

    def handle(self, listener: Any, client: socket.socket, address: Any) -> None:
        """Answer the requests of one connection; those that wait longest make room if there is little left."""
        if len(self._waiting) >= self.worker_connections * 9 // 10:
            self._waiting.end_longest()
        super().handle(listener, client, address)

    def timeout_ctx(self) -> AbstractContextManager[None]:
        """Around waiting for, and reading, a request's head."""
        return self._waiting

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Answer one request before its deadline; a body that nobody wanted is read off, within limits."""
        keeps = True
        with self._running:
            try:
                super().handle_request(listener_name, req, sock, addr)
            except StopIteration:
                keeps = False
        if not _read_off(req.body) or not keeps:
            raise StopIteration

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answer what never became a request, or broke the one it was, without repeating any of it."""
        problem = _problem(exc)
        if problem is None:
            return
        if problem.status == 500:
            logs.failed(exc)
        body = problem.body()
        logs.answered("-", problem.status, 0, len(body), 0)
        head = (
            f"HTTP/1.1 {problem.status} {TITLES[problem.kind]}\r\nConnection: close\r\n"
            f"Content-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            with gevent.Timeout(1, DismissedError()):
                client.sendall(head.encode("ascii") + body)
        except (OSError, DismissedError):
            pass  # whoever sent it is gone, or does not listen


def _read_off(body: Any) -> bool:
    """Take what is left of a body off the connection, so that the next request on it starts where it should
    and an answer sent before the end is not lost; False if that is more, or slower, than it is worth."""
    if getattr(body.reader, "length", None) == 0:
        return True
    try:
        with gevent.Timeout(REST_SECONDS, DismissedError()):
            return len(body.read(REST_BYTES)) < REST_BYTES
    except (DismissedError, OSError, http_errors.ParseException):
        return False


def _problem(error: BaseException) -> Problem | None:
    """What to answer to ``error``; None if nothing can be answered any more."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, (http_errors.InvalidResponseHeader, http_errors.InvalidResponseHeaderName)):
        return Problem(500, "internal", TITLES["internal"] + ".")
    if isinstance(error, http_errors.LimitRequestLine):
        return Problem(414, "bad-request", "The address is too long.", "path")
    if isinstance(error, http_errors.LimitRequestHeaders):
        return Problem(431, "bad-request", "The headers are too large.", "headers")
    if isinstance(error, http_errors.ParseException):
        return Problem(400, "bad-request", "This is not sound HTTP/1.1.", "headers")
    if isinstance(error, Exception):
        return Problem(500, "internal", TITLES["internal"] + ".")
    return None


class _Name:
    """A listener's address, for whoever asks after the listener is closed."""

    def __init__(self, address: Any) -> None:
        self._address = address

    def getsockname(self) -> Any:
        return self._address


def _late() -> Problem:
    return Problem(408, "timeout", f"A request may take at most {REQUEST_SECONDS} seconds.", "body")


def _print_exception(
    context: object, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    logs.LOGGER.error("failed: %s", logs.describe(kind, trace))


class GunicornLog(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's own messages in Kalm's log. A worker sees requests and may put them into a message, so there
    only the fixed part of one gets through; nothing at all of level debug or info does."""

    def setup(self, cfg: Any) -> None:
        """Nothing to open: Kalm's log is there already."""
        self.cfg = cfg
        self.master = os.getpid()
        self.error_log = logging.getLogger("kalm.gunicorn")

    def critical(self, msg: str, *args: object, **kwargs: object) -> None:
        """A worker hangs, or the like."""
        self._pass(logging.CRITICAL, msg, args)

    def error(self, msg: str, *args: object, **kwargs: object) -> None:
        """Something failed."""
        self._pass(logging.ERROR, msg, args)

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Something failed, and the exception is at hand."""
        self._pass(logging.ERROR, msg, args)

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Something is odd."""
        self._pass(logging.WARNING, msg, args)

    def _pass(self, level: int, message: str, args: tuple[object, ...]) -> None:
        kind, _, trace = sys.exc_info()
        where = f" ({logs.describe(kind, trace)})" if kind else ""
        text = message % args if args and os.getpid() == self.master else message.partition("\n")[0]
        self.error_log.log(level, "%s%s", text, where)

    def _nothing(self, *args: object, **kwargs: object) -> None: ...

    info: Callable[..., None] = _nothing
    debug: Callable[..., None] = _nothing
    log: Callable[..., None] = _nothing
    access: Callable[..., None] = _nothing
    reopen_files: Callable[..., None] = _nothing
    close_on_exec: Callable[..., None] = _nothing
