"""Callers that ask for lints all the time, and what they were answered."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.serve.running import Running

COMPLAINT = "Ik wacht al drie weken op mijn bestelling en niemand reageert!"
REPLY = "Zoals wij u eerder al uitlegden, kan dit niet. Dat is vervelnd."
OURS = "nl.condescension.already-explained"
SHARE = 0.1
"""Seconds that a lint may take beyond its budget on a machine that does nothing else."""


NAP = 0.01


@dataclass
class Told:
    """What came of a number of lints."""

    failed: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    without: list[float] = field(default_factory=list)
    """Seconds of lints without grammar, asked in between: how busy the machine is."""
    overslept: list[float] = field(default_factory=list)
    """By how many seconds a short sleep was too long, all the while: how long one waits for the processor."""

    def check(self, budget: float, *states: str) -> None:
        """Nothing failed, every state is one of ``states``, and nobody waited beyond the budget."""
        assert not self.failed, self.failed[:3]
        assert set(self.states) <= set(states), set(self.states)
        slowest = max(self.seconds)
        busy = 2 * max(self.without, default=0) + 3 * max(self.overslept)
        assert slowest <= budget + SHARE + busy, f"{slowest:.2f} s, {busy:.2f} s of which the machine was busy"


def lint(kalm: Running, told: Told, text: str, grammar: bool) -> None:
    checks = ["rules", "grammar"] if grammar else ["rules"]
    body = {"text": text, "checks": checks, "language": "nl", "context": {"parent": {"text": COMPLAINT}}}
    started = time.monotonic()
    try:
        status, content = kalm.ask("POST", "/v1/lint", body)
    except OSError as error:
        told.failed.append(type(error).__name__)
        return
    seconds = time.monotonic() - started
    if status != 200:
        told.failed.append(str(status))
        return
    answer = json.loads(content)
    if OURS not in {finding["rule"] for finding in answer["findings"]}:
        told.failed.append("what Kalm finds by itself is missing")
    if grammar:
        told.states.append(answer["grammar"])
        told.seconds.append(seconds)
    else:
        told.without.append(seconds)


@contextmanager
def under_load(kalm: Running, callers: int = 3, pause: float = 0.05) -> Iterator[Told]:
    """Callers that ask with a pause between two questions, each about a text of its own, until the block ends."""
    told, over, unlike = Told(), threading.Event(), secrets.randbelow(10**9)  # what was answered once is remembered

    def call(number: int) -> None:
        count = 0
        while not over.wait(pause):
            count += 1
            lint(kalm, told, f"{REPLY} {unlike}.{number}.{count}", grammar=count % 4 != 0)

    def doze() -> None:
        while not over.is_set():
            started = time.monotonic()
            time.sleep(NAP)
            told.overslept.append(time.monotonic() - started - NAP)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(callers)]
    threads.append(threading.Thread(target=doze))
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join()
