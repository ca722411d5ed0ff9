"""Find LanguageTool on this machine, or install it: whole, checked, or not at all.

Routes, in this order: a folder that was named; one that is installed already (by Kalm, or by language-tool-python
for others); language-tool-python's own download, which checks a SHA-256; Maven's client, whose files are checked
against the list that lies beside this module.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from kalm.grammar.java import OLDEST, find_java
from kalm.grammar.processes import tied
from kalm.grammar.whereabouts import hold

VERSION = "6.8"
HOME = f"LanguageTool-{VERSION}"
JAR = "languagetool-server.jar"
NAMED = "KALM_LANGUAGETOOL_DIR"
MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"

Tell = Callable[[str], None]
"""Gets one plain line at each step."""


class NoRouteError(Exception):
    """LanguageTool is not here and cannot be fetched. The text says why, and what to do, in one line."""


class _RouteError(Exception):
    """One route leads nowhere; the text says why."""


def find_home(languagetool_dir: Path) -> Path | None:
    """The folder of a whole LanguageTool: ``languagetool_dir`` itself, what Kalm installed below it, or what
    language-tool-python downloaded for somebody else."""
    others = Path(os.environ.get("LTP_PATH") or Path.home() / ".cache" / "language_tool_python")
    places = (languagetool_dir, languagetool_dir / HOME, others / HOME)
    return next((place for place in places if (place / JAR).is_file()), None)


def ensure_installed(languagetool_dir: Path, tell: Tell) -> Path:
    """The folder of a whole LanguageTool, installed if need be. Raises `NoRouteError`."""
    if found := find_home(languagetool_dir):
        return found
    if os.environ.get(NAMED):
        problem = f"{NAMED} ({languagetool_dir}) holds no {JAR}"
        if languagetool_dir.is_dir() and any(languagetool_dir.iterdir()):
            raise NoRouteError(f"{problem}; name the folder that it lies in, or an empty one to install into")
    try:
        with hold(languagetool_dir / ".install.lock"):
            return find_home(languagetool_dir) or _install(languagetool_dir, tell)
    except OSError as error:
        raise NoRouteError(f"{languagetool_dir} cannot be written: {error.strerror}") from None


def _install(languagetool_dir: Path, tell: Tell) -> Path:
    problems = []
    for route in (_download, _fetch_with_maven):
        with _staging(languagetool_dir) as staging:
            try:
                made = route(staging, tell)
                made.rename(languagetool_dir / HOME)
            except _RouteError as error:
                tell(str(error))
                problems.append(str(error))
            else:
                return languagetool_dir / HOME
    raise NoRouteError(
        f"LanguageTool {VERSION} could not be installed ({'; '.join(problems)}). Install Maven (Debian: apt-get "
        f"install maven) or unpack LanguageTool {VERSION} and name its folder in {NAMED}, then start Kalm again"
    )


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk, gone afterwards; what an interrupted install left goes first."""
    for left in folder.glob(".staging-*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = folder / f".staging-{os.getpid()}"
    staging.mkdir(parents=True)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _download(staging: Path, tell: Tell) -> Path:
    """language-tool-python's own download: some 250 MB, checked, unpacked."""
    if find_spec("language_tool_python") is None:
        raise _RouteError("language-tool-python is not installed (Kalm's extra `grammar` brings it)")
    java = find_java()
    if java is None:
        raise _RouteError(f"there is no Java {OLDEST} or newer (Kalm's extra `grammar` brings one)")
    tell(f"downloading LanguageTool {VERSION} (250 MB)")
    environ = {name: value for name, value in os.environ.items() if name != "LTP_BYPASS_VERIFIED_DOWNLOADS"}
    environ.pop("LTP_JAR_DIR_PATH", None)
    environ |= {"LTP_PATH": str(staging), "PATH": os.pathsep.join([str(java.parent), os.environ.get("PATH", "")])}
    program = f"from language_tool_python.download_lt import download_lt; download_lt({VERSION!r})"
    if not _run([sys.executable, "-P", "-c", program], environ, shows=sys.stderr.isatty()):
        raise _RouteError("language-tool-python's download failed")
    if not (staging / HOME / JAR).is_file():
        raise _RouteError("what it downloaded holds no LanguageTool")
    return staging / HOME


def _fetch_with_maven(staging: Path, tell: Tell) -> Path:
    """Server, Dutch and English from Maven Central: 129 files, 120 MB."""
    maven = shutil.which("mvn")
    if maven is None:
        raise _RouteError("Maven's client (mvn) is not installed")
    tell(f"fetching LanguageTool {VERSION} with Maven (120 MB)")
    pom = staging / "pom.xml"
    pom.write_bytes(files("kalm.grammar").joinpath("pom.xml").read_bytes())
    home = staging / HOME
    command = [
        maven, "-B", "-q", "-f", str(pom), f"{MAVEN_PLUGIN}:copy-dependencies",
        "-DincludeScope=runtime", f"-DoutputDirectory={home / 'libs'}",
    ]  # fmt: skip
    java = find_java()
    environ = os.environ if java is None else os.environ | {"JAVA_HOME": str(java.resolve().parent.parent)}
    if not _run(command, environ, shows=False):
        raise _RouteError("Maven could not fetch it")
    tell("checking what was fetched")
    _check(home / "libs")
    (home / "libs" / f"languagetool-server-{VERSION}.jar").rename(home / JAR)
    return home


def _run(command: list[str], environ: "os._Environ[str] | dict[str, str]", shows: bool) -> bool:
    """Whether the command succeeds. It ends with this process."""
    told = None if shows else subprocess.DEVNULL
    try:
        subprocess.run(
            command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told, check=True,
            preexec_fn=tied(),
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _check(folder: Path) -> None:
    """Raise `_RouteError` unless the folder holds exactly the files on the list."""
    listed = files("kalm.grammar").joinpath("jars.sha256").read_text(encoding="ascii")
    wanted = {name: digest for digest, name in (line.split() for line in listed.splitlines())}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    if found != wanted:
        wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise _RouteError(f"{len(wrong)} of the fetched files are not those that Kalm knows, {wrong[0]} first")
