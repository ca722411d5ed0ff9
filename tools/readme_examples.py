"""Keeps the README true: runs the commands it shows and writes down what they really answer.

    python -m tools.readme_examples            # write the answers into README.md
    python -m tools.readme_examples --check    # exit 1 when one is no longer true

An example is a fenced block of ``sh`` whose first word is ``curl`` or ``echo``, followed by a fenced block with the
answer. ``curl`` is played by Python, so that it need not be installed; ``kalm`` is the one of this environment.
JSON is laid out for reading: what fits on a line stands on one.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SHOWN_ADDRESS = "http://127.0.0.1:8040"
WIDTH = 110
EXAMPLE = re.compile(
    r"```sh\n(?P<command>(?:curl|echo) .*?)```\n\n```(?P<form>json|text)\n(?P<answer>.*?)```", re.DOTALL
)


def renewed(text: str) -> str:
    """``text`` with every answer replaced by the real one."""
    with served() as address:
        return EXAMPLE.sub(lambda example: _renew(example, address), text)


def _renew(example: re.Match[str], address: str) -> str:
    command, form = example["command"], example["form"]
    answer = _call(command, address) if command.startswith("curl") else _run(command)
    return f"```sh\n{command}```\n\n```{form}\n{answer}```"


def _call(command: str, address: str) -> str:
    """What the address in a ``curl`` command answers, as JSON laid out for reading."""
    words = shlex.split(command)[1:]
    options = {"-H": "", "-d": ""}
    rest = []
    while words:
        word = words.pop(0)
        if word in options:
            options[word] = words.pop(0)
        elif word != "-s":
            rest.append(word)
    (url,) = rest
    name, _, value = options["-H"].partition(": ")
    request = urllib.request.Request(url.replace(SHOWN_ADDRESS, address), options["-d"].encode(), {name: value})
    with urllib.request.urlopen(request, timeout=10) as response:
        return laid_out(json.load(response)) + "\n"


def _run(command: str) -> str:
    """What a shell command prints, with the ``kalm`` of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        command, shell=True, env=_environment(PATH=path), capture_output=True, text=True, check=False
    )
    if result.returncode > 1:
        raise RuntimeError(result.stderr)
    return result.stdout


def laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """JSON in which everything that fits into `WIDTH` stands on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + before + len(flat) < WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        names = {name: json.dumps(name, ensure_ascii=False) + ": " for name in value}
        parts = [inner + names[name] + laid_out(item, indent + 2, len(names[name])) for name, item in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [inner + laid_out(item, indent + 2) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


@contextmanager
def served() -> Iterator[str]:
    """The address of a running ``kalm serve``."""
    command = [str(Path(sys.executable).with_name("kalm")), "serve"]
    environment = _environment(KALM_PORT="0", KALM_WORKERS="1", KALM_LOG_LEVEL="error", KALM_GRAMMAR="off")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
            if found is None:
                raise RuntimeError("kalm serve did not say where it listens")
            yield found[0]
        finally:
            process.terminate()


def _environment(**more: str) -> dict[str, str]:
    """The environment without anybody's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KALM_")} | more


def main() -> int:
    """Write the answers, or check them."""
    old = README.read_text(encoding="utf-8")
    new = renewed(old)
    if "--check" in sys.argv[1:]:
        if new != old:
            print("README.md: an answer is no longer true; run: python -m tools.readme_examples", file=sys.stderr)
        return int(new != old)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
