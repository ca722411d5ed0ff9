"""The keeper as a child of whoever wants grammar: started, looked after, ended."""

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from kalm.grammar.processes import tied

MISSING = "no grammar: Kalm's extra `grammar` brings what it needs."
AGAIN_SECONDS = 5.0
STOP_SECONDS = 15.0
STOPPED = 0
"""Exit code of a keeper that was told to stop, or whose parent ended. Nobody is to start it again unasked."""

UNUSABLE = 3
"""Exit code of a keeper that cannot write where it has to. Starting it again would change nothing."""


class Guest:
    """The keeper as a child of this process, which starts it again when it fails."""

    def __init__(self, cache_dir: Path, languagetool_dir: Path) -> None:
        self._folders = cache_dir, languagetool_dir
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def start(self) -> None:
        """Start a keeper unless one runs."""
        if self._process is not None and self._process.poll() is None:
            return
        if not installed():
            tell(MISSING)
            return
        self._started = time.monotonic()
        command = [sys.executable, "-P", "-m", "kalm.grammar.keeper", *map(str, self._folders), str(os.getpid())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=tied(signal.SIGTERM)
        )

    def look_after(self) -> None:
        """Start the keeper anew if it failed, not more often than every `AGAIN_SECONDS`. One that ended because
        it was told to, or that cannot write, stays ended. To be called every second or so, before anybody else reaps
        children."""
        failed = self._process is not None and self._process.poll() not in (None, STOPPED, UNUSABLE)
        if failed and time.monotonic() - self._started > AGAIN_SECONDS:
            self.start()

    def ended(self) -> bool:
        """Whether a keeper was started and is no more."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """End the keeper, and with it the server."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def installed() -> bool:
    """Whether the extra ``grammar`` is there."""
    return find_spec("language_tool_python") is not None and find_spec("psutil") is not None


def tell(line: str) -> None:
    """Write a line to standard error."""
    print(f"Kalm: {line}", file=sys.stderr, flush=True)
