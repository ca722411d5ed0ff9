"""One owner, one note, and a note without an owner means nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from kalm.grammar.whereabouts import Note, Whereabouts
from tests.serve.running import SERVER

OWNER = """
import sys, time
from pathlib import Path
from kalm.grammar.whereabouts import Note, Whereabouts
where = Whereabouts(Path(sys.argv[1]))
with where.own() as held:
    where.publish(Note("ready", 1, 2, 3, ("nl",)))
    print(held, flush=True)
    time.sleep(60)
"""


def owner(folder: Path) -> "subprocess.Popen[str]":
    environ = os.environ | {"PYTHONPATH": str(SERVER)}
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_a_note_counts_only_while_its_owner_lives(tmp_path: Path) -> None:
    where = Whereabouts(tmp_path)
    assert where.current() is None
    process = owner(tmp_path)
    assert where.current() == Note("ready", 1, 2, 3, ("nl",))
    with where.own(patience=0) as held:
        assert not held, "there is one owner"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert where.read() is not None, "the note is still there"
    assert where.current() is None, "and means nothing"
    with where.own(patience=0) as held:
        assert held
        assert where.owned()


def test_a_note_that_is_no_note_is_none(tmp_path: Path) -> None:
    where = Whereabouts(tmp_path)
    with where.own():
        for text in ("", "[]", "null", '{"stage": "ready"}', "{", "\x00"):
            (where.folder / "server.json").write_text(text)
            assert where.current() is None, text


def test_a_fresh_note_is_read_at_once(tmp_path: Path) -> None:
    where, other = Whereabouts(tmp_path), Whereabouts(tmp_path)
    with where.own():
        for port in range(50):
            where.publish(Note("ready", 1, 2, port))
            note = other.current()
            assert note is not None
            assert note.port == port
