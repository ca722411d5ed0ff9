"""A real server as a process of its own, and plain sockets to talk to it."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.shipped import TEST_CACHE

SERVER = Path(__file__).parents[2] / "server"
START = "from kalm.serve import main; main()"
SLOW_MACHINE = 120.0
"""Seconds that anything may take before a test gives up: the machine is shared."""


@dataclass
class Running:
    """A server, and what it wrote."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    greeting: str = ""
    port: int = 0
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def log(self) -> str:
        """Everything on standard error so far."""
        return (self.folder / "stderr").read_text(errors="replace")

    def connect(self) -> socket.socket:
        """A connection that says nothing yet."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=SLOW_MACHINE)
        self.connections.append(made)
        return made

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """One request on a connection of its own: status and body."""
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SLOW_MACHINE)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not body:
            headers = {"Content-Type": "application/json", **headers}
        try:
            caller.request(method, path, data, headers)
            answer = caller.getresponse()
            return answer.status, answer.read()
        finally:
            caller.close()

    def lint(self, text: str = "Dag.") -> tuple[int, bytes]:
        """Ask for advice on ``text``."""
        return self.ask("POST", "/v1/lint", {"text": text})

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(sign)
        return self.process.wait(timeout=SLOW_MACHINE)

    def wait_for_log(self, words: str) -> None:
        """Return once ``words`` are in the log."""
        wait_until(lambda: words in self.log)


def wait_until(holds: Any, seconds: float = SLOW_MACHINE) -> None:
    """Return once ``holds()``; fail when it takes too long."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


@contextmanager
def running(folder: Path, start: str | Path = START, **settings: str) -> Iterator[Running]:
    """A server on a free port. Its home, its temporary folder and all it may write lie under ``folder``."""
    home, temporary = folder / "home", folder / "tmp"
    home.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("KALM_", "XDG_"))}
    environ |= {
        "PYTHONPATH": os.pathsep.join([str(SERVER), *filter(None, [environ.get("PYTHONPATH")])]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "KALM_PORT": "0",
        "KALM_WORKERS": "1",
        "KALM_GRAMMAR": "off",
        "KALM_READER": "off",  # what rules say is the same on every machine; test_reader.py has it on
        "KALM_DATA_DIR": str(folder / "data"),
        "KALM_CACHE_DIR": str(TEST_CACHE),  # compiled rules, shared to start fast
    }
    program = ["-c", start] if isinstance(start, str) else [str(start)]
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, *program],
            env=environ | settings,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=home,
            start_new_session=True,
        )
    server = Running(process, folder)
    try:
        server.greeting = _first_line(server)
        found = re.search(r":(\d+)[ /]", server.greeting)
        server.port = int(found.group(1)) if found else 0
        yield server
    finally:
        for connection in server.connections:
            connection.close()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=SLOW_MACHINE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _first_line(server: Running) -> str:
    stream = server.process.stdout
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], SLOW_MACHINE)
    line = stream.readline().decode() if ready else ""
    if not line:
        server.process.wait(timeout=SLOW_MACHINE)
    return line


def receive(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """One HTTP answer from a plain connection: status, headers by lower-case name, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed without an answer")
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed within an answer")
        body += piece
    return int(first.split()[1]), headers, body


def lint_request(text: str = "Dag.", **headers: str) -> bytes:
    """The bytes of one POST /v1/lint."""
    body = json.dumps({"text": text}).encode()
    lines = [
        "POST /v1/lint HTTP/1.1",
        "Host: localhost",
        f"Content-Length: {len(body)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
