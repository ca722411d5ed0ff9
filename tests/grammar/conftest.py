"""A real LanguageTool, installed once per machine by Kalm's own route, and kept by a real Kalm server."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalm.config import read
from kalm.grammar import Answer
from kalm.grammar.checker import Checker
from kalm.grammar.java import find_java
from kalm.grammar.languagetool import NoRouteError, ensure_installed
from kalm.grammar.whereabouts import Whereabouts
from tests.serve.running import SLOW_MACHINE, Running, running, wait_until
from tests.shipped import TEST_CACHE

WARM = 240.0
"""Seconds until all languages must be warm; a busy machine takes several times the usual twenty."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that ask a real LanguageTool are slow ones."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and "languagetool_dir" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)  # half a minute until it answers


@pytest.fixture(scope="session")
def languagetool_dir() -> Path:
    """Where LanguageTool is installed on this machine; it stays there between runs."""
    folder = read({"HOME": os.environ.get("HOME", "/")}).languagetool_dir
    try:
        ensure_installed(folder, lambda line: print(line, file=sys.stderr))
    except NoRouteError as error:
        pytest.skip(f"no LanguageTool on this machine: {error}")
    return folder


SMALL_HEAP = """#!/bin/sh
# The real Java; with a heap of so many megabytes once, if the file beside this one says so.
file={file}
if [ "$1" != -version ] && [ -f "$file" ]; then
    size=$(cat "$file"); rm "$file"
    for argument do
        shift
        case $argument in -Xmx*) argument=-Xmx${{size}}m ;; esac
        set -- "$@" "$argument"
    done
fi
exec {java} "$@"
"""


@pytest.fixture(scope="session")
def small_heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file: with a number in it, the next LanguageTool gets a heap of so many megabytes."""
    folder = tmp_path_factory.mktemp("java") / "bin"
    folder.mkdir()
    java = find_java()
    assert java is not None, "the extra [grammar] brings a Java"
    wrapper = folder / "java"
    wrapper.write_text(SMALL_HEAP.format(file=folder / "small", java=java))
    wrapper.chmod(0o755)
    return folder / "small"


@pytest.fixture(scope="session")
def kalm(small_heap: Path, languagetool_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """``kalm serve`` with grammar, warm."""
    folder = tmp_path_factory.mktemp("grammar")
    settings = {
        "KALM_GRAMMAR": "auto",
        "KALM_GRAMMAR_BUDGET": "5000",
        "KALM_LANGUAGETOOL_DIR": str(languagetool_dir),
        "JAVA_HOME": str(small_heap.parent.parent),
    }
    with running(folder, **settings) as server:
        wait_until_ready(server)
        yield server


@pytest.fixture(scope="session")
def checker(kalm: Running) -> Checker:
    """Asks the same LanguageTool from this process, without haste."""
    return Checker(TEST_CACHE, budget=20)


@pytest.fixture(scope="session")
def whereabouts() -> Whereabouts:
    """Where that LanguageTool is."""
    return Whereabouts(TEST_CACHE)


def wait_until_ready(server: Running, seconds: float = WARM) -> None:
    """Return once grammar is ready, by the server's own word."""
    wait_until(lambda: b'"grammar":"ready"' in server.ask("GET", "/readyz")[1], seconds)


def answered(checker: Checker, text: str, language: str) -> Answer:
    """What LanguageTool says about a text. On a machine that has no time for it, it is asked again."""
    deadline = time.monotonic() + SLOW_MACHINE
    while (answer := checker.check(text, language)).state != "ok" and time.monotonic() < deadline:
        time.sleep(0.5)
    assert answer.state == "ok"
    return answer
