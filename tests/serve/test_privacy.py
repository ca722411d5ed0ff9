"""Nothing that was sent is found anywhere afterwards: canaries in every part of a request."""

import os
import re
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .running import Running, receive, running, wait_until

pytestmark = pytest.mark.slow

PLANTED = Path(__file__).with_name("planted_server.py")
PLACES = (
    "draft", "parent", "author", "thread", "credit", "platform", "query", "path", "token", "agent", "referer",
    "cookie", "request-id", "accept", "host", "origin", "forwarded", "method", "header", "unknown", "rule",
)  # fmt: skip
CANARY = {place: f"kanarie-{place}-{index * 7919}" for index, place in enumerate(PLACES)}


def requests() -> Iterator[bytes]:
    """Requests that go well and requests that fail in every way we know, each full of canaries."""
    headers = (
        f"Authorization: Bearer {CANARY['token']}\r\nUser-Agent: {CANARY['agent']}\r\n"
        f"Referer: http://localhost/{CANARY['referer']}\r\nCookie: a={CANARY['cookie']}\r\n"
        f"X-Request-Id: {CANARY['request-id']}\r\nAccept-Language: {CANARY['accept']}\r\n"
        f"Origin: https://{CANARY['origin']}\r\nX-Forwarded-For: {CANARY['forwarded']}\r\n"
    )
    bodies = (
        "".join(
            (
                f'{{"text": "{CANARY["draft"]} Zoals wij u al uitlegden. {word}", ',
                f'"{CANARY["unknown"]}": 1, "context": ',
                f'{{"platform": "{CANARY["platform"]}", "parent": {{"text": "{CANARY["parent"]} wacht al weken!", ',
                f'"author": "{CANARY["author"]}"}}, "thread": [{{"text": "{CANARY["thread"]}", "own": true}}], ',
                f'"attachments": [{{"kind": "image", "credit": "{CANARY["credit"]}"}}]}}}}',
            )
        )
        for word in ("", "Het breekt.")
    )
    bodies = (*bodies, f'{{"text": ["{CANARY["draft"]}"]}}', f'{{"text": "{CANARY["draft"]}', f'"{CANARY["draft"]}"')
    for body in bodies:
        for host in ("localhost", CANARY["host"]):
            head = f"POST /v1/lint?q={CANARY['query']} HTTP/1.1\r\nHost: {host}\r\n{headers}"
            yield f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    yield f"GET /{CANARY['path']}?{CANARY['query']} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
    yield f"GET /v1/rules/{CANARY['rule']} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
    rule = "nl.condescension.already-explained"
    yield f"GET /v1/rules/{rule}?{CANARY['query']} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    form = f"language=nl&text={CANARY['draft']}+BSN+111222333.&context=%7B%22parent%22%3A{CANARY['parent']}"
    for asked in (form, f"language=nl&data={CANARY['draft']}", f"language={CANARY['draft']}&text=a"):
        yield f"GET /v2/check?{asked} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
        yield (
            f"POST /v2/check HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {len(asked)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{asked}"
        ).encode()
    yield f"{CANARY['method']} / HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    yield f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY['header']} x: 1\r\n\r\n".encode()
    yield f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {CANARY['header']}\x01\r\n\r\n".encode()
    yield f"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n{CANARY['draft']}".encode()
    yield (
        f"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY['draft']}\r\n"
    ).encode()


def send(server: Running, request: bytes) -> bytes:
    connection = server.connect()
    connection.sendall(request)
    with suppress(OSError):
        connection.shutdown(1)
    with suppress(ConnectionError):
        return receive(connection)[2]
    return b""


def texts_below(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_text(errors="replace")


@pytest.mark.parametrize("level", ["debug", "info"])
def test_nothing_of_a_request_is_found_in_logs_metrics_or_files(tmp_path: Path, level: str) -> None:
    before = set(Path("/dev/shm").iterdir())
    tokens = tmp_path / "tokens-of-the-house"
    tokens.write_text(CANARY["token"] + "\n")
    with running(tmp_path, PLANTED, KALM_LOG_LEVEL=level, KALM_TOKENS_FILE=str(tokens)) as server:
        answers = [send(server, request) for request in requests()]
        assert any(b"problem:internal" in answer for answer in answers), "the planted fault did not fire"
        assert any(b'"findings"' in answer for answer in answers)
        _, metrics = server.ask("GET", "/metrics", Authorization=f"Bearer {CANARY['token']}")
        assert b"kalm_lint_seconds_count" in metrics
        for worker in server.workers():
            os.kill(worker, signal.SIGABRT)
        wait_until(lambda: server.workers() != [])
        server.stop()
        log = server.log
        assert "ValueError at " in log
        assert "status=500" in log
        for place, canary in CANARY.items():
            assert canary not in log, f"{place} is in the log"
            assert canary.encode() not in metrics, f"{place} is in the metrics"
            refused = [answer for answer in answers if b"urn:kalm:problem" in answer]
            assert not any(canary.encode() in answer for answer in refused), f"{place} is in a problem"
            for path, text in texts_below(tmp_path):
                if path != tokens:
                    assert canary not in text, f"{place} is in {path}"
        assert "nl.condescension" not in log
        assert "127.0.0.1" not in log
        assert "/v1/" not in log
    assert set(Path("/dev/shm").iterdir()) == before


def _for_writing(pid: int, descriptor: str) -> bool:
    flags = re.search(r"flags:\s+(\d+)", Path(f"/proc/{pid}/fdinfo/{descriptor}").read_text())
    assert flags is not None
    return int(flags[1], 8) & os.O_ACCMODE != os.O_RDONLY


def test_nothing_is_written_but_the_log_itself(tmp_path: Path) -> None:
    with running(tmp_path, KALM_WORKERS="2", KALM_CACHE_DIR=str(tmp_path / "cache")) as server:
        assert server.lint()[0] == 200
        assert server.ask("POST", "/v1/lint", b" " * 60_000 + b'{"text": "Dag."}')[0] == 200
        for pid in (server.process.pid, *server.workers()):
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(FileNotFoundError):
                    about = descriptor.stat()
                    if stat.S_ISREG(about.st_mode) and about.st_size and _for_writing(pid, descriptor.name):
                        place = descriptor.readlink()
                        assert place == tmp_path / "stderr" or place.name.startswith("kalm.db")
        server.stop()
    written = {path.name for path, _ in texts_below(tmp_path)}
    beside = {name for name in written if not name.startswith(("phrases-", "kalm.db"))}
    assert beside == {"stderr"}, "only compiled rules and the store beside it"


def test_no_process_of_a_server_may_leave_a_core_dump(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.lint()[0] == 200
        for process in (server.process.pid, *server.workers()):
            limits = Path(f"/proc/{process}/limits").read_text()
            assert re.search(r"^Max core file size +(0 +0|1 +1) ", limits, re.MULTILINE), process
