"""One server a machine, one owner, and nothing left behind, however Kalm ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from kalm.grammar.whereabouts import Note, Whereabouts
from tests.serve.running import SERVER, Running, running, wait_until

pytestmark = pytest.mark.slow


@contextmanager
def serving(tmp_path: Path, languagetool_dir: Path, name: str = "one") -> Iterator[Running]:
    """Kalm with a server of its own, apart from the one that the other tests share."""
    folder = tmp_path / name
    folder.mkdir()
    with running(
        folder,
        KALM_GRAMMAR="auto",
        KALM_LANGUAGETOOL_DIR=str(languagetool_dir),
        KALM_CACHE_DIR=str(tmp_path / "cache"),
    ) as server:
        yield server


def started(where: Whereabouts, unlike: int = 0) -> Note:
    """The note of a server that has been started (and need not be warm), other than one seen before."""
    notes: list[Note] = []

    def there() -> bool:
        note = where.current()
        if note is None or not note.server or note.server == unlike or not psutil.pid_exists(note.server):
            return False
        notes.append(note)
        return True

    wait_until(there, 120)
    return notes[-1]


def languagetools(where: Whereabouts) -> list[int]:
    """Java processes that run LanguageTool out of this folder."""
    config = str(where.folder / "languagetool.properties")
    return [each.pid for each in psutil.process_iter(["cmdline"]) if config in (each.info["cmdline"] or ())]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
def test_nothing_is_left_behind_when_kalm_ends(tmp_path: Path, languagetool_dir: Path, sign: signal.Signals) -> None:
    where = Whereabouts(tmp_path / "cache")
    with serving(tmp_path, languagetool_dir) as server:
        note = started(where)
        assert languagetools(where) == [note.server]
        server.process.send_signal(sign)
        server.process.wait(timeout=60)
        wait_until(lambda: not psutil.pid_exists(note.keeper) and not languagetools(where), 20)
        assert not where.owned()


def test_a_second_kalm_shares_the_server_and_takes_over_when_the_first_ends(
    tmp_path: Path, languagetool_dir: Path
) -> None:
    where = Whereabouts(tmp_path / "cache")
    with serving(tmp_path, languagetool_dir, "two") as second, serving(tmp_path, languagetool_dir, "one") as first:
        note = started(where)
        assert languagetools(where) == [note.server]
        parent = psutil.Process(note.keeper).ppid()
        owner = second if parent == second.process.pid else first
        owner.process.send_signal(signal.SIGKILL)
        owner.process.wait(timeout=60)
        later = started(where, unlike=note.server)
        assert later.keeper != note.keeper
        assert languagetools(where) == [later.server]


def test_a_keeper_that_is_killed_is_replaced_with_its_server(tmp_path: Path, languagetool_dir: Path) -> None:
    where = Whereabouts(tmp_path / "cache")
    with serving(tmp_path, languagetool_dir) as server:
        note = started(where)
        os.kill(note.keeper, signal.SIGKILL)
        later = started(where, unlike=note.server)
        assert later.keeper != note.keeper
        wait_until(lambda: languagetools(where) == [later.server], 20)
        assert server.lint()[0] == 200


def test_stop_ends_the_server_and_nobody_starts_it_again_until_kalm_reloads(
    tmp_path: Path, languagetool_dir: Path
) -> None:
    where = Whereabouts(tmp_path / "cache")
    environ = os.environ | {"PYTHONPATH": str(SERVER), "KALM_CACHE_DIR": str(tmp_path / "cache")}
    kalm = [sys.executable, "-c", "from kalm.cli import main; main()", "grammar"]
    with serving(tmp_path, languagetool_dir) as server:
        note = started(where)
        said = subprocess.run([*kalm, "stop"], env=environ, capture_output=True, text=True, check=True)
        assert said.stdout == "Stopped.\n"
        assert not psutil.pid_exists(note.server)
        server.lint()
        assert languagetools(where) == []
        status = subprocess.run([*kalm, "status"], env=environ, capture_output=True, text=True, check=False)
        assert status.returncode == 1
        assert status.stdout.startswith("grammar: not running\n")
        server.process.send_signal(signal.SIGHUP)
        assert started(where).server != note.server
