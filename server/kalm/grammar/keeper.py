"""The keeper: a small process that owns the one LanguageTool server of this machine.

Every Kalm that wants grammar starts one. The first gets the lock, installs LanguageTool if need be, starts the
server, warms it, looks after it, and starts it anew when it fails; the others wait for the lock, to take over when
the first one's Kalm ends. A keeper ends with the process that started it, and the server with its keeper.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kalm.grammar.guest import STOPPED, UNUSABLE, tell
from kalm.grammar.java import OLDEST, find_java
from kalm.grammar.languagetool import NoRouteError, ensure_installed
from kalm.grammar.server import Server, ServerError, stop_leftover
from kalm.grammar.whereabouts import Note, Stage, Whereabouts

LOOK_SECONDS = 0.5
"""Between two looks at the server and at the process that started this one."""
HEALTH_EVERY = 5.0
HEALTH_SECONDS = 5.0
IDLE_SILENCE, BUSY_SILENCE = 3, 30
"""Unanswered health checks in a row after which the server is replaced: while it does nothing, and while it works.
On a machine that is short of time a server that works may be silent for long, and a new one would be no faster."""
WORKS = 0.2
"""Seconds of processor time in that silence from which on it works."""
BACK_OFF = (0.5, 1, 2, 5, 15, 60)
"""Seconds before each new start; it begins anew after the server ran for `STEADY_SECONDS`."""
STEADY_SECONDS = 120.0


class Keeper:
    """Keeps one server running. ``tell`` gets a plain line at each step."""

    def __init__(self, cache_dir: Path, languagetool_dir: Path, parent: int, tell: Callable[[str], None]) -> None:
        self._whereabouts = Whereabouts(cache_dir)
        self._languagetool_dir = languagetool_dir
        self._parent = parent
        self._tell = tell
        self._server: Server | None = None
        self._warm: tuple[str, ...] = ()

    def run(self) -> int:
        """Own the server as long as the parent lives; the exit code."""
        try:
            return self._own()
        except OSError as error:  # a folder that cannot be written to, a full disk
            place = f": {error.filename}" if error.filename else ""
            self._tell(f"no grammar: {error.strerror or type(error).__name__}{place}.")
            return UNUSABLE

    def _own(self) -> int:
        while self._parent_lives():
            with self._whereabouts.own(patience=LOOK_SECONDS) as held:
                if not held:
                    continue
                left = self._whereabouts.read()
                if left is not None:
                    stop_leftover(left.server, left.port)
                try:
                    self._keep()
                except NoRouteError as error:
                    self._publish("failed", str(error))
                    self._tell(f"no grammar: {error}.")
                    while self._parent_lives():  # what it says stays readable
                        time.sleep(LOOK_SECONDS)
                finally:
                    self._end_server()
                    self._publish("stopped")
        return STOPPED

    def _keep(self) -> None:
        self._publish("installing")
        home = ensure_installed(self._languagetool_dir, self._progress)
        java = find_java()
        if java is None:
            raise NoRouteError(
                f"there is no Java {OLDEST} or newer; install one (Debian: apt-get install default-jre-headless) "
                "or install Kalm with its extra `grammar`"
            )
        failures = 0
        while self._parent_lives():
            started = time.monotonic()
            try:
                self._start(java, home, started)
                self._watch()
                problem = "LanguageTool ended"
            except ServerError as error:
                problem = str(error)
            self._end_server()
            if not self._parent_lives():
                break
            failures = 0 if time.monotonic() - started > STEADY_SECONDS else failures + 1
            pause = BACK_OFF[min(failures, len(BACK_OFF)) - 1] if failures else BACK_OFF[0]
            self._progress(f"{problem}; starting it again", "starting")
            self._sleep(pause)

    def _start(self, java: Path, home: Path, started: float) -> None:
        self._warm = ()
        self._progress("starting LanguageTool", "starting")
        server = self._server = Server(java, home, self._whereabouts.folder)
        self._publish("starting", "starting LanguageTool")
        server.wait_until_healthy()
        for language in server.warm_up():
            self._warm = (*self._warm, language)
            self._publish("starting", f"warming up ({', '.join(self._warm)})")
        self._publish("ready")
        self._tell(f"grammar is ready ({', '.join(self._warm)}) after {time.monotonic() - started:.0f} seconds.")

    def _watch(self) -> None:
        """Return when the server has ended or the parent has; one that does not answer is ended."""
        server, silent, looked = self._server, 0, time.monotonic()
        assert server is not None
        worked = server.seconds_worked()
        while server.alive() and self._parent_lives():
            time.sleep(LOOK_SECONDS)
            if time.monotonic() - looked < HEALTH_EVERY:
                continue
            if server.healthy(HEALTH_SECONDS):
                silent, worked = 0, server.seconds_worked()
            else:
                silent += 1
            works = server.seconds_worked() > worked + WORKS
            if silent >= (BUSY_SILENCE if works else IDLE_SILENCE):
                raise ServerError("LanguageTool did not answer")
            looked = time.monotonic()

    def _end_server(self) -> None:
        server, self._server, self._warm = self._server, None, ()
        if server is not None:
            server.stop()

    def _parent_lives(self) -> bool:
        return os.getppid() == self._parent

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._parent_lives():
            time.sleep(min(LOOK_SECONDS, seconds))

    def _progress(self, line: str, stage: Stage = "installing") -> None:
        self._publish(stage, line)
        self._tell(f"grammar: {line}.")

    def _publish(self, stage: Stage, detail: str = "") -> None:
        server = self._server
        pid, port = (server.process.pid, server.port) if server else (0, 0)
        self._whereabouts.publish(Note(stage, os.getpid(), pid, port, self._warm, detail))


def main(arguments: list[str]) -> NoReturn:
    """``python -m kalm.grammar.keeper CACHE_DIR LANGUAGETOOL_DIR PARENT_PID``."""
    cache_dir, languagetool_dir, parent = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    keeper = Keeper(cache_dir, languagetool_dir, parent, tell)

    def stop(sign: int, frame: FrameType | None) -> None:
        raise SystemExit(STOPPED)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at a terminal it reaches every process; the parent decides
    sys.exit(keeper.run())


if __name__ == "__main__":
    main(sys.argv[1:])
