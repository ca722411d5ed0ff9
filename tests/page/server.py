"""A real Kalm server for tests: ``kalm serve`` as a process of its own on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "server"
START_LIMIT = 120.0
"""Seconds until a server must be ready; a busy machine takes several times the usual two."""


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_server(port: int, folder: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """``kalm serve`` on ``port``, ready to answer, with ``more`` settings. What it writes lies under ``folder``."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("KALM_")}
    settings |= {
        "PYTHONPATH": str(SERVER),
        "KALM_PORT": str(port),
        "KALM_WORKERS": "1",
        "KALM_GRAMMAR": "off",
        "KALM_READER": "off",  # what rules say is the same on every machine
        "KALM_DATA_DIR": str(folder / "data"),
        "KALM_CACHE_DIR": str(folder / "cache"),
        **more,
    }
    log = (folder / f"server-{port}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-c", "from kalm.cli import main; main()", "serve"], env=settings, stdout=log, stderr=log
    )
    try:
        wait_until_ready(process, port, Path(log.name))
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return once ``/readyz`` answers 200; fail with the server's own words if it does not."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not become ready:\n{log.read_text(errors='replace')[-2000:]}")
