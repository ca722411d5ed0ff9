"""LanguageTool fails in every way it can, during load: no lint fails, none waits beyond its budget, and grammar
comes back by itself. Real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

from kalm.grammar.whereabouts import Whereabouts
from tests.serve.running import Running, running, wait_until

from .conftest import WARM, wait_until_ready
from .load import Told, lint, under_load
from .test_keeper import languagetools

pytestmark = pytest.mark.slow

BUDGET = 0.4
AWAY = ("unavailable", "timeout")


@pytest.fixture(scope="module")
def hasty(kalm: Running, languagetool_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A second Kalm with the budget as it comes. It shares the one LanguageTool of the machine."""
    folder = tmp_path_factory.mktemp("hasty")
    with running(folder, KALM_GRAMMAR="auto", KALM_LANGUAGETOOL_DIR=str(languagetool_dir)) as server:
        wait_until_ready(server)
        yield server


def ready_again(server: Running) -> None:
    """Return once a lint is answered with grammar."""

    def answered() -> bool:
        told = Told()
        lint(server, told, f"Dat is vervelnd. {os.urandom(3).hex()}", grammar=True)
        return told.states == ["ok"]

    wait_until(answered, WARM)


def test_stopped_and_continued(hasty: Running, whereabouts: Whereabouts) -> None:
    note = whereabouts.current()
    assert note is not None
    ready_again(hasty)
    os.kill(note.server, signal.SIGSTOP)
    try:
        with under_load(hasty) as told:
            wait_until(lambda: len(told.states) > 60 or told.failed, 60)
    finally:
        os.kill(note.server, signal.SIGCONT)
    told.check(BUDGET, *AWAY)
    assert {"timeout", "unavailable"} <= set(told.states), "first it is waited for, then it is left alone"
    ready_again(hasty)
    assert languagetools(whereabouts) == [note.server]


def test_killed_and_out_of_memory_when_it_starts_again(
    hasty: Running, whereabouts: Whereabouts, small_heap: Path
) -> None:
    note = whereabouts.current()
    assert note is not None
    small_heap.write_text("160")
    with under_load(hasty) as told:
        os.kill(note.server, signal.SIGKILL)
        wait_until(lambda: not small_heap.exists(), WARM)
        wait_until(lambda: (now := whereabouts.current()) is not None and now.stage == "ready", 2 * WARM)
    told.check(BUDGET, "ok", *AWAY)
    assert "unavailable" in told.states
    ready_again(hasty)
    now = whereabouts.current()
    assert now is not None
    assert now.server != note.server
    assert languagetools(whereabouts) == [now.server]


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path, psutil.Process]]:
    """A Kalm whose LanguageTool, named in KALM_GRAMMAR, is none; the file says what it does."""
    folder = tmp_path_factory.mktemp("bad")
    mode = folder / "mode"
    mode.write_text("well")
    script = Path(__file__).with_name("bad_server.py")
    process = subprocess.Popen([sys.executable, str(script), str(mode)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    try:
        with running(folder, KALM_GRAMMAR=f"http://127.0.0.1:{port}") as server:
            yield server, mode, psutil.Process(process.pid)
    finally:
        process.kill()
        process.communicate()


MODES = [
    "slow",
    "hang up",
    "drip",
    "error",
    "html",
    "empty",
    "list",
    "number",
    "bytes",
    "strange",
    "wrong types",
    "half",
    "fraction",
    "true",
    "huge",
    "half a pair",
    "list for a name",
    "nested",
]
SOUND_ENOUGH = ("strange", "half a pair")
"""Answers in which what cannot be used is passed over or put right."""


@pytest.mark.parametrize("mode", MODES)
def test_a_server_that_misbehaves(bad: tuple[Running, Path, psutil.Process], mode: str) -> None:
    server, file, _ = bad
    file.write_text("well")
    ready_again(server)
    file.write_text(mode)
    with under_load(server, callers=2, pause=0.02) as told:
        wait_until(lambda: len(told.states) > 12 or told.failed, 60)
    told.check(BUDGET, *AWAY, *(["ok"] if mode in SOUND_ENOUGH else []))
    query = urlencode({"language": "nl", "text": f"Dat is vervelnd. {os.urandom(3).hex()}"})
    assert server.ask("GET", f"/v2/check?{query}")[0] == 200
    file.write_text("well")
    ready_again(server)


def test_a_server_that_is_not_there(bad: tuple[Running, Path, psutil.Process]) -> None:
    server, file, process = bad
    file.write_text("well")
    ready_again(server)
    process.kill()
    process.wait()
    with under_load(server, callers=2, pause=0.02) as told:
        wait_until(lambda: len(told.states) > 12 or told.failed, 60)
    told.check(BUDGET, "unavailable")


def test_what_a_server_repeats_of_a_text_reaches_no_log(bad: tuple[Running, Path, psutil.Process]) -> None:
    assert "vervelnd" not in bad[0].log
    assert "Traceback" not in bad[0].log
