"""Real LanguageTool clients against a running Kalm: installs each, lets it check a text, looks at what it shows.

    python tests/clients/try_clients.py URL [CLIENT ...]

``URL`` is a Kalm with grammar ready (`kalm serve`, then `kalm grammar status`). Everything is installed under
``.venv/clients``. A client that cannot be installed here is said so; one that does not work makes the exit code 1.
Results are kept in docs/languagetool-clients.md.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2] / ".venv" / "clients"
TEXT = "Hij loop naar het station. Mijn BSN is 111222333."
"""Holds a slip that LanguageTool knows and a number that Kalm knows."""
THEIRS, OURS = ("Hij loopt", "JIJ_LOOP"), ("any.confidential.bsn", "burgerservicenummer", "BSN")
"""Words that a client shows of each: of one set, one at least."""
MAVEN = "org.languagetool:languagetool-http-client:6.7"
JAVA = """
import org.languagetool.remote.*;
var result = new RemoteLanguageTool(new java.net.URL("%s")).check("%s", "nl");
for (var match : result.getMatches()) System.out.println(match.getRuleId() + ": " + match.getMessage());
/exit
"""
NODE = """
const Client = require("language-grammar-api");
const client = new Client({ endpoint: "%s/v2" });
client.languages().then(() => client.check({ text: %s, language: "nl" })).then((answer) => {
  for (const match of answer.matches) console.log(match.rule.id, match.message);
});
"""


@dataclass(frozen=True)
class Missing(Exception):  # noqa: N818 - no error: it is told
    """A client that cannot be installed here, and why."""

    why: str


def run(*command: object, cwd: Path | None = None, given: str | None = None, **environ: str) -> str:
    """What a command says; an exit code of its own only means that there is something to show."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=os.environ | environ, input=given, capture_output=True,
        text=True, timeout=900, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def install(*command: object, cwd: Path | None = None, **environ: str) -> None:
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=os.environ | environ, capture_output=True, text=True,
            timeout=1800, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not here") from None
    if done.returncode:
        raise Missing((done.stderr or done.stdout).strip().splitlines()[-1][:120])


