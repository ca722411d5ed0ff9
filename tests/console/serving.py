"""Processes that the tests start and stop: a house on a port, a provider of single sign-on."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
START_LIMIT = 120.0
"""Seconds until a process must answer; a busy machine takes many times the usual second."""


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served_house(port: int, database: Path, log: Path, **settings: str) -> Iterator[None]:
    """A house on ``port`` with that database; what it says goes to ``log``."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KALM_")}
    environ |= {"PYTHONPATH": str(ROOT / "server"), **settings}
    command = [sys.executable, str(Path(__file__).with_name("served_house.py")), str(port), str(database)]
    with _running(command, port, log, environ):
        yield


@contextmanager
def provider(
    port: int, log: Path, clients: list[dict[str, Any]], accounts: dict[str, Any], in_token: bool
) -> Iterator[str]:
    """A provider of single sign-on on ``port``. Gives its issuer."""
    subprocess.run([ROOT / "tools/ensure-oidc-provider"], check=True)
    about = json.dumps({"port": port, "clients": clients, "accounts": accounts, "inToken": in_token})
    with _running(["node", str(ROOT / "tests/oidc/provider.mjs"), about], port, log, dict(os.environ)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def redis(port: int, log: Path) -> Iterator[str]:
    """A real Redis on ``port`` that keeps nothing. Gives its address."""
    subprocess.run([ROOT / "tools/ensure-redis"], check=True)
    # Debian's checking tool is the same program under another name; it goes by how it is called.
    program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(log.parent)]
    with _running(command, port, log, dict(os.environ), program):
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def _running(
    command: list[str], port: int, log: Path, environ: dict[str, str], program: str | None = None
) -> Iterator[None]:
    with log.open("ab") as said:
        process = subprocess.Popen(command, executable=program, env=environ, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + START_LIMIT
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} did not start:\n{log.read_text()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
