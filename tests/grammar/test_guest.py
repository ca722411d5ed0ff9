"""A keeper that cannot write says so once; Java gets no options from the environment."""

import time
from pathlib import Path

import pytest

from kalm.grammar.guest import UNUSABLE, Guest
from kalm.grammar.server import JAVA_OWN, environment
from tests.serve.running import wait_until


def test_a_keeper_that_cannot_write_ends_with_one_line_and_is_not_started_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("kalm.grammar.guest.AGAIN_SECONDS", 0.0)
    guest = Guest(tmp_path / "file", tmp_path / "languagetool")
    guest.start()
    wait_until(guest.ended)
    process = guest._process
    assert process is not None
    assert process.returncode == UNUSABLE
    time.sleep(0.01)
    guest.look_after()
    assert guest._process is process
    told = capfd.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("Kalm: no grammar: ")


def test_java_gets_no_options_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*JAVA_OWN, "KALM_HOST"):
        monkeypatch.setenv(name, "-XX:+HeapDumpOnOutOfMemoryError")
    assert not {*JAVA_OWN, "KALM_HOST"} & environment().keys()
    assert "PATH" in environment()
