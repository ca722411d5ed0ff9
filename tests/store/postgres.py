"""A real PostgreSQL for the tests: Debian's package, in a folder of its own, reached through a socket there."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
USER = "nobody"
"""Whom the server runs as when the tests run as root, which PostgreSQL refuses."""


class Postgres:
    """One server, with as many databases as tests ask for."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._names = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls) -> "Postgres":
        """Make a server in a new folder and start it."""
        subprocess.run([ROOT / "tools" / "ensure-postgres"], check=True)
        initdb = shutil.which("initdb") or str(max(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
        server = cls(Path(tempfile.mkdtemp(prefix="kalm-pg-", dir="/tmp")), Path(initdb).resolve().parent)
        server._folder.chmod(0o777)
        data = server._folder / "data"
        server._run([server._programs / "initdb", "-D", data, "-U", "kalm", "-A", "trust", "--no-sync", "-E", "UTF8"])
        server.go_on()
        return server

    def go_on(self) -> None:
        """Start the server, or start it again."""
        options = ["-D", self._folder / "data", "-k", self._folder, "-h", "", "-F"]
        self._process = subprocess.Popen(
            [*_as_other(), self._programs / "postgres", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )
        deadline = time.monotonic() + 60
        while subprocess.run(
            [self._programs / "pg_isready", "-q", "-h", self._folder, "-U", "kalm"], check=False
        ).returncode:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.1)

    def break_off(self) -> None:
        """Stop the server at once, as if its machine were gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let every process of the server stand still: connections are taken, and nothing answers."""
        assert self._process is not None
        server = psutil.Process(self._process.pid)
        family = [server, *server.children(recursive=True)]
        for process in family:
            process.suspend()
        try:
            yield
        finally:
            for process in family:
                process.resume()

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"kalm_{next(self._names)}"
        self._run([self._programs / "createdb", "-h", self._folder, "-U", "kalm", name])
        return f"postgresql+psycopg://kalm@/{name}?host={self._folder}"

    def stop(self) -> None:
        """End it and remove everything."""
        self.break_off()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, command: list[object]) -> None:
        subprocess.run([*_as_other(), *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


def _as_other() -> list[str]:
    return ["setpriv", f"--reuid={USER}", "--clear-groups", "--regid=nogroup"] if os.geteuid() == 0 else []
