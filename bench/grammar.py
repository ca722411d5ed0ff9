"""How long grammar takes: a draft that Kalm reads with and without it, and LanguageTool alone, in the same run.

``--checks N`` lets it check N drafts first and prints what its process holds before and after.
"""

import os
import random
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import orjson
import psutil

from bench.drafts import replies
from bench.http import KALM, Connection, Server, announced_port
from bench.measure import percentile, row, timed, title
from kalm.config import read
from kalm.core import Draft
from kalm.grammar.whereabouts import Note, Whereabouts

LENGTHS = (100, 280, 500)
DRAFTS = 40
READY_SECONDS = 900.0


def drafts(length: int, language: str) -> list[Draft]:
    """Drafts of that length in one language, each met for the first time: what was answered once is remembered."""
    found = [draft for draft in replies(4 * DRAFTS, length) if draft.language == language][:DRAFTS]
    return [replace(draft, text=f"{draft.text} {random.randrange(10**6)}.") for draft in found]


def lint_request(draft: Draft, *checks: str) -> bytes:
    """One ``POST /v1/lint``."""
    body = orjson.dumps({"text": draft.text, "language": draft.language, "checks": checks})
    return f"POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def check_request(draft: Draft) -> bytes:
    """One ``POST /v2/check``, for LanguageTool itself."""
    body = urllib.parse.urlencode({"text": draft.text, "language": draft.language}).encode()
    head = "POST /v2/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def compare(kalm: Server, note: Note) -> None:
    """Medians and 95th percentiles, by turns over kept connections."""
    ours = theirs = Connection(kalm)
    asked: dict[str, Callable[[Draft], bytes]] = {
        "Kalm without grammar": lambda draft: ours.ask(lint_request(draft, "rules")),
        "Kalm with grammar": lambda draft: ours.ask(lint_request(draft, "rules", "grammar")),
        "LanguageTool alone": lambda draft: theirs.ask(check_request(draft)),
    }
    for language in ("nl", "en-GB"):
        for length in LENGTHS:
            title(f"{language}, {length} characters, median and p95")
            ours, theirs = Connection(kalm), Connection(Server(note.port, kalm.process))
            times: dict[str, list[float]] = {name: [] for name in asked}
            for name, ask in asked.items():
                timed(ask, [replace(draft, language=language) for draft in drafts(length, language[:2])[:5]])
                batch = [replace(draft, language=language) for draft in drafts(length, language[:2])]
                times[name] = timed(ask, batch)
            for name, measured in times.items():
                row(name, f"{median(measured):.1f} / {percentile(measured, 95):.1f} ms")


def grow(note: Note, number: int) -> None:
    """Let LanguageTool check so many drafts, and see what its process holds."""
    process, server = psutil.Process(note.server), Server(note.port, psutil.Process())
    title(f"{number:,} checks")
    connection = Connection(server)
    pool = [replace(draft, language="nl") for draft in drafts(280, "nl")]
    pool += [replace(draft, language="en-GB") for draft in drafts(280, "en")]
    started = time.monotonic()
    for done in range(number):
        if done % (number // 5) == 0:
            row(f"after {done:,}", f"{process.memory_info().rss / 2**20:.0f} MiB")
        connection.ask(check_request(pool[done % len(pool)]))
    row(f"after {number:,}", f"{process.memory_info().rss / 2**20:.0f} MiB")
    row("checks a second, one at a time", f"{number / (time.monotonic() - started):.0f}")


def main() -> None:
    """Start a Kalm, wait until grammar is ready, measure."""
    settings = read({"HOME": os.environ["HOME"]})
    with TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KALM_")}
        environment |= {
            "KALM_PORT": "0", "KALM_WORKERS": "1", "KALM_LOG_LEVEL": "error", "KALM_CACHE_DIR": folder,
            "KALM_GRAMMAR_BUDGET": "10000", "KALM_LANGUAGETOOL_DIR": str(settings.languagetool_dir),
        }  # fmt: skip
        started = time.monotonic()
        process = subprocess.Popen(KALM, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            kalm = Server(announced_port(process.stdout), psutil.Process(process.pid))
            title("LanguageTool")
            row("Kalm answers after", f"{time.monotonic() - started:.1f} s")
            whereabouts = Whereabouts(Path(folder))
            while (note := whereabouts.current()) is None or note.stage != "ready":
                if time.monotonic() - started > READY_SECONDS:
                    raise RuntimeError("LanguageTool did not become ready")
                time.sleep(0.1)
            row("grammar is ready after", f"{time.monotonic() - started:.1f} s")
            row("its process holds", f"{psutil.Process(note.server).memory_info().rss / 2**20:.0f} MiB")
            if "--checks" in sys.argv:
                grow(note, int(sys.argv[sys.argv.index("--checks") + 1]))
            compare(kalm, note)
            row("its process holds at the end", f"{psutil.Process(note.server).memory_info().rss / 2**20:.0f} MiB")
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
