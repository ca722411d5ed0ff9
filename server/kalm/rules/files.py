"""The content of a file of rules or data, or what is wrong with it: whatever somebody saved there, it has a place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.yaml import MarkedYAMLError, load

_WRONG = (OSError, yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What reading a file can raise: it is not there, no UTF-8, no YAML, or YAML of another shape than is expected."""
_SHAPES = {dict: "a mapping", list: "a list"}


def read(path: Path, shape: type[dict[Any, Any]] | type[list[Any]] = dict) -> tuple[str, Any]:
    """The text of a YAML file and its content, which has this ``shape``; a file without any is empty. Raises
    `RuleError`."""
    source = read_text(path)
    content = parse(source, path)
    if content is None:
        return source, shape()
    if not isinstance(content, shape):
        raise RuleError([problem_at(path, source, (), f"{_SHAPES[shape]} is needed")])
    return source, content


def read_text(path: Path) -> str:
    """The text of a file. Raises `RuleError`."""
    with naming(path):
        return path.read_text(encoding="utf-8")
    raise AssertionError("not reached")


def parse(source: str, path: Path) -> Any:
    """The content of a YAML text that came from ``path``. Raises `RuleError`."""
    with naming(path, source):
        return load(source)


@contextmanager
def naming(path: Path, source: str = "") -> Iterator[None]:
    """Turn what reading a file raises into a `RuleError` that names it; ``source`` is its text, where known."""
    try:
        yield
    except _WRONG as error:
        raise RuleError([_problem(path, source, error)]) from None


def _problem(path: Path, source: str, error: Exception) -> Problem:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        told = str(error.problem or "not YAML")
    elif isinstance(error, yaml.reader.ReaderError):  # a sign that YAML does not allow
        line, column = source.count("\n", 0, error.position), error.position - source.rfind("\n", 0, error.position) - 1
        told = f"a sign that may not stand here: U+{error.character:04X}"
    elif isinstance(error, UnicodeDecodeError):
        before = error.object[: error.start]
        line, column = before.count(b"\n"), len(before) - before.rfind(b"\n") - 1
        told = "not UTF-8"
    else:
        line, column = 0, 0
        told = error.strerror if isinstance(error, OSError) and error.strerror else f"cannot be read: {error}"
    lines = source.splitlines()
    return Problem(path, line + 1, column + 1, told, lines[line] if line < len(lines) else "")
