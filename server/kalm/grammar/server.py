"""The LanguageTool process: how it is started, when it is ready, how it ends.

It listens on loopback only, holds a bounded heap, writes nothing anywhere and ends with its owner. Figures
behind the options are in docs/grammar.md. Only the first stage of Java's compiler is used: the second takes longer
to get warm than it saves in checks of a few hundredths of a second.
"""

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil

from kalm.grammar.languagetool import JAR
from kalm.grammar.processes import tied

HEAP_MB = 1024
"""Four languages, twice each, need 440 while nothing happens; close to that, most of the time goes into clearing up."""
MAX_TEXT = 60_000
"""UTF-16 units that one question may hold: a draft of 20,000 characters with markup between its words."""
START_SECONDS = 120.0
WARM_SECONDS = 600.0
"""How long the start and the first check in a language may take on a busy machine (usually 2 and 5 to 20)."""
WARM, MOST_ROUNDS = 0.25, 5
"""Seconds that a check takes once a language is warm; after so many it is taken for warm on a slow machine."""
STOP_SECONDS = 5.0

WARM_UP = {
    "nl": "Goedemorgen, wat vervelend dat uw pakket nog niet is bezorgd. Wij kijken vandaag nog mee.",
    "nl-BE": "Goeiemorgen, wat spijtig dat uw pakket nog niet geleverd is. We kijken het vandaag nog na.",
    "en-GB": "Good morning, sorry to hear that your parcel has not arrived yet. We will look into it today.",
    "en-US": "Good morning, sorry to hear that your package has not arrived yet. We will look into it today.",
}
"""Language → a text that loads all it needs."""

AT_ONCE = 2
"""Checks at the same time; a core does one."""

CONFIG = {
    "maxTextLength": MAX_TEXT,
    "maxCheckThreads": AT_ONCE,
    "pipelineCaching": "true",
    "maxPipelinePoolSize": 16,
    "pipelineExpireTimeInSeconds": 86_400,
}
"""Without a pipeline cache each check builds all rules anew, which is most of its time."""


OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-Dsun.net.httpserver.nodelay=true",
    "-Djava.awt.headless=true",
    "-XX:+ExitOnOutOfMemoryError",
    # Nothing is left on disk, where it might hold a text.
    "-XX:-HeapDumpOnOutOfMemoryError",
    "-XX:-CreateCoredumpOnCrash",
    "-XX:ErrorFile=/dev/null",
    "-XX:-UsePerfData",
)

JAVA_OWN = ("_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")
"""Variables from which Java takes options; they could have it write dumps, or change its heap."""


class ServerError(Exception):
    """The server did not start, or ended. The text is one plain line."""


class Server:
    """A running LanguageTool. It has to be stopped."""

    def __init__(self, java: Path, home: Path, folder: Path) -> None:
        """Start it. ``folder`` is where its configuration goes. Raises `ServerError`."""
        self.port = free_port()
        config = folder / "languagetool.properties"
        config.write_text("".join(f"{name}={value}\n" for name, value in CONFIG.items()), encoding="ascii")
        classes = os.pathsep.join([str(home / JAR), str(home / "libs" / "*")])
        command = [str(java), f"-Xmx{HEAP_MB}m", *OPTIONS, "-cp", classes]
        command += ["org.languagetool.server.HTTPServer", "-p", str(self.port), "--config", str(config)]
        try:
            self.process = subprocess.Popen(
                command, env=environment(), cwd=home, start_new_session=True, preexec_fn=tied(),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise ServerError(f"Java does not start: {error.strerror}") from None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def wait_until_healthy(self) -> None:
        """Return once it answers; raises `ServerError` if it ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while not (self.healthy(1) and self._listens()):
            if not self.alive():
                raise ServerError(f"LanguageTool ended while starting (code {self.process.returncode})")
            if time.monotonic() > deadline:
                raise ServerError(f"LanguageTool did not start within {START_SECONDS:.0f} seconds")
            time.sleep(0.1)

    def warm_up(self) -> Iterator[str]:
        """Check a text in each language, and give the language once that goes fast. Raises `ServerError`.

        The first check is alone: two that load a language at the same time can lock each other out for good. Then
        two together, since a second question at the same time needs rules of its own, which are to be loaded too."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for language, text in WARM_UP.items():
                self.check(text, language)
                for _ in range(MOST_ROUNDS):
                    started = time.monotonic()
                    pair = [pool.submit(self.check, text, language) for _ in range(AT_ONCE)]
                    for check in pair:
                        check.result()
                    if time.monotonic() - started < WARM:
                        break
                yield language

    def check(self, text: str, language: str) -> None:
        """Let it check a text of our own."""
        body = urllib.parse.urlencode({"language": language, "text": text}).encode()
        try:
            with _open(f"{self.address}/v2/check", WARM_SECONDS, body) as answer:
                answer.read()
        except (OSError, http.client.HTTPException):
            raise ServerError(f"LanguageTool did not get warm in {language}") from None

    def healthy(self, seconds: float) -> bool:
        """Whether it says so itself within so many seconds."""
        try:
            with _open(f"{self.address}/v2/healthcheck", seconds) as answer:
                return bool(answer.read(16) == b"OK")
        except (OSError, http.client.HTTPException):
            return False

    def seconds_worked(self) -> float:
        """Processor time that it has used so far."""
        try:
            times = psutil.Process(self.process.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End it: politely, then not."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if not self.alive():
                return
            self.process.send_signal(sign)
            if sign == signal.SIGTERM:
                self.process.send_signal(signal.SIGCONT)  # a stopped one would not hear it
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)

    def _listens(self) -> bool:
        """Whether it is this process, not a stranger, that answers on the port."""
        try:
            return any(
                connection.status == psutil.CONN_LISTEN and connection.laddr.port == self.port
                for connection in psutil.Process(self.process.pid).net_connections("tcp")
            )
        except psutil.Error:
            return self.alive()


def environment() -> dict[str, str]:
    """What the process gets to know of ours: nothing of Kalm's, and no options that would change its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KALM_") and name not in JAVA_OWN}


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop_leftover(pid: int, port: int) -> None:
    """Stop a server that an earlier owner left behind, if ``pid`` is one: Java, ours, on that port."""
    if not pid:
        return
    try:
        process = psutil.Process(pid)
        line = process.cmdline()
        if "org.languagetool.server.HTTPServer" in line and str(port) in line:
            process.kill()
            process.wait(STOP_SECONDS)
    except psutil.Error:
        return


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _open(url: str, seconds: float, body: bytes | None = None):  # type: ignore[no-untyped-def]  # so is the opener's
    return _direct.open(url, body, seconds)
