"""``POST /v1/lint`` over kept connections, and what a worker holds in memory.

The reference is `bench.reference`: a Flask app behind the same gunicorn worker that validates the same body and
answers a fixed 1.5 kB. Both serve in turn in the same run.
"""

import os
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO

import orjson
import psutil

from bench.drafts import replies
from bench.measure import percentile, row, timed, title

REQUESTS = 2_000
CONNECTIONS = 8
SECONDS = 5.0
KALM = [str(Path(sys.executable).with_name("kalm")), "serve"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that this bench started."""

    port: int
    process: psutil.Process

    def workers(self) -> list[psutil.Process]:
        """Its worker processes."""
        children: list[psutil.Process] = self.process.children()
        return children


class Connection:
    """One kept connection."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def ask(self, request: bytes) -> bytes:
        """Send a request and wait for the body of its answer."""
        self.socket.sendall(request)
        while (answer := self.receive()) is None:
            pass
        return answer

    def receive(self) -> bytes | None:
        """Read what has come; the body once it is whole."""
        came = self.socket.recv(65536)
        if not came:
            raise RuntimeError("the server closed a kept connection")
        self._rest += came
        head, found, rest = self._rest.partition(b"\r\n\r\n")
        if not found:
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length is None or len(rest) < int(length[1]):
            return None
        self._rest = b""
        return rest


def requests() -> list[bytes]:
    """Requests about ordinary drafts of 500 characters, ready to be sent."""
    ready = []
    for draft in replies(100, 500):
        parent = draft.context.parent
        body = orjson.dumps(
            {
                "text": draft.text,
                "language": draft.language,
                "context": {"place": "page", "parent": {"text": parent.text if parent else ""}},
            }
        )
        head = f"POST /v1/lint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
        ready.append(head.encode() + body)
    return ready


@contextmanager
def running(command: Sequence[str], workers: int, **settings: str) -> Iterator[Server]:
    """The server that ``command`` starts, stopped at the end; ``settings`` are Kalm's, by their names."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KALM_")}
    environment |= {"KALM_PORT": "0", "KALM_WORKERS": str(workers), "KALM_LOG_LEVEL": "error", "KALM_GRAMMAR": "off"}
    environment |= settings
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        server = Server(announced_port(process.stdout), psutil.Process(process.pid))
        while len(server.workers()) < workers:
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def announced_port(output: IO[str]) -> int:
    """The port that a server's first line names."""
    for line in output:
        if found := re.search(r"listens on http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise RuntimeError("the server did not start")


def one_connection(kalm: Server, reference: Server) -> None:
    """The time for one answer, over one kept connection each, by turns."""
    title("POST /v1/lint, 500 characters, one kept connection")
    ready, ours, theirs = requests(), Connection(kalm), Connection(reference)
    for connection in (ours, theirs):
        timed(connection.ask, ready * 2)
    measured: tuple[list[float], list[float]] = ([], [])
    for _ in range(REQUESTS // len(ready)):
        for times, connection in zip(measured, (ours, theirs), strict=True):
            times += timed(connection.ask, ready)
    row("an answer of Kalm, median", f"{median(len(ours.ask(each)) for each in ready):,.0f} bytes")
    row("p50", f"{median(measured[0]):.2f} ms")
    row("p99", f"{percentile(measured[0], 99):.2f} ms")
    row("reference: fixed answer behind the same gunicorn, p50", f"{median(measured[1]):.2f} ms")
    row("ratio to the reference, p50", f"{median(measured[0]) / median(measured[1]):.1f} x", "aim 3 x")


@dataclass(frozen=True, slots=True)
class Throughput:
    """What a server did while all its connections were busy."""

    answers: int
    seconds: float
    used: Sequence[float]
    """Seconds of processor time of each worker."""
    own: float
    """The same of this client, on the same cores."""

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    @property
    def processor(self) -> float:
        """Milliseconds of processor time for an answer."""
        return sum(self.used) / max(self.answers, 1) * 1e3


def throughput(server: Server, seconds: float = SECONDS, warm: int | None = None) -> Throughput:
    """Keep `CONNECTIONS` connections busy for ``seconds``, after ``warm`` requests on each (all there are)."""
    ready, answered = requests(), 0
    connections = [Connection(server) for _ in range(CONNECTIONS)]
    for connection in connections:
        timed(connection.ask, ready[:warm])
    before = [sum(worker.cpu_times()[:2]) for worker in server.workers()]
    own = time.process_time()
    begun = time.monotonic()
    with selectors.DefaultSelector() as selector:
        for connection, request in zip(connections, ready, strict=False):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.socket.sendall(request)
        while (spent := time.monotonic() - begun) < seconds:
            for key, _ in selector.select(1.0):
                if key.data.receive() is not None:
                    answered += 1
                    key.data.socket.sendall(ready[answered % len(ready)])
    used = [sum(worker.cpu_times()[:2]) - was for worker, was in zip(server.workers(), before, strict=True)]
    return Throughput(answered, spent, used, time.process_time() - own)


def many_connections(server: Server) -> None:
    """Answers a second with all workers busy, and the processor time that each of them took."""
    title(f"POST /v1/lint, 500 characters, {CONNECTIONS} kept connections, {len(server.workers())} workers")
    got = throughput(server)
    row("answers a second", f"{got.a_second:,.0f}", "aim 1,500")
    row("processor time of each worker", ", ".join(f"{each / got.seconds:.0%}" for each in got.used))
    row("processor time of this client, on the same cores", f"{got.own / got.seconds:.0%}")
    row("processor time an answer", f"{got.processor:.2f} ms")


def memory(server: Server) -> None:
    """What a worker holds after it has answered: all of it, and its share of what it holds with others."""
    title("Memory of a worker")
    details = [worker.memory_full_info() for worker in server.workers()]
    row("resident", ", ".join(f"{each.rss / 2**20:.0f} MiB" for each in details), "aim 150 MiB")
    row("proportional share", ", ".join(f"{each.pss / 2**20:.0f} MiB" for each in details))


def main() -> None:
    """Run all of it, with rules and detectors alone: `bench.sizing` has both, without the reader and with it."""
    with (
        running(KALM, 1, KALM_READER="off") as kalm,
        running([sys.executable, "-m", "bench.reference", "1"], 1) as reference,
    ):
        one_connection(kalm, reference)
    with running(KALM, 2, KALM_READER="off") as kalm:
        many_connections(kalm)
        memory(kalm)


if __name__ == "__main__":
    main()