def python_with(*packages: str) -> Path:
    """A Python of its own with these packages."""
    folder = ROOT / packages[0].partition("=")[0]
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    install(folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    return folder / "bin"


def node_with(package: str) -> Path:
    """A folder with this npm package in it."""
    folder = ROOT / package.rpartition("@")[0]
    folder.mkdir(parents=True, exist_ok=True)
    install("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, package)
    return folder


def library(url: str) -> str:
    """language-tool-python, as a program uses it."""
    program = (
        "import sys, language_tool_python as l\n"
        "tool = l.LanguageTool('nl', remote_server=sys.argv[1])\n"
        "for match in tool.check(sys.argv[2]): print(match.rule_id, match.message)\n"
    )
    return run(python_with("language-tool-python==3.4.0") / "python", "-c", program, url, TEXT)


def command_line(url: str) -> str:
    """language-tool-python's own command."""
    parts = urlsplit(url)
    command = python_with("language-tool-python==3.4.0") / "language_tool_python"
    (ROOT / "draft.txt").write_text(TEXT, encoding="utf-8")
    where = ("--remote-host", parts.hostname, "--remote-port", parts.port)
    return run(command, "-l", "nl", *where, ROOT / "draft.txt")


def py_languagetool(url: str) -> str:
    """pyLanguagetool."""
    command = python_with("pylanguagetool==0.11.0") / "pylanguagetool"
    (ROOT / "draft.txt").write_text(TEXT, encoding="utf-8")
    return run(command, "-r", "--no-color", "-a", f"{url}/v2/", "-l", "nl", ROOT / "draft.txt")


def mkdocs(url: str) -> str:
    """mkdocs-languagetool-plugin, which checks pages while they are built."""
    command = python_with("mkdocs-languagetool-plugin==0.1.0", "mkdocs", "requests") / "mkdocs"
    site = ROOT / "site"
    (site / "docs").mkdir(parents=True, exist_ok=True)
    (site / "docs" / "index.md").write_text(TEXT, encoding="utf-8")
    parts = urlsplit(url)
    options = f"languagetool_host: http://{parts.hostname}\n      languagetool_port: {parts.port}\n      language: nl"
    (site / "mkdocs.yml").write_text(f"site_name: x\nplugins:\n  - languagetool:\n      {options}\n", encoding="utf-8")
    said = run(command, "build", cwd=site)
    if "JIJ" not in said and "loop" not in said:
        options = options.replace("http://", "")
        (site / "mkdocs.yml").write_text(f"site_name: x\nplugins:\n  - languagetool:\n      {options}\n")
        said = run(command, "build", cwd=site)
    return said


def gramma(url: str) -> str:
    """gramma, for the terminal."""
    folder = node_with("gramma@1.6.0")
    command = folder / "node_modules" / ".bin" / "gramma"
    home = {"HOME": str(folder)}
    run(command, "config", "api_url", f"{url}/v2/check", "-g", **home)
    return run(command, "listen", "-p", "-n", "-l", "nl", TEXT, **home)


def grammar_api(url: str) -> str:
    """language-grammar-api, which sends everything in the query of an empty POST."""
    folder = node_with("language-grammar-api@1.1.6")
    return run("node", "-e", NODE % (url, json.dumps(TEXT)), cwd=folder)


def rust(url: str) -> str:
    """languagetool-rust (ltrs), which reads answers strictly."""
    command = ROOT / "cargo" / "bin" / "ltrs"
    if not command.exists():
        install(
            "cargo",
            "install",
            "--quiet",
            "languagetool-rust",
            "--version",
            "3.0.1",
            "--locked",
            "--root",
            ROOT / "cargo",
        )
    parts = urlsplit(url)
    where = ("--hostname", f"http://{parts.hostname}", "--port", parts.port)
    alive, offered = run(command, *where, "ping"), run(command, *where, "languages")
    assert "nl-BE" in offered, f"{alive} {offered}"
    return run(command, *where, "check", "-l", "nl", "--text", TEXT)


def java(url: str) -> str:
    """languagetool-http-client, LanguageTool's own for Java."""
    if not shutil.which("mvn") or not shutil.which("jshell"):
        raise Missing("Maven or jshell is not here")
    folder = ROOT / "java"
    folder.mkdir(parents=True, exist_ok=True)
    group, artifact, version = MAVEN.split(":")
    dependency = f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
    (folder / "pom.xml").write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>"
        f"<packaging>pom</packaging><dependencies><dependency>{dependency}</dependency></dependencies></project>"
    )
    install("mvn", "-B", "-q", "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'libs'}", cwd=folder)
    return run("jshell", "--class-path", f"{folder / 'libs'}/*", "-s", "-", given=JAVA % (url, TEXT))


CLIENTS: dict[str, Callable[[str], str]] = {
    "language-tool-python 3.4.0": library,
    "language-tool-python 3.4.0, its command": command_line,
    "pyLanguagetool 0.11.0": py_languagetool,
    "gramma 1.6.0": gramma,
    "language-grammar-api 1.1.6": grammar_api,
    "mkdocs-languagetool-plugin 0.1.0": mkdocs,
    "languagetool-rust 3.0.1 (ltrs)": rust,
    "languagetool-http-client 6.7 (Java)": java,
}


def main() -> int:
    """Try all of them, or those whose name begins with one that was given."""
    url, *wanted = sys.argv[1:]
    ROOT.mkdir(parents=True, exist_ok=True)
    broken = 0
    for name, client in CLIENTS.items():
        if wanted and not name.startswith(tuple(wanted)):
            continue
        try:
            said = client(url.rstrip("/"))
        except Missing as missing:
            print(f"{name}: not tried, {missing.why}", flush=True)
            continue
        theirs, ours = (any(word in said for word in words) for words in (THEIRS, OURS))
        works = theirs and ours
        broken += not works
        print(f"{name}: {'works' if works else f'LanguageTool {theirs}, Kalm {ours}: {said[-400:]}'}", flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
