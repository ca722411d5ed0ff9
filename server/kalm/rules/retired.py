"""Ids of rules that are gone. They stay taken: what is said of an old rule must not fall to a new one."""

from collections.abc import Sequence
from pathlib import Path

from kalm.rules.errors import Problem, problem_at
from kalm.rules.yaml import MarkedYAMLError
from kalm.rules.yaml import load as load_yaml

NAME = "retired.yml"


def load_retired(roots: Sequence[Path]) -> tuple[dict[str, str], list[Problem]]:
    """Id → why it is gone, from the `retired.yml` of all rule folders, with the mistakes in them."""
    retired: dict[str, str] = {}
    problems: list[Problem] = []
    for path in (root / NAME for root in roots):
        if not path.is_file():
            continue
        source = path.read_text(encoding="utf-8")
        try:
            content = load_yaml(source) or {}
        except MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line, mark.column) if mark is not None else (0, 0)
            lines = source.splitlines() or [""]
            text = lines[min(line, len(lines) - 1)]
            problems.append(Problem(path, line + 1, column + 1, str(error.problem or "not YAML"), text))
            continue
        if not isinstance(content, dict):
            problems.append(problem_at(path, source, (), "must map ids of rules to the reason why they are gone"))
            continue
        for name, reason in content.items():
            if isinstance(reason, str) and reason.strip():
                retired[str(name)] = reason.strip()
            else:
                problems.append(problem_at(path, source, (str(name),), f"{name}: the reason is missing"))
    return retired, problems
