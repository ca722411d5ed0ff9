"""Ids of rules that are gone. They stay taken: what is said of an old rule must not fall to a new one."""

from collections.abc import Sequence
from pathlib import Path

from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read

NAME = "retired.yml"


def load_retired(roots: Sequence[Path]) -> tuple[dict[str, str], list[Problem]]:
    """Id → why it is gone, from the `retired.yml` of all rule folders, with the mistakes in them."""
    retired: dict[str, str] = {}
    problems: list[Problem] = []
    for path in (root / NAME for root in roots):
        if not path.is_file():
            continue
        try:
            source, content = read(path)
        except RuleError as error:
            problems += error.problems
            continue
        for name, reason in content.items():
            if isinstance(reason, str) and reason.strip():
                retired[str(name)] = reason.strip()
            else:
                problems.append(problem_at(path, source, (str(name),), f"{name}: the reason is missing"))
    return retired, problems
