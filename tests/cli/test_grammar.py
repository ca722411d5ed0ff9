"""``kalm grammar``: what it says where there is no server."""

from pathlib import Path

import pytest

from .conftest import Kalm

NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "others"))


def test_status_of_what_is_switched_off(kalm: Kalm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_GRAMMAR", "off")
    result = kalm("grammar", "status")
    assert (result.exit_code, result.stdout) == (1, "grammar: off (KALM_GRAMMAR)\n")


def test_status_of_an_address_where_nobody_answers(kalm: Kalm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_GRAMMAR", NOBODY)
    result = kalm("grammar", "status")
    assert result.exit_code == 1
    assert result.stdout == f"grammar: unavailable\nserver: {NOBODY} (KALM_GRAMMAR)\n"


def test_status_of_an_empty_machine_says_what_to_do(kalm: Kalm) -> None:
    result = kalm("grammar", "status")
    assert result.exit_code == 1
    assert "grammar: not running\ninstalled: no; kalm grammar install\njava: " in result.stdout


def test_stop_where_nothing_runs(kalm: Kalm) -> None:
    assert kalm("grammar", "stop").stdout == "No server runs.\n"


def test_an_install_that_is_there_is_named(kalm: Kalm, tmp_path: Path) -> None:
    home = tmp_path / "languagetool" / "LanguageTool-6.8"
    home.mkdir(parents=True)
    (home / "languagetool-server.jar").touch()
    assert kalm("grammar", "install").stdout == f"LanguageTool 6.8: {home}\n"


def test_a_cache_folder_that_cannot_be_written_keeps_nobody_waiting(
    kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KALM_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr("kalm.cli.grammar.START_PATIENCE", 3600.0)
    result = kalm("lint", "--grammar", "--format", "json", input="Dat is vervelnd.")
    assert result.stderr.endswith("grammar: unavailable\n")
