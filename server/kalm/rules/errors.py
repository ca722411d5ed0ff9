"""Author mistakes: file, line, column, the line itself and a caret."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from kalm.rules.yaml import compose


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file. ``line`` and ``column`` count from 1."""

    path: Path
    line: int
    column: int
    message: str
    text: str
    """The line as the author wrote it."""

    def __str__(self) -> str:
        caret = " " * (self.column - 1) + "^"
        return f"{self.path}:{self.line}:{self.column}: {self.message}\n    {self.text}\n    {caret}"


class RuleError(Exception):
    """Rule files that cannot be loaded, with all problems at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def problem_at(path: Path, source: str, keys: tuple[str | int, ...], message: str, offset: int = 0) -> Problem:
    """The problem at the value that ``keys`` lead to; ``offset`` code points into it."""
    mark = _mark(source, keys)
    line, column = (mark.line, mark.column + offset) if mark is not None else (0, 0)
    lines = source.splitlines() or [""]
    text = lines[min(line, len(lines) - 1)]
    return Problem(path, line + 1, min(column, len(text)) + 1, message, text)


def _mark(source: str, keys: tuple[str | int, ...]) -> yaml.Mark | None:
    node = compose(source)
    if node is None:
        return None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value == str(key):
                    node = value if isinstance(value, yaml.CollectionNode) or key == keys[-1] else name
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            break
    return node.start_mark
