"""Rules of an organisation's own, written in its policy instead of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.folder import RuleFile
from kalm.rules.schema import RuleForm

PREFIX = "house-"
"""What the last part of an own rule's id begins with, so that it never meets a shipped one."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One of them, checked for its form; its phrases and examples are not looked at yet."""

    file: RuleFile
    """Names it in messages; no such file exists."""
    form: RuleForm = field(compare=False)  # as the source has it
    source: str
    """What a file would hold, to show mistakes in."""


def own_rules(written: Iterable[Mapping[str, Any]]) -> dict[str, list[OwnRule]]:
    """Rules as a policy holds them (``name``, ``language``, ``category``, texts, ``phrases``, ``fixes``, ``bad``,
    ``good``), by the language of their pack. Raises `RuleError`, which names the rule instead of a file."""
    found: dict[str, list[OwnRule]] = {}
    problems: list[Problem] = []
    for rule in written:
        key = f"{rule['category']}/{PREFIX}{rule['name']}"
        file = RuleFile(Path("policy") / rule["language"] / key, rule["language"], rule["category"], key)
        form = {
            "severity": rule["severity"],
            **{name: dict(rule[name]) for name in ("message", "why", "advice")},
            "match": {"phrases": list(rule["phrases"])},
            "fixes": [dict(fix) for fix in rule.get("fixes") or ()],
            "examples": {"bad": list(rule["bad"]), "good": list(rule["good"])},
            "source": rule.get("source") or "policy",
        }
        source = yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=1000)
        try:
            found.setdefault(file.layer, []).append(OwnRule(file, RuleForm.model_validate(form), source))
        except ValidationError as error:
            problems += [problem_at(file.path, source, one["loc"], one["msg"]) for one in error.errors()]
    if problems:
        raise RuleError(problems)
    return found
