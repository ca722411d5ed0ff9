"""Nobody waits for somebody else's connection: real sockets against a real server with one worker."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .running import Running, lint_request, receive, running, wait_until

pytestmark = pytest.mark.slow

AT_ONCE = 2.0
"""Seconds. The usual is 2 ms; gunicorn's threaded worker takes 5 s and more. The machine is shared."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One worker for all tests of this file."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(autouse=True)
def _hang_up(server: Running) -> Iterator[None]:
    yield
    while server.connections:
        server.connections.pop().close()


def seconds_to_lint(server: Running) -> float:
    began = time.monotonic()
    assert server.lint()[0] == 200
    return time.monotonic() - began


def test_64_silent_connections_hold_up_nobody(server: Running) -> None:
    for _ in range(64):
        server.connect()
    assert max(seconds_to_lint(server) for _ in range(5)) < AT_ONCE


def test_64_half_heads_hold_up_nobody(server: Running) -> None:
    for _ in range(64):
        server.connect().sendall(lint_request()[:40])
    assert max(seconds_to_lint(server) for _ in range(5)) < AT_ONCE


def test_64_half_bodies_hold_up_nobody_and_are_answered_once_whole(server: Running) -> None:
    request = lint_request()
    slow = [server.connect() for _ in range(64)]
    for connection in slow:
        connection.sendall(request[:-5])
    assert max(seconds_to_lint(server) for _ in range(5)) < AT_ONCE
    slow[0].sendall(request[-5:])
    assert receive(slow[0])[0] == 200


def test_a_body_that_comes_byte_by_byte_is_answered(server: Running) -> None:
    connection = server.connect()
    for byte in lint_request("Dag Sanne."):
        connection.sendall(bytes([byte]))
    assert receive(connection)[0] == 200


def test_a_connection_is_kept_and_used_again(server: Running) -> None:
    connection = server.connect()
    for _ in range(20):
        connection.sendall(lint_request())
        status, headers, _ = receive(connection)
        assert (status, headers["connection"]) == (200, "keep-alive")


def test_requests_sent_ahead_are_answered_in_turn(server: Running) -> None:
    connection = server.connect()
    connection.sendall(lint_request() + lint_request(Connection="close"))
    data = b""
    while piece := connection.recv(65536):
        data += piece
    assert data.count(b"HTTP/1.1 200 OK") == 2


def test_after_an_error_the_connection_is_still_good(server: Running) -> None:
    connection = server.connect()
    for body, status in ((b"{", 400), (b'{"text": 1}', 422), (b'{"text": "Dag."}', 200)):
        connection.sendall(
            b"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        assert receive(connection)[0] == status


def test_a_body_too_large_is_refused_and_the_answer_arrives(server: Running) -> None:
    for size, kept in ((100_000, True), (5_000_000, False)):
        connection = server.connect()
        head = b"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % size
        with suppress(ConnectionError):  # the rest of a body far too large is not taken
            connection.sendall(head + b"x" * size)
        assert receive(connection)[0] == 413
        if kept:
            connection.sendall(lint_request())
            assert receive(connection)[0] == 200


def test_a_chunked_body_is_read_within_the_same_limit(server: Running) -> None:
    head = b"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection = server.connect()
    connection.sendall(head + b'8\r\n{"text":\r\n8\r\n "Dag." \r\n1\r\n}\r\n0\r\n\r\n')
    assert receive(connection)[0] == 200
    large = server.connect()
    large.sendall(head + b"10001\r\n" + b" " * 0x10001 + b"\r\n0\r\n\r\n")
    assert receive(large)[0] == 413


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"kanarie-7391\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nkanarie 7391: x\r\n\r\n", 400),
        (b"GET /" + b"k" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"k" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: kanarie\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 421),
    ],
)
def test_what_is_no_sound_request_gets_a_problem_too(server: Running, request_bytes: bytes, status: int) -> None:
    connection = server.connect()
    with suppress(ConnectionError):
        connection.sendall(request_bytes)
    told, headers, body = receive(connection)
    assert told == status
    assert headers["content-type"] == "application/problem+json"
    assert b"kanarie" not in body


def test_a_caller_that_waits_to_be_asked_for_its_body_is_asked(server: Running) -> None:
    connection = server.connect()
    head, _, body = lint_request(Expect="100-continue").partition(b"\r\n\r\n")
    connection.sendall(head + b"\r\n\r\n")
    assert connection.recv(100).startswith(b"HTTP/1.1 100")
    connection.sendall(body)
    assert receive(connection)[0] == 200


def test_a_caller_that_hangs_up_half_way_leaves_no_trace(server: Running) -> None:
    for part in (b"", b"PO", lint_request()[:-3]):
        connection = server.connect()
        connection.sendall(part)
        connection.shutdown(socket.SHUT_WR)
        connection.close()
    assert server.lint()[0] == 200
    assert "Traceback" not in server.log
    assert "failed" not in server.log


def test_when_connections_run_short_the_longest_silent_ones_go(tmp_path: Path) -> None:
    start = "import kalm.serve; kalm.serve.CONNECTIONS = 40; kalm.serve.main()"
    with running(tmp_path, start) as server:
        silent = [server.connect() for _ in range(60)]
        assert seconds_to_lint(server) < AT_ONCE
        silent[0].settimeout(5)
        assert silent[0].recv(1) == b""
        silent[-1].sendall(lint_request())
        assert receive(silent[-1])[0] == 200


def test_what_is_too_slow_is_ended(tmp_path: Path) -> None:
    start = (
        "import kalm.api.worker as worker, kalm.serve\n"
        "worker.IDLE_SECONDS = worker.REQUEST_SECONDS = 1\n"
        "kalm.serve.main()"
    )
    with running(tmp_path, start) as server:
        silent, half_head, half_body = server.connect(), server.connect(), server.connect()
        half_head.sendall(lint_request()[:30])
        half_body.sendall(lint_request()[:-5])
        status, headers, body = receive(half_body)
        assert status == 408
        assert headers["content-type"] == "application/problem+json"
        assert b'"urn:kalm:problem:timeout"' in body
        assert silent.recv(1) == b""
        assert half_head.recv(1) == b""
        wait_until(lambda: _closed(half_body))
        assert server.lint()[0] == 200
        assert "failed" not in server.log


def _closed(connection: socket.socket) -> bool:
    return connection.recv(1) == b""
