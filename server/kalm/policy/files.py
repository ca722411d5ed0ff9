"""A policy as a file that people keep in version control: YAML, of which JSON is a part."""

from pathlib import Path

import yaml
from yaml.reader import ReaderError

from kalm.policy.document import PolicyDocument, PolicyError, read_document, write_document
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.yaml import MarkedYAMLError
from kalm.rules.yaml import load as load_yaml


def parse(source: str, path: Path) -> PolicyDocument:
    """The document in ``source``, which came from ``path``. Raises `RuleError`: every mistake with file, line and
    column."""
    try:
        return read_document(load_yaml(source))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        lines = source.splitlines() or [""]
        text = lines[min(line, len(lines) - 1)]
        raise RuleError([Problem(path, line + 1, column + 1, str(error.problem or "not YAML"), text)]) from None
    except ReaderError as error:  # a sign that YAML does not allow
        line, before = source.count("\n", 0, error.position), source.rfind("\n", 0, error.position)
        text = source.splitlines()[line] if line < len(source.splitlines()) else ""
        told = f"a sign that may not stand here: U+{error.character:04X}"
        raise RuleError([Problem(path, line + 1, error.position - before, told, text)]) from None
    except PolicyError as error:
        found = zip(error.problems, error.keys, strict=True)
        raise RuleError(
            [problem_at(path, source, keys, f"{place or 'document'}: {text}") for (place, text), keys in found]
        ) from None


def written(document: PolicyDocument) -> str:
    """The document as YAML, without what is left at its default; `parse` gives the same document back."""
    return yaml.safe_dump(write_document(document), allow_unicode=True, sort_keys=False, width=110)
